from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from repatria.kinship import Mutation, MutationImpossible
from repatria.kinship.mutation import Kind, matrix

GOLDEN = Path(__file__).resolve().parents[1] / "golden/kinship"
META = json.loads((GOLDEN / "exhaustive_pairs_meta.json").read_text("utf-8"))
P = np.array([0.2, 0.3, 0.5])


@pytest.mark.parametrize("model", [m for m in META["models"] if m["params"]], ids=lambda model: model["name"])
def test_matrices_are_those_of_pedmut(model: dict[str, Any]) -> None:
    made = Mutation.of_json(model["params"]).matrices(META["alleles"], np.array(META["freq"]))
    np.testing.assert_allclose(made, [model["female"], model["male"]], atol=1e-14)


def test_onestep_goes_to_neighbours_only() -> None:
    made = matrix("onestep", ["8", "9", "11"], P, rate=0.1)
    assert made.tolist() == [[0.9, 0.1, 0.0], [0.1, 0.9, 0.0], [0.0, 0.0, 1.0]]


def test_dawid_is_reversible_at_the_rate() -> None:
    made = matrix("dawid", ["8", "9", "10"], P, rate=0.01, range_=0.1)
    flow = P[:, None] * made
    np.testing.assert_allclose(flow, flow.T, atol=1e-16)
    assert 1 - float(P @ np.diag(made)) == pytest.approx(0.01, rel=1e-12)


def test_a_stationary_model_keeps_frequencies_and_the_overall_rate() -> None:
    given = {"rate": 0.003, "rate2": 1e-5, "range_": 0.1}
    plain, pm = (matrix("stepwise", ["8", "9", "9.3"], P, **given, transform=t) for t in (None, "PM"))
    np.testing.assert_allclose(P @ pm, P, atol=1e-16)
    assert P @ np.diag(pm) == pytest.approx(P @ np.diag(plain), abs=1e-15)


def test_one_allele_cannot_mutate() -> None:
    assert matrix("equal", ["8"], np.array([1.0]), rate=0.1).tolist() == [[1.0]]


def test_a_custom_matrix_is_taken_as_it_is() -> None:
    given = [[0.9, 0.1], [0.2, 0.8]]
    made = Mutation.of_json({"model": "custom", "matrix": given}).matrices(["8", "9"], np.array([0.5, 0.5]))
    assert [one.tolist() for one in made if one is not None] == [given, given]
    apart = Mutation.of_json({"model": "custom", "female": given, "male": [[1, 0], [0, 1]]})
    female, male = apart.matrices(["8", "9"], np.array([0.5, 0.5]))
    assert (female is not None and female.tolist(), male is not None and male.tolist()) == (given, [[1, 0], [0, 1]])


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "no mutation"),
        ({"model": "equal", "rate": 0.002}, "equal (male 0.002, female 0.002)"),
        (
            {
                "model": "stepwise",
                "rate": {"male": 0.003, "female": 0.001},
                "rate2": 1e-5,
                "range": 0.1,
                "transform": "PM",
            },
            "stepwise (male 0.003, female 0.001, rate2 1e-05, range 0.1), PM-stationary",
        ),
        ({"model": "custom", "matrix": [[1]]}, "custom"),
    ],
)
def test_a_model_has_a_name_in_words(value: dict[str, Any] | None, name: str) -> None:
    assert Mutation.of_json(value).name == name


def test_the_usual_model_is_stationary_stepwise() -> None:
    assert Mutation.usual().name == "stepwise (male 0.003, female 0.001, rate2 1e-05, range 0.1), PM-stationary"


@pytest.mark.parametrize(
    "value",
    [
        {"model": "sideways", "rate": 0.1},
        {"model": "equal"},
        {"model": "equal", "rate": "much"},
        {"model": "equal", "rate": {"male": 0.1}},
        {"model": "equal", "rate": 1.5},
        {"model": "equal", "rate": -0.1},
        {"model": "stepwise", "rate": 0.1},
        {"model": "stepwise", "rate": 0.1, "rate2": 0.1, "range": 0},
        {"model": "onestep", "rate": 0.1},
        {"model": "dawid", "rate": 0.1, "range": 1},
        {"model": "equal", "rate": 0.1, "transform": "XX"},
        {"model": "custom", "matrix": [[0.5, 0.5], [0.5, 0.5]]},
        {"model": "custom", "matrix": [[0.9, 0.2, 0], [0, 1, 0], [0, 0, 1]]},
        {"model": "custom", "matrix": "all"},
        {"model": "stepwise", "rate": 0.1, "rate2": 0.0, "range": 0.1, "transform": "PM"},
    ],
)
def test_what_allows_no_model_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(MutationImpossible):
        Mutation.of_json(value).matrices(["8", "9", "9.3"], P)


def test_alleles_that_are_no_numbers_have_no_steps() -> None:
    with pytest.raises(MutationImpossible):
        matrix("stepwise", ["8", "A", "B"], P, rate=0.1)
    with pytest.raises(MutationImpossible):
        matrix("stepwise", ["8", "8.33", "9"], P, rate=0.1)


def test_every_model_is_tried_here() -> None:
    assert set(Kind) == {"none", "equal", "proportional", "stepwise", "onestep", "dawid", "custom"}
