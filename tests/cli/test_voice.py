from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from repatria.cli import voice
from repatria.errors import Finding, InputNotUnderstood, Severity


def test_a_plain_table_sets_numbers_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    voice.table(("state", "lines"), [("held", 2), ("unanswered", 1_450)], title="north-1")
    assert capsys.readouterr().out.splitlines() == [
        "north-1",
        "state       lines",
        "held            2",
        "unanswered   1450",
    ]


def test_one_long_cell_does_not_widen_every_row_without_end(capsys: pytest.CaptureFixture[str]) -> None:
    voice.table(("line", "name"), [("north-1:1", "Ж" * 10_000), ("north-1:2", "Ж" * 200)])
    shown = capsys.readouterr().out.splitlines()
    assert shown[1:] == [f"north-1:1  {'Ж' * 200}…", f"north-1:2  {'Ж' * 200}"]


def test_a_table_without_rows_has_its_headings(capsys: pytest.CaptureFixture[str]) -> None:
    voice.table(("clause", "yes"), [])
    assert capsys.readouterr().out == "clause  yes\n"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Aster", "Aster"),
        ("Ася\u202eретсА", "АсяретсА"),
        ("two\nrows", "two rows"),
        ("\x1b[31mred", "[31mred"),
        ("a\u200bb", "ab"),
    ],
)
def test_cells_cannot_play_with_the_terminal(cell: str, shown: str) -> None:
    assert voice.safe(cell) == shown


def test_many_findings_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Finding(Severity.WARNING, "date-odd", f"north-1:{n}", "odd", "look") for n in range(1, 24)]
    voice.findings(found)
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[1]) == ("warning: north-1:1: odd", "  hint: look")
    assert lines[-2:] == ["and 3 more: 3 date-odd", "  hint: --json shows every finding"]


def test_a_refusal_is_what_where_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    voice.refuse(InputNotUnderstood("no such line", hint="look again", place="north-1:9"), as_json=False)
    assert capsys.readouterr() == ("", "north-1:9: no such line\n  hint: look again\n")


def test_a_terminal_gets_a_drawn_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    voice.table(("state",), [("[bold]held",)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in lines if any(map(str.isalpha, line))] == ["state", "[bold]held"]


def test_the_place_of_a_fault_is_a_module_of_ours() -> None:
    def fault() -> Any:
        raise RuntimeError

    with pytest.raises(RuntimeError) as failure:
        fault()
    assert voice._place_of(failure.value) == "unknown"


def test_any_script_can_be_printed_in_a_pipe_of_another_encoding() -> None:
    program = "from repatria.cli import voice; voice.use_utf_8(); voice.out('Її 你')"
    env = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "Її 你"


@pytest.mark.parametrize("text", ["\x9b31mred", "a\u202eb", "a\u2028b\x85", "\U000e0041\ufeff", "\x1b[31m\x7f", "Ася"])
def test_json_holds_nothing_that_a_terminal_obeys(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    voice.document({"cell": text, "other": "Ася"})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"cell": text, "other": "Ася"}
    assert [c for c in printed if not c.isprintable() and c != "\n"] == []
    assert "Ася" in printed
