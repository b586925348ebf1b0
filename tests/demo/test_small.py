"""The papers of the small exchange: read without doubt, and true to themselves."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from repatria.demo.doha.small import DECLINES, LISTS, PAIRS, papers
from repatria.demo.istanbul import small as prisoners
from repatria.demo.run import begin
from repatria.desk.terms.agreements import examine
from repatria.errors import InputNotUnderstood, Severity
from repatria.lists import ReadList, read
from repatria.people.refs import ListId, PartyId
from repatria.store import open_archive

TODAY = date(2026, 11, 22)
NAMES = ("north-1", "south-1", "south-2", "north-2")


@pytest.fixture(scope="module")
def taken() -> dict[str, ReadList]:
    made = papers(today=TODAY)
    return {
        name: read(made[file], list_id=ListId(name), party=PartyId(name.split("-")[0]), as_of=TODAY)
        for name, file in zip(NAMES, LISTS, strict=True)
    }


def test_every_list_is_read_whole(taken: dict[str, ReadList]) -> None:
    assert {name: len(one.lines) for name, one in taken.items()} == {
        "north-1": 5,
        "south-1": 4,
        "south-2": 3,
        "north-2": 3,
    }
    wrong = [f for one in taken.values() for f in one.findings if f.severity is Severity.ERROR]
    assert wrong == []


def test_the_pairs_stand_on_the_lists(taken: dict[str, ReadList]) -> None:
    lines = {line.record.line for one in taken.values() for line in one.lines}
    assert {line for pair in PAIRS for line in pair} == lines - {"north-1:5"}  # the one whom nobody holds


def test_the_terms_can_be_signed_and_name_every_pair() -> None:
    terms, findings = examine(papers(today=TODAY)["terms.toml"].decode())
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    assert terms.reference_date == TODAY
    assert {line for clause in terms.clauses for line in clause.persons} == {left for left, _ in PAIRS}


def test_everybody_held_is_asked_and_one_declines() -> None:
    rows = list(csv.DictReader(papers(today=TODAY)["interviews.csv"].decode().splitlines()))
    assert {row["line"] for row in rows} == {right for _, right in PAIRS}
    assert [row["line"] for row in rows if row["wish"] == "unwilling"] == [DECLINES]


def test_a_begun_desk_has_keys_and_no_line(tmp_path: Path) -> None:
    from repatria.desk.session import DemoSalts, Desk, FixedClock
    from repatria.store.clock import now

    out = tmp_path / "begun"
    begin(out, 1, Console(quiet=True))
    archive = open_archive(out / "desk.sqlite3")
    book = Desk(archive, FixedClock(now()), DemoSalts(1)).book()
    archive.close()
    assert (set(book.keys), len(book.order)) == ({"north", "south", "mediator"}, 0)
    found = {str(file.relative_to(out / "lists")) for file in (out / "lists").rglob("*") if file.is_file()}
    assert found == {*papers(today=TODAY), *(f"prisoners/{name}" for name in prisoners.papers(today=TODAY))}
    named = (out / "lists/prisoners/answers-south.csv").read_text("utf-8-sig").splitlines()
    assert (named[1], named[11]) == ("north-3:1,held,", "north-4:1,acknowledged,")  # two lists a side came before


def test_a_folder_of_somebody_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputNotUnderstood):
        begin(tmp_path, 1, Console(quiet=True))
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
