"""Files of the site are their owner's only, whole or not there, and forgotten in time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repatria.web.private_files import forget_older, newest, number_of, write, write_newest, write_pieces


def test_a_file_is_its_owners_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        write(tmp_path / "a.json", content)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.json": b"second"}
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o600


def test_what_breaks_off_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise OSError("the disk is full")

    write(tmp_path / "a", b"whole")
    with pytest.raises(OSError, match="full"):
        write_pieces(tmp_path / "a", breaking())
    assert (tmp_path / "a").read_bytes() == b"whole"
    write_pieces(tmp_path / "a", [b"who", b"le again"])  # what was left half done stands in nobody's way
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a": b"whole again"}


def test_the_newest_file_of_a_beginning_stays(tmp_path: Path) -> None:
    for name in ("a.b.1.json", "a.b.2.json", "a.c.1.json"):
        write_newest(tmp_path / name, b"x")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.b.2.json", "a.c.1.json"]


def test_the_newest_is_the_highest_number(tmp_path: Path) -> None:
    for name in ("a.b.9.json", "a.b.10.json", "a.c.11.json"):
        write(tmp_path / name, b"x")
    found = newest(tmp_path, "a.b.")
    assert found is not None
    assert (found.name, number_of(found), newest(tmp_path, "a.d.")) == ("a.b.10.json", 10, None)


def test_old_folders_are_forgotten(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for name, days in (("old", 2), ("new", 0)):
        (tmp_path / name).mkdir()
        moment = (now - timedelta(days)).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    forget_older(tmp_path, now - timedelta(1))
    forget_older(tmp_path / "nowhere", now)
    assert [place.name for place in tmp_path.iterdir()] == ["new"]
