"""The account follows the lists to the line, and keeps numbers that differ beside each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from repatria.people.refs import PartyId
from repatria.register.account import Discrepancy, RemainsAccount, account, to_json

TWO_LISTS = "north seeks 3\nsouth holds 2\n"
MOVED = (
    "north seeks 3\nterms are agreed\nmediator hears north-1:1 willing\nmediator hears north-1:2 willing\n"
    "everybody signs M-0001 for north-1:1 north-1:2\n"
)


def counts(story: Any) -> dict[str, int]:
    return {d.what: d.counts for d in account(story.book).discrepancies}


def test_an_open_desk_without_lists_balances() -> None:
    from repatria.register.book import Book

    found = account(Book())
    assert (found.balanced, found.lists, found.lines, found.remains, found.discrepancies) == (True, (), (), {}, ())


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_a_line_more_or_less_on_a_list_is_one_more_or_less_on_the_account(story: Any, n: int) -> None:
    found = account(story.tell(f"north seeks {n}\nsouth holds 2").book)
    assert [(e.list, e.lines, dict(e.states)) for e in found.lists] == [
        ("north-1", n, {"unanswered": n} if n else {}),
        ("south-1", 2, {"unanswered": 2}),
    ]
    assert [ref for ref, _ in found.lines] == [
        *(f"north-1:{i}" for i in range(1, n + 1)),
        "south-1:1",
        "south-1:2",
    ]
    assert found.balanced


def test_two_lines_that_change_places_change_their_states(new_story: Any) -> None:
    one = new_story().tell("north seeks 2\nsouth answers north-1:1 held\nsouth answers north-1:2 dead")
    two = new_story().tell("north seeks 2\nsouth answers north-1:2 held\nsouth answers north-1:1 dead")
    assert one.states() == {"north-1:1": "held", "north-1:2": "said dead"}
    assert two.states() == {"north-1:1": "said dead", "north-1:2": "held"}
    assert account(one.book).lists == account(two.book).lists


def test_answered_and_outstanding_make_all_lines(story: Any) -> None:
    story.tell(TWO_LISTS + "south answers north-1:1 held\nsouth answers north-1:2 cannot identify\nsouth sends 2 bags")
    found = account(story.book)
    assert (found.answered, found.outstanding) == (2, 5)
    story.tell("north adds to north-1:2\nnorth counts 2 bags of south-2")
    found = account(story.book)
    assert (found.answered, found.outstanding) == (3, 4)  # asked again, it waits again; counted bags do not


def test_what_is_overdue_is_counted_from_the_day_after_it_was_due(story: Any) -> None:
    found = account(story.tell(TWO_LISTS + "north withdraws north-1:1").book)
    assert [found.overdue(date(2031, 3, day)) for day in (29, 30)] == [0, 4]


def test_a_declared_total_that_differs_stands_beside_the_lines(story: Any) -> None:
    story.tell("north seeks 3 declaring 4\nsouth holds 2 declaring 2")
    assert counts(story) == {"declared total and lines of north-1": {"north": 4, "mediator": 3}}


def test_bags_that_the_sides_count_differently_keep_both_numbers(story: Any) -> None:
    story.tell("south sends 6060 bags\nnorth counts 6057 bags of south-1 without south-1:1 south-1:2 south-1:3")
    assert counts(story) == {"bags of consignment south-1": {"north": 6057, "south": 6060}}
    assert account(story.book).remains == {
        "north": RemainsAccount(bags=6057, specimens=12114, minimum_individuals=6056, identified=0),
        "south": RemainsAccount(bags=0, specimens=0, minimum_individuals=0, identified=0),
    }
    story.tell("south counts 6060 bags of south-1")
    assert counts(story) == {
        "bags of consignment south-1": {"north": 6057, "south": 6060},
        "specimens of consignment south-1": {"north": 12114, "south": 12120},
        "minimum number of individuals of consignment south-1": {"north": 6056, "south": 6059},
    }
    states = account(story.book).lists[0].states
    assert dict(states) == {"received": 6057, "counts differ": 3}


def test_bodies_are_not_bags_and_one_person_in_two_bags_is_identified_once(story: Any) -> None:
    story.tell("north seeks 1\nsouth sends 3 bags\nnorth counts 3 bags of south-1")
    story.tell("a board identifies south-1:1 as north-1:1\na board identifies south-1:2 as north-1:1")
    story.tell("a board identifies south-1:3")
    found = account(story.book).remains["north"]
    assert (found.bags, found.minimum_individuals, found.identified) == (3, 2, 2)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", {}),
        ("both check M-0001 north-1:1 crossed", {}),
        (
            "north checks M-0001 north-1:1 crossed\nsouth checks M-0001 north-1:1 absent",
            {
                "people who crossed on M-0001": {"north": 1, "south": 0},
                "people checked off differently on M-0001": {"north": 1, "south": 1},
            },
        ),
        (
            "both check M-0001 somebody not on the manifest\nnorth checks M-0001 somebody not on the manifest",
            {"people who crossed on M-0001": {"north": 2, "south": 1}},
        ),
        (
            "both check M-0001 north-1:3 not on the manifest\nnorth checks M-0001 north-1:1 crossed",
            {"people who crossed on M-0001": {"north": 2, "south": 1}},
        ),
        (  # who left the manifest for another and then crossed on the first after all is counted once
            (
                "both check M-0001 north-1:1 unfit\neverybody signs M-0002 for north-1:1\n"
                "both check M-0002 north-1:1 unfit\nnorth checks M-0001 north-1:1 not on the manifest"
            ),
            {"people who crossed on M-0001": {"north": 1, "south": 0}},
        ),
    ],
)
def test_people_whom_the_sides_count_differently_at_the_crossing(
    story: Any, told: str, expected: dict[str, dict[str, int]]
) -> None:
    assert counts(story.tell(MOVED + told)) == expected


def test_judgements_that_contradict_each_other_are_counted_by_who_said_so(story: Any) -> None:
    story.tell("north seeks 2\nsouth holds 1\nboth judge north-1:1 south-1:1 same\nboth judge north-1:2 south-1:1 same")
    assert counts(story) == {}
    story.tell("north judges north-1:1 north-1:2 different")
    assert account(story.book).discrepancies == (
        Discrepancy("pairs judged different though a chain of 'same' joins them", {PartyId("north"): 1}),
    )


def test_the_json_document_is_format_1_to_the_letter(story: Any) -> None:
    story.tell("north seeks 2 declaring 3\nsouth sends 1 bags\nsouth answers north-1:1 held\nnorth withdraws north-1:2")
    assert to_json(account(story.book)) == {
        "format": 1,
        "balanced": True,
        "lists": [
            {
                "list": "north-1",
                "party": "north",
                "stance": "seeks",
                "lines": 2,
                "declared_total": 3,
                "states": {"held": 1, "withdrawn": 1},
            },
            {
                "list": "south-1",
                "party": "south",
                "stance": "holds",
                "lines": 1,
                "declared_total": None,
                "states": {"announced": 1},
            },
        ],
        "lines": [
            {"ref": "north-1:1", "state": "held", "owed_by": "mediator", "due_on": "2031-03-29"},
            {"ref": "north-1:2", "state": "withdrawn", "owed_by": None, "due_on": None},
            {"ref": "south-1:1", "state": "announced", "owed_by": "north", "due_on": "2031-03-29"},
        ],
        "remains": {
            "north": {"bags": 0, "specimens": 0, "minimum_individuals": 0, "identified": 0, "wrong_side": 0},
            "south": {"bags": 0, "specimens": 0, "minimum_individuals": 0, "identified": 0, "wrong_side": 0},
        },
        "consignments": [
            {
                "list": "south-1",
                "exchange": "children-2031",
                "sender": "south",
                "receiver": "north",
                "on_paper": 1,
                "counts": {},
                "identified": 0,
                "wrong_side": 0,
            },
        ],
        "discrepancies": [
            {"what": "declared total and lines of north-1", "counts": {"north": 3, "mediator": 2}},
        ],
    }


def test_an_account_whose_sums_do_not_fit_is_not_balanced(story: Any) -> None:
    from dataclasses import replace

    found = account(story.tell(TWO_LISTS).book)
    assert replace(found, lines=found.lines[:-1]).balanced is False
    assert replace(found, lines=(*found.lines[:-1], found.lines[0])).balanced is False
    assert replace(found, lists=(replace(found.lists[0], lines=4), found.lists[1])).balanced is False
    assert replace(found, lists=(replace(found.lists[0], states={}), found.lists[1])).balanced is False
