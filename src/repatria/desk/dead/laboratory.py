"""A laboratory hands in profiles: the file is kept, the genotypes stay in it, and samples are held against the contents."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.desk.dead.mortuary import ARCHIVE, contents_of
from repatria.desk.session import Desk, Entered, permit
from repatria.errors import Finding, InputNotUnderstood
from repatria.kinship.files.laboratory.forms import read_laboratory
from repatria.people.party import Actor
from repatria.register import acts


@dataclass(frozen=True, slots=True)
class ProfilesOutcome:
    """What came of a laboratory's file.

    Attributes:
        profiles: Profiles in it.
        markers: Markers in it.
        known: How many are of samples that the contents of some consignment name.
        findings: What was found in the file.
    """

    profiles: int
    markers: int
    known: int
    findings: tuple[Finding, ...]
    entered: Entered


def receive_profiles(desk: Desk, *, by: Actor, content: bytes, laboratory: str) -> ProfilesOutcome:
    """Enters that a laboratory handed in a file of profiles; the book holds its digest and how many there are.

    Args:
        desk: The desk.
        by: Who enters it: a laboratory, or the mediator's registrar.
        content: Profiles as laboratories export them: a genotype table as text, CODIS CMF, Familias' victims.
        laboratory: The laboratory's code, such as ``L-1``; never a name.

    Raises:
        InputNotUnderstood: None of these, or a workbook: `repatria remains profiles --out` makes a table of it.
        IllegalAct: The code has another form.
    """
    permit("receive-profiles", by)
    if content.startswith(ARCHIVE):
        raise InputNotUnderstood(
            "a workbook is not taken in",
            hint='make a table of it: "repatria remains profiles FILE --out"',
            place="profiles",
        )
    table = read_laboratory(content).table
    with desk.entering() as block:
        digest = block.writer.keep(content)
        if any((one.sha256, one.laboratory) == (digest, laboratory) for one in block.book.dead.profiles):
            block.pass_over()
        else:
            block.enter(
                acts.ProfilesReceived(
                    at=block.at, by=str(by), sha256=digest, profiles=len(table.profiles), laboratory=laboratory
                )
            )
    book = desk.book()
    samples = {label for of in book.dead.contents for label in contents_of(desk, book, of).by_sample}
    known = sum(profile.id in samples for profile in table.profiles)
    done = Entered(len(block.entries), block.already)
    return ProfilesOutcome(len(table.profiles), len(table.markers), known, table.findings, done)
