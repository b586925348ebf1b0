"""Acts: everything that happens at the desk, as values.

An act says who did what and when; it holds references, codes and digests, never a name, a birth date or the text of a
document. It is written as one canonical JSON document (RFC 8785) whose bytes are what the log commits to, and read with
msgspec, which checks every type. Acts are frozen structs rather than dataclasses because a journal of millions has to be
read in a minute (ADR 0002).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec
import rfc8785

from repatria.errors import InputNotUnderstood
from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance
from repatria.people.refs import (
    ExchangeId,
    IdentificationId,
    LineRef,
    ListId,
    ManifestId,
    PartyId,
    Sha256,
    SpecimenRef,
)


class Subject(StrEnum):
    """What the lines of a list are about."""

    PERSONS = "persons"
    REMAINS = "remains"  # one line a bag; never one bag a body


class Typed(StrEnum):
    """Whose genotypes a laboratory's file holds."""

    REMAINS = "remains"
    FAMILIES = "families"  # relatives of the missing, by reference family
    OWN_SAMPLES = "own samples"  # of missing persons themselves, from before death


class Answer(StrEnum):
    """What the other party says to a claim. None of them removes a name."""

    HELD = "held"
    NOT_HELD = "not held"
    DEAD = "dead"
    ALREADY_RETURNED = "already returned"
    LEFT_TERRITORY = "left the territory"
    GROWN_UP = "grown up"  # never closes a case
    DUPLICATE = "duplicate"  # of another line, which it names
    CANNOT_IDENTIFY = "cannot identify"  # and says what it needs
    WITHHELD = "withheld to the mediator"  # GC IV art. 137 by analogy: told to the mediator only
    DISPUTED = "disputed"
    ACKNOWLEDGED = "acknowledged"  # to a line that HOLDS: yes, we ask for this person


class Remark(StrEnum):
    """What the listing party says to an answer."""

    ACCEPTS = "accepts"
    CONTESTS = "contests"
    ADDS = "adds information"


class Judgement(StrEnum):
    """Whether two lines are one person, as a human says."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Wish(StrEnum):
    """Outcome of the private interview."""

    WILLING = "willing"
    UNWILLING = "unwilling"
    UNDECIDED = "undecided"


class RemainsStep(StrEnum):
    """What happens to remains after a board's decision, or while none was made."""

    FAMILY_TOLD = "family-told"
    RELEASED = "released"  # to the family
    BURIED = "buried-under-number"
    EXHUMED = "exhumed"  # lies again where it is identified
    SENT_BACK = "sent-back"  # of the wrong side: to the party whose own it is
    RECEIPT_GIVEN = "receipt-given"  # by that party
    RECOVERED = "recovered"  # after a release, or a way back, under an identification that was withdrawn


class Figure(StrEnum):
    """What a public statement counts, so that the register can say what it documents of the same thing."""

    SOUGHT = "persons sought"
    HELD = "persons said to be held"
    RETURNED = "persons returned"
    BAGS = "bags received"
    INDIVIDUALS = "minimum number of individuals"
    IDENTIFIED = "remains identified"
    OTHER = "something the register does not count"


class Act(msgspec.Struct, frozen=True, kw_only=True, tag_field="act", omit_defaults=True, forbid_unknown_fields=True):
    """What all acts share: when it was done (UTC, whole seconds) and by whom (`people.party.Actor` as text)."""

    at: datetime
    by: str


class DeskOpened(Act, frozen=True, kw_only=True, tag=True):
    """The desk exists: its parties, the log's origin, the days after a return at which follow-up falls due."""

    parties: tuple[PartyId, ...]
    origin: str
    follow_up_days: tuple[int, ...] = (7, 30, 91, 182, 365)
    demo: bool = False


class KeyRegistered(Act, frozen=True, kw_only=True, tag=True):
    """A party, or the mediator, signs with this key from now on (C2SP verifier key)."""

    holder: PartyId
    vkey: str


class ListReceived(Act, frozen=True, kw_only=True, tag=True):
    """A list was handed in: one act, however long the list; the lines are read from the bytes with this digest."""

    list: ListId
    party: PartyId
    stance: Stance
    exchange: ExchangeId
    sha256: Sha256
    lines: int
    answer_due_on: date
    subject: Subject = Subject.PERSONS
    declared_total: int | None = None
    findings: int = 0
    mapping: Sha256 | None = None
    mediator_only: tuple[Field, ...] = ()
    released: tuple[Field, ...] = ()


