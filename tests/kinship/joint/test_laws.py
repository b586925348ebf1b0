"""Laws of joint identification: what must not matter does not."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship.joint import Identification, identify, read_case

GENOTYPES = st.sampled_from(["1/1", "1/2", "2/3", "3/3", "1/-", "-/-"])
MUTATION = st.sampled_from([None, {"model": "equal", "rate": 0.01}, {"model": "proportional", "rate": 0.02}])


@st.composite
def cases(draw: Any) -> dict[str, Any]:
    """A father and two sons by two mothers, an uncle's family, and three or four victims."""
    model = draw(MUTATION)
    return {
        "victims": {
            f"V{k}": {"sex": draw(st.sampled_from([0, 1, 2])), "genotypes": [draw(GENOTYPES)]}
            for k in range(draw(st.integers(1, 4)))
        },
        "families": {
            "F1": {
                "components": [
                    {"id": ["A", "W1", "W2", "M1", "M2"], "fid": ["0", "0", "0", "A", "A"],
                     "mid": ["0", "0", "0", "W1", "W2"], "sex": [1, 2, 2, 1, 2]}
                ],
                "typed": {"A": [draw(GENOTYPES)]},
            },
            "F2": {
                "components": [
                    {"id": ["GF", "GM", "M3", "B", "W", "M4"], "fid": ["0", "0", "GF", "GF", "0", "B"],
                     "mid": ["0", "0", "GM", "GM", "0", "W"], "sex": [1, 2, 2, 1, 2, 1]}
                ],
                "typed": {"GM": [draw(GENOTYPES)]},
            },
        },
        "missing": ["M1", "M2", "M3", "M4"],
        "markers": ["A"],
        "freq": {"A": {"1": 0.2, "2": 0.3, "3": 0.4, "4": 0.1}},
        "mutation": model,
    }  # fmt: skip


def _told(found: Identification) -> dict[tuple[tuple[str, str | None], ...], float]:
    return {tuple(sorted(one.pairs.items())): one.ln_likelihood for one in found.assignments}


def _same(one: Identification, other: Identification) -> None:
    assert _told(one) == pytest.approx(_told(other), abs=1e-10)
    for victim, row in one.marginals.items():
        assert row == pytest.approx(other.marginals[victim], abs=1e-10)


@settings(max_examples=20, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_victims_families_and_missing_changes_nothing(case: dict[str, Any], chance: random.Random):
    turned = copy.deepcopy(case)
    for part in ("victims", "families"):
        items = list(turned[part].items())
        chance.shuffle(items)
        turned[part] = dict(items)
    chance.shuffle(turned["missing"])
    _same(identify(read_case(case)), identify(read_case(turned)))


@settings(max_examples=20, deadline=None)
@given(cases())
def test_an_empty_marker_changes_nothing(case: dict[str, Any]):
    more = copy.deepcopy(case)
    more["markers"].append("B")
    more["freq"]["B"] = {"1": 0.5, "2": 0.5}
    for victim in more["victims"].values():
        victim["genotypes"].append("-/-")
    for family in more["families"].values():
        family["typed"] = {person: [*row, "-/-"] for person, row in family["typed"].items()}
    _same(identify(read_case(case)), identify(read_case(more)))


@settings(max_examples=20, deadline=None)
@given(cases())
def test_a_victim_without_result_says_nothing(case: dict[str, Any]):
    case["victims"]["V9"] = {"sex": 1, "genotypes": ["-/-"]}
    found = identify(read_case(case))
    assert {person: value for person, value in found.log10_lr["V9"].items() if value is not None} == pytest.approx(
        dict.fromkeys(["M1", "M4"], 0.0), abs=1e-10
    )


@settings(max_examples=20, deadline=None)
@given(cases())
def test_a_prior_alike_for_all_pairs_is_what_it_says(case: dict[str, Any]):
    read = read_case(case)
    flat = identify(read)
    weighed = identify(
        read, prior={victim.name: dict.fromkeys((*read.missing, "none"), 7.0) for victim in read.victims}
    )
    _same(flat, weighed)
    assert [one.posterior for one in weighed.assignments] == pytest.approx([one.posterior for one in flat.assignments])
