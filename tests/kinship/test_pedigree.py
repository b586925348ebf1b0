from __future__ import annotations

import pytest

from repatria.kinship import Pedigree, PedigreeImpossible, Sex


def test_persons_by_reference() -> None:
    made = Pedigree.of(["CH", "FA", "MO"], ["FA", "0", "0"], ["MO", "0", "0"], [1, 1, 2])
    assert (made.fathers, made.mothers, made.order) == ((1, -1, -1), (2, -1, -1), (1, 2, 0))
    assert (made.children(1), made.is_founder(0), made.is_founder(1), made.index("MO")) == ((0,), False, True, 2)


def test_components_are_families_that_share_nobody() -> None:
    one = Pedigree.of(["FA", "MO", "C"], ["0", "0", "FA"], ["0", "0", "MO"], [1, 2, 2])
    both = Pedigree.joined([one, Pedigree.of(["X"], ["0"], ["0"], [0])])
    assert both.components() == ((0, 1, 2), (3,))
    assert both.sexes[3] is Sex.UNKNOWN


@pytest.mark.parametrize(
    ("ids", "fathers", "mothers", "sexes", "told"),
    [
        ("ABC", "00A", "00A", [1, 2, 1], "C: the mother is not female"),
        ("ABC", "00B", "00B", [1, 2, 1], "C: the father is not male"),
        ("ABC", "00A", "000", [1, 2, 1], "C: only one parent is given"),
        ("ABC", "00A", "00X", [1, 2, 1], "C: a parent is not in the pedigree"),
        ("ABA", "000", "000", [1, 2, 1], "A: a person stands in the pedigree twice"),
        ("AB", "A0", "B0", [1, 2], "A: a person is their own ancestor"),
        ("ABCD", "C0A0", "B0D0", [1, 2, 1, 2], "A: a person is their own ancestor"),
        ("AB", "00", "00", [1, 3], "B: a sex is neither 1 nor 2"),
        ("A0", "00", "00", [1, 1], "a person is called 0, which means outside the pedigree"),
        ("AB", "00", "00", [1], "ids, fathers, mothers and sexes differ in length"),
    ],
)
def test_a_rule_of_descent_is_named_with_the_person(
    ids: str, fathers: str, mothers: str, sexes: list[int], told: str
) -> None:
    with pytest.raises(PedigreeImpossible) as refused:
        Pedigree.of(list(ids), list(fathers), list(mothers), sexes)
    assert str(refused.value).partition(" (")[0] == told


def test_one_person_in_two_components_is_refused() -> None:
    one = Pedigree.of(["X"], ["0"], ["0"], [1])
    with pytest.raises(PedigreeImpossible):
        Pedigree.joined([one, one])


def test_nobody_of_that_reference() -> None:
    with pytest.raises(PedigreeImpossible) as refused:
        Pedigree.of(["X"], ["0"], ["0"], [1]).index("Y")
    assert refused.value.place == "Y"
