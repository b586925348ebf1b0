"""Killed at any moment, a command loses nothing that it acknowledged and leaves nothing half; typed again, it finishes.

The moments are drawn from a seeded generator over the time that the command takes when nobody kills it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

KILLS = 200 if os.environ.get("REPATRIA_LONG") == "1" else 10
"""Times that each of the two commands is killed."""

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

LINES = 150
AT = "2031-05-20T09:00:00Z"


def command(home: Path, *words: str, by: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "REPATRIA_DESK": str(home / "desk.sqlite3"), "REPATRIA_BY": by, "PYTHONHASHSEED": "0"}
    env |= {"REPATRIA_AT": AT, "PYTHONPATH": os.pathsep.join(sys.path)}
    whole = [sys.executable, "-m", "repatria", *words]
    return subprocess.Popen(whole, cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed_after(home: Path, words: tuple[str, ...], by: str, seconds: float) -> bool:
    """Runs a command, kills it after so many seconds, and returns whether it had acknowledged its act."""
    process = command(home, *words, by=by)
    try:
        out, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
    return b"entered" in out


def finish(home: Path, words: tuple[str, ...], by: str) -> None:
    process = command(home, *words, by=by)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err.decode()


RECEIVE = ("receive-list", "sought.csv", "--party", "north", "--stance", "seeks", "--exchange", "return-2031")
ANSWER = ("answer-claim", "--file", "answers.csv")


@posix
@pytest.mark.parametrize(
    ("words", "by"), [(RECEIVE, "north/delegate"), (ANSWER, "south/delegate")], ids=["list", "answers"]
)
def test_kill_at_any_moment(typist: Any, tmp_path: Path, words: tuple[str, ...], by: str) -> None:
    rows = "".join(f"Aster{n:03d},Una,1990\n".replace("0", "a").replace("1", "b") for n in range(LINES))
    typist.write("sought.csv", "Surname,Given names,Born\n" + rows)
    typist.write("answers.csv", "line,answer\n" + "".join(f"north-1:{n},held\n" for n in range(1, LINES + 1)))
    if words is ANSWER:
        typist.type(*RECEIVE, by="north/delegate", at=AT)
    undisturbed = copy(typist, tmp_path / "undisturbed")
    began = time.monotonic()
    finish(undisturbed.home, words, by)
    takes = time.monotonic() - began
    expected = undisturbed.account()
    moments = random.Random(20310602)
    for kill in range(KILLS):
        victim = copy(typist, tmp_path / f"victim-{kill}")
        acknowledged = killed_after(victim.home, words, by, moments.uniform(0.3, 1.1) * takes)
        half = victim.account()
        assert half in (typist.account(), expected)
        assert not acknowledged or half == expected
        victim.type(*words, by=by, at=AT)
        assert victim.account() == expected
        verified = victim.type("log verify log --key log.vkey --desk desk.sqlite3 --json")
        assert json.loads(verified.stdout)["entries"] == 1 + 1 + (LINES if words is ANSWER else 0)
        shutil.rmtree(victim.home)


def copy(typist: Any, home: Path) -> Any:
    """Returns a typist at a copy of the desk."""
    return type(typist)(Path(shutil.copytree(typist.home, home)))
