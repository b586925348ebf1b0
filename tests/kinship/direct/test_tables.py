"""Tables of one marker, held against the slow twin and against numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship import Marker, Pedigree, likelihood_ratio
from repatria.kinship.direct import Model, plain
from repatria.kinship.direct.tables import MarkerTables

MARKER = Marker.of("INV1", {"10": 0.2, "11": 0.5, "12": 0.3})
RESULTS = [(a, b) for a in range(3) for b in (-1, *range(a, 3))]


def tables(model, marker=MARKER, results=RESULTS):
    return MarkerTables.of(marker, np.array(results, np.int16), model)


def ratios(made, one=0, other=0, many=9):
    """Returns log10 of both ratios for all pairs of results."""
    i, j = np.indices((many, many)).reshape(2, -1)
    classes = np.stack([np.full(many**2, one), np.full(many**2, other)], axis=1)
    return tuple(of.reshape(many, many) for of in made.exactly(classes, np.stack([i, j], axis=1)))


def text(result, marker=MARKER):
    return "/".join(marker.alleles[place] if place >= 0 else "-" for place in result)


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("dropin", [0.0, 0.01])
def test_the_slow_twin_says_the_same(theta, dropin):
    model = Model((0.0, 0.2), dropin, theta)
    made = tables(model)
    for classes in ((0, 0), (0, 1), (1, 1)):
        same_, siblings_ = ratios(made, *classes)
        near = made.near(*classes)
        dropouts = tuple(model.classes[one] for one in classes)
        for i, one in enumerate(RESULTS):
            for j, other in enumerate(RESULTS):
                same, siblings, apart = plain.likelihoods(
                    MARKER, text(one), text(other), dropouts=dropouts, dropin=dropin, theta=theta
                )
                expected = np.log10(same / apart) if same else -np.inf
                assert same_[i, j] == pytest.approx(expected, abs=1e-12)
                assert near[i, j] == pytest.approx(max(expected, -37.0), abs=1e-4)
                assert siblings_[i, j] == pytest.approx(np.log10(siblings / apart), abs=1e-12)


def test_without_dropout_one_person_is_one_over_the_chance_of_the_genotype():
    found = 10 ** ratios(tables(Model((0.0,), 0.0)))[0]
    assert found[RESULTS.index((0, 1)), RESULTS.index((0, 1))] == pytest.approx(1 / (2 * 0.2 * 0.5))
    assert found[RESULTS.index((1, 1)), RESULTS.index((1, 1))] == pytest.approx(1 / 0.25)
    assert found[RESULTS.index((0, -1)), RESULTS.index((0, 1))] == pytest.approx(1 / (0.2 * (2 - 0.2)))
    assert found[RESULTS.index((0, 0)), RESULTS.index((0, 1))] == 0


def test_one_dropout_worked_by_hand():
    """13/13 beside 13/14 with d = 0.1, c = 0, p = 0.2 and 0.5: the person is 13/14, or the second saw wrongly (impossible)."""
    d, p, q = 0.1, 0.2, 0.5
    found = 10 ** ratios(tables(Model((d,), 0.0)))[0][RESULTS.index((0, 0)), RESULTS.index((0, 1))]
    one_person = 2 * p * q * (d * (1 - d)) * (1 - d) ** 2
    alone = p * p * (1 - d**2) + 2 * p * (1 - p) * d * (1 - d)
    both = 2 * p * q * (1 - d) ** 2
    assert found == pytest.approx(one_person / (alone * both))


@pytest.mark.parametrize("theta", [0.0, 0.02])
def test_siblings_without_dropout_are_the_pedigrees(theta):
    _, found = ratios(tables(Model((0.0,), 0.0, theta)))
    brothers = Pedigree.of(["F", "M", "A", "B"], ["0", "0", "F", "F"], ["0", "0", "M", "M"], [1, 2, 1, 1])
    strangers = Pedigree.of(["A", "B"], ["0", "0"], ["0", "0"], [1, 1])
    for one, other in (((0, 1), (0, 1)), ((0, 1), (0, 2)), ((0, 0), (1, 2)), ((0, -1), (0, 1)), ((1, 1), (1, 1))):
        seen = {"A": [text(one)], "B": [text(other)]}
        expected = likelihood_ratio(brothers, strangers, [MARKER], seen, theta=theta).total
        assert found[RESULTS.index(one), RESULTS.index(other)] == pytest.approx(expected, abs=1e-12)


def test_what_one_person_shows_twice_brings_as_much_as_it_is_likelier():
    """The mean of LR over what unrelated people show is how much one person shows of it in all: here everything, so 1."""
    marker = Marker.of("INV1", {"10": 0.3, "11": 0.7})
    results = [(0, 0), (0, 1), (1, 1)]  # without dropout and drop-in a person shows one of these
    same = 10 ** ratios(tables(Model((0.0,), 0.0), marker, results), many=3)[0]
    chance = np.array([0.09, 0.42, 0.49])
    assert chance @ same @ chance == pytest.approx(1)
