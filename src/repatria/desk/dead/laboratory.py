"""A laboratory hands in genotypes: the file is kept, the genotypes stay in it, and samples are held against the contents."""

from __future__ import annotations

import json
from dataclasses import dataclass

from repatria.desk.dead.mortuary import ARCHIVE, contents_of
from repatria.desk.session import Desk, Entered, permit
from repatria.errors import Finding, InputNotUnderstood
from repatria.kinship.files.families import read_families, to_line
from repatria.kinship.files.laboratory.forms import Form, Laboratory, form_of, read_laboratory
from repatria.kinship.files.profiles import ProfileTable
from repatria.kinship.files.relatives import read_relatives
from repatria.people.party import Actor
from repatria.register import acts
from repatria.register.acts import Typed


@dataclass(frozen=True, slots=True)
class ProfilesOutcome:
    """What came of a laboratory's file.

    Attributes:
        profiles: Profiles in it; of families, the families.
        markers: Markers in it.
        known: How many are of samples that the contents of some consignment name; of remains only.
        findings: What was found in the file.
    """

    profiles: int
    markers: int
    known: int
    findings: tuple[Finding, ...]
    entered: Entered


def read_typed(content: bytes, *, of: Typed = Typed.REMAINS) -> Laboratory:
    """Returns what a laboratory's file holds; it takes seconds where the file is large, and needs no desk.

    Raises:
        InputNotUnderstood: It cannot be read, or has nobody of those that it is said to be of.
    """
    if content.startswith(ARCHIVE):
        raise InputNotUnderstood(
            "a workbook is not taken in",
            hint='make a table of it: "repatria remains profiles FILE --out"',
            place="profiles",
        )
    if of is not Typed.FAMILIES:
        return read_laboratory(content)
    if _is_lines(content):
        return Laboratory(Form.TABLE, ProfileTable((), (), ()), tuple(read_families(content)))
    if form_of(content) is Form.TABLE:
        families, findings = read_relatives(content)
        return Laboratory(Form.TABLE, ProfileTable((), (), findings), families)
    read = read_laboratory(content)
    if not read.families:
        raise InputNotUnderstood(
            "the file has no families", hint="hand in a table of relatives, or a file of Familias", place="families"
        )
    return read


def _is_lines(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def lines_of_families(content: bytes) -> bytes:
    """Returns a file of families that was handed in as a search reads it: FAMILIES.jsonl, one missing person a line."""
    if _is_lines(content):
        return content
    families = read_typed(content, of=Typed.FAMILIES).families
    return b"".join(json.dumps(to_line(one)).encode() + b"\n" for one in families if one.missing)


def look_at_profiles(desk: Desk, *, by: Actor, read: Laboratory, of: Typed = Typed.REMAINS) -> ProfilesOutcome:
    """Returns what `receive_profiles` would say of a file that was read, and enters nothing."""
    permit("receive-profiles", by)
    return _outcome(desk, read, of, Entered(0))


def receive_profiles(
    desk: Desk, *, by: Actor, content: bytes, laboratory: str, of: Typed = Typed.REMAINS, read: Laboratory | None = None
) -> ProfilesOutcome:
    """Enters that a laboratory handed in a file of genotypes; the book holds its digest and how many there are.

    Args:
        desk: The desk.
        by: Who enters it: a laboratory, or the mediator's registrar.
        content: Profiles as laboratories export them: a genotype table as text, CODIS CMF, Familias' victims; of families,
            a table of relatives, FAMILIES.jsonl or a file of Familias.
        laboratory: The laboratory's code, such as ``L-1``; never a name.
        of: Whose genotypes they are.
        read: What `read_typed` gave of the same content, where it was read already.

    Raises:
        InputNotUnderstood: None of these, or a workbook: `repatria remains profiles --out` makes a table of it.
        IllegalAct: The code has another form.
    """
    permit("receive-profiles", by)
    known = read or read_typed(content, of=of)
    with desk.entering() as block:
        digest = block.writer.keep(content)
        if any((one.sha256, one.laboratory) == (digest, laboratory) for one in block.book.dead.profiles):
            block.pass_over()
        else:
            block.enter(
                acts.ProfilesReceived(
                    at=block.at, by=str(by), sha256=digest, profiles=_count(known, of), laboratory=laboratory, of=of
                )
            )
    return _outcome(desk, known, of, Entered(len(block.entries), block.already))


def _count(read: Laboratory, of: Typed) -> int:
    return len(read.families) if of is Typed.FAMILIES else len(read.table.profiles)


def _outcome(desk: Desk, read: Laboratory, of: Typed, done: Entered) -> ProfilesOutcome:
    markers = set(read.table.markers)
    if of is Typed.FAMILIES:
        markers = {marker for one in read.families for marker in one.markers}
    known = _of_known_samples(desk, read) if of is Typed.REMAINS else 0
    return ProfilesOutcome(_count(read, of), len(markers), known, read.table.findings, done)


def _of_known_samples(desk: Desk, read: Laboratory) -> int:
    book = desk.book()
    samples = {label for of in book.dead.contents for label in contents_of(desk, book, of).by_sample}
    return sum(profile.id in samples for profile in read.table.profiles)
