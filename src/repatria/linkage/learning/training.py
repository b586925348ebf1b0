"""Learning the model from two lists without labels: z from the lists' own counts, m and the prior by EM.

EM (Dempster, Laird and Rubin 1977; Winkler 1988 for linkage) runs over the candidate pairs of a sample of the left
lines, with u fixed: it cannot drift to another meaning of "match". A line's candidates compete with each other, since at
most one of them is the same person.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from repatria.linkage.said.lines import Column, Encoded
from repatria.linkage.said.vocabulary import Vocabulary
from repatria.linkage.weighing.levels import FIELDS, LEVELS, NAME_FIELDS, Compared, DateLevel, NameLevel, SexLevel
from repatria.linkage.weighing.model import STRATA, Model, default_m

COLUMN_OF = {
    Compared.SURNAME: Column.SURNAME,
    Compared.GIVEN: Column.GIVEN,
    Compared.PATRONYMIC: Column.PATRONYMIC,
    Compared.PLACE: Column.PLACE,
    Compared.MOTHER: Column.MOTHER,
    Compared.DOCUMENT: Column.DOCUMENT,
}

PRIOR_PAIRS = 60.0
"""How many pairs the m we start from count for against those of the lists."""
STRATUM_PAIRS = 300.0
"""How many pairs the m of all strata together count for within one stratum."""


def days_of(encoded: Encoded) -> NDArray[np.float64]:
    """Returns bits of rarity of each year [0] and each day of the year, 100 month + day, [1] over both lists; [2, 10000].

    Shares are smoothed with one line a year and one thirtieth of a line a day.
    """
    born = np.concatenate([encoded.left.rows[:, Column.BORN], encoded.right.rows[:, Column.BORN]])
    born = born[born > 0]
    years = np.bincount(born // 10000, minlength=10000).astype(float)
    known = years > 0
    years += 1.0
    full = born[(born % 100 > 0) & (born // 100 % 100 > 0)]
    days = np.bincount(full % 10000, minlength=10000).astype(float) + len(full) * 0.01 / 366 + 1 / 30
    return np.asarray(-np.log2(np.stack([years / (years[known].sum() or 1.0), days / (len(full) * 1.01 + 366 / 30)])))


def z_of(encoded: Encoded, days: NDArray[np.float64], *, seed: int) -> NDArray[np.float64]:
    """Returns what m is divided by, for every field and level."""
    z = np.full((FIELDS, LEVELS), 1.0)
    for field in NAME_FIELDS:
        columns = [side.rows[:, COLUMN_OF[field]] for side in (encoded.left, encoded.right)]
        _names_z(z[field], encoded.vocabularies[field], columns, np.random.Generator(np.random.PCG64(seed + field)))
    z[Compared.DOCUMENT, NameLevel.SAME] = 1.0
    z[Compared.BIRTH] = _dates_z(encoded, days)
    sexes = [np.bincount(s.rows[:, Column.SEX], minlength=3)[1:] / max(1, (s.rows[:, Column.SEX] > 0).sum())
             for s in (encoded.left, encoded.right)]  # fmt: skip
    same = float(np.clip(sexes[0] @ sexes[1], 0.05, 0.95))
    z[Compared.SEX, [SexLevel.SAME, SexLevel.IMPLIED, SexLevel.DIFFERENT]] = same, 1.0, 1 - same
    return z


SAMPLE, AGAINST = 200, 60_000


def _names_z(
    z: NDArray[np.float64], names: Vocabulary, columns: list[NDArray[np.int32]], rng: np.random.Generator
) -> None:
    said = np.sort(np.concatenate([c[c > 0] for c in columns]))  # the order of lines and lists draws nothing else
    if len(said) < 2:
        return
    sample = rng.choice(said, SAMPLE)
    present = np.unique(said)
    scale = 1.0
    if len(present) > AGAINST:
        scale = len(present) / AGAINST
        present = np.sort(rng.choice(present, AGAINST, replace=False))
    texts = [names.letters[v].tobytes().rstrip(b"\0") for v in present]
    found = process.cdist(
        [names.letters[v].tobytes().rstrip(b"\0") for v in sample], texts, scorer=OSA.distance, score_cutoff=2,
        dtype=np.uint8,
    )  # fmt: skip
    shorter = np.minimum(names.lengths[sample][:, None], names.lengths[present][None])
    same = sample[:, None] == present[None]
    sound = (names.skeletons[sample][:, None] == names.skeletons[present][None]) & (names.skeletons[sample] > 0)[
        :, None
    ]
    near = (found == 1) & (shorter >= 3) & ~same
    sound &= ~near & ~same & (shorter >= 3)
    close = (found == 2) & (shorter >= 5) & ~near & ~sound & ~same
    for level, mask in ((NameLevel.NEAR, near), (NameLevel.SOUND, sound), (NameLevel.CLOSE, close)):
        z[level] = 2 * (mask.sum() * scale + 1) / SAMPLE
    z[NameLevel.OTHER_CLASS] = 2.0
    single = names.lengths[said] == 1
    initials = float(single.mean())
    letters = np.bincount(names.letters[said, 0], minlength=256) / len(said)
    agree = float(letters @ letters)
    among = max(1 - (1 - initials) ** 2, 1e-4)
    z[NameLevel.INITIAL], z[NameLevel.OTHER_INITIAL] = among * agree, among * (1 - agree)
    double = float((names.parts[said, 0] > 0).mean())
    z[NameLevel.PART] = max(4 * double, 0.01)


def _dates_z(encoded: Encoded, days: NDArray[np.float64]) -> NDArray[np.float64]:
    z = np.full(LEVELS, 1.0)
    kinds = []
    shares = []
    for side in (encoded.left, encoded.right):
        born = side.rows[:, Column.BORN]
        said = max(1, int((side.rows[:, Column.FIRST_YEAR] > 0).sum()))
        full = int((born % 100 > 0).sum())
        month = int(((born % 100 == 0) & (born // 100 % 100 > 0)).sum())
        year = int(((born > 0) & (born // 100 % 100 == 0)).sum())
        kinds.append((full / said, month / said, year / said))
        counted = np.bincount(born[born > 0] // 10000, minlength=10000).astype(float)
        shares.append(counted / max(1.0, counted.sum()))
    both_full = max(kinds[0][0] * kinds[1][0], 1e-4)
    (full_a, month_a, year_a), (full_b, month_b, year_b) = kinds
    month_only = max(month_a * month_b + month_a * full_b + full_a * month_b, 1e-4)
    year_only = max(year_a + year_b - year_a * year_b, 1e-4)
    a, b = shares
    years = np.flatnonzero((a > 0) | (b > 0))
    matrix = np.outer(a[years], b[years])
    apart = np.abs(years[:, None] - years[None])
    digit = (apart == 1) | _one_digit(years)
    same_year = max(float(np.trace(matrix)), 1e-4)
    digit_year = max(float(matrix[digit & (apart > 0)].sum()), 1e-4)
    next_year = max(float(matrix[apart == 1].sum()), 1e-4)
    turn = days[1][days[1] < np.max(days[1])]
    shares_of_days = 2.0**-turn
    same_day = max(float((shares_of_days**2).sum()), 1 / 366)
    p_digit, p_day, p_month = _relations_of_days()
    first = 2.0 ** -float(days[1][101])
    p_first = max(2 * first * (1 - first), 1e-5)
    year_rarity, day_rarity = 1 / same_year, 1 / same_day  # divided out again by the rarity of the very year and day
    date = DateLevel
    swappable = 132 / 365
    z[date.SAME] = both_full
    z[date.SWAPPED] = both_full * swappable
    z[date.YEAR_MONTH] = month_only / 12 * same_year * year_rarity
    z[date.YEAR] = year_only * same_year * year_rarity
    z[date.FIRST_JANUARY] = both_full * p_first * same_year * year_rarity
    z[date.DAY_DIGIT] = both_full * p_digit * same_year * year_rarity
    z[date.MONTH] = both_full * p_month * same_year * year_rarity
    z[date.YEAR_DIGIT] = both_full * same_day * digit_year * day_rarity
    z[date.OTHER_YEAR] = both_full * same_day * (1 - same_year - digit_year) * day_rarity
    z[date.DAY] = both_full * p_day * same_year * year_rarity
    z[date.SAME_YEAR] = (
        (both_full * (1 - p_digit - p_day - p_month - p_first) + month_only * 11 / 12) * same_year * year_rarity
    )
    z[date.NEXT_YEAR] = next_year
    z[date.DIFFERENT] = max(1 - same_year - next_year, 0.05)
    z[date.ABOUT] = 0.1
    return z


def _relations_of_days() -> tuple[float, float, float]:
    """How often two random days of a year share the month and differ little, or much, or share the day of the month only."""
    month = np.repeat(np.arange(12), 30)[:, None]
    day = np.tile(np.arange(1, 31), 12)[:, None]
    same_month, same_day = month == month.T, day == day.T
    one_digit = (np.abs(day - day.T) == 1) | ((day // 10 == day.T // 10) ^ (day % 10 == day.T % 10))
    little, much = same_month & one_digit & ~same_day, same_month & ~one_digit & ~same_day
    return float(little.mean()), float(much.mean()), float((~same_month & same_day).mean())


def _one_digit(years: NDArray[np.int64]) -> NDArray[np.bool_]:
    digits = np.stack([years // 10**n % 10 for n in range(4)], axis=1)
    differ = (digits[:, None] != digits[None]).sum(axis=2)
    exchanged = (np.sort(digits, axis=1)[:, None] == np.sort(digits, axis=1)[None]).all(axis=2) & (differ == 2)
    return np.asarray((differ == 1) | exchanged)


def strata_of(encoded: Encoded, ii: NDArray[np.int32], jj: NDArray[np.int32]) -> NDArray[np.int32]:
    """Returns the stratum of each pair."""
    p, q = encoded.left.rows, encoded.right.rows
    sex = (p[ii, Column.SEX] | q[jj, Column.SEX]) % 3  # 1 and 2 do not agree: 0
    return np.asarray((p[ii, Column.SCRIPT] + q[jj, Column.SCRIPT]) * 3 + sex)


def total_bits(
    model: Model, strata: NDArray[np.int32], levels: NDArray[np.int64], terms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns the weights of pairs whose levels and rarity are known."""
    bits = field_bits(model, strata, levels, terms)
    return np.asarray(bits.sum(axis=1) + family_correction(model, bits, levels))


