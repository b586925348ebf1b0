"""A desk is served with TLS, stops when told to, and starts again after it was killed."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

REPATRIA = [sys.executable, "-m", "repatria"]
NEW = [
    "desk",
    "new",
    "--by",
    "mediator/registrar",
    "--party",
    "north",
    "--party",
    "south",
    "--origin",
    "desk.example/log",
]


def said(*words: str) -> tuple[int, str, str]:
    """Runs a command and returns its exit status and what it said."""
    done = subprocess.run([*REPATRIA, *words], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real desk, not a demo."""
    path = tmp_path_factory.mktemp("served") / "desk.sqlite3"
    status, _, wrong = said(*NEW, "--desk", str(path))
    assert (status, wrong) == (0, "")
    return path


def a_port() -> int:
    """Returns a port that was free a moment ago."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def opened(port: int, authority: Path) -> str:
    """Returns the sign-in page once it is there, trusting the desk's authority only."""
    trusting = None
    for _ in range(150):
        try:
            trusting = trusting or ssl.create_default_context(cafile=authority)
            with urllib.request.urlopen(f"https://localhost:{port}/sign-in/", context=trusting, timeout=5) as page:
                return str(page.headers["Set-Cookie"]) + page.read().decode()
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise AssertionError("the desk was not served")


def refused(*words: str) -> str:
    """Returns the first line of why a command refuses; it must refuse with status 2."""
    status, _, wrong = said("serve", *words)
    assert status == 2
    return wrong.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--demo", "--lan"], "a demo is served on this machine only"),
        (["--demo", "--host", "0.0.0.0"], "a demo is served on this machine only"),
        ([], "no desk is named"),
        (["--begin"], "--begin makes a demo's desk"),
        (["--demo", "--begin", "--desk", "x"], "--begin makes a demo's desk"),
        (["--desk", "x", "--key", "x"], "a certificate goes with its key"),
    ],
)
def test_what_is_not_served(words: Sequence[str], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPATRIA_DESK", raising=False)
    assert refused(*words) == why


def test_a_real_desk_is_not_served_as_a_demo(desk: Path) -> None:
    assert refused("--demo", "--desk", str(desk)) == "this desk is no demo: anybody could take any seat"


def test_tablets_are_served_with_a_certificate_only(tmp_path: Path) -> None:
    assert (
        refused("--desk", str(tmp_path / "desk.sqlite3"), "--lan", "--port", str(a_port())) == "there is no certificate"
    )


def test_a_port_that_is_taken_is_told(desk: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused("--desk", str(desk), "--port", str(port)) == f"port {port} is taken"


def test_a_certificate_is_told_with_what_to_do(tmp_path: Path) -> None:
    status, told, _ = said("cert", "--home", str(tmp_path), "--name", "desk.lan")
    again = said("cert", "--home", str(tmp_path), "--name", "desk.lan")[1]
    assert (status, told.count("\n"), again.splitlines()[1]) == (
        0, 8, "authority: as before; devices that trust it need nothing new",
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
def test_it_is_served_killed_served_again_and_stopped(desk: Path) -> None:
    port = a_port()
    words = [*REPATRIA, "serve", "--desk", str(desk), "--port", str(port)]
    first = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    page = opened(port, desk.parent / "tls-ca.crt")
    assert page.startswith("__Host-csrf=")
    subprocess.run(["pkill", "-KILL", "-P", str(first.pid)], check=True)  # the server dies under the command
    told = first.communicate(timeout=20)[0]
    assert re.findall(r"mediator/registrar(?:-2)?: https://localhost:\d+/invitation/[\w-]{43}/", told) == re.findall(
        r"mediator/.*", told
    )
    assert (told.count("/invitation/"), first.returncode != 0) == (2, True)
    second = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    opened(port, desk.parent / "tls-ca.crt")
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0
    assert second.communicate()[0].startswith(f"https://localhost:{port}/")
