"""PLINK and LINKAGE ``.ped``: family, person, father, mother, sex, phenotype, then two alleles a marker; no headings.

The names of the markers stand in a ``.map`` beside it (its second column), or are given. Phenotypes are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files.cells import NO_RESULT, LoneAllele, genotype
from repatria.kinship.files.families import Family, family
from repatria.kinship.files.naming import marker_name
from repatria.kinship.files.tables import FileNotUnderstood

_FIXED = 6
_NONE = ("0", "-9")


def read_map(content: bytes, *, kind: str = "map") -> tuple[str, ...]:
    """Returns the markers of a PLINK ``.map``: chromosome, marker, [centimorgan,] position.

    Raises:
        InputNotUnderstood: A line has not three or four columns.
    """
    found: list[str] = []
    for number, line in enumerate(_lines(content, kind), start=1):
        if line and len(line) not in (3, 4):
            hint = "chromosome, marker, position"
            raise InputNotUnderstood("not a line of a map", hint=hint, place=f"line {number} of {kind}")
        found += map(marker_name, line[1:2])
    return tuple(found)


def read_ped(
    content: bytes, *, markers: Sequence[str], missing: str = "", kind: str = "ped"
) -> tuple[tuple[Family, ...], tuple[Finding, ...]]:
    """Returns the families of a ``.ped``, in the order of the file, and findings.

    Args:
        content: The file.
        markers: Names of the markers, in the order of its columns.
        missing: Id of the missing person in every family; families without such a person have none.
        kind: For places.

    Raises:
        FileNotUnderstood: Lines of another length, or families that cannot be; each is a finding of it.
    """
    found: list[Finding] = []
    wrong: list[Finding] = []
    people: dict[str, list[tuple[str, str, str, int]]] = {}
    typed: dict[str, dict[str, dict[str, str]]] = {}
    first: dict[str, int] = {}
    for number, cells in enumerate(_lines(content, kind), start=1):
        place = f"line {number} of {kind}"
        if cells and len(cells) != _FIXED + 2 * len(markers):
            message, hint = "the line has another number of columns", "six, then two a marker"
            wrong.append(Finding(Severity.ERROR, "ped-line", place, message, hint))
        elif cells and cells[4] not in ("1", "2"):
            message, hint = "the line says no sex", "1 is male, 2 female"
            wrong.append(Finding(Severity.ERROR, "ped-sex", place, message, hint))
        elif cells:
            name, who, father, mother, sex = cells[:5]
            first.setdefault(name, number)
            people.setdefault(name, []).append((who, father, mother, int(sex)))
            said = _genotypes(cells[_FIXED:], markers, place, found)
            if set(said.values()) != {NO_RESULT}:
                typed.setdefault(name, {})[who] = said
    made = []
    for name, of in people.items():
        here = missing if any(who == missing for who, *_ in of) else ""
        try:
            made.append(family(name, of, missing=here, genotypes=typed.get(name, {})))
        except InputNotUnderstood as refusal:
            place = f"line {first[name]} of {kind}"
            wrong.append(Finding(Severity.ERROR, "family-not-understood", place, refusal.message, refusal.hint))
    if wrong:
        raise FileNotUnderstood(kind, tuple(wrong))
    return tuple(made), tuple(found)


def _genotypes(cells: Sequence[str], markers: Sequence[str], place: str, found: list[Finding]) -> dict[str, str]:
    said = {}
    for marker, pair in zip(markers, zip(cells[::2], cells[1::2], strict=True), strict=True):
        seen = tuple("-" if cell in _NONE else cell for cell in pair)  # one allele of two: the other was not seen
        said[marker], told = genotype(seen, lone=LoneAllele.PARTIAL, place=place, marker=marker)
        found += told
    return said


def _lines(content: bytes, kind: str) -> list[list[str]]:
    try:
        return [[] if line.startswith("#") else line.split() for line in content.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError:
        raise InputNotUnderstood("the file is not UTF-8 text", hint="save it as UTF-8", place=kind) from None
