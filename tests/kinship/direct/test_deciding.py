"""When one person is proposed."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship.direct import Model, Prior, weigh
from repatria.kinship.direct.deciding import LEAST_POSTERIOR, chance_hits
from repatria.kinship.direct.model import DropoutImpossible


def test_the_threshold_is_a_thousand_times_the_number_of_others():
    assert Prior(20_000 - 1).threshold() == pytest.approx(np.log10(19_999 * 999))
    assert Prior(1).threshold(0.5) == 0.0


def test_at_the_threshold_unrelated_people_leave_just_the_posterior_asked_for():
    prior = Prior(5_000, same=2.0, siblings=0.0)
    found = prior.posterior(np.array([prior.threshold(0.99), -np.inf]), np.array([0.0, 0.0]))
    assert found.tolist() == [pytest.approx(0.99), 0.0]


def test_siblings_weigh_against_one_person():
    prior = Prior(1_000)
    found = prior.posterior(np.array([12.0, 12.0, 12.0]), np.array([-5.0, 8.0, 12.0]))
    assert found.round(4).tolist() == [1.0, 0.9999, 0.5]


def test_chance_hits_are_bounded_by_one_over_the_ratio():
    assert chance_hits(200_000_000, 7.3) == pytest.approx(10.02, abs=0.01)


@pytest.mark.parametrize("wrong", [{"others": -1}, {"others": 5, "same": 0.0}, {"others": 5, "siblings": -1.0}])
def test_a_prior_that_is_none_is_refused(wrong):
    with pytest.raises(DropoutImpossible):
        Prior(**wrong)


def test_a_posterior_of_one_cannot_be_asked_for():
    with pytest.raises(DropoutImpossible):
        Prior(5).threshold(1.0)


def test_brothers_reach_the_threshold_now_and_then_and_are_no_links(dead):
    """The reason why siblings stand among the alternatives: 2,000 pairs of brothers, 2 to 15 % of alleles lost."""
    model, prior = Model(), Prior(19_999)
    man, brother = dead.brothers(2000)
    lost = dead.dice.uniform(0.02, 0.15, 2000)
    seen = [dead.samples(dead.degraded(people, lost)) for people in (man, brother, man)]
    found = {}
    for name, other in (("brother", seen[1]), ("himself", seen[2])):
        at = np.arange(2000)
        weights = weigh(seen[0], other, left=at, right=at, markers=dead.markers, model=model)
        posterior = prior.posterior(weights.log10_lr, weights.log10_siblings)
        found[name] = (
            int((weights.log10_lr >= prior.threshold()).sum()),
            int((posterior >= LEAST_POSTERIOR).sum()),
        )
    assert found["brother"][0] > 0
    assert found["brother"][1] == 0
    assert found["himself"][1] >= 0.995 * 2000
