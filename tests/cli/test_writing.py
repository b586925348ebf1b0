from __future__ import annotations

import stat
from pathlib import Path

import pytest

from repatria.cli.writing import write_private_file
from repatria.errors import InputNotUnderstood


def test_a_file_is_its_owners_and_replaces_one_that_is_there(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        write_private_file(tmp_path / "M-0001.csv", content)
    assert (tmp_path / "M-0001.csv").read_bytes() == b"second"
    assert stat.S_IMODE((tmp_path / "M-0001.csv").stat().st_mode) == 0o600


def test_what_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "M-0001.csv").mkdir()
    with pytest.raises(InputNotUnderstood, match="a file cannot be written"):
        write_private_file(tmp_path / "M-0001.csv", b"Aster")
    assert [path.name for path in tmp_path.iterdir()] == ["M-0001.csv"]
