"""Long lists are read side by side, with the same result as one after the other."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from repatria.cli import beside
from repatria.errors import InputNotUnderstood
from repatria.linkage.said.lines import encode
from repatria.lists import Limits

LEFT = "ref,surname,given_names,patronymic,sex,date_of_birth,place\n" + "".join(
    f"N-{n},Дубенко{'аеиоу'[n % 5]}к,Сергій,Миколайович,{('ч', 'зелений')[n % 2]},{n + 10}.03.1960,Вільхове\n"
    for n in range(20)
)
RIGHT = "№;Фамилия;Имя;Дата рождения;Место рождения\n" + "".join(
    f"{n};Дубенко{'аеиоу'[n % 5]}к;Сергей Николаевич;1960-03-{n + 10};г. Ольховое\n" for n in range(20)
)


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "left.csv").write_text(LEFT, "utf-8")
    (tmp_path / "right.csv").write_text(RIGHT, "utf-8")
    return tmp_path / "left.csv", tmp_path / "right.csv"


@pytest.fixture
def _all_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LONG", 0)
    monkeypatch.setattr(beside, "processors", lambda: 2)


def read(*paths: Path) -> list[Any]:
    return beside.read_lists(paths, as_of=date(2031, 6, 2), limits=Limits())


@pytest.mark.usefixtures("_all_are_long")
def test_lists_read_side_by_side_are_those_read_one_after_the_other(
    paths: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = read(*paths)
    monkeypatch.setattr(beside, "LONG", 1 << 40)
    apart = read(*paths)
    assert [(of.keyed is None) for of in (*together, *apart)] == [False, False, True, True]
    assert [(of.table.to_pydict(), of.findings) for of in together] == [
        (of.table.to_pydict(), of.findings) for of in apart
    ]
    assert len(apart[0].findings) > 0
    one, other = encode(together[0].keyed, together[1].keyed), encode(apart[0].table, apart[1].table)
    for a, b in ((one.left, other.left), (one.right, other.right)):
        assert (a.refs, a.rows.tolist(), a.unread) == (b.refs, b.rows.tolist(), b.unread)
        assert a.exchanged.tolist() == b.exchanged.tolist()
    assert [of.keys for of in one.vocabularies.values()] == [of.keys for of in other.vocabularies.values()]
    assert [of.packed.tolist() for of in one.vocabularies.values()] == [
        of.packed.tolist() for of in other.vocabularies.values()
    ]


@pytest.mark.usefixtures("_all_are_long")
@pytest.mark.parametrize("long", [0, 1 << 40])
@pytest.mark.parametrize("broken", [("left",), ("right",), ("left", "right")])
def test_of_lists_that_are_refused_the_first_is_told(
    paths: tuple[Path, Path], broken: tuple[str, ...], long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "LONG", long)
    for path in paths:
        if path.stem in broken:
            path.write_text("ref,surname,given_names\n1,Дубенко,Ігор\n,Липа,Ада\n", "utf-8")
    with pytest.raises(InputNotUnderstood) as refused:
        read(*paths)
    assert str(refused.value) == f"{broken[0]}:2: the line has no reference (give each line one of its own)"


@pytest.mark.usefixtures("_all_are_long")
def test_a_file_that_is_not_there_and_one_list_are_read_here(paths: tuple[Path, Path]) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        read(paths[0], paths[1].with_name("nothing.csv"))
    assert str(refused.value) == "right: there is no such file (check the path)"
    assert [of.keyed for of in read(paths[0])] == [None]


@pytest.mark.usefixtures("_all_are_long")
def test_pipes_are_read_here_for_they_can_be_read_once(paths: tuple[Path, Path], tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in folders")
    os.mkfifo(tmp_path / "pipe.csv")
    assert not beside._is_long(tmp_path / "pipe.csv")
    assert beside._is_long(paths[0])


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors cannot be taken away here")
def test_with_one_processor_lists_are_read_one_after_the_other(
    paths: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "LONG", 0)
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert beside.processors() == 1
        assert [of.keyed for of in read(*paths)] == [None, None]
    finally:
        os.sched_setaffinity(0, allowed)


def test_ordinary_lists_are_read_here(paths: tuple[Path, Path]) -> None:
    assert [of.keyed for of in read(*paths)] == [None, None]
