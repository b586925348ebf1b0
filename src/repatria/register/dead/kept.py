"""What was entered about the dead and is not a column of a list.

Invariant: a decision stands on a bag for the whole of it, or for specimens of it that no other standing decision covers;
`decisions` names, for the bag's line and the person's, exactly the identifications of the book that stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from repatria.errors import IllegalAct
from repatria.people.refs import IdentificationId, ListId, PartyId, SpecimenRef
from repatria.register import acts
from repatria.register.acts import RemainsStep
from repatria.register.matches import Matches


class Away(NamedTuple):
    """Remains that left under a decision that was withdrawn since.

    Attributes:
        bag: Number of the bag's line.
        party: Who had them last.
        left_on: The day on which they left (an ordinal).
        withdrawn_on: The day from which their recovery is owed (an ordinal).
    """

    bag: int
    party: PartyId
    left_on: int
    withdrawn_on: int


def _matches() -> Matches:
    return Matches(mediator_objects=True)


@dataclass(slots=True)
class Dead:
    """What was entered about the dead.

    Attributes:
        contents: The receiver's last count with contents, by consignment.
        custody: Files of the chain of custody, by consignment.
        effects: Files of what lay with the remains, by consignment.
        profiles: Files of profiles.
        policies: Policies adopted; the last is in force.
        refs: Specimens that somebody judged, in the order of first judging; a specimen's number is its position.
        numbers: The inverse of `refs`.
        judged_in: The numbers of the judged specimens of a bag, by the number of its line.
        matches: Judgements over the numbers of specimens.
        decisions: Identifications that stand (their place in the book's list, from 1), by the number of a line.
        reopened: Those of them that are under review.
        followed: Steps after an identification, each with its day (an ordinal).
        buried: Bags that lie buried under a number, with the day; by the number of their line.
        away: Remains to be recovered, by the place of the identification that was withdrawn.
    """

    contents: dict[ListId, acts.RemainsReceived] = field(default_factory=dict)
    custody: dict[ListId, list[acts.CustodyRecorded]] = field(default_factory=dict)
    effects: dict[ListId, list[acts.EffectsRecorded]] = field(default_factory=dict)
    profiles: list[acts.ProfilesReceived] = field(default_factory=list)
    policies: list[acts.PolicyAdopted] = field(default_factory=list)
    refs: list[SpecimenRef] = field(default_factory=list)
    numbers: dict[SpecimenRef, int] = field(default_factory=dict)
    judged_in: dict[int, tuple[int, ...]] = field(default_factory=dict)
    matches: Matches = field(default_factory=_matches)
    decisions: dict[int, tuple[int, ...]] = field(default_factory=dict)
    reopened: set[int] = field(default_factory=set)
    followed: dict[int, dict[RemainsStep, int]] = field(default_factory=dict)
    buried: dict[int, int] = field(default_factory=dict)
    away: dict[int, Away] = field(default_factory=dict)

    @property
    def policy(self) -> acts.PolicyAdopted | None:
        """The policy in force; None while none was adopted."""
        return self.policies[-1] if self.policies else None

    def canonical(self) -> Iterator[bytes]:
        """Yields what is kept as bytes, for the book's digest; nothing where nothing was entered.

        `numbers`, `judged_in` and `decisions` follow from the rest.
        """
        parts = (
            self.contents, self.custody, self.effects, self.profiles, self.policies, self.refs, self.matches.said, self.reopened,
            self.followed, self.buried, self.away,
        )  # fmt: skip
        if any(parts):
            yield from (repr(_in_order(part)).encode() for part in parts)


def _in_order(kept: Any) -> Any:
    """Returns a value with every mapping and set in it in order: equal values, equal texts."""
    if isinstance(kept, dict):
        return [(key, _in_order(kept[key])) for key in sorted(kept)]
    return sorted(kept) if isinstance(kept, set) else kept


def identification_id(index: int) -> IdentificationId:
    """Returns the reference of the book's identification at place ``index``, from 1."""
    return IdentificationId(f"I-{index:04d}")


def index_of(ref: str) -> int:
    """Returns the place that a reference such as ``I-0001`` names, the zeros may be missing; 0 where it is none."""
    number = ref.removeprefix("I-")
    return int(number) if ref != number and number.isascii() and number.isdecimal() and len(number) <= 9 else 0


def place_of(ref: str, made: list[acts.IdentificationMade | None]) -> int:
    """Returns the place, from 1, of the identification that a reference names.

    Raises:
        IllegalAct: No identification that stands.
    """
    index = index_of(ref)
    if not 1 <= index <= len(made) or made[index - 1] is None:
        raise IllegalAct("no such identification", place=ref)
    return index
