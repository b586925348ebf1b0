"""The file of a person holds every line judged to be that person, and every fact, by source."""

from __future__ import annotations

from typing import Any

from repatria.people.record import Record
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.files import person_file, person_files, person_id

TOLD = (
    "north seeks 3\nsouth holds 2\nsouth sends 1 bags\nnorth seeks 1 for wounded-2031\n"
    "both judge north-1:2 south-1:1 same\nnorth judges north-1:2 north-2:1 same\n"
    "south records south-1:1 whereabouts yes\nnorth records north-1:2 parents-killed unknown\n"
)


def record_of(ref: LineRef) -> Record:
    return Record(line=ref, source=PartyId(ref.partition("-")[0]), values={}, dates={})


def test_a_file_has_the_lines_of_the_person_in_order_and_the_facts_as_they_were_entered(story: Any) -> None:
    found = person_file(story.tell(TOLD).book, LineRef("south-1:1"), record_of)
    assert (found.person, found.lines) == ("P-0002", ("north-1:2", "south-1:1", "north-2:1"))
    assert [(fact.line, fact.what, fact.truth, fact.said_by) for fact in found.facts] == [
        ("south-1:1", "whereabouts", "yes", "south"),
        ("north-1:2", "parents-killed", "unknown", "north"),
    ]


def test_an_exchange_has_a_file_for_each_person_and_none_for_remains(story: Any) -> None:
    book = story.tell(TOLD).book
    by_exchange = {
        name: [found.lines for found in person_files(book, ExchangeId(name), record_of)]
        for name in ("children-2031", "wounded-2031", "other-2031")
    }
    shared = ("north-1:2", "south-1:1", "north-2:1")
    assert by_exchange == {
        "children-2031": [("north-1:1",), shared, ("north-1:3",), ("south-1:2",)],
        "wounded-2031": [shared],
        "other-2031": [],
    }


def test_a_person_is_named_by_the_number_of_the_first_line() -> None:
    assert [person_id(n) for n in (0, 9_998, 9_999)] == ["P-0001", "P-9999", "P-10000"]