class ClaimAnswered(Act, frozen=True, kw_only=True, tag=True):
    """The other party answered a line."""

    line: LineRef
    answer: Answer
    duplicate_of: LineRef | None = None
    needs: tuple[Field, ...] = ()


class RemarkMade(Act, frozen=True, kw_only=True, tag=True):
    """The listing party replied to an answer."""

    line: LineRef
    remark: Remark


class MatchJudged(Act, frozen=True, kw_only=True, tag=True):
    """Somebody judged whether two lines are one person; it binds when each party concerned has said the same.

    ``signature`` is the line of a C2SP signed note by a key of the party that judges; empty where none was given.
    """

    left: LineRef
    right: LineRef
    judgement: Judgement
    signature: str = ""


class FactRecorded(Act, frozen=True, kw_only=True, tag=True):
    """A circumstance of a claim, or what a verifier found."""

    line: LineRef
    what: FactKind
    truth: Truth
    value: str = ""
    source: str = ""
    evidence: Sha256 | None = None
    on: date | None = None


class StatementRecorded(Act, frozen=True, kw_only=True, tag=True):
    """A public total without a list, kept beside what can be documented, never mixed with it."""

    said_by: str
    said_on: date
    figure: Figure
    concerning: PartyId
    wording: Sha256
    at_least: int | None = None
    at_most: int | None = None
    exchange: ExchangeId | None = None


class TermsProposed(Act, frozen=True, kw_only=True, tag=True):
    """A text of terms was put on the table; it binds when each party in ``needs`` has signed these bytes."""

    exchange: ExchangeId
    sha256: Sha256
    needs: tuple[PartyId, ...]
    binding: bool = True
    answer_due_on: date | None = None


class TermsSigned(Act, frozen=True, kw_only=True, tag=True):
    """One party confirmed one text of terms, by itself."""

    exchange: ExchangeId
    sha256: Sha256
    party: PartyId
    signature: str


class ManifestSigned(Act, frozen=True, kw_only=True, tag=True):
    """One party, or the mediator, signed a manifest; it is in force when every party in ``needs`` has."""

    manifest: ManifestId
    exchange: ExchangeId
    sha256: Sha256
    terms: Sha256
    lines: tuple[LineRef, ...]
    needs: tuple[PartyId, ...]
    moves_on: date
    party: PartyId
    signature: str
    stage: int = 1


class InterviewHeld(Act, frozen=True, kw_only=True, tag=True):
    """A person was asked in private by the mediator's staff."""

    line: LineRef
    wish: Wish


