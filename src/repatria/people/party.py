"""The parties, the neutral mediator between them, and whoever acts for one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from repatria.errors import InputNotUnderstood
from repatria.people.refs import PartyId, party_id

MEDIATOR = PartyId("mediator")
"""The id under which the neutral body that keeps the desk acts; never the id of a party."""


class Stance(StrEnum):
    """What a list says of the people on it."""

    SEEKS = "seeks"  # the party asks for them
    HOLDS = "holds"  # the party says that it has them


class Role(StrEnum):
    """What somebody may do at the desk."""

    REGISTRAR = "registrar"  # of the mediator: keeps the desk
    DELEGATE = "delegate"  # of a party
    VERIFIER = "verifier"  # doctor or child-protection officer
    LABORATORY = "laboratory"
    OFFICER = "officer"  # at the crossing point
    OBSERVER = "observer"  # reads numbers, never names


_ACTOR = re.compile(r"[a-z][a-z0-9]{0,31}/[a-z]+(?:-[a-z0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: for whom, in which role, and which of them.

    Written ``mediator/registrar``, ``north/delegate`` or ``north/delegate-2``; what follows the role is a short code,
    never a name.
    """

    party: PartyId
    role: Role
    code: str = ""

    def __str__(self) -> str:
        return f"{self.party}/{self.role}" + (f"-{self.code}" if self.code else "")

    @property
    def is_mediator(self) -> bool:
        """Whether the actor belongs to the neutral mediator."""
        return self.party == MEDIATOR


def actor(text: str) -> Actor:
    """Returns the actor written as ``PARTY/ROLE`` or ``PARTY/ROLE-CODE``.

    Raises:
        InputNotUnderstood: The text has another form or names no known role.
    """
    if not _ACTOR.match(text):
        raise InputNotUnderstood("not an actor", hint="write PARTY/ROLE, as in north/delegate or mediator/registrar")
    party, _, rest = text.partition("/")
    role, _, code = rest.partition("-")
    if role not in set(Role):
        raise InputNotUnderstood("not a role", hint="roles: " + ", ".join(Role))
    return Actor(party_id(party), Role(role), code)
