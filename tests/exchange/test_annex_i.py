from __future__ import annotations

import pytest

from repatria.exchange.annex_i import Examination, checklist, is_code, items, leaves, seriously_wounded_or_sick
from repatria.people.facts import Truth
from repatria.people.refs import PartyId

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def found(*said: tuple[str, Truth] | tuple[str, Truth, str]) -> tuple[Examination, ...]:
    return tuple(
        Examination(code, truth, PartyId("mediator"), rest[0] if rest else "commission") for code, truth, *rest in said
    )


def test_the_checklist_has_the_items_of_the_treaty() -> None:
    assert len(leaves("I.A.1")) == 4
    assert len(leaves("I.A.2")) == 9
    assert len(leaves("I.A.3")) == 19  # (a) to (t) without (j)
    assert len(leaves("I.B")) == 7
    assert len(leaves("I")) == 39
    assert [is_code(c) for c in ("I.A.1.a", "I.A", "I.A.3.j", "I.A.1.e", "II", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert all(items().values())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), UNKNOWN),
        ((("I.A.1.a", YES),), YES),
        ((("I.A.1.a", NO),), UNKNOWN),
        ((("I", NO),), NO),
        ((("I.A", NO),), UNKNOWN),
        ((("I.A", NO), ("I.B", NO)), NO),
        ((("I.A.1", YES),), YES),
        ((("I", NO), ("I.A.1.a", YES)), YES),
        ((("I.A.1.a", YES), ("I", NO)), NO),
        ((("I.A.1.a", YES), ("I.A.1.a", UNKNOWN)), UNKNOWN),
        ((("I", NO), ("I.A.1.a", YES), ("I.A.1.a", UNKNOWN)), UNKNOWN),  # the first no is not to be had back
        ((("I.A.1.a", YES), ("I", NO, "camp doctor")), UNKNOWN),
        ((("I.A.1.a", YES), ("I.A.2.a", YES, "camp doctor")), YES),
        ((("I.A.1.a", YES), ("I.A.2.a", NO, "camp doctor")), YES),
    ],
)
def test_whether_somebody_is_seriously_wounded_or_sick(said: tuple[tuple[str, Truth], ...], expected: Truth) -> None:
    assert seriously_wounded_or_sick(found(*said)) is expected


def test_all_items_one_by_one_amount_to_no() -> None:
    said = [(code, NO) for code in leaves("I.A")]
    assert seriously_wounded_or_sick(found(*said), codes=("I.A",)) is NO
    assert seriously_wounded_or_sick(found(*said[1:]), codes=("I.A",)) is UNKNOWN
    assert seriously_wounded_or_sick(found(*said), codes=("I",)) is UNKNOWN


def test_a_special_agreement_looks_at_its_own_codes() -> None:
    said = found(("I.A.1.a", YES), ("I.A.2", NO), ("I.A.3", NO))
    assert seriously_wounded_or_sick(said, codes=("I.A.2", "I.A.3")) is NO
    assert seriously_wounded_or_sick(said, codes=("I.A.1.a", "I.A.3")) is YES


def test_the_checklist_shows_each_item() -> None:
    results = checklist(found(("I.A.1.a", YES), ("I.A.1.b", NO)), part="I.A.1")
    assert results == {"I.A.1.a": YES, "I.A.1.b": NO, "I.A.1.c": UNKNOWN, "I.A.1.d": UNKNOWN}
