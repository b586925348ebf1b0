"""Which pairs are looked at: rules that two lines must share a key of, counted before a single pair is made.

A rule is a set of ingredients; two lines share its key when all of them are known on both and equal. Pairs are counted
exactly from the sizes of the groups of equal keys. A rule that would make more pairs than there is room for is left out,
and said to be. What is done with keys is done ``by`` one of two modules that give the same: `plain` or `kernels`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.linkage.blocking import plain
from repatria.linkage.blocking.plain import Keys as Keys
from repatria.linkage.said.lines import Column, Lines
from repatria.linkage.said.vocabulary import Vocabulary
from repatria.linkage.weighing.levels import Compared


@dataclass(frozen=True, slots=True)
class Rule:
    """What two lines must share.

    Attributes:
        ingredients: Names of `INGREDIENTS`, all of which must be equal.
    """

    ingredients: tuple[str, ...]

    def __str__(self) -> str:
        return " + ".join(self.ingredients)


RULES = tuple(
    Rule(tuple(text.split()))
    for text in (
        "document",
        "surname given",
        "day given",
        "day surname-start",
        "day patronymic",
        "day place",
        "day given-start sex",
        "day sex",
        "day",
        "day-of-year surname",
        "day-of-year given patronymic",
        "day-of-year given surname-start",
        "day-of-year given place",
        "day-of-year surname-sound",
        "surname year",
        "surname patronymic",
        "surname place",
        "surname",
        "given patronymic year",
        "given patronymic place",
        "given patronymic",
        "given place year",
        "given month",
        "patronymic month",
        "patronymic place year",
        "patronymic place",
        "surname-sound given",
        "surname-sound given year",
        "surname-sound year",
        "surname-sound place",
        "surname-sound patronymic",
        "surname-start given",
        "surname-start given year",
        "surname-start given patronymic",
        "surname-start given place",
        "surname-start patronymic",
        "surname-start patronymic year",
        "surname-start month",
        "surname-end given",
        "surname-end given year",
        "surname-end month",
        "surname-end patronymic",
    )
)
"""In the order in which they are tried when nothing is known of the lists: most telling first."""


def ingredients(lines: Lines, vocabularies: Mapping[Compared, Vocabulary]) -> dict[str, NDArray[np.int64]]:
    """Returns a number for each ingredient of each line, 0 where the line does not say it."""
    row = lines.rows.astype(np.int64)
    born = row[:, Column.BORN]
    year, month, day = born // 10000, born // 100 % 100, born % 100
    full = (month > 0) & (day > 0)
    turn = 100 * np.minimum(month, day) + np.maximum(month, day)
    surname, given, patronymic = row[:, Column.SURNAME], row[:, Column.GIVEN], row[:, Column.PATRONYMIC]
    names = vocabularies[Compared.SURNAME]
    return {
        "surname": surname,
        "surname-sound": names.skeletons[surname].astype(np.int64),
        "surname-start": _letters(names, surname, 3),
        "surname-end": _ends(names, surname, 4),
        "given": np.where(vocabularies[Compared.GIVEN].lengths[given] > 1, given, 0),
        "given-start": _letters(vocabularies[Compared.GIVEN], given, 1),
        "patronymic": np.where(vocabularies[Compared.PATRONYMIC].lengths[patronymic] > 1, patronymic, 0),
        "place": row[:, Column.PLACE],
        "day": np.where(full, 10000 * year + turn, 0),
        "day-of-year": np.where(full & ~((month == 1) & (day == 1)), turn, 0),
        "year": year,
        "month": np.where(month > 0, 100 * year + month, 0),
        "sex": row[:, Column.SEX],
        "document": row[:, Column.DOCUMENT],
    }  # fmt: skip


def _letters(names: Vocabulary, values: NDArray[np.int64], many: int) -> NDArray[np.int64]:
    start = names.letters[:, :many].astype(np.int64)
    packed = sum((start[:, n] << (8 * n) for n in range(many)), np.zeros(len(start), np.int64))
    return np.asarray(packed[values])


def _ends(names: Vocabulary, values: NDArray[np.int64], many: int) -> NDArray[np.int64]:
    rows = np.arange(len(names.lengths))
    lengths = names.lengths.astype(np.int64)
    packed = np.zeros(len(rows), np.int64)
    for n in range(many):
        at = lengths - 1 - n - 2  # without the two last letters: endings are what languages change
        packed |= np.where(at >= 0, names.letters[rows, np.maximum(at, 0)].astype(np.int64), 0) << (8 * n)
    return np.asarray(packed[values])


def keys_of(rule: Rule, found: Mapping[str, NDArray[np.int64]], by: ModuleType = plain) -> Keys:
    """Returns the key of each line under a rule, 0 where an ingredient is not said."""
    lines = len(found[rule.ingredients[0]])
    keys, said = np.ones(lines, np.uint64), np.ones(lines, np.bool_)
    for name in rule.ingredients:
        by.mix(keys, said, found[name])
    by.seal(keys, said)
    return keys


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The lines of two lists that share keys of one rule.

    Attributes:
        begin: int32 [left lines]: where the line's partners begin in ``order``.
        end: int32 [left lines].
        order: int32 [right lines]: right lines in the order of their keys.
        pairs: How many pairs the rule makes.
    """

    rule: Rule
    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    order: NDArray[np.int32]
    pairs: int

    def of_lines(self, lines: NDArray[np.int64]) -> Joined:
        """Returns the same of some of the left lines."""
        begin, end = self.begin[lines], self.end[lines]
        return Joined(self.rule, begin, end, self.order, int((end.astype(np.int64) - begin).sum()))


