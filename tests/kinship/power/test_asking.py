"""Whose sample would help most: against an enumeration, and the pedigrees that relatives make."""

from __future__ import annotations

import math

import pytest

from repatria.kinship import Marker, Pedigree
from repatria.kinship.power import RelativeNotKnown, ask, tables, with_relative

TRIO = Pedigree.of(["f", "a", "m"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
ALONE = Pedigree.of(["m"], ["0"], ["0"], [1])
MARKER = Marker.of("SYN01", {"8": 0.2, "9": 0.8})


def mean(seen):
    (table,) = tables(TRIO, missing="m", markers=[MARKER], observations=seen)
    return sum(p * math.log10(lr) for p, lr in zip(table.related, table.ratio, strict=True) if p > 0)


def test_a_mothers_sample_is_worth_what_enumeration_says():
    # the mother is unrelated to the father: 8/8, 8/9, 9/9 with 0.04, 0.32, 0.64
    seen = {"f": ["8/9"]}
    exact = sum(p * mean(seen | {"a": [theirs]}) for theirs, p in (("8/8", 0.04), ("8/9", 0.32), ("9/9", 0.64)))
    (gain,) = ask(TRIO, ["mother"], missing="m", markers=[MARKER], observations=seen, threshold=0.3, draws=4000, seed=3)
    assert abs(gain.mean - exact) < 5 * gain.error
    assert gain.error < 0.01
    assert math.isclose(gain.mean - gain.gain, mean(seen))
    assert gain.relative == "mother"


def test_the_most_helpful_relative_comes_first_and_who_is_typed_is_left_out():
    markers = [Marker.of(f"SYN{k:02}", {str(a): 0.1 for a in range(8, 18)}) for k in range(6)]
    asked = ["brother", "father", "mother", "son", "mother"]
    gains = ask(
        TRIO, asked, missing="m", markers=markers, observations={"f": ["8/9"] * 6}, threshold=3, draws=300, seed=3
    )
    assert [one.relative for one in gains] == ["mother", "son", "brother"]
    assert all(one.gain > 0 for one in gains)


def members(pedigree):
    fathers = ["0" if one < 0 else pedigree.ids[one] for one in pedigree.fathers]
    mothers = ["0" if one < 0 else pedigree.ids[one] for one in pedigree.mothers]
    return list(zip(pedigree.ids, fathers, mothers, map(int, pedigree.sexes), strict=True))


def test_relatives_who_are_there_are_used():
    assert with_relative(TRIO, "m", "mother") == (TRIO, "a")
    assert with_relative(TRIO, "m", "f") == (TRIO, "f")


def test_a_founder_gets_parents_only_when_they_are_needed():
    with_brother, who = with_relative(ALONE, "m", "brother")
    assert who == "~brother"
    assert members(with_brother) == [
        ("m", "~father", "~mother", 1), ("~father", "0", "0", 1), ("~mother", "0", "0", 2),
        ("~brother", "~father", "~mother", 1),
    ]  # fmt: skip
    with_daughter, who = with_relative(ALONE, "m", "daughter")
    assert who == "~daughter"
    assert members(with_daughter) == [
        ("m", "0", "0", 1), ("~other-parent", "0", "0", 2), ("~daughter", "m", "~other-parent", 2),
    ]  # fmt: skip


def test_a_further_child_is_with_the_only_other_parent():
    couple = Pedigree.of(["m", "w", "c"], ["0", "0", "m"], ["0", "0", "w"], [1, 2, 2])
    assert members(with_relative(couple, "m", "son")[0])[-1] == ("~son", "m", "w", 1)


@pytest.mark.parametrize(
    ("relative", "sex", "message"),
    [
        ("cousin", 1, "this relative cannot be asked for (one of: father, mother, brother, sister, son, daughter)"),
        ("son", 0, "m: a parent's sex is not known (give the missing person's sex)"),
    ],
)
def test_relatives_that_cannot_be_asked_for_are_refused(relative, sex, message):
    with pytest.raises(RelativeNotKnown) as refused:
        with_relative(Pedigree.of(["m"], ["0"], ["0"], [sex]), "m", relative)
    assert str(refused.value) == message
