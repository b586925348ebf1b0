"""Pairs that were weighed before give what weighing them again gives."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from repatria.kinship.joint import Known, conclude, identify, posteriors
from repatria.kinship.joint.pairs import contradictions


@pytest.mark.parametrize("name", ["brothers_lost", "father_and_son_fewloci", "nobody_home", "singles5"])
@pytest.mark.parametrize("prior", [None, 50.0])
def test_known_pairs_give_the_same_posteriors_and_words(
    name: str, prior: float | None, golden: Path, read: Any
) -> None:
    _, case = read(golden / f"dvi_syn_{name}.json")
    weights = None if prior is None else {victim.name: {"none": prior} for victim in case.victims}
    whole = identify(case, prior=weights)
    candidates = case.candidates()
    known = Known(
        {
            (person, place): (whole.log10_lr[case.victims[place].name][person] or 0.0) * math.log(10)
            for person, some in candidates.items()
            for place in some
        },
        {
            pair: count
            for family in case.families
            for pair, count in contradictions(
                family, case.victims, case.markers, {one: candidates[one] for one in family.missing}
            ).items()
        },
    )
    found = posteriors(case, known, prior=weights)
    for victim, row in whole.marginals.items():
        assert found[victim] == pytest.approx(row, abs=1e-12)
    expected, told = conclude(case), conclude(case, known=known)
    assert [(one.word, one.who, one.comment) for one in told.victims.values()] == [
        (one.word, one.who, one.comment) for one in expected.victims.values()
    ]
    assert [(one.word, one.who) for one in told.missing.values()] == [
        (one.word, one.who) for one in expected.missing.values()
    ]
