"""Three-valued truth, and facts: what is said of a person, by whom, on what evidence.

Unknown never counts as no: nobody falls off a list because a birth date is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from repatria.people.refs import LineRef, PartyId, Sha256


class Truth(StrEnum):
    """Yes, no or unknown (Kleene's strong three-valued logic)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


def truth(known: bool | None) -> Truth:
    """Returns yes, no, or unknown for None."""
    return Truth.UNKNOWN if known is None else Truth.YES if known else Truth.NO


def all_of(truths: Iterable[Truth]) -> Truth:
    """Returns no if any is no, else unknown if any is unknown, else yes."""
    seen = set(truths)
    return Truth.NO if Truth.NO in seen else Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """Returns yes if any is yes, else unknown if any is unknown, else no."""
    return ~all_of(~t for t in truths)


class FactKind(StrEnum):
    """What a fact is about. The circumstances of a claim and the findings of verifiers share one closed vocabulary."""

    # circumstances of a claim (typed, by source)
    PARENTS_KILLED = "parents-killed"
    SEPARATED_FROM_CARERS = "separated-from-carers"
    LIVING_IN_INSTITUTION = "living-in-institution"
    BROUGHT_BY = "brought-by"  # how, when and by whom the person came to where they are
    IDENTITY_CHANGED = "identity-changed"
    NATIONALITY_CHANGED = "nationality-changed"
    WHEREABOUTS = "whereabouts"
    # findings of verifiers
    IDENTITY_VERIFIED = "identity-verified"
    MEDICAL_EXAMINATION = "medical-examination"  # value: code of GC III Annex I, result in `truth`
    BEST_INTERESTS = "best-interests"  # determination by a panel that return is in the child's best interests
    GUARDIAN_VERIFIED = "guardian-verified"
    SIBLING_GROUP = "sibling-group"  # value: a code shared by those who must travel together
    CATEGORY = "category"  # value: a category's id; the certifier says that the person falls under it or not
    FIT_TO_TRAVEL = "fit-to-travel"
    PRIORITY = "priority"  # value: a priority's id of the terms


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said of the person on a line.

    Attributes:
        line: The line that it is said of.
        what: Its kind.
        truth: Whether the source says that it is so, is not so, or is unknown (not examined).
        value: Code or text where the kind needs one; never a name.
        said_by: Party or mediator whose staff says so.
        source: What it rests on (``panel``, ``commission``, ``letter``); never a name.
        evidence: Digest of a document that bears it out, if any.
        on: The day it was found or holds for.
    """

    line: LineRef
    what: FactKind
    truth: Truth
    said_by: PartyId
    value: str = ""
    source: str = ""
    evidence: Sha256 | None = None
    on: date | None = None
