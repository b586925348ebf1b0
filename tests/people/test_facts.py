"""Three values: unknown is not no."""

from __future__ import annotations

import pytest

from repatria.people.facts import Truth, all_of, any_of, truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (YES, YES, YES, YES), (YES, NO, NO, YES), (YES, UNKNOWN, UNKNOWN, YES),
        (NO, NO, NO, NO), (NO, UNKNOWN, NO, UNKNOWN), (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)  # fmt: skip
def test_kleene_tables(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    assert (all_of((a, b)), all_of((b, a))) == (both, both)
    assert (any_of((a, b)), any_of((b, a))) == (either, either)


def test_not() -> None:
    assert [~value for value in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


def test_nothing_asked_is_yes_for_all_and_no_for_any() -> None:
    assert (all_of(()), any_of(())) == (YES, NO)


def test_none_is_unknown() -> None:
    assert [truth(known) for known in (True, False, None)] == [YES, NO, UNKNOWN]
