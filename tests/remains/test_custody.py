"""Chains of custody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.errors import Finding
from repatria.remains.custody import Item, Moment, Step, chain, check
from repatria.remains.graph import Graph, Kind
from repatria.remains.reading import Custody, read_custody

CONTENTS = "bag|specimen|sample\nS-1|a|L1\nS-2|b|\n"
SAMPLE, BAG = Item(Kind.SAMPLE, "L1"), Item(Kind.BAG, "south-5:1")
WHOLE = """item|from|to|at|seal|new_seal
    south-5|south|north|2031-06-02|C1|
    S-1|north|mortuary|2031-06-03T08:00Z|B1|B2
    a|mortuary|bone-room|2031-06-04||
    S-1|mortuary|store|2031-06-05T08:00Z|B2|
    L1|bone-room|laboratory|2031-06-06|L7|"""


@pytest.fixture
def handed(rows, bags, contents) -> Callable[[str], tuple[Custody, Graph]]:
    def read(text: str) -> tuple[Custody, Graph]:
        found = contents(CONTENTS)
        return read_custody(rows("custody", text), bags=bags, contents=found), Graph(found.links)

    return read


def told(handed, text: str, items: tuple[Item, ...] = ()) -> list[tuple[str, str]]:
    custody, graph = handed(text)
    findings: tuple[Finding, ...] = check(items or (SAMPLE,), handings=custody.handings, graph=graph)
    return [(f.code, f.place) for f in findings]


def test_a_sample_inherits_what_happened_to_what_contained_it_until_it_went_its_own_way(handed):
    custody, graph = handed(WHOLE)
    steps = chain(SAMPLE, handings=custody.handings, graph=graph)
    assert [(s.handing.place, s.inherited) for s in steps] == [
        ("row 2 of custody", True),
        ("row 3 of custody", True),
        ("row 4 of custody", True),
        ("row 6 of custody", False),
    ]
    assert told(handed, WHOLE) == []


def test_a_bag_goes_on_without_what_was_taken_out_of_it(handed):
    custody, graph = handed(WHOLE)
    places = [step.handing.place for step in chain(BAG, handings=custody.handings, graph=graph)]
    assert places == ["row 2 of custody", "row 3 of custody", "row 5 of custody"]
    assert told(handed, WHOLE, (BAG,)) == []


@pytest.mark.parametrize(
    ("change", "break_"),
    [
        (("a|mortuary|", "a|store|"), ("gap-in-custody", "row 4 of custody")),
        (("store|2031-06-05T08:00Z|B2", "store|2031-06-05T08:00Z|B1"), ("seals-differ", "row 5 of custody")),
        (("store|2031-06-05T08", "store|2031-06-01T08"), ("times-run-backwards", "row 5 of custody")),
        (("L1|bone-room|laboratory", "L1|bone-room|bone-room"), ("handed-to-themselves", "row 6 of custody")),
        (("L1|bone-room|laboratory", "L1|bone-room|"), ("never-received", "row 6 of custody")),
    ],
)
def test_each_break_is_told_at_its_row(handed, change: tuple[str, str], break_: tuple[str, str]):
    assert break_ in told(handed, WHOLE.replace(*change), (SAMPLE, BAG))


def test_what_has_no_chain_is_told(handed):
    only_bag = "item|from|to|at\nS-1|south|north|2031-06-02"
    items = (SAMPLE, Item(Kind.BAG, "south-5:2"), Item(Kind.SPECIMEN, "south-5:2/1"))
    assert told(handed, only_bag, items) == [("no-custody", "south-5:2"), ("no-custody", "south-5:2/1")]


def test_a_bags_seal_is_not_a_samples(handed):
    text = "item|from|to|at|seal\nS-1|south|north|2031-06-02|B1\nL1|north|laboratory|2031-06-03|L7"
    assert told(handed, text) == []


def test_one_break_inherited_by_many_is_told_once(handed):
    text = "item|from|to|at\nS-1|south|north|2031-06-02\nS-1|elsewhere|store|2031-06-03"
    assert told(handed, text, (SAMPLE, BAG, Item(Kind.SPECIMEN, "south-5:1/1"))) == [
        ("gap-in-custody", "row 3 of custody")
    ]


def test_no_message_says_who_handed_what(handed):
    custody, graph = handed("item|from|to|at\nS-1|Aster Vale|Bryn Moss|2031-06-02\nS-1|Cael Thorn|x|2031-06-01")
    findings = check((BAG,), handings=custody.handings, graph=graph)
    assert len(findings) == 2
    assert not any(word in f"{findings} {custody.handings}" for word in ("Aster", "Bryn", "Cael"))


def test_of_one_day_without_times_nothing_is_sure():
    from datetime import UTC, date, datetime

    morning = Moment(date(2031, 6, 2), datetime(2031, 6, 2, 8, tzinfo=UTC))
    evening = Moment(date(2031, 6, 2), datetime(2031, 6, 2, 18, tzinfo=UTC))
    day = Moment(date(2031, 6, 2))
    assert morning.surely_before(evening)
    assert not evening.surely_before(morning)
    assert not any((day.surely_before(morning), morning.surely_before(day)))
    assert day.surely_before(Moment(date(2031, 6, 3)))
    assert Step.__slots__
