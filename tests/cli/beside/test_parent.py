"""The process beside this one ends, and says how."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from repatria.cli.beside.parent import Beside
from repatria.cli.beside.wire import Task
from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.lists import Limits

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that never ends")
SOON = 30.0


def task(path: Path) -> Task:
    return Task(os.fsencode(path), "right", date(2031, 6, 2), Limits(), None)


@pytest.fixture
def endless(tmp_path: Path) -> Task:
    """A list that nobody ever writes: whoever reads it waits."""
    os.mkfifo(tmp_path / "list.csv")
    return task(tmp_path / "list.csv")


def process_of(beside: Beside) -> subprocess.Popen[bytes]:
    return beside._process


def test_a_list_is_answered_with_its_keys(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "ref,surname,given_names,date_of_birth\n1,Дубенко,Ігор,колись\n2,Липа,Ада,1990\n", "utf-8"
    )
    with Beside(task(tmp_path / "list.csv")) as beside:
        found = beside.answer()
    assert found.table["date_of_birth"].to_pylist() == ["", "1990"]
    assert [(one.code, one.place, one.column) for one in found.findings] == [
        ("date-not-understood", "right:1", "date_of_birth")
    ]
    assert found.keyed is not None
    assert found.keyed.table["born"].to_pylist() == [0, 19900000]


def test_a_refusal_is_told_as_if_it_were_ones_own(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("ref,surname,given_names\n1,Дубенко,Ігор\n1,Липа,Ада\n", "utf-8")
    with pytest.raises(InputNotUnderstood) as refused, Beside(task(tmp_path / "list.csv")) as beside:
        beside.answer()
    assert str(refused.value) == "right:2: the reference stands at an earlier line too (give each line its own)"


def test_a_process_that_was_killed_is_told(endless: Task) -> None:
    with pytest.raises(RepatriaError) as refused, Beside(endless) as beside:
        process_of(beside).kill()
        beside.answer()
    assert str(refused.value) == (
        "right: the process that reads the list was ended before it was done "
        "(there may be too little memory; close other programs and try again)"
    )


def test_whatever_ends_the_block_ends_the_process(endless: Task) -> None:
    with pytest.raises(KeyboardInterrupt), Beside(endless) as beside:
        assert process_of(beside).poll() is None
        raise KeyboardInterrupt
    assert process_of(beside).returncode == -signal.SIGKILL


def test_the_process_ends_by_itself_when_the_other_is_gone(endless: Task) -> None:
    with Beside(endless) as beside:
        assert process_of(beside).poll() is None
        process_of(beside).stdin.close()  # type: ignore[union-attr]  # as the system does for a process that is gone
        assert process_of(beside).wait(SOON) == -signal.SIGKILL


def test_the_process_is_in_a_group_of_its_own_so_that_an_interrupt_is_told_once(endless: Task) -> None:
    with Beside(endless) as beside:
        assert os.getpgid(process_of(beside).pid) == process_of(beside).pid


def test_a_fault_of_the_process_shows_no_cell(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "repatria.cli.beside.child"], input=b"Zyxwvutsan", capture_output=True, check=False,
        env=os.environ | {"REPATRIA_DEBUG": ""},
    )  # fmt: skip
    assert (found.returncode, found.stdout, found.stderr) == (3, b"", b"")
