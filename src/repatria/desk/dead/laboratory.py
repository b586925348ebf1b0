"""A laboratory hands in profiles: the file is kept, the genotypes stay in it, and samples are held against the contents."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.desk.dead.mortuary import contents_of
from repatria.desk.session import Desk, Entered, permit
from repatria.errors import Finding
from repatria.kinship.files import read_profiles
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
        content: A genotype table, as laboratories export it.
        laboratory: The laboratory's code, such as ``L-1``; never a name.

    Raises:
        InputNotUnderstood: No genotype table.
        IllegalAct: The code has another form.
    """
    permit("receive-profiles", by)
    table = read_profiles(content)
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
