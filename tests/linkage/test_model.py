"""What a level weighs."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.linkage.weighing.levels import FIELDS, LEVELS, Compared, DateLevel, NameLevel, SexLevel
from repatria.linkage.weighing.model import SIBLINGS_NAMESAKES, STRATA, Model, default_m


@pytest.fixture
def model() -> Model:
    z = np.full((FIELDS, LEVELS), 0.5)
    return Model(np.repeat(default_m()[None], STRATA, axis=0), z, 1 / 1025, 0.01, 0.001)


def test_probabilities_of_levels_add_up_to_one_in_every_field() -> None:
    m = default_m()
    assert m.sum(axis=1) == pytest.approx(np.ones(FIELDS))
    assert m[:, 0].tolist() == [0.0] * FIELDS


def test_every_level_can_occur_between_two_lines_of_one_person() -> None:
    m = default_m()
    for field in (Compared.SURNAME, Compared.GIVEN, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER):
        assert (m[field, 1 : len(NameLevel)] > 0).all()
    assert (m[Compared.BIRTH, 1 : len(DateLevel)] > 0).all()
    assert (m[Compared.SEX, 1 : len(SexLevel)] > 0).all()


def test_a_level_weighs_log2_of_m_over_z(model: Model) -> None:
    m = default_m()
    assert model.table[4, Compared.SURNAME, NameLevel.SAME] == pytest.approx(
        np.log2(m[Compared.SURNAME, NameLevel.SAME] / 0.5)
    )
    assert model.table[:, :, 0].tolist() == np.zeros((STRATA, FIELDS)).tolist()


def test_a_sex_that_the_given_name_says_is_not_weighed_twice() -> None:
    z = np.ones((FIELDS, LEVELS))
    table = Model(np.repeat(default_m()[None], STRATA, axis=0), z, 0.5, 0.01, 0.001).table
    assert table[:, Compared.SEX, SexLevel.IMPLIED].tolist() == [0.0] * STRATA
    assert table[0, Compared.SEX, SexLevel.SAME] == pytest.approx(np.log2(0.995))


def test_prior_and_relatives_in_bits(model: Model) -> None:
    assert model.prior_bits == pytest.approx(-10.0)
    assert model.family == pytest.approx(np.log2([0.01, 0.001, SIBLINGS_NAMESAKES]))
