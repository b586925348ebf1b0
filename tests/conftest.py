"""What every run needs: Django's settings once, reference data, long forms, and a word about what was not run."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

import django
import hypothesis
import pytest
from django.conf import settings


def set_django_up() -> None:
    """Sets Django up with the pages' settings, once for all tests; programs that tests start choose their own."""
    home = tempfile.mkdtemp(prefix="repatria-tests-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    own = {"DJANGO_SETTINGS_MODULE": "repatria.web.settings", "REPATRIA_HOME": home, "REPATRIA_SECRET_KEY": "tests",
           "REPATRIA_WEB_TLS": "0"}  # fmt: skip
    os.environ.update(own)
    django.setup()
    _ = settings.SECRET_KEY
    for name in own:
        del os.environ[name]


set_django_up()

hypothesis.settings.register_profile("repatria", deadline=None)  # speed is not asserted in tests
hypothesis.settings.load_profile("repatria")

LONG = os.environ.get("REPATRIA_LONG") == "1"
REFERENCE = os.environ.get("REPATRIA_REFERENCE", "")


SLOWEST: Final = (
    "test_accessibility.py", "test_state_machine.py", "test_prisoners_on_screen.py", "test_children_on_screen.py",
    "demo/test_run.py", "test_device.py", "test_typed_pages.py",
)  # fmt: skip
"""Files that take a minute and more: they begin first, so that no core waits for one of them in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what is marked ``long`` or ``reference`` where its condition is not met; puts the slowest files first."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(SLOWEST))  # stable: else in their order
    for item in items:
        if item.get_closest_marker("long") and not LONG:
            item.add_marker(pytest.mark.skip(reason="long form: python3 run.py verify"))
        if item.get_closest_marker("reference") and not REFERENCE:
            item.add_marker(pytest.mark.skip(reason="REPATRIA_REFERENCE is not set"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints how many cases were not run because the reference data is elsewhere."""
    skipped = terminalreporter.stats.get("skipped", [])
    unrun = sum("REPATRIA_REFERENCE" in str(report.longrepr) for report in skipped)
    if unrun:
        terminalreporter.write_line(f"reference cases not run: {unrun} (set REPATRIA_REFERENCE to their folder)")


@pytest.fixture(scope="session")
def reference() -> Path:
    """Returns the folder of reference data; skips the test where there is none."""
    if not REFERENCE:
        pytest.skip("REPATRIA_REFERENCE is not set")
    return Path(REFERENCE).resolve()


# --- pages in a real browser ------------------------------------------------------------------------------------------

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="session")
def open_chromium() -> Callable[[], AbstractContextManager[Any]]:
    """Opens a Chromium for a while; skips the test where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    return _chromium


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as drives:
        browser = drives.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[str]]:
    """Serves the demo's desk of a folder by a process of its own, and says at which address."""
    return _served


@contextmanager
def _served(home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "repatria.web", str(home / "desk.sqlite3"), str(home), "127.0.0.1", str(port)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(("REPATRIA_", "DJANGO_"))}
    with (home / "served.txt").open("wb") as told:
        process = subprocess.Popen([*command, "--demo"], env=own, stdout=told, stderr=told)
    try:
        _wait(port, process, home / "served.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes], told: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, told.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the desk is not served")


@pytest.fixture(scope="session")
def axe_finds() -> Callable[[Any], list[str]]:
    """Returns what axe-core finds wrong on the page that a browser shows."""
    from axe_playwright_python.sync_playwright import Axe

    script = str(Axe().axe_script)

    def finds(page: Any) -> list[str]:
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(script)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)
        return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]

    return finds
