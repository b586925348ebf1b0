from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship.genotypes import Observation, code
from repatria.kinship.joint.weighing.ladder import Ladder
from repatria.kinship.markers import Marker
from repatria.kinship.mutation import Mutation

FREQUENCIES = {"7": 0.1, "8": 0.2, "9": 0.3, "10": 0.4}


def _marker(model: str | None) -> Marker:
    rates = {"model": model, "rate": 0.01, "rate2": 0.001, "range": 0.1}
    return Marker.of("S", FREQUENCIES, mutation=Mutation.of_json(rates if model else None))


@pytest.mark.parametrize(("model", "size"), [(None, 3), ("equal", 3), ("proportional", 3), ("stepwise", 4)])
def test_unseen_alleles_are_lumped_where_that_changes_nothing(model: str | None, size: int):
    marker = _marker(model)
    ladder = Ladder.of(marker, [code(marker, "7/8"), code(marker, "-/-")])
    assert len(ladder) == size
    assert ladder.frequencies.sum() == pytest.approx(1, abs=1e-15)
    for matrix in (ladder.male, ladder.female):
        assert matrix.sum(axis=1) == pytest.approx(np.ones(size), abs=1e-14)


def test_terms_make_up_what_was_seen():
    marker = _marker("stepwise")
    degraded = Observation(("7", "9"), dropout=0.2, dropin=0.05)
    for seen in ("7/8", "9/9", "8/-", None, degraded):
        ladder = Ladder.of(marker, [code(marker, seen)])
        paternal, maternal = ladder.terms(code(marker, seen))
        assert np.allclose(paternal.T @ maternal, ladder.likelihoods(code(marker, seen)), rtol=0, atol=1e-15)


def test_alleles_that_a_degraded_sample_tells_apart_are_kept():
    marker = _marker("equal")
    ladder = Ladder.of(marker, [code(marker, Observation(("7",), dropout=0.2, dropin=0.05))])
    assert len(ladder) == 2
    assert ladder.frequencies.tolist() == pytest.approx([0.1, 0.9])
