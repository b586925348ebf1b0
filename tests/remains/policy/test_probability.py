"""A probability is shown cut, never rounded up, and never as certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.remains.policy.probability import cut, millionths


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(0.0, "0.000000"), (0.25, "0.250000"), (0.9999999, "0.999999"), (1.0, "0.999999"), (0.1 + 0.2, "0.300000"),
     (0.999, "0.999000"), (0.29, "0.290000"), (1e-7, "0.000000")],
)  # fmt: skip
def test_probabilities_are_cut(probability: float, shown: str) -> None:
    assert cut(probability) == shown


@given(st.integers(0, 999_999))
def test_what_has_six_decimals_stays(n: int) -> None:
    assert millionths(n / 1e6) == n


@given(st.floats(0, 1))
def test_nothing_is_shown_as_more_than_it_is(probability: float) -> None:
    assert millionths(probability) / 1e6 <= probability + 1e-14
    assert millionths(probability) <= 999_999
