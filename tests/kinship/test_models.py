from __future__ import annotations

from typing import Any

import pytest

from repatria.kinship.models import Models
from repatria.kinship.mutation import Kind, Mutation, MutationImpossible

EQUAL = {"model": "equal", "rate": 0.01}
STEPS = {"model": "stepwise", "rate": 0.002, "rate2": 0, "range": 0.1}


def test_one_model_serves_every_marker() -> None:
    models = Models.of_json(EQUAL)
    assert [models.of(name).name for name in ("M", "N")] == [Mutation.of_json(EQUAL).name] * 2
    assert models.name == "equal (male 0.01, female 0.01)"


def test_no_model_is_no_mutation() -> None:
    assert Models.of_json(None).of("M").kind is Kind.NONE


def test_each_marker_has_its_own_under_every_spelling() -> None:
    models = Models.of_json({"VWA": EQUAL, "D3S1358": None})
    assert models.of("vWA").kind is Kind.EQUAL
    assert models.of("d3s1358").kind is Kind.NONE
    assert models.name == "by marker: 1 equal (male 0.01, female 0.01); 1 no mutation"
    with pytest.raises(MutationImpossible) as refused:
        models.of("FGA")
    assert str(refused.value) == "FGA: a marker has no mutation model (give one, or null)"


def test_many_models_are_counted_by_kind() -> None:
    given: dict[str, Any] = {f"M{k}": {**STEPS, "rate": 0.001 * k} for k in range(1, 6)}
    assert Models.of_json({**given, "N": None}).name == "by marker: 5 stepwise; 1 none"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, "there is no mutation model"),
        ({"rate": 0.1}, "rate: mutation is neither a model nor models by marker"),
        ({"VWA": EQUAL, "vWA": EQUAL}, "vWA: mutation is neither a model nor models by marker"),
        ({"M": {"model": "magic"}}, "M: this mutation model is not known"),
        ({"M": {"model": "equal"}}, "M: the mutation model has no number for rate"),
    ],
)
def test_what_is_no_model_is_refused(value: dict[str, Any], told: str) -> None:
    with pytest.raises(MutationImpossible) as refused:
        Models.of_json(value)
    assert str(refused.value).partition(" (")[0] == told
