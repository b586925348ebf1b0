from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import pytest

from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import InputNotUnderstood


def test_a_file_is_its_owners_and_replaces_one_that_is_there(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        write_private_file(tmp_path / "M-0001.csv", content)
    assert (tmp_path / "M-0001.csv").read_bytes() == b"second"
    assert stat.S_IMODE((tmp_path / "M-0001.csv").stat().st_mode) == 0o600


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "M-0001.csv").mkdir()
    with pytest.raises(InputNotUnderstood, match="a desk, a key or something that is no file lies there"):
        write_private_file(tmp_path / "M-0001.csv", b"Aster")
    assert [path.name for path in tmp_path.iterdir()] == ["M-0001.csv"]


@pytest.mark.parametrize("kept", [b"SQLite format 3\0rest", b"PRIVATE+KEY+north+1+2"])
def test_a_desk_and_a_key_are_not_written_over(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "desk.sqlite3").write_bytes(kept)
    with pytest.raises(InputNotUnderstood, match="a desk, a key or something that is no file lies there"):
        write_private_file(tmp_path / "desk.sqlite3", b"report")
    assert (tmp_path / "desk.sqlite3").read_bytes() == kept


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such things")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputNotUnderstood, match="a desk, a key or something that is no file lies there"):
        write_private_file(tmp_path / "pipe", b"report")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_what_cannot_be_finished_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputNotUnderstood, match="a file cannot be written"):
        write_private_file(tmp_path / "M-0001.csv", b"Aster")
    assert list(tmp_path.iterdir()) == []


def test_numbers_stay_numbers_and_text_that_a_spreadsheet_would_run_does_not() -> None:
    rows = [("=1+1", -2.5, 3), ("-13/14", "@x", "13/14")]
    assert csv_bytes(("a", "b", "c"), rows) == b"\xef\xbb\xbfa,b,c\r\n'=1+1,-2.5,3\r\n'-13/14,'@x,13/14\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("-1", "-1"),
        ("-12.5", "-12.5"),
        ("-1+2", "'-1+2"),
        ("-=1", "'-=1"),
        ("-", "'-"),
        ("-1\n=2", "'-1\n=2"),
        ("−1", "−1"),
    ],
)
def test_a_negative_number_stays_a_number(cell: str, written: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(("a",), [(cell,)]).decode("utf-8-sig"), newline="")))
    assert rows == [["a"], [written]]
