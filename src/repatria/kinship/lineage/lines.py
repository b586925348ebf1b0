"""Father lines and mother lines of a pedigree, and whether haplotypes fit them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.kinship.lineage.frequency import Haplotype, LineageImpossible
from repatria.kinship.pedigree import FOUNDER, Pedigree, Sex


class Line(StrEnum):
    """Which line a haplotype follows."""

    FATHER = "father"  # Y: males only
    MOTHER = "mother"  # mtDNA: everyone has it, mothers pass it on


def steps(first: Haplotype, second: Haplotype) -> tuple[int, int, float]:
    """Returns markers compared, markers that differ, and mutation steps between two haplotypes.

    A step is one repeat; an allele that is no number of repeats, a microvariant against a whole one, and markers of
    several copies with other numbers of copies, are infinitely many steps apart.
    """
    shared = [marker for marker, allele in first.items() if allele and second.get(marker)]
    apart = [_apart(first[marker], second[marker]) for marker in shared]
    return len(shared), sum(distance > 0 for distance in apart), math.fsum(apart)


def _apart(first: str, second: str) -> float:
    if first == second:
        return 0.0
    ours, theirs = first.split(","), second.split(",")
    if len(ours) != len(theirs):
        return math.inf
    try:
        distances = [
            abs(one - two) for one, two in zip(sorted(map(float, ours)), sorted(map(float, theirs)), strict=True)
        ]
    except ValueError:
        return math.inf
    return math.fsum(distances) if all(distance.is_integer() for distance in distances) else math.inf


def root(pedigree: Pedigree, person: int, line: Line) -> tuple[int, int] | None:
    """Returns the founder of a person's line and the meioses down from it; None for a woman's Y."""
    if line is Line.FATHER and pedigree.sexes[person] is not Sex.MALE:
        return None
    parents = pedigree.fathers if line is Line.FATHER else pedigree.mothers
    meioses = 0
    while parents[person] != FOUNDER:
        person, meioses = parents[person], meioses + 1
    return person, meioses


@dataclass(frozen=True, slots=True)
class LineagePair:
    """Two typed people of one line.

    Attributes:
        first: Reference of one.
        second: Reference of the other.
        meioses: How many lie between them.
        compared: Markers at which both have a result.
        differing: Those at which they differ.
        steps: Mutation steps in all; infinite where no steps explain a difference.
        consistent: Whether they fit one line at the number of steps tolerated; None where nothing was compared.
    """

    first: str
    second: str
    meioses: int
    compared: int
    differing: int
    steps: float
    consistent: bool | None


def check_lines(
    pedigree: Pedigree, haplotypes: Mapping[str, Haplotype], *, line: Line, tolerated: int = 0
) -> tuple[LineagePair, ...]:
    """Returns every pair of typed people whom a pedigree puts into one line, in the pedigree's order.

    Args:
        pedigree: Who descends from whom.
        haplotypes: Person → haplotype; women have no Y and are passed over.
        line: Father's or mother's.
        tolerated: Mutation steps between two people that are still consistent.

    Raises:
        PedigreeImpossible: Somebody with a haplotype is not in the pedigree.
    """
    typed = sorted(pedigree.index(person) for person in haplotypes)
    roots = {person: root(pedigree, person, line) for person in typed}
    found = []
    for place, one in enumerate(typed):
        for other in typed[place + 1 :]:
            meioses = _between(pedigree, one, other, line) if _together(roots[one], roots[other]) else None
            if meioses is not None:
                ids = pedigree.ids[one], pedigree.ids[other]
                compared, differing, apart = steps(haplotypes[ids[0]], haplotypes[ids[1]])
                found.append(
                    LineagePair(*ids, meioses, compared, differing, apart, apart <= tolerated if compared else None)
                )
    return tuple(found)


def _together(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and one[0] == other[0]


def _between(pedigree: Pedigree, one: int, other: int, line: Line) -> int:
    parents = pedigree.fathers if line is Line.FATHER else pedigree.mothers
    above = {}
    person, meioses = one, 0
    while person != FOUNDER:
        above[person] = meioses
        person, meioses = parents[person], meioses + 1
    person, meioses = other, 0
    while person not in above:
        person, meioses = parents[person], meioses + 1
    return above[person] + meioses


def lineage_ratio(pairs: Sequence[LineagePair], *, person: str, frequency: float) -> float | None:
    """Returns P(haplotype | of this line) / P(haplotype | unrelated) = 1 / frequency for one person; None where open.

    Only equal haplotypes get a number. Where steps are tolerated but there are some, the ratio depends on mutation
    rates that differ by marker: the pair is then consistent, and its ratio is left to the laboratory (None). A
    difference beyond what is tolerated gives 0.

    Args:
        pairs: From `check_lines`, with the person in it.
        person: The one whose place in the line is asked for.
        frequency: Of the haplotype, by `counting`, `upper_bound` or `kappa`.

    Raises:
        LineageImpossible: The frequency is not between 0 and 1.
    """
    if not 0 < frequency <= 1:
        raise LineageImpossible("a haplotype's frequency is not between 0 and 1", hint="use counting, or a bound")
    own = [pair for pair in pairs if person in (pair.first, pair.second) and pair.consistent is not None]
    if any(not pair.consistent for pair in own):
        return 0.0
    return 1 / frequency if own and all(pair.differing == 0 for pair in own) else None
