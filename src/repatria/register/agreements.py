"""What was entered about an exchange's terms and about a manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from repatria.people.refs import LineRef, PartyId, Sha256
from repatria.register import acts


@dataclass(slots=True)
class Exchange:
    """What was entered about one exchange: texts of terms, who signed which, whether it is suspended.

    Attributes:
        tabled: Every proposal in the order in which it was made; a party may put the other's text forward as its own.
        proposals: The first proposal of each text.
        latest: Each party's (or the mediator's) latest text.
        signed: Who signed which text.
        in_force: The text that everybody whose confirmation it needs has signed; the latest such.
    """

    tabled: list[acts.TermsProposed] = field(default_factory=list)
    proposals: dict[Sha256, acts.TermsProposed] = field(default_factory=dict)
    latest: dict[PartyId, Sha256] = field(default_factory=dict)
    signed: dict[Sha256, dict[PartyId, acts.TermsSigned]] = field(default_factory=dict)
    in_force: Sha256 | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What a device, or the desk, last said of somebody: the code of the outcome; of a device also when, and in which event."""

    code: int
    said_at: datetime | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that a device recorded and the desk has entered.

    Attributes:
        judge: Whose device it is.
        number: Number of the line among all lines; -1 for somebody on no list.
        code: Code of the outcome; 0 for something that takes back.
        device: Name of the device.
        seq: Its place in what the device recorded, from 1.
        sha256: Its digest.
        taken_back: Whether the device took it back.
    """

    judge: int
    number: int
    code: int
    device: str
    seq: int
    sha256: Sha256
    taken_back: bool = False


@dataclass(slots=True)
class Manifest:
    """A manifest as signed so far.

    Attributes:
        number: Its place among the book's manifests, from 1: what a line's column keeps.
        content: The act of the first signature.
        signed: Every signature so far, by party.
        checkers: Whose check-offs are needed: both parties (0, 1), or one and the mediator (2) for a unilateral return.
        extra: Lines that crossed on it although nobody had put them there.
        unlisted: Per checker, how many people crossed who stood on no list.
        withdrawn: It was taken back before anybody was checked off on it.
        moved: Somebody was checked off on it; from then on it cannot be taken back.
        words: What each device of a checker last said of a line (by its number among all lines), and under the empty name
            what the desk did; only for lines of which a device spoke since the desk last did.
        heard: Everything that devices told, by the device's own number of it.
        places: The digest of what a device of a checker told in each place.
    """

    number: int
    content: acts.ManifestSigned
    signed: dict[PartyId, acts.ManifestSigned]
    checkers: tuple[int, ...]
    extra: list[LineRef] = field(default_factory=list)
    unlisted: dict[int, int] = field(default_factory=dict)
    withdrawn: bool = False
    moved: bool = False
    words: dict[tuple[int, int], dict[str, Word]] = field(default_factory=dict)
    heard: dict[str, Heard] = field(default_factory=dict)
    places: dict[tuple[int, str, int], Sha256] = field(default_factory=dict)

    @property
    def in_force(self) -> bool:
        """Whether everybody whose signature it needs has signed it."""
        return not self.withdrawn and len(self.signed) == len(self.content.needs)
