"""The truth about the invented people: written before anything is read back, compared with the account at the end.

The desk never opens ``truth.csv``. A line's truth says in which state the account should find it; where the parties'
choice decides (who of those eligible goes in a 1,000 for 1,000), it names the states that would both be right.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEADINGS = ("ref", "person", "expected_state", "crosses", "same_as")


@dataclass(frozen=True, slots=True)
class TrueLine:
    """What is true of one line.

    Attributes:
        ref: The reference that the desk will give it.
        person: Who it is, ``T-0007``; for remains the bag's tag.
        states: Every state in which the account may rightly find it.
        crosses: ``yes``, ``no`` or ``maybe`` where others might go instead.
        same_as: Lines of the other party that are the same person.
    """

    ref: str
    person: str
    states: tuple[str, ...]
    crosses: str = "no"
    same_as: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        """The list that the line stands on."""
        return self.ref.partition(":")[0]


def write_truth(path: Path, lines: Iterable[TrueLine]) -> None:
    """Writes ``truth.csv``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        for line in lines:
            writer.writerow((line.ref, line.person, " | ".join(line.states), line.crosses, " ".join(line.same_as)))


def read_truth(path: Path) -> tuple[TrueLine, ...]:
    """Returns what `write_truth` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            TrueLine(
                row["ref"],
                row["person"],
                tuple(row["expected_state"].split(" | ")),
                row["crosses"],
                tuple(row["same_as"].split()),
            )
            for row in csv.DictReader(file)
        )


@dataclass(frozen=True, slots=True)
class ListAgreement:
    """How far the account of one list agrees with the truth.

    Attributes:
        lines: Lines that the truth knows.
        agree: Lines that the account finds in a state that the truth expects.
        crossed: Lines whose person crossed, by the account.
        should_cross: The fewest and the most that cross by the truth.
    """

    list: str
    lines: int
    agree: int
    crossed: int
    should_cross: tuple[int, int]


CROSSED = frozenset({"returned", "followed up"})
"""States that say that the person crossed."""


def agreement(truth: Iterable[TrueLine], account: Mapping[str, Any]) -> tuple[ListAgreement, ...]:
    """Returns how far the account agrees with the truth, list by list; a line that the account lacks disagrees."""
    states = {line["ref"]: line["state"] for line in account["lines"]}
    by_list: dict[str, list[TrueLine]] = {}
    for line in truth:
        by_list.setdefault(line.of, []).append(line)
    return tuple(
        ListAgreement(
            name,
            len(lines),
            sum(states.get(line.ref) in line.states for line in lines),
            sum(states.get(line.ref) in CROSSED for line in lines),
            (
                sum(line.crosses == "yes" for line in lines),
                sum(line.crosses in ("yes", "maybe") for line in lines),
            ),
        )
        for name, lines in by_list.items()
    )


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How far pairs agree with the truth.

    Attributes:
        said: Pairs proposed or confirmed.
        right: Of these, truly one person.
        true: Pairs that truly are one person.
    """

    said: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 1 when nothing was said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was said; 1 when nothing is true."""
        return self.right / self.true if self.true else 1.0


def pairs(truth: Iterable[TrueLine]) -> frozenset[tuple[str, str]]:
    """Returns all pairs of lines of two parties that are one person, each with the lesser reference first."""
    return frozenset(ordered(line.ref, other) for line in truth for other in line.same_as)


def pair_agreement(said: Iterable[tuple[str, str]], true: frozenset[tuple[str, str]]) -> PairAgreement:
    """Returns how far the pairs said agree with the true ones, in whichever order a pair is given."""
    found = {ordered(left, right) for left, right in said}
    return PairAgreement(len(found), len(found & true), len(true))


def ordered(left: str, right: str) -> tuple[str, str]:
    """Returns a pair with the lesser reference first."""
    return (left, right) if left < right else (right, left)