class OnDevice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a check-off was recorded before it reached the desk.

    Attributes:
        event: The device's own random number of it (a UUID); the same one is entered once.
        device: The device, by the random name that it gave itself.
        at: When, by the device's clock, which may be wrong.
        seq: Its place in what the device recorded, from 1.
        sha256: Digest of what the device recorded, which names the digest of what it recorded before.
    """

    event: str
    device: str
    at: datetime
    seq: int
    sha256: Sha256


class HandoverRecorded(Act, frozen=True, kw_only=True, tag=True):
    """One side (or the mediator) checked one person off; ``line`` is None for somebody who stands on no list at all."""

    manifest: ManifestId
    line: LineRef | None
    outcome: Outcome
    party: PartyId
    on_device: OnDevice | None = None


class CheckOffTakenBack(Act, frozen=True, kw_only=True, tag=True):
    """A device took back what it had recorded as ``event``: nothing stands there of that device any more."""

    manifest: ManifestId
    event: str
    party: PartyId
    on_device: OnDevice


class RemainsReceived(Act, frozen=True, kw_only=True, tag=True):
    """One party counted a consignment: which bags of the paper were there, and what was in them.

    ``contents`` is the file that says what lay in which bag, ``specimens_by_bag`` the number of specimens read from it
    for each line of the paper: however many there are, they come in by one act.
    """

    list: ListId
    party: PartyId
    bags: int
    specimens: int
    minimum_individuals: int
    sha256: Sha256
    missing: tuple[LineRef, ...] = ()
    contents: Sha256 | None = None
    specimens_by_bag: tuple[int, ...] = ()


class CustodyRecorded(Act, frozen=True, kw_only=True, tag=True):
    """A file was handed in that says from whom to whom things of a consignment went, when, and under which seals."""

    list: ListId
    sha256: Sha256
    entries: int


class EffectsRecorded(Act, frozen=True, kw_only=True, tag=True):
    """A file was handed in that says what lay with the remains: labels, documents, clothing. They are claims."""

    list: ListId
    sha256: Sha256
    entries: int


class ProfilesReceived(Act, frozen=True, kw_only=True, tag=True):
    """A laboratory handed in genotypes of samples; they stay in the file, under its digest. Of families, each is counted."""

    sha256: Sha256
    profiles: int
    laboratory: str
    of: Typed = Typed.REMAINS


class SpecimensJudged(Act, frozen=True, kw_only=True, tag=True):
    """Somebody judged whether two specimens are of one person; ``signature`` as of `MatchJudged`."""

    left: SpecimenRef
    right: SpecimenRef
    judgement: Judgement
    signature: str = ""


class PolicyAdopted(Act, frozen=True, kw_only=True, tag=True):
    """From now on identifications are made under this policy; those named here no longer pass and are reviewed."""

    sha256: Sha256
    reopened: tuple[IdentificationId, ...] = ()


class IdentificationMade(Act, frozen=True, kw_only=True, tag=True):
    """A board decided whose remains a bag holds, or some specimens of it; at least two of them, and evidence by digest.

    No ``specimens`` means the whole bag. ``policy`` is the one that the decision was held against; ``wrong_side`` says
    that the remains are one of the sender's own.
    """

    remains: LineRef
    person: LineRef | None
    party: PartyId
    evidence: Sha256
    board: tuple[str, ...]
    specimens: tuple[SpecimenRef, ...] = ()
    policy: Sha256 | None = None
    wrong_side: bool = False


class RemainsFollowedUp(Act, frozen=True, kw_only=True, tag=True):
    """A step after a decision on remains, or after none was made; ``identification`` is the one it follows."""

    remains: LineRef
    step: RemainsStep
    on: date
    identification: IdentificationId | None = None
    document: Sha256 | None = None


class FollowUpRecorded(Act, frozen=True, kw_only=True, tag=True):
    """Somebody returned was visited: which of the due days, what was found, what is needed."""

    line: LineRef
    milestone: int
    found: Sha256
    needed: bool = False


class Withdrawn(Act, frozen=True, kw_only=True, tag=True):
    """A claim, a manifest not yet moved, or an identification was taken back; its place in the account stays."""

    target: str
    reason: Sha256


class ExchangeSuspended(Act, frozen=True, kw_only=True, tag=True):
    """No terms or manifest of this exchange are signed until it is resumed."""

    exchange: ExchangeId
    reason: Sha256


class ExchangeResumed(Act, frozen=True, kw_only=True, tag=True):
    """The exchange goes on."""

    exchange: ExchangeId


AnyAct = (
    DeskOpened
    | KeyRegistered
    | ListReceived
    | ClaimAnswered
    | RemarkMade
    | MatchJudged
    | FactRecorded
    | StatementRecorded
    | TermsProposed
    | TermsSigned
    | ManifestSigned
    | InterviewHeld
    | HandoverRecorded
    | CheckOffTakenBack
    | RemainsReceived
    | CustodyRecorded
    | EffectsRecorded
    | ProfilesReceived
    | SpecimensJudged
    | PolicyAdopted
    | IdentificationMade
    | RemainsFollowedUp
    | FollowUpRecorded
    | Withdrawn
    | ExchangeSuspended
    | ExchangeResumed
)

_decoder: msgspec.json.Decoder[AnyAct] = msgspec.json.Decoder(AnyAct)


def encode(act: AnyAct) -> bytes:
    """Returns the act as canonical JSON (RFC 8785): the bytes that the journal keeps and the log commits to.

    Raises:
        InputNotUnderstood: A number beyond 2^53 or a text that is no Unicode; canonical JSON has no form for them.
    """
    try:
        return bytes(rfc8785.dumps(msgspec.to_builtins(act)))
    except (rfc8785.CanonicalizationError, UnicodeError):
        raise InputNotUnderstood("an act that cannot be written", hint="a number or a text is out of range") from None


def decode(payload: bytes) -> AnyAct:
    """Returns the act that ``payload`` says; the inverse of `encode`.

    Raises:
        InputNotUnderstood: Not an act of this version.
    """
    try:
        return _decoder.decode(payload)
    except (msgspec.ValidationError, msgspec.DecodeError) as wrong:
        raise InputNotUnderstood("not an act that this version knows", hint=_kind_of_problem(wrong)) from None


def _kind_of_problem(wrong: Exception) -> str:
    return (
        "it is not JSON"
        if isinstance(wrong, msgspec.DecodeError) and not isinstance(wrong, msgspec.ValidationError)
        else "a field is missing, unknown or of another type"
    )
