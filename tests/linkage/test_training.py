"""What is learned from two lists without labels."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.linkage.learning.training import (
    days_of,
    family_correction,
    field_bits,
    learn,
    starting_model,
    strata_of,
    total_bits,
    z_of,
)
from repatria.linkage.said.lines import encode
from repatria.linkage.weighing import plain
from repatria.linkage.weighing.levels import FIELDS, LEVELS, Compared, DateLevel, NameLevel
from repatria.linkage.weighing.model import STRATA, Model, default_m
from repatria.linkage.weighing.weigher import Weigher

LINES, RIVALS = 6_000, 6


def simulated(
    rng: np.random.Generator, m: np.ndarray, u: np.ndarray, share: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left line, levels and truth of ``RIVALS`` candidates a line; the first is the same person in a share of lines."""
    true = np.zeros((LINES, RIVALS), bool)
    true[:, 0] = rng.random(LINES) < share
    true = true.ravel()
    levels = np.zeros((LINES * RIVALS, FIELDS), np.int64)
    for f in range(FIELDS):
        for of, where in ((m[f], true), (u[f], ~true)):
            levels[where, f] = rng.choice(LEVELS, int(where.sum()), p=of)
    return np.repeat(np.arange(LINES, dtype=np.int32), RIVALS), levels, true


def known() -> tuple[np.ndarray, np.ndarray]:
    """m unlike the default, and u."""
    m, u = default_m(), np.zeros((FIELDS, LEVELS))
    m[Compared.SURNAME], m[Compared.BIRTH] = 0, 0
    m[Compared.SURNAME, [NameLevel.SAME, NameLevel.NEAR, NameLevel.DIFFERENT]] = 0.6, 0.3, 0.1
    m[Compared.BIRTH, [DateLevel.SAME, DateLevel.SWAPPED, DateLevel.DIFFERENT]] = 0.7, 0.2, 0.1
    for f in range(FIELDS):
        seen = np.flatnonzero(m[f])
        u[f, seen] = 0.1 / (len(seen) - 1)
        u[f, seen[-1]] = 0.9
    return m, u


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_known_m_and_prior_are_recovered_without_labels(share: float) -> None:
    m, u = known()
    left, levels, true = simulated(np.random.default_rng(4), m, u, share)
    pairs = float(LINES) * RIVALS
    start = Model(np.repeat(default_m()[None], STRATA, axis=0), np.where(u > 0, u, 1.0), 0.33 / RIVALS, 1e-9, 1e-9)
    found = learn(
        start, left=left, strata=np.zeros(len(left), np.int32), levels=levels, terms=np.zeros(levels.shape),
        lines_in_all=LINES, pairs_in_all=pairs, rounds=40,
    )  # fmt: skip
    assert found.prior == pytest.approx(true.sum() / pairs, rel=0.03)
    for f in (Compared.SURNAME, Compared.BIRTH, Compared.GIVEN):
        assert found.m[0, f] == pytest.approx(m[f], abs=0.03)


def test_strata_learn_apart_and_lean_on_all_where_little_is_known() -> None:
    m, u = known()
    left, levels, true = simulated(np.random.default_rng(5), m, u, 0.5)
    clean = np.zeros(len(left), np.int32)
    clean[left % 2 == 0] = 3  # in every second line the surname is always the same one
    levels[(clean == 3) & true, Compared.SURNAME] = NameLevel.SAME
    start = Model(np.repeat(default_m()[None], STRATA, axis=0), np.where(u > 0, u, 1.0), 0.05, 1e-9, 1e-9)
    found = learn(
        start, left=left, strata=clean, levels=levels, terms=np.zeros(levels.shape), lines_in_all=LINES,
        pairs_in_all=float(LINES) * RIVALS,
    )  # fmt: skip
    same = found.m[:, Compared.SURNAME, NameLevel.SAME]
    assert same[3] > 0.9
    assert 0.7 < same[7] < 0.8  # nobody is of this stratum: all the others' mean
    assert 0.55 < same[0] < 0.7
    assert found.m.sum(axis=2) == pytest.approx(np.ones((STRATA, FIELDS)))


