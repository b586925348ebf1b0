from __future__ import annotations

import numpy as np

from repatria.kinship.joint.weighing.choices import Choices
from repatria.kinship.joint.weighing.factors import Factor, logarithms, order, structure, summed

RNG = np.random.default_rng(4)
NONE = Choices({})


def _factor(variables: tuple[int, ...], shape: tuple[int, ...], persons: tuple[int, ...] = (), n: int = 1) -> Factor:
    return Factor(persons, variables, RNG.random((n, *shape)))


def test_chain_is_a_product_of_matrices():
    one, two, three = _factor((0,), (3,)), _factor((0, 1), (3, 4)), _factor((1,), (4,))
    (left,) = summed([one, two, three], [0, 1], NONE)
    expected = np.log(one.table[0] @ two.table[0] @ three.table[0])
    assert np.allclose(logarithms(left), [expected], rtol=0, atol=1e-13)


def test_order_of_summing_changes_nothing():
    factors = [_factor((0, 1, 2), (2, 3, 2)), _factor((1, 3), (3, 4)), _factor((2, 3), (2, 4)), _factor((0,), (2,))]
    totals = [
        sum(float(logarithms(one)[0]) for one in summed(factors, variables, NONE))
        for variables in ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], order(factors, NONE))
    ]
    assert np.ptp(totals) < 1e-13


def test_each_choice_is_summed_by_itself():
    choices = Choices({5: (0, 1), 7: (1, 2)})
    five, seven = _factor((0,), (3,), (5,), 3), _factor((0,), (3,), (7,), 3)
    (left,) = summed([five, seven], [0], choices)
    rows = choices.rows((5, 7))
    expected = [np.log(five.table[1 + a] @ seven.table[{-1: 0, 1: 1, 2: 2}[b]]) for a, b in rows.tolist()]
    assert left.persons == (5, 7)
    assert np.allclose(logarithms(left), expected, rtol=0, atol=1e-13)


def test_nothing_underflows():
    tiny = [Factor((), (0,), np.array([[1e-200, 1e-250]])) for _ in range(4)]
    (left,) = summed(tiny, [0], NONE)
    assert abs(float(logarithms(left)[0]) - 4 * np.log(1e-200)) < 1e-10


def test_impossible_is_minus_infinity():
    (left,) = summed([Factor((), (0,), np.array([[1.0, 0.0]])), Factor((), (0,), np.array([[0.0, 1.0]]))], [0], NONE)
    assert logarithms(left).tolist() == [-np.inf]


def test_structure_tells_persons_and_variables():
    assert structure([_factor((2, 3), (2, 2), (1,), 2)]) == (((1,), (2, 3)),)
