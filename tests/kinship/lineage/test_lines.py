"""Lines of a pedigree, and whether haplotypes fit them."""

from __future__ import annotations

import math

import pytest

from repatria.kinship.lineage import (
    Count,
    Line,
    LineagePair,
    check_lines,
    counting,
    lineage_ratio,
    steps,
)
from repatria.kinship.pedigree import Pedigree


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"A": "14", "B": "24"}, {"A": "14", "B": "24"}, (2, 0, 0.0)),
        ({"A": "14", "B": "24"}, {"A": "15", "B": "22"}, (2, 2, 3.0)),
        ({"A": "14", "B": ""}, {"A": "14", "C": "9"}, (1, 0, 0.0)),
        ({"A": "11,14"}, {"A": "11,15"}, (1, 1, 1.0)),
        ({"A": "11,14"}, {"A": "11"}, (1, 1, math.inf)),
        ({"A": "17.2"}, {"A": "17"}, (1, 1, math.inf)),
        ({"16519": "C"}, {"16519": "T"}, (1, 1, math.inf)),
    ],
)
def test_steps_between_haplotypes(first, second, found):
    assert steps(first, second) == steps(second, first) == found


# A couple, their son and daughter; the son's son with another woman; the daughter's son.
FAMILY = Pedigree.of(
    ["gf", "gm", "son", "dau", "wife", "man", "sonson", "dauson"],
    ["0", "0", "gf", "gf", "0", "0", "son", "man"],
    ["0", "0", "gm", "gm", "0", "0", "wife", "dau"],
    [1, 2, 1, 2, 2, 1, 1, 1],
)
SAME = {"A": "14"}


def lines(line):
    everybody = dict.fromkeys(FAMILY.ids, SAME)
    return [(pair.first, pair.second, pair.meioses) for pair in check_lines(FAMILY, everybody, line=line)]


def test_the_father_line_holds_men_through_fathers():
    assert lines(Line.FATHER) == [
        ("gf", "son", 1), ("gf", "sonson", 2), ("son", "sonson", 1), ("man", "dauson", 1),
    ]  # fmt: skip


def test_the_mother_line_holds_all_children_of_mothers():
    assert lines(Line.MOTHER) == [
        ("gm", "son", 1), ("gm", "dau", 1), ("gm", "dauson", 2), ("son", "dau", 2), ("son", "dauson", 3),
        ("dau", "dauson", 1), ("wife", "sonson", 1),
    ]  # fmt: skip


def test_a_step_is_consistent_only_where_it_is_tolerated():
    typed = {"gf": {"A": "14", "B": "24"}, "sonson": {"A": "15", "B": "24"}}
    (strict,) = check_lines(FAMILY, typed, line=Line.FATHER)
    assert strict == LineagePair("gf", "sonson", 2, 2, 1, 1.0, consistent=False)
    (lenient,) = check_lines(FAMILY, typed, line=Line.FATHER, tolerated=1)
    assert lenient == LineagePair("gf", "sonson", 2, 2, 1, 1.0, consistent=True)
    assert lineage_ratio([strict], person="sonson", frequency=0.01) == 0
    assert lineage_ratio([lenient], person="sonson", frequency=0.01) is None


def test_equal_haplotypes_of_one_line_give_one_over_the_frequency():
    pairs = check_lines(FAMILY, {"gf": SAME, "sonson": SAME, "dauson": SAME}, line=Line.FATHER)
    assert math.isclose(lineage_ratio(pairs, person="sonson", frequency=counting(Count(0, 199))), 200)
    assert lineage_ratio(pairs, person="dauson", frequency=0.01) is None


def test_without_a_marker_in_common_nothing_is_said():
    (pair,) = check_lines(FAMILY, {"gf": {"A": "14"}, "son": {"B": "9"}}, line=Line.FATHER)
    assert (pair.compared, pair.consistent) == (0, None)
    assert lineage_ratio([pair], person="son", frequency=0.01) is None
