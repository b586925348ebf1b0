"""A process of its own opens the desk and nothing of the site; what it tells can be followed, and it ends."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from repatria.web.processes import run

TOLD = """
import os, sys, time
print("begun", sys.argv[1], os.environ["REPATRIA_DESK"], "DJANGO_SETTINGS_MODULE" in os.environ, flush=True)
if sys.argv[1] == "waits":
    time.sleep(60)
sys.exit(sys.argv[1] != "well")
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "one_of_the_tests.py").write_text(TOLD)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "repatria.web.settings")
    return "one_of_the_tests"


@pytest.mark.parametrize(("word", "ends_well"), [("well", True), ("badly", False)])
def test_it_is_followed_to_its_end(module: str, word: str, ends_well: bool) -> None:
    told: list[str] = []
    assert run(module, word, desk="a-desk", telling=told.append) is ends_well
    assert told == [f"begun {word} a-desk False"]
    assert run(module, word, desk="a-desk") is ends_well


def test_it_is_given_up_in_time(module: str) -> None:
    began = time.monotonic()
    assert run(module, "waits", desk="a-desk", most_s=1) is False
    assert time.monotonic() - began < 30


def test_what_cannot_be_run_ended_badly() -> None:
    assert run("no.such.module", desk="a-desk") is False
