"""Families as files have them: a pedigree, who is missing, who was typed; and the lines of ``FAMILIES.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from repatria.errors import InputNotUnderstood
from repatria.kinship.files.cells import NO_RESULT
from repatria.kinship.files.naming import marker_name
from repatria.kinship.pedigree import UNRELATED, Pedigree


@dataclass(frozen=True, slots=True)
class Family:
    """A reference family.

    Attributes:
        id: Its reference.
        pedigree: All its people; several components are allowed.
        missing: The missing person; empty where the file does not say.
        genotypes: Person → marker → ``13/14``, ``13/-`` or ``-/-``; people who were not typed are not in it.
    """

    id: str
    pedigree: Pedigree
    missing: str
    genotypes: Mapping[str, Mapping[str, str]]

    @property
    def markers(self) -> tuple[str, ...]:
        """Returns the markers at which anybody has a result, in the order of the file."""
        seen = {marker: None for of in self.genotypes.values() for marker, said in of.items() if said != NO_RESULT}
        return tuple(seen)


def family(
    id_: str,
    people: Sequence[tuple[str, str, str, int]],
    *,
    missing: str,
    genotypes: Mapping[str, Mapping[str, str]],
) -> Family:
    """Returns a family of people given as (id, father, mother, sex), ``0`` for a parent who is not in it.

    Raises:
        PedigreeImpossible: Own ancestor, a mother who is male and the like.
        InputNotUnderstood: The missing person, or somebody typed, is not in the pedigree.
    """
    ids, fathers, mothers, sexes = zip(*people, strict=True)
    pedigree = Pedigree.of(ids, fathers, mothers, sexes)
    strangers = [who for who in (missing, *genotypes) if who and who not in ids]
    if strangers:
        raise InputNotUnderstood("somebody named is not in the pedigree", hint="add the person, or mend the reference")
    return Family(id_, pedigree, missing, genotypes)


def untyped_missing(one: Family, *, place: str = "") -> Family:
    """Returns a family as it is, once its missing person has no result.

    Args:
        one: The family.
        place: Where it stands, for the refusal.

    Raises:
        InputNotUnderstood: There is one: it would be compared with itself.
    """
    if any(text != NO_RESULT for text in one.genotypes.get(one.missing, {}).values()):
        hint = "compare that profile with others as a profile"
        raise InputNotUnderstood("the missing person has results", hint=hint, place=place)
    return one


def to_line(one: Family) -> dict[str, Any]:
    """Returns a family as an object of ``FAMILIES.jsonl``, which ``kinship screen`` and ``kinship power`` read."""
    tree = one.pedigree
    markers = one.markers
    return {
        "family": one.id,
        "id": list(tree.ids),
        "fid": [tree.ids[i] if i >= 0 else UNRELATED for i in tree.fathers],
        "mid": [tree.ids[i] if i >= 0 else UNRELATED for i in tree.mothers],
        "sex": [int(sex) for sex in tree.sexes],
        "missing": one.missing,
        "markers": list(markers),
        "genotypes": {who: [of.get(marker, NO_RESULT) for marker in markers] for who, of in one.genotypes.items()},
    }


def read_families(content: bytes, *, kind: str = "families") -> Iterator[Family]:
    """Yields the families of a ``FAMILIES.jsonl``, one a line.

    Raises:
        InputNotUnderstood: A line is no such object; its place is ``line 7 of families``.
    """
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            yield from_line(line, place=f"line {number} of {kind}")


def from_line(line: bytes, *, place: str) -> Family:
    """Returns the family that a line of ``FAMILIES.jsonl`` says.

    Raises:
        InputNotUnderstood: It is no such object, or its pedigree cannot be.
    """
    try:
        said = json.loads(line)
        people = list(zip(said["id"], said["fid"], said["mid"], said["sex"], strict=True))
        markers = _each_once(said["markers"])
        genotypes = {
            who: dict(zip(markers, map(_result, of), strict=True)) for who, of in said.get("genotypes", {}).items()
        }
        return family(str(said["family"]), people, missing=str(said["missing"]), genotypes=genotypes)
    except InputNotUnderstood as wrong:
        where = f"{place}, {wrong.place}" if wrong.place else place
        raise InputNotUnderstood(wrong.message, hint=wrong.hint, place=where) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = "a family has family, id, fid, mid, sex, missing, markers, genotypes, its lists of one length"
        raise InputNotUnderstood("the line is not a family", hint=hint, place=place) from None


def _result(text: Any) -> str:
    """Returns a result as written; null and empty text are none.

    Raises:
        TypeError: It is no text.
    """
    if text is not None and not isinstance(text, str):
        raise TypeError
    return text or NO_RESULT


def _each_once(names: Sequence[Any]) -> list[str]:
    """Returns markers in the one form of their names.

    Raises:
        InputNotUnderstood: Two names are of one marker.
    """
    markers = [marker_name(str(name)) for name in names]
    if len(set(markers)) < len(markers):
        raise InputNotUnderstood("a marker is named twice", hint="give each marker once")
    return markers
