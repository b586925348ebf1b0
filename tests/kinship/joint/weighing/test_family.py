from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship.joint.weighing.choices import NOBODY
from repatria.kinship.joint.weighing.family import Family, Victim, population, weigh
from repatria.kinship.markers import Inheritance, Marker
from repatria.kinship.mutation import Mutation
from repatria.kinship.pedigree import Pedigree, Sex
from repatria.kinship.peeling import log_likelihood

WITH_LOOP = Pedigree.of(
    ["GF", "GM", "A", "B", "SA", "SB", "C", "D", "K"],
    ["0", "0", "GF", "GF", "0", "0", "A", "SB", "C"],
    ["0", "0", "GM", "GM", "0", "0", "SA", "B", "D"],
    [1, 2, 1, 2, 2, 1, 1, 2, 1],
)
"""First cousins with a child."""
MODELS = (
    None,
    Mutation.of_json({"model": "equal", "rate": 0.01}),
    Mutation.of_json({"model": "proportional", "rate": {"male": 0.02, "female": 0.01}}),
    Mutation.of_json({"model": "stepwise", "rate": {"male": 0.02, "female": 0.01}, "rate2": 0.001, "range": 0.1}),
)
FREQUENCIES = {"7": 0.1, "8": 0.2, "8.3": 0.15, "9": 0.25, "10": 0.3}
GENOTYPES = st.sampled_from(["7/8", "8/8", "9/10", "8.3/9", "10/10", "7/-", "9/-", "-/-"])


def test_father_and_sons_by_algebra(father_and_brothers: dict[str, Any], read: Any):
    from repatria.kinship.joint import read_case

    case = read_case(father_and_brothers)
    (family,) = case.families
    blocks = {block.persons: block for block in weigh(family, case.victims, case.markers, case.candidates())}
    # the father is known whole: his sons by two mothers are independent given him
    assert set(blocks) == {("M1",), ("M2",), ()}
    # father 1/1 and 1/2: 0.2^2 and 2 x 0.6 x 0.4
    assert math.isclose(blocks[()].ln_likelihood[0], math.log(0.04 * 0.48), abs_tol=1e-12)
    rows = blocks["M1",].rows[:, 0].tolist()
    assert rows == [NOBODY, 0, 1]
    # a son 1/2 of a father 1/1 has 2 of his mother (0.3); one 1/1 of a father 1/2: 1/2 x 0.6
    # a son 1/3: 0.5; one 1/2: 1/2 x 0.4 + 1/2 x 0.6
    expected = [0.0, math.log(0.3 * 0.5 * 0.6), math.log(0.5 * 0.5)]
    assert np.allclose(blocks["M1",].ln_likelihood, expected, rtol=0, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(MODELS),
    st.lists(GENOTYPES, min_size=2, max_size=2),
    st.lists(GENOTYPES, min_size=3, max_size=3),
    st.sampled_from([("A", "C"), ("B", "D", "K"), ("K", "GF"), ("C", "D")]),
)
def test_every_choice_equals_the_exact_engine(model: Any, typed: Any, profiles: Any, missing: Any):
    marker = Marker.of("S", FREQUENCIES, mutation=model)
    family = Family("F", WITH_LOOP, {"SA": (typed[0],), "SB": (typed[1],)}, missing)
    victims = [Victim(f"V{place}", Sex.UNKNOWN, (text,)) for place, text in enumerate(profiles)]
    blocks = weigh(family, victims, [marker], dict.fromkeys(missing, (0, 1, 2)))
    constant = sum(block.ln_likelihood[0] for block in blocks)
    for block in blocks:
        for row, value in zip(block.rows.tolist(), block.ln_likelihood, strict=True):
            found = {p: victims[v].genotypes for p, v in zip(block.persons, row, strict=True) if v != NOBODY}
            expected = float(log_likelihood(WITH_LOOP, [marker], {**family.typed, **found}).sum())
            assert math.isclose(value + constant - block.ln_likelihood[0], expected, rel_tol=1e-10, abs_tol=1e-10)


@pytest.mark.parametrize("missing", [("K",), ("C", "D"), ("A", "K")])
def test_on_x_males_have_one_allele(missing: tuple[str, ...]):
    marker = Marker.of("S", FREQUENCIES, mutation=MODELS[1], inheritance=Inheritance.X)
    family = Family("F", WITH_LOOP, {"SA": ("7/8",), "SB": ("9",)}, missing)
    victims = [Victim("V0", Sex.MALE, ("8",)), Victim("V1", Sex.FEMALE, ("8/9",))]
    fits = {p: tuple(v for v in (0, 1) if victims[v].sex is WITH_LOOP.sexes[WITH_LOOP.index(p)]) for p in missing}
    blocks = weigh(family, victims, [marker], fits)
    constant = sum(block.ln_likelihood[0] for block in blocks)
    for block in blocks:
        for row, value in zip(block.rows.tolist(), block.ln_likelihood, strict=True):
            found = {p: victims[v].genotypes for p, v in zip(block.persons, row, strict=True) if v != NOBODY}
            expected = float(log_likelihood(WITH_LOOP, [marker], {**family.typed, **found}).sum())
            assert math.isclose(value + constant - block.ln_likelihood[0], expected, rel_tol=1e-10)


def test_silent_alleles_are_weighed_as_by_the_engine():
    marker = Marker.of("S", FREQUENCIES, mutation=MODELS[3], silent=0.05)
    family = Family("F", WITH_LOOP, {"SA": ("7/7",), "SB": ("9/9",)}, ("C",))
    victims = [Victim("V0", Sex.MALE, ("8/8",))]
    (block,) = (one for one in weigh(family, victims, [marker], {"C": (0,)}) if one.persons)
    rest = sum(one.ln_likelihood[0] for one in weigh(family, victims, [marker], {"C": (0,)}) if not one.persons)
    expected = float(log_likelihood(WITH_LOOP, [marker], {**family.typed, "C": ("8/8",)}).sum())
    assert math.isclose(block.ln_likelihood[1] + rest, expected, rel_tol=1e-12)


def test_population_of_whole_partial_and_missing_genotypes():
    marker = Marker.of("S", FREQUENCIES)
    victims = [Victim(str(k), Sex.MALE, (text,)) for k, text in enumerate(["7/8", "8/8", "7/-", None])]
    # 2pq, p^2, 1 - (1 - p)^2, 1
    assert np.allclose(np.exp(population(victims, [marker])), [0.04, 0.04, 0.19, 1], rtol=1e-13)
