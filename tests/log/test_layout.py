"""Paths and packing, by the examples of the specification."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repatria.log.layout import (
    EntryTooLarge,
    LogBroken,
    Place,
    first_difference,
    index_path,
    pack_entries,
    parse_place,
    places_at,
    read_file,
    unpack_entries,
    unpack_hashes,
)


def test_indexes_are_written_in_groups_of_three() -> None:
    assert [index_path(index) for index in (0, 67, 999, 1000, 1_234_067)] == [
        "000",
        "067",
        "999",
        "x001/000",
        "x001/x234/067",
    ]


def test_places_are_written_and_read_back() -> None:
    places = [Place(None, 0), Place(None, 1_234_067, 255), Place(0, 5), Place(63, 1000, 1)]
    paths = ["tile/entries/000", "tile/entries/x001/x234/067.p/255", "tile/0/005", "tile/63/x001/000.p/1"]
    assert list(map(str, places)) == paths
    assert list(map(parse_place, paths)) == places


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/64/000",
        "tile/00/000",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p",
        "tile/0/000.unfinished",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "../tile/0/000",
        "tile\\0\\000",
    ],
)
def test_another_path_is_no_place(path: str) -> None:
    assert parse_place(path) is None


def test_a_log_of_70000_leaves_has_the_tiles_of_the_specification() -> None:
    places = list(places_at(70_000))
    levels: tuple[int | None, ...] = (None, 0, 1, 2)
    full = {level: sum(place.level == level and place.width == 256 for place in places) for level in levels}
    partial = [(place.level, place.index, place.width) for place in places if place.width < 256]
    assert full == {None: 273, 0: 273, 1: 1, 2: 0}
    assert partial == [(None, 273, 112), (0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert all(place.within(70_000) for place in places)
    assert list(map(str, places_at(256))) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert list(places_at(0)) == []


def test_what_lies_beyond_a_size() -> None:
    beyond = [Place(None, 0, 6), Place(0, 0), Place(1, 0, 1)]
    assert [place.within(5) for place in [Place(None, 0, 5), *beyond]] == [True, False, False, False]
    assert [place.within(256) for place in beyond] == [True, True, True]
    assert [place.first for place in (Place(None, 2), Place(0, 2, 7), Place(1, 2), Place(2, 1))] == [
        512,
        512,
        131_072,
        16_777_216,
    ]


def test_entries_are_packed_behind_their_lengths() -> None:
    assert pack_entries([b"one", b"", b"x" * 256]) == b"\0\3one\0\0\1\0" + b"x" * 256
    assert unpack_entries(b"\0\3one\0\0\1\0" + b"x" * 256) == (b"one", b"", b"x" * 256)
    assert unpack_entries(b"") == ()


@pytest.mark.parametrize("cut", [b"\0", b"\0\3", b"\0\3on", b"\0\3one\0"])
def test_a_bundle_that_is_cut_off_is_none(cut: bytes) -> None:
    assert unpack_entries(cut) is None


def test_the_longest_entry_is_65535_bytes() -> None:
    assert unpack_entries(pack_entries([b"x" * 65_535])) == (b"x" * 65_535,)
    with pytest.raises(EntryTooLarge) as refused:
        pack_entries([b"x" * 65_536])
    assert refused.value.message == "a leaf of 65536 bytes"


def test_hashes_are_cut_every_32_bytes() -> None:
    assert unpack_hashes(b"a" * 32 + b"b" * 32) == (b"a" * 32, b"b" * 32)


def test_the_first_difference_of_two_sequences() -> None:
    cases = [([], []), ([b"a"], [b"a"]), ([b"a", b"b"], [b"a", b"c"]), ([b"a"], [b"a", b"b"]), ([b"a"], [])]
    assert [first_difference(left, right) for left, right in cases] == [None, None, 1, 1, 0]


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "five").write_bytes(b"12345")
    assert read_file(tmp_path, "five", at_most=5) == b"12345"
    assert read_file(tmp_path, "none", at_most=5) is None
    assert read_file(tmp_path, "five/inside", at_most=5) is None
    with pytest.raises(LogBroken) as refused:
        read_file(tmp_path, "five", at_most=4)
    assert (refused.value.code, refused.value.place) == ("wrong-size", "five")


def test_what_is_no_file_is_refused_without_opening_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(LogBroken) as refused:
        read_file(tmp_path, "folder", at_most=5)
    assert refused.value.code == "wrong-size"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_make_the_reader_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LogBroken) as refused:
        read_file(tmp_path, "pipe", at_most=5)
    assert refused.value.code == "wrong-size"


def test_a_path_that_the_system_refuses_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(LogBroken) as refused:
        read_file(tmp_path, "nul\0byte", at_most=5)
    assert refused.value.code == "unreadable"