HEAPS = 1 << 22
"""Heaps into which keys are thrown for counting; what two keys in one heap add is taken off on average."""


def estimate(left: Keys, right: Keys, by: ModuleType = plain) -> float:
    """Returns about how many pairs share a key. Cost: linear, no sorting."""
    pairs, lefts, rights = by.together(left, right, HEAPS)
    return float(max(0.0, pairs - lefts * rights / HEAPS))


def join(rule: Rule, left: Keys, right: Keys, by: ModuleType = plain) -> Joined:
    """Returns who shares a key with whom, and how many pairs that makes."""
    begin, end, order = by.group(left, right)
    return Joined(rule, begin, end, order, int((end.astype(np.int64) - begin).sum()))


def join_some(rule: Rule, some: Keys, right: Keys, by: ModuleType = plain) -> Joined:
    """Returns what `join` does when the left lines are few: right lines that can have none of their keys are left out."""
    maybe = by.maybe_among(some, right, HEAPS)
    joined = join(rule, some, right[maybe], by)
    return replace(joined, order=maybe[joined.order])


@dataclass(frozen=True, slots=True, eq=False)
class Blocking:
    """The rules chosen for two lists.

    Attributes:
        joined: The rules, each with who shares a key with whom.
        pairs: How many pairs they make, one pair counted as often as rules make it.
        kept: Share of the likely matches of a sample, found by any rule of `RULES` that could be tried, that the
            chosen ones find too; nan where there was no sample.
        refused: Rules that were not tried because they alone make too many pairs, with their counts.
    """

    joined: tuple[Joined, ...]
    pairs: int
    kept: float
    refused: tuple[tuple[Rule, int], ...]


WORTH = 6e-5
"""Share of the likely matches that a rule must add for each pair a line that it makes; measured on 2 x 1,000,000 invented
lines, where rules below it made a third of the pairs and found one match in 5,000 more."""


def choose(
    pairs: Sequence[float],
    made: NDArray[np.bool_],
    likely: NDArray[np.float64],
    *,
    lines: int,
    most_pairs: float,
    enough: float,
) -> tuple[list[int], float]:
    """Returns the rules that find most of the likely matches for the pairs they make, and the share that they find.

    Rules are taken one after the other, each the one with most still unfound matches a pair (a greedy cover, within
    1 - 1/e of the best for its cost: Khuller, Moss and Naor 1999).

    Args:
        pairs: How many pairs each rule makes.
        made: bool [pairs of the sample, rules]: which rule makes which pair.
        likely: Probability of each pair of the sample.
        lines: Lines of the longer list.
        most_pairs: How many pairs all chosen rules may make.
        enough: Share of the likely matches at which to stop.
    """
    total = float(likely.sum())
    left = np.ones(len(likely), np.bool_)
    chosen: list[int] = []
    room = most_pairs
    rest = list(range(len(pairs)))
    while rest and total and likely[left].sum() > (1 - enough) * total:
        gains = {r: float(likely[left & made[:, r]].sum()) for r in rest if pairs[r] <= room}
        best = max(gains, key=lambda r: (gains[r] / (pairs[r] + 1), -r), default=None)
        if best is None or gains[best] <= WORTH * total * pairs[best] / lines:
            break
        chosen.append(best)
        room -= pairs[best]
        left &= ~made[:, best]
        rest.remove(best)
    return chosen, 1 - float(likely[left].sum()) / total if total else float("nan")


def too_little(refused: Sequence[tuple[Rule, int]], *, said: str) -> InputNotUnderstood:
    """Returns the refusal of lists of which every rule makes more pairs than there is room for.

    Args:
        refused: Rules and how many pairs each makes.
        said: Who says too little, up to the count: "the list says too little: the rule {rule} alone makes about".
    """
    rule, least = min(refused, key=lambda of: of[1])
    return InputNotUnderstood(
        f"{said.format(rule=rule)} {least:,} pairs",
        hint="give dates of birth or fuller names, or allow more pairs a line",
    )
