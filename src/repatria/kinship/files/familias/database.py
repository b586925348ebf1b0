"""The database of a ``.fam`` file: markers with their alleles, frequencies and mutation models."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from repatria.kinship.files.cells import canonical
from repatria.kinship.files.familias.lines import Lines
from repatria.kinship.files.frequencies import TOLERANCE
from repatria.kinship.files.naming import marker_name

_HEAD = re.compile(r"(#TRUE#|#FALSE#) \(#Databases: ([0-9]+) ;Theta/Kinship/Fst: ([0-9.eE+-]+) ?\)")
_SIZE = re.compile(
    r"([0-9]+)\s+\(DatabaseSize = ([0-9]+) , Dropout probability = ([0-9.eE+-]+) , "
    r"Minor allele frequency = ([0-9.eE+-]+) ?\)"
)

EQUAL, PROPORTIONAL, STEPWISE, STABLE_STEPWISE, EXTENDED_STEPWISE = range(5)
"""Familias' numbers of mutation models, in the order of its menu."""

_MODELS: Final = {EQUAL: "equal", PROPORTIONAL: "proportional", STEPWISE: "stepwise", EXTENDED_STEPWISE: "stepwise"}


@dataclass(frozen=True, slots=True)
class FamiliasMarker:
    """A marker of the database.

    Attributes:
        name: Its name.
        frequencies: Allele → frequency, in the file's order; sums to one within 1e-6.
        mutation: As the ``mutation`` of a case (`Mutation.of_json`), None where both rates are zero.
        people: Size of the database, as Familias states it.
        dropout: Dropout probability, for people for whom dropout is to be considered.
        minimum: Minor allele frequency, 0 for none.
    """

    name: str
    frequencies: Mapping[str, float]
    mutation: Mapping[str, Any] | None
    people: int
    dropout: float
    minimum: float


def read_database(lines: Lines) -> tuple[tuple[FamiliasMarker, ...], float]:
    """Returns the markers and theta.

    Raises:
        FamiliasNotUnderstood: Several databases, silent alleles, models or numbers that are not read here.
    """
    head = _HEAD.fullmatch(lines.take("the head of the database"))
    if head is None or head[1] != "#FALSE#":
        lines.refuse("the head of the database is not understood")
    if head[2] != "1":
        lines.refuse("the file has several databases", "save the case with one")
    markers = lines.whole("the number of markers")
    lines.flag("the mark of the database")
    lines.text("the database's name")
    return tuple(_marker(lines) for _ in range(markers)), float(head[3])


def _marker(lines: Lines) -> FamiliasMarker:
    name = marker_name(lines.text("a marker's name"))
    rates = [lines.number(f"the mutation rate of a {parent}") for parent in ("mother", "father")]
    models = [lines.whole(f"the mutation model of a {parent}") for parent in ("mother", "father")]
    at_model = lines.next
    count = lines.whole("the number of alleles", least=1)
    ranges = [lines.number("a mutation range") for _ in range(2)]
    rates2 = [lines.number("a second mutation rate") for _ in range(2)]
    if lines.flag("the mark of silent alleles") or lines.number("the silent frequency"):
        lines.refuse("the marker has a silent allele", "give silent allele frequencies with the case instead")
    size = _SIZE.fullmatch(lines.take("the size of the database"))
    if size is None or int(size[1]) != count:
        lines.refuse("the size of the database is not understood")
    frequencies = _frequencies(lines, count)
    mutation = None
    if any(rates) or (models[0] == EXTENDED_STEPWISE and any(rates2)):
        after, lines.next = lines.next, at_model  # a refusal names the line of the model
        mutation = _mutation(lines, list(frequencies), models, rates, ranges, rates2)
        lines.next = after
    return FamiliasMarker(name, frequencies, mutation, int(size[2]), float(size[3]), float(size[4]))


def _frequencies(lines: Lines, count: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for _ in range(count):
        allele = canonical(lines.text("an allele"))
        frequency = lines.number("a frequency")
        if allele in found or not 0 < frequency <= 1:
            lines.refuse("an allele stands there twice, or its frequency is not between 0 and 1", "mend the database")
        found[allele] = frequency
    if abs(math.fsum(found.values()) - 1) > TOLERANCE:
        lines.refuse("the frequencies of a marker do not sum to one", "scale them, or add a rest allele, in Familias")
    return found


def _mutation(
    lines: Lines,
    alleles: Sequence[str],
    models: Sequence[int],
    rates: Sequence[float],
    ranges: Sequence[float],
    rates2: Sequence[float],
) -> dict[str, Any]:
    if models[0] != models[1]:
        lines.refuse("mothers and fathers have different mutation models")
    if models[0] not in _MODELS:
        lines.refuse("this mutation model is not read here", "equal, proportional or extended stepwise")
    if models[0] == STEPWISE and not _is_ladder(alleles):
        hint = "choose extended stepwise, which counts repeats"
        lines.refuse("the stepwise model is read for whole repeats without gaps only", hint)
    said: dict[str, Any] = {"model": _MODELS[models[0]], "rate": _both(rates)}
    if _MODELS[models[0]] == "stepwise":
        said |= {"rate2": _both(rates2 if models[0] == EXTENDED_STEPWISE else (0.0, 0.0)), "range": _both(ranges)}
    return said


def _is_ladder(alleles: Sequence[str]) -> bool:
    """Whether steps along the list of alleles are steps of one repeat: both readings of the model then agree."""
    return all(allele.isdecimal() for allele in alleles) and all(
        int(upper) - int(lower) == 1 for lower, upper in itertools.pairwise(alleles)
    )


def _both(numbers: Sequence[float]) -> dict[str, float]:
    return {"female": numbers[0], "male": numbers[1]}
