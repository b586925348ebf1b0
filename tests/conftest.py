"""What every run needs: Django's settings once, reference data, long forms, and a word about what was not run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what is marked ``long`` or ``reference`` where its condition is not met."""
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
