"""Which side the dead belong to: a finding from who they are, never an input.

Each party returns the remains and effects of the other's dead (Additional Protocol I, art. 34(2)(c) and (3); GC I art. 17;
customary rule 114). Where a board finds that remains handed over to a party are the sender's own, they go back, with a receipt
of their own, and both parties sit on the board that says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from repatria.errors import Finding, Severity
from repatria.people.facts import Truth
from repatria.people.refs import LineRef, PartyId


@dataclass(frozen=True, slots=True)
class Owed:
    """A step that follows, and who owes it."""

    step: str
    party: PartyId


@dataclass(frozen=True, slots=True)
class Routing:
    """Where identified remains belong.

    Attributes:
        wrong_side: Whether they are of the side that handed them over.
        owed: The steps that follow, in order.
        finding: Told where they are on the wrong side, or where nobody knows.
    """

    wrong_side: Truth
    owed: tuple[Owed, ...]
    finding: Finding | None = None


def route(*, bag: LineRef, sender: PartyId, receiver: PartyId, seekers: Collection[PartyId]) -> Routing:
    """Returns where remains belong.

    Args:
        bag: The bag, for the finding's place.
        sender: Who handed it over.
        receiver: Who has it.
        seekers: Parties on whose lists the identified person is sought as theirs; empty where on no list.
    """
    if set(seekers) == {receiver}:
        return Routing(Truth.NO, (Owed("family-told", receiver), Owed("released", receiver)))
    if set(seekers) == {sender}:
        told = Finding(Severity.WARNING, "wrong-side-remains", bag, f"these are remains of one of {sender}'s own",
                       f"{receiver} sends them back, {sender} gives a receipt of its own")  # fmt: skip
        return Routing(
            Truth.YES, (Owed("sent-back", receiver), Owed("receipt-given", sender), Owed("family-told", sender)), told
        )
    why = "both parties seek this person" if seekers else "this person is on no list that seeks"
    told = Finding(Severity.WARNING, "side-not-known", bag, f"{why}: which side the remains belong to is not known",
                   "both parties decide together before anything is released")  # fmt: skip
    return Routing(Truth.UNKNOWN, (), told)
