"""Laws of direct matching, for all profiles."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship import Marker
from repatria.kinship.direct import Model, Samples, plain, weigh

LADDER = ("10", "11", "12", "13.3")
places = st.integers(0, 3)
whole = st.tuples(places, places).map(lambda pair: tuple(sorted(pair)))
results = st.one_of(whole, places.map(lambda a: (a, -1)), st.just((-1, -1)))
rates = st.sampled_from((0.0, 0.02, 0.1, 0.35, 0.7))
frequencies = st.lists(st.integers(1, 50), min_size=4, max_size=4).map(lambda n: np.array(n) / sum(n))


def samples(rows, classes):
    seen = np.array(rows, np.int16).reshape(len(rows), -1, 2)
    return Samples(tuple(f"s{i}" for i in range(len(rows))), np.zeros(len(rows), np.int64), seen, np.array(classes))


def told(result):
    return "" if result[0] < 0 else "/".join(LADDER[x] if x >= 0 else "-" for x in result)


def one_pair(marker, one, other, model, classes):
    found = weigh(
        samples([one], [classes[0]]), samples([other], [classes[1]]),
        left=np.zeros(1, np.intp), right=np.zeros(1, np.intp), markers=[marker], model=model,
    )  # fmt: skip
    return float(found.log10_lr[0]), float(found.log10_siblings[0])


@settings(max_examples=60, deadline=None)
@given(frequencies, results, results, st.sets(rates, min_size=1, max_size=2), st.sampled_from((0.0, 0.01, 0.2)),
       st.sampled_from((0.0, 0.03)))  # fmt: skip
def test_the_slow_twin_says_the_same(p, one, other, classes, dropin, theta):
    marker, model = Marker("INV", LADDER, p), Model(tuple(sorted(classes)), dropin, theta)
    d = (model.classes[0], model.classes[-1])
    same, siblings, apart = plain.likelihoods(marker, told(one), told(other), dropouts=d, dropin=dropin, theta=theta)
    found = one_pair(marker, one, other, model, (0, len(model.classes) - 1))
    expected = (np.log10(same / apart) if same else -np.inf, np.log10(siblings / apart))
    np.testing.assert_allclose(found, expected, atol=1e-8)


@settings(max_examples=60, deadline=None)
@given(frequencies, results, results, rates, rates)
def test_a_pair_is_symmetric(p, one, other, d1, d2):
    marker, model = Marker("INV", LADDER, p), Model(tuple(sorted({d1, d2})), 0.01)
    classes = (model.nearest(d1), model.nearest(d2))
    assert one_pair(marker, one, other, model, classes) == one_pair(marker, other, one, model, classes[::-1])


@settings(max_examples=60, deadline=None)
@given(frequencies, whole)
def test_a_profile_against_itself_without_dropout_is_one_over_its_chance(p, one):
    marker = Marker("INV", LADDER, p)
    a, b = one
    chance = p[a] * p[b] * (1 if a == b else 2)
    found, _ = one_pair(marker, one, one, Model((0.0,), 0.0), (0, 0))
    np.testing.assert_allclose(found, -np.log10(chance), atol=1e-8)


@settings(max_examples=60, deadline=None)
@given(frequencies, whole, whole)
def test_the_limit_of_little_dropout_is_plain_identity(p, one, other):
    marker = Marker("INV", LADDER, p)
    plainly, siblings = one_pair(marker, one, other, Model((0.0,), 0.0), (0, 0))
    nearly, nearly_siblings = one_pair(marker, one, other, Model((1e-9,), 1e-9), (0, 0))
    np.testing.assert_allclose(10.0**nearly, 10.0**plainly, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(nearly_siblings, siblings, atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(frequencies, results, results, st.sampled_from((0.02, 0.1, 0.35, 0.7)), st.sampled_from((0.001, 0.01, 0.2)))
def test_where_alleles_drop_out_and_in_nothing_is_impossible(p, one, other, d, c):
    found = one_pair(Marker("INV", LADDER, p), one, other, Model((d,), c), (0, 0))
    assert np.isfinite(found).all()


@settings(max_examples=40, deadline=None)
@given(frequencies, results, rates)
def test_no_result_says_nothing(p, one, d):
    assert one_pair(Marker("INV", LADDER, p), one, (-1, -1), Model((d,), 0.01), (0, 0)) == (0.0, 0.0)