def random_pairs(invent: object, lines: int = 100) -> tuple[object, Weigher, Model, np.ndarray, np.ndarray]:
    """Levels and rarity of all pairs of two lists in which nobody is in both."""
    lists = invent(seed=3, left=lines, right=lines, both=0)  # type: ignore[operator]
    encoded = encode(lists.left, lists.right)
    weigher = Weigher.of(encoded, workers=1)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=1))
    i, j = (x.ravel() for x in np.indices((lines, lines), np.int32))
    sides = (plain.prepare(side.rows, weigher.base, weigher.packed) for side in (encoded.left, encoded.right))
    _, levels, rarity = plain.weigh_pairs(
        i, j, *sides, np.zeros_like(model.table), model.family, weigher.packed, weigher.letters, weigher.days
    )
    return encoded, weigher, model, levels, rarity


def test_u_is_recovered_from_the_lists(invent: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between different people the mean of m / u at a level, times how often it occurs, is m: that is what u means."""
    monkeypatch.setattr(
        "repatria.linkage.said.vocabulary.POPULATION_WEIGHT", 0
    )  # these people are of no known population
    _, _, model, levels, rarity = random_pairs(invent, lines=500)
    bits = field_bits(model, np.zeros(len(levels), np.int32), levels, rarity)
    ratios = {}
    for field in (Compared.SURNAME, Compared.GIVEN, Compared.PATRONYMIC, Compared.PLACE, Compared.BIRTH):
        said = np.count_nonzero(levels[:, field])
        for level in range(1, LEVELS):
            at = levels[:, field] == level
            if at.sum() >= 300:
                found = float(np.exp2(bits[at, field]).sum()) / said
                ratios[field.name, level] = found / model.m[0, field, level]
    assert len(ratios) >= 12
    assert {name: ratio for name, ratio in ratios.items() if not 0.65 < ratio < 1.35} == {}


def test_days_and_years_that_many_share_say_little(table: object) -> None:
    born = ["1980-01-01"] * 8 + ["1981-05-07"]
    encoded = encode(table([{"date_of_birth": d} for d in born]), table([{"date_of_birth": "1980"}, {}]))  # type: ignore[operator]
    days = days_of(encoded)
    assert days[0, 1980] == pytest.approx(-np.log2(10 / 12))  # nine lines and one more, of ten lines and two more
    assert days[0, 1981] == pytest.approx(-np.log2(2 / 12))
    assert days[1, 101] < 2 < days[1, 507] < days[1, 508]


def test_totals_are_fields_plus_what_relatives_share(invent: object) -> None:
    _, _, model, levels, rarity = random_pairs(invent)
    strata = np.zeros(len(levels), np.int32)
    bits = field_bits(model, strata, levels, rarity)
    assert total_bits(model, strata, levels, rarity) == pytest.approx(
        bits.sum(axis=1) + family_correction(model, bits, levels)
    )
    assert family_correction(model, bits, levels) == pytest.approx(plain.family_bits(bits, levels, model.family))


def test_strata_are_those_of_the_engine(invent: object) -> None:
    encoded, *_ = random_pairs(invent)
    i, j = np.arange(100, dtype=np.int32), np.arange(100, dtype=np.int32)[::-1]
    rows = [side.rows[n] for side, n in ((encoded.left, i), (encoded.right, j))]  # type: ignore[attr-defined]
    assert strata_of(encoded, i, j).tolist() == plain.strata(*rows).tolist()  # type: ignore[arg-type]


def test_siblings_are_counted() -> None:
    m, u = known()
    left, levels, _ = simulated(np.random.default_rng(6), m, u, 0.5)
    pairs = LINES * 10_000.0
    start = Model(np.repeat(default_m()[None], STRATA, axis=0), np.where(u > 0, u, 1.0), 3e-5, 1e-5, 1e-12)
    learned = []
    for siblings in (0, 600):
        some = levels.copy()
        at = np.arange(siblings) * RIVALS + 1
        some[at[:, None], [[Compared.SURNAME, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER]]] = NameLevel.SAME
        some[at, Compared.GIVEN] = NameLevel.DIFFERENT
        found = learn(
            start, left=left, strata=np.zeros(len(left), np.int32), levels=some, terms=np.zeros(levels.shape),
            lines_in_all=LINES, pairs_in_all=pairs,
        )  # fmt: skip
        learned.append(found.siblings * pairs)
    assert learned[1] - learned[0] == pytest.approx(600, rel=0.15)
