"""The missing person's genotype given the relatives: algebra of a parent and child, and sums that must be one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship import Inheritance, Marker, Mutation, Pedigree
from repatria.kinship.power import PowerImpossible, tables

TRIO = Pedigree.of(["f", "a", "m"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
NEPHEW = Pedigree.of(
    ["gf", "gm", "u", "f", "a", "m"],
    ["0", "0", "gf", "gf", "0", "f"],
    ["0", "0", "gm", "gm", "0", "a"],
    [1, 2, 1, 1, 2, 1],
)
P = {"8": 0.1, "9": 0.3, "10": 0.6}
PLAIN = Marker.of("SYN01", P)


def only(**more):
    (table,) = tables(**more)
    return table


def test_a_child_of_a_homozygous_father():
    # P(8/8 | father 8/8) = p8, over p8^2; P(8/b) = pb, over 2 p8 pb; without an 8 it cannot be
    table = only(pedigree=TRIO, missing="m", markers=[PLAIN], observations={"f": ["8/8"]})
    assert table.genotypes == ("8/8", "8/9", "8/10", "9/9", "9/10", "10/10")
    np.testing.assert_allclose(table.ratio, [1 / 0.1, 1 / 0.2, 1 / 0.2, 0, 0, 0], rtol=1e-12)
    np.testing.assert_allclose(table.unrelated, [0.01, 0.06, 0.12, 0.09, 0.36, 0.36], rtol=1e-12)
    np.testing.assert_allclose(table.related, [0.1, 0.3, 0.6, 0, 0, 0], rtol=1e-12)


def test_a_son_has_none_of_his_fathers_x():
    marker = Marker.of("SX01", P, inheritance=Inheritance.X)
    table = only(pedigree=TRIO, missing="m", markers=[marker], observations={"f": ["8"], "a": ["8/9"]})
    assert table.genotypes == ("8", "9", "10")
    np.testing.assert_allclose(table.related, [0.5, 0.5, 0], atol=1e-15)
    np.testing.assert_allclose(table.ratio, [0.5 / 0.1, 0.5 / 0.3, 0], atol=1e-12)


def test_what_the_missing_person_was_seen_with_does_not_count():
    bare = only(pedigree=TRIO, missing="m", markers=[PLAIN], observations={"f": ["8/9"]})
    with_own = only(pedigree=TRIO, missing="m", markers=[PLAIN], observations={"f": ["8/9"], "m": ["10/10"]})
    assert with_own.ratio.tolist() == bare.ratio.tolist()


@settings(max_examples=25, deadline=None)
@given(
    pedigree=st.sampled_from([TRIO, NEPHEW]),
    relative=st.sampled_from(["8/8", "8/10", "9/-", "-/-"]),
    model=st.sampled_from(
        [None, {"model": "equal", "rate": 0.01}, {"model": "stepwise", "rate": 0.01, "rate2": 0, "range": 0.1}]
    ),
    theta=st.sampled_from([0.0, 0.02]),
)
def test_both_distributions_sum_to_one(pedigree, relative, model, theta):
    marker = Marker.of("SYN01", P, mutation=Mutation.of_json(model))
    typed = pedigree.ids[2] if pedigree is NEPHEW else "f"
    table = only(pedigree=pedigree, missing="m", markers=[marker], observations={typed: [relative]}, theta=theta)
    assert math.isclose(table.unrelated.sum(), 1, rel_tol=1e-9)
    assert math.isclose(table.related.sum(), 1, rel_tol=1e-9)
    if relative == "-/-" and model is None:
        np.testing.assert_allclose(table.ratio, 1, rtol=1e-9)


def test_more_genotypes_than_are_weighed_at_once_come_out_the_same():
    alleles = {str(number): 1 / 40 for number in range(40)}
    table = only(pedigree=TRIO, missing="m", markers=[Marker.of("SYN01", alleles)], observations={"f": ["0/0"]})
    assert len(table.genotypes) == 820
    assert math.isclose(table.related.sum(), 1, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("marker", "seen", "message"),
    [
        (Marker.of("SYN01", P, silent=0.01), {}, "SYN01: the marker has a silent allele (leave it out)"),
        (
            PLAIN,
            {"f": ["8/8"], "s": ["9/9"]},
            "SYN01: the relatives' genotypes are impossible together (check them, or allow mutation)",
        ),
    ],
)
def test_what_has_no_table_is_refused(marker, seen, message):
    family = Pedigree.of(["f", "a", "m", "s"], ["0", "0", "f", "f"], ["0", "0", "a", "a"], [1, 2, 1, 1])
    with pytest.raises(PowerImpossible) as refused:
        tables(family, missing="m", markers=[marker], observations=seen)
    assert str(refused.value) == message
