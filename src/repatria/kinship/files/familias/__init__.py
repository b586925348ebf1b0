"""Familias 3's files (``.fam``): people, pedigrees and the database of markers, and the part of its DVI module.

The format is not published; this reads what files of Familias 3 show and whose meaning is certain. Anything else (silent
alleles, twins, stable stepwise mutation, several databases) is refused with its line, so that no number is made of a
file half understood. Familias' own convention cuts founders away: compare with ``convention="familias"``.
"""

from __future__ import annotations

from dataclasses import dataclass

from repatria.errors import Finding, Severity
from repatria.kinship.files.familias.database import FamiliasMarker, read_database
from repatria.kinship.files.familias.dvi import MISSING, Dvi, ReferenceFamily, read_dvi
from repatria.kinship.files.familias.lines import FamiliasNotUnderstood, Lines
from repatria.kinship.files.familias.people import Somebody, decoded, named, read_pedigrees, read_people
from repatria.kinship.files.families import Family

__all__ = [
    "MISSING",
    "FamiliasCase",
    "FamiliasMarker",
    "FamiliasNotUnderstood",
    "ReferenceFamily",
    "Somebody",
    "read_fam",
]


@dataclass(frozen=True, slots=True)
class FamiliasCase:
    """A ``.fam`` file.

    Attributes:
        version: Of Familias, as the file says it.
        people: People of the main part.
        pedigrees: Pedigrees of the main part; no one is marked as missing.
        markers: The database.
        theta: The coancestry coefficient of the database.
        unidentified: Unidentified persons of the DVI part.
        families: Reference families of the DVI part.
        findings: What was passed over, and what was taken by a rule.
    """

    version: str
    people: tuple[Somebody, ...]
    pedigrees: tuple[Family, ...]
    markers: tuple[FamiliasMarker, ...]
    theta: float
    unidentified: tuple[Somebody, ...]
    families: tuple[ReferenceFamily, ...]
    findings: tuple[Finding, ...]


def read_fam(content: bytes, *, kind: str = "fam") -> FamiliasCase:
    """Returns what a ``.fam`` file says.

    Args:
        content: The file.
        kind: What it holds, for places.

    Raises:
        FamiliasNotUnderstood: Something in it is not read here; the place is its line.
    """
    lines = Lines(content, kind)
    version = _version(lines)
    coded = read_people(lines)
    raw = read_pedigrees(lines, len(coded))
    markers, theta = read_database(lines)
    people = tuple(decoded(lines, one, markers) for one in coded)
    at = lines.next
    if any(one.marked for one in people) and any(marker.dropout for marker in markers):
        lines.refuse("somebody is marked, perhaps for dropout, and markers have a dropout probability")
    pedigrees = tuple(named(lines, one, people) for one in raw)
    lines.next = at
    dvi, findings = _parts(lines, markers, kind)
    return FamiliasCase(
        version, people, pedigrees, markers, theta, dvi.unidentified, dvi.families, (*dvi.findings, *findings)
    )


def _version(lines: Lines) -> str:
    if not lines.text("the first line").startswith("Output from Familias"):
        lines.refuse("the file is not from Familias", "save it from Familias 3")
    lines.text("the second line")
    version = lines.take("the version")
    if not version.startswith("3."):
        lines.refuse("the file is not from Familias 3", "open and save it in Familias 3")
    lines.text("the note")
    return version


def _parts(lines: Lines, markers: tuple[FamiliasMarker, ...], kind: str) -> tuple[Dvi, list[Finding]]:
    """Returns the DVI part; settings of Familias' own windows are passed over and told."""
    dvi = Dvi((), (), ())
    findings = []
    while not lines.ended():
        part = lines.filled("a part")
        if part == "[DVI]":
            dvi = read_dvi(lines, markers, kind)
        elif part in ("[Prior]", "[Advanced]"):
            message = f"the settings {part} are passed over"
            findings.append(Finding(Severity.NOTE, "settings-passed-over", f"line {lines.next} of {kind}", message))
            _pass_over(lines)
        else:
            lines.refuse("this part is not known")
    return dvi, findings


def _pass_over(lines: Lines) -> None:
    """Takes lines until the next part, whose heading has one pair of brackets."""
    while not lines.ended():
        line = lines.take("a setting")
        if line.startswith("[") and not line.startswith("[["):
            lines.next -= 1
            return
