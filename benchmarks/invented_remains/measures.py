"""What a desk's answers are worth, held against the truth: re-association, identifications, families set aside."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Self

Truth = Mapping[str, Mapping[str, str]]
"""Sample → its row of truth.csv."""

MARKERS_SHARED = 12
"""Markers with a result in both profiles from which re-association is measured: the issue's."""


def rows(path: Path) -> list[dict[str, str]]:
    """Returns the rows of a CSV file by their headings."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_truth(folder: Path) -> dict[str, dict[str, str]]:
    """Returns truth.csv by sample."""
    return {row["sample"]: row for row in rows(folder / "truth.csv")}


def results(folder: Path) -> dict[str, int]:
    """Returns at which markers each profile has a result that counts, as bits: three alleles are none."""
    found = {}
    for row in rows(folder / "profiles.csv"):
        cells = [text for name, text in row.items() if name not in ("profile", "sex")]
        found[row["profile"]] = sum(1 << k for k, text in enumerate(cells) if text and text.count("/") == 1)
    return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """How well pairs were found.

    Attributes:
        proposed: Pairs said to be of one person.
        right: Of those, how many are.
        true: How many there are.
    """

    proposed: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the proposed that is right; 1 where none is proposed."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Share of the true that is proposed; 1 where there is none."""
        return self.right / self.true if self.true else 1.0

    def __add__(self, other: Self) -> Pairs:
        return Pairs(self.proposed + other.proposed, self.right + other.right, self.true + other.true)


def pairs_within(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Returns all pairs of samples that are in one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def reassociation(
    clusters: Iterable[Iterable[str]], truth: Truth, have: Mapping[str, int], *, least: int = MARKERS_SHARED
) -> Pairs:
    """Returns how well clusters of samples tell who is one person, among pairs with so many markers in common."""
    people = defaultdict(list)
    for name, row in truth.items():
        people[row["person"]].append(name)

    def enough(pair: tuple[str, str]) -> bool:
        return (have[pair[0]] & have[pair[1]]).bit_count() >= least

    proposed = {pair for pair in pairs_within(clusters) if enough(pair)}
    true = {pair for pair in pairs_within(people.values()) if enough(pair)}
    return Pairs(len(proposed), len(proposed & true), len(true))


@dataclass(frozen=True, slots=True)
class Identified:
    """What conclusions that pass the policy come to.

    Attributes:
        passed: Missing persons of whom a conclusion passes.
        false: Conclusions that pass and name somebody else than whose profile it is, as (sample, family, missing).
        able: People who can be identified in principle.
        found: Of those, people with a conclusion that passes and is right.
        beyond: People with one who cannot in principle by one profile alone: several together could.
        missed: Those of `able` who are not in `found`.
    """

    passed: int
    false: tuple[tuple[str, str, str], ...]
    able: int
    found: int
    beyond: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of those who can be identified that is found."""
        return self.found / self.able if self.able else 1.0


def identified(
    passing: Iterable[tuple[str, str, str]], truth: Truth, identifiable: Sequence[Mapping[str, str]]
) -> Identified:
    """Returns what passing conclusions, as (sample, family, missing), come to; `identifiable` is identifiable.csv."""
    some = sorted(set(passing))
    right = [one for one in some if (truth[one[0]]["family"], truth[one[0]]["missing"]) == one[1:]]
    able = {row["person"] for row in identifiable if row["passes"] == "True"}
    people = {truth[one[0]]["person"] for one in right}
    false = tuple(one for one in some if one not in set(right))
    passed = len({one[1:] for one in some})
    return Identified(passed, false, len(able), len(able & people), len(people - able), tuple(sorted(able - people)))


def most_errors(wrong: int, of: int, *, confidence: float = 0.95) -> float:
    """Returns the upper bound of a rate of which `wrong` among `of` were seen (Clopper & Pearson 1934, one-sided).

    With no error seen it is 1 - 0.05 ** (1 / n), about 3 / n: the rule of three.
    """
    if wrong >= of:
        return 1.0
    low, high = wrong / of, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, of, middle) > 1 - confidence else (low, middle)
    return high


def _at_most(wrong: int, of: int, rate: float) -> float:
    """Returns the binomial probability of at most `wrong` among `of`."""
    if rate >= 1:
        return 0.0
    logs = [
        math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
        + (k * math.log(rate) if k else 0.0) + (of - k) * math.log1p(-rate)
        for k in range(wrong + 1)
    ]  # fmt: skip
    return math.fsum(math.exp(value) for value in logs)


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Families set aside because their declared relatives do not fit.

    Attributes:
        families: How many.
        right: Of those, how many have a false relative.
        false: Families with a false relative, in all.
        tellable: Of those, how many have a relative typed from whom it could be told (`tellable`).
        caught: Of the tellable, how many were set aside.
    """

    families: int
    right: int
    false: int
    tellable: int
    caught: int


FROM = {
    ("M", "unrelated"): "ABCHKL", ("F", "unrelated"): "ABCKLU", ("sibling", "unrelated"): "MFABCHKLU",
    ("sibling", "half"): "FABCKLU", ("child", "unrelated"): "MFABCHKLSU", ("child", "half"): "MFABCHKLU",
}  # fmt: skip
"""A false relative and what they are → relatives from whom it can be told, if they are typed."""


def tellable(relative: str, kind: str, typed: Iterable[str]) -> bool:
    """Whether anybody typed is declared to share with a false relative what the false one does not have."""
    what = {"A": "sibling", "B": "sibling", "C": "sibling", "K": "child", "L": "child", "Z": "child"}.get(
        relative, relative
    )
    beside = {"S": "", "T": "S"} if relative == "Z" else {}  # a nephew's mother is T
    return any(beside.get(who, who) in FROM[what, kind] for who in typed if who != relative and beside.get(who, who))


def kept_out(names: Iterable[str], false: Iterable[str], tellable: Iterable[str]) -> KeptOut:
    """Returns how well families were set aside; each argument names families, at most once counted."""
    out, wrong = set(names), set(false)
    can = wrong & set(tellable)
    return KeptOut(len(out), len(out & wrong), len(wrong), len(can), len(out & can))
