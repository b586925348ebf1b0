"""The words a board reads."""

from __future__ import annotations

import math

import pytest

from repatria.kinship import Marker, Pedigree
from repatria.kinship.evidence import Model, Rival, Search, explain, statement, times

TRIO = Pedigree.of(["f", "a", "m"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
MARKERS = tuple(Marker.of(f"SYN0{k}", {"8": 0.1, "9": 0.3, "9.3": 0.1, "10": 0.5}) for k in range(4))
CLOSING = (
    "this is no probability that the body is the missing person: for that, prior odds and all other evidence count, "
    "and a board decides"
)


def said(genotypes, **more):
    asked = {
        "profile": "R-0001", "family": "K-1", "missing": "K-1-m", "genotypes": genotypes, "sex": 1,
        "observations": {"f": ["8/8", "8/10", "8/8", "8/9"]}, "models": [Model("no mutation, table North", MARKERS)],
        "search": Search(), "draws": 200, "seed": 1,
    }  # fmt: skip
    pedigree = Pedigree.of(["f", "a", "K-1-m"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
    return statement(explain(pedigree, **(asked | more)))


@pytest.mark.parametrize(
    ("log10_lr", "words"),
    [
        (0.0, "1.0 times more likely"),
        (math.log10(25), "25 times more likely"),
        (3.301, "2,000 times more likely"),
        (9.477, "3.0e+09 times more likely"),
        (-2, "100 times less likely"),
        (-math.inf, "impossible"),
        (math.nan, "without a number"),
    ],
)
def test_a_ratio_in_words(log10_lr, words):
    assert times(log10_lr) == words


def test_a_fit_by_inheritance_alone():
    # 1/0.1 at the first and 1/(4 * 0.1) at the second
    told = said(
        ["8/8", "8/9", "-/-", "-/-"],
        search=Search(6000, 100, (Rival("R-0001", "K-1", 1.4), Rival("R-0002", "K-1", 1.2))),
    )
    assert told[:4] == (
        "profile R-0001 and family K-1: log10 LR 1.40 over 2 markers, no mutation, table North",
        "the profiles are 25 times more likely if the body is K-1-m than if it is unrelated to the family",
        "2 markers fit by inheritance alone; none needs anything else",
        "among 6,000 profiles and 100 families at most 2.4e+04 hits of this strength or more are expected by chance alone",
    )
    assert told[5:] == ("a competing candidate: profile R-0002 with the same family, log10 LR 1.20", CLOSING)


def test_what_does_not_fit_is_said_by_marker_and_relative():
    assert said(["9/9", "9/9.3", "10/10", "9.3/9.3"]) == (
        "profile R-0001 and family K-1: log10 LR minus infinity over 4 markers, no mutation, table North",
        "under this model the profiles are impossible if the body is K-1-m (at SYN00, SYN01, SYN02, SYN03)",
        "0 markers fit by inheritance alone; 4 need something else",
        "at SYN00: a mutation by one step is needed, or a silent allele (against f)",
        "at SYN01: a mutation by one step is needed (against f)",
        "at SYN02: impossible without mutations by 2 steps in all, or a silent allele (against f)",
        "at SYN03: impossible without a mutation to another fraction of a repeat (against f)",
        CLOSING,
    )


def test_other_models_and_the_other_sex_are_told():
    other = tuple(Marker.of(marker.name, {"8": 0.2, "9": 0.3, "9.3": 0.1, "10": 0.4}) for marker in MARKERS)
    told = said(
        ["8/8", "-/-", "-/-", "-/-"], sex=2, models=[Model("no mutation, North", MARKERS), Model("South", other)]
    )
    assert told[2] == "the sexes of profile and missing person differ: check the samples before anything else"
    assert told[4] == "by 2 tables and models log10 LR runs from 0.70 to 1.00: argue from the least"
