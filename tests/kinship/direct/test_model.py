"""What may have gone wrong in the ground and in the laboratory."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship.direct.model import DropoutImpossible, Model


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"classes": (0.1, 1.0)}, "a dropout, drop-in or theta is not a probability"),
        ({"classes": ()}, "a dropout, drop-in or theta is not a probability"),
        ({"dropin": -0.1}, "a dropout, drop-in or theta is not a probability"),
        ({"theta": float("nan")}, "a dropout, drop-in or theta is not a probability"),
        ({"classes": (0.2, 0.1)}, "classes of dropout are not ascending"),
        ({"classes": (0.1, 0.1)}, "classes of dropout are not ascending"),
    ],
)
def test_what_is_no_model_is_refused(arguments, message):
    with pytest.raises(DropoutImpossible) as refused:
        Model(**arguments)
    assert refused.value.message == message


def test_a_given_dropout_comes_into_the_nearest_class():
    model = Model((0.02, 0.1, 0.5))
    assert [model.nearest(d) for d in (0.0, 0.06, 0.061, 0.9)] == [0, 0, 1, 2]
    with pytest.raises(DropoutImpossible):
        model.nearest(1.0)


@pytest.mark.parametrize("dropout", [0.02, 0.1, 0.35])
def test_the_estimate_is_near_on_average(dead, dropout):
    model = Model()
    seen = dead.degraded(dead.people(2000), dropout, dropin=0.0)
    mean = np.array(model.classes)[model.estimate(seen, dead.markers)].mean()
    assert mean == pytest.approx(dropout, abs=0.04)


def test_the_estimate_does_not_depend_on_how_a_homozygote_is_written(dead):
    seen = dead.degraded(dead.people(200), 0.1)
    written = seen.copy()
    lone = (seen[:, :, 0] >= 0) & (seen[:, :, 1] < 0)
    written[lone, 1] = seen[lone, 0]
    model = Model()
    assert model.estimate(written, dead.markers).tolist() == model.estimate(seen, dead.markers).tolist()


def test_nothing_seen_is_the_lowest_class(dead):
    assert Model().estimate(np.full((1, 24, 2), -1, np.int16), dead.markers).tolist() == [0]
