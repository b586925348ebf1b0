from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.exchange.handover import Difference, Tally, compare_check_offs, settlement
from repatria.exchange.outcome import Outcome
from repatria.exchange.terms import Terms

Golden = Callable[[str], Terms]


def test_check_offs_that_agree() -> None:
    seen = {"north-1:1": Outcome.CROSSED, "north-1:2": Outcome.DECLINED}
    found = compare_check_offs(sender=seen, receiver=dict(reversed(seen.items())))
    assert (found.agree, found.differences, found.agreed) == (True, (), seen)
    assert found.counts == {Outcome.CROSSED: (1, 1), Outcome.DECLINED: (1, 1)}


def test_differences_keep_both_numbers() -> None:
    sender = {f"north-1:{n}": Outcome.CROSSED for n in range(1, 6061)}
    receiver = {
        line: outcome for line, outcome in sender.items() if line not in ("north-1:7", "north-1:8", "north-1:9")
    }
    receiver["north-1:10"] = Outcome.MISTAKEN_IDENTITY
    receiver["south-9:1"] = Outcome.NOT_ON_THE_MANIFEST
    found = compare_check_offs(sender=sender, receiver=receiver)
    assert found.differences == (
        Difference("north-1:7", Outcome.CROSSED, None),
        Difference("north-1:8", Outcome.CROSSED, None),
        Difference("north-1:9", Outcome.CROSSED, None),
        Difference("north-1:10", Outcome.CROSSED, Outcome.MISTAKEN_IDENTITY),
        Difference("south-9:1", None, Outcome.NOT_ON_THE_MANIFEST),
    )
    assert found.counts == {
        Outcome.CROSSED: (6060, 6056),
        Outcome.MISTAKEN_IDENTITY: (0, 1),
        Outcome.NOT_ON_THE_MANIFEST: (0, 1),
    }
    assert found.numbers_differ == (Outcome.CROSSED, Outcome.MISTAKEN_IDENTITY, Outcome.NOT_ON_THE_MANIFEST)


def test_numbers_may_agree_where_lines_do_not() -> None:
    found = compare_check_offs(
        sender={"north-1:1": Outcome.CROSSED, "north-1:2": Outcome.ABSENT},
        receiver={"north-1:1": Outcome.ABSENT, "north-1:2": Outcome.CROSSED},
    )
    assert (found.agree, found.numbers_differ) == (False, ())


@pytest.mark.parametrize(
    ("tally", "owed", "above"),
    [
        (Tally(moved=6057), 0, 57),
        (Tally(moved=78), 5922, 0),
        (Tally(moved=6000), 0, 0),
        (Tally(), 6000, 0),
        (Tally(moved=78, released=10), 5922, 0),  # nobody is released from a number
    ],
)
def test_what_is_owed_of_a_number(golden: Golden, tally: Tally, owed: int, above: int) -> None:
    due = settlement(terms=golden("remains"), tallies={("dead", "north"): tally})[0]
    assert (due.clause, due.party, due.agreed, due.owed, due.above) == ("dead", "north", 6000, owed, above)


def test_each_party_s_debt_stands_for_itself(golden: Golden) -> None:
    dues = settlement(terms=golden("remains"), tallies={("dead", "north"): Tally(6057), ("dead", "south"): Tally(78)})
    assert [(d.party, d.moved, d.owed, d.settled) for d in dues] == [
        ("north", 6057, 0, True),
        ("south", 78, 5922, False),
    ]


def test_named_persons_who_decline_are_not_owed(golden: Golden) -> None:
    dues = settlement(
        terms=golden("children"),
        tallies={("children-from-south", "south"): Tally(2, released=1), ("children-from-north", "north"): Tally(1)},
    )
    assert [(d.clause, d.agreed, d.released, d.owed, d.settled) for d in dues] == [
        ("children-from-south", 3, 1, 0, True),
        ("children-from-north", 2, 0, 1, False),
    ]


def test_all_for_all_owes_everyone_shown_to_be_eligible_and_keeps_the_unknown(golden: Golden) -> None:
    dues = settlement(terms=golden("prisoners"), tallies={("all-young", "north"): Tally(40, eligible=50, unknown=3)})
    (due,) = (d for d in dues if (d.clause, d.party) == ("all-young", "north"))
    assert (due.agreed, due.owed, due.unknown, due.settled) == (50, 10, 3, False)
    assert [d.agreed for d in dues if d is not due] == [None, None, None]