def field_bits(
    model: Model, strata: NDArray[np.int32], levels: NDArray[np.int64], terms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns the bits of each field [pairs, fields]."""
    table = model.table
    bits = np.empty(levels.shape)
    for f in range(FIELDS):
        bits[:, f] = table[strata, f, levels[:, f]] + np.where(levels[:, f] > 0, terms[:, f], 0.0)
    return bits


FAMILY_FIELDS = [Compared.SURNAME, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER]


def relatives_bits(
    model: Model, bits: NDArray[np.float64], levels: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns log2 odds of siblings and of twins, each against strangers."""
    shared = np.maximum(bits[:, FAMILY_FIELDS], 0.0).sum(axis=1)
    like = (levels[:, Compared.GIVEN] >= NameLevel.SAME) & (levels[:, Compared.GIVEN] <= NameLevel.CLOSE)
    siblings, twins, namesakes = model.family
    shared += np.where(like, namesakes, 0.0)
    return shared + siblings, shared + np.maximum(bits[:, Compared.BIRTH], 0.0) + twins


def family_correction(model: Model, bits: NDArray[np.float64], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Returns what is taken off each pair because brothers, sisters and twins share what it shares."""
    return np.asarray(-np.logaddexp2(0.0, np.logaddexp2(*relatives_bits(model, bits, levels))))


def learn(
    model: Model, *, left: NDArray[np.int32], strata: NDArray[np.int32], levels: NDArray[np.int64],
    terms: NDArray[np.float64], lines_in_all: int, pairs_in_all: float, rounds: int = 20,
) -> Model:  # fmt: skip
    """Returns the model learned by EM from candidate pairs.

    Args:
        model: Where to start; its z and family stay.
        left: Number of the left line of each pair.
        strata: Stratum of each pair.
        levels: [pairs, fields].
        terms: Rarity [pairs, fields].
        lines_in_all: Left lines of the sample, with or without candidates.
        pairs_in_all: Left lines of the sample times right lines.
        rounds: Rounds of EM.
    """
    _, line = np.unique(left, return_inverse=True)
    lines = float(line.max() + 1) if len(line) else 1.0
    base = default_m()
    for _ in range(rounds):
        bits = field_bits(model, strata, levels, terms)
        kin = np.logaddexp2(*relatives_bits(model, bits, levels))
        alone = -np.log2(max(1 - model.prior * pairs_in_all / lines_in_all, 0.02))
        odds = np.exp2(np.minimum(bits.sum(axis=1) - np.logaddexp2(0.0, kin) + model.prior_bits + alone, 60.0))
        rivals = np.bincount(line, weights=odds)[line]
        p = odds / (1.0 + rivals)
        m = np.zeros((STRATA, FIELDS, LEVELS))
        for f in range(FIELDS):
            m[:, f] = np.bincount(strata * LEVELS + levels[:, f], weights=p, minlength=STRATA * LEVELS).reshape(
                STRATA, LEVELS
            )
        m[:, :, 0] = 0.0
        pooled = m.sum(axis=0) + PRIOR_PAIRS * base
        pooled /= pooled.sum(axis=1, keepdims=True)
        m += STRATUM_PAIRS * pooled[None]
        m /= m.sum(axis=2, keepdims=True)
        prior = float(np.clip(p.sum() / pairs_in_all, 1e-15, 0.5))
        share = ((1 - p) * _sibling_share(model, bits, levels)).sum() + RELATIVES_LINES * SIBLINGS_A_LINE
        siblings = float(np.clip(share / (pairs_in_all * (1 + RELATIVES_LINES / lines)), 1e-15, 0.2))
        model = replace(model, m=m, prior=prior, siblings=siblings)
    return model


RELATIVES_LINES = 200.0
"""How many lines the usual number of siblings a line counts for against that of the lists."""
SIBLINGS_A_LINE = 0.3
"""Brothers and sisters in the other list, for each line, before the lists say otherwise. Assumption."""
TWINS_A_LINE = 0.01
"""Twins in the other list, for each line: about 1.2 % of births in Europe are twin births (Pison, Monden and Smits
2015), so 2.4 % of people have a twin; that 4 in 10 of them are listed too is an assumption. It is not learned: a twin
and a match with a wrong given name look alike."""


def _sibling_share(model: Model, bits: NDArray[np.float64], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Probability of siblings among different people."""
    siblings, twins = relatives_bits(model, bits, levels)
    return np.asarray(np.exp2(siblings - np.logaddexp2(0.0, np.logaddexp2(siblings, twins))))


def starting_model(encoded: Encoded, z: NDArray[np.float64]) -> Model:
    """Returns the model that EM starts from: a third of the shorter list is in the other, 0.3 siblings and 0.01 twins a line."""
    n, k = len(encoded.left), len(encoded.right)
    pairs = max(1.0, float(n) * float(k))
    return Model(
        np.repeat(default_m()[None], STRATA, axis=0),
        z,
        max(0.33 * min(n, k), 0.5) / pairs,
        min(max(SIBLINGS_A_LINE * min(n, k) / pairs, 1e-15), 0.1),
        min(max(TWINS_A_LINE * min(n, k) / pairs, 1e-15), 0.01),
    )
