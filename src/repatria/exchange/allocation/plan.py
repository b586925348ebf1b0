"""What allocation takes and gives: candidates, a plan, or the promises that cannot be kept together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from repatria.errors import Finding
from repatria.people.refs import PartyId, PersonId


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody shown to fall under at least one clause, and willing to go.

    Attributes:
        person: Reference.
        holder: The party that hands over.
        clauses: Ids of the clauses that the person falls under.
        priority: 0 to 1,000; each step weighs as one more person waiting.
        group: Code shared by those who must travel together, empty for nobody.
    """

    person: PersonId
    holder: PartyId
    clauses: frozenset[str]
    priority: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """One person goes in a stage (its number; 1 where the terms have no stages), counted under a clause."""

    person: PersonId
    holder: PartyId
    clause: str
    stage: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes when.

    Attributes:
        placements: In order of stage, then of the candidates.
        left: Candidates without a place, in the order given.
        placed: How many go; as many as can.
        waiting: Objective among plans that place as many: stages waited times (1 + priority), summed over all who go.
        bound: No plan that places as many waits less than this; equal to `waiting` when none does.
        most: No plan places more than this; equal to `placed` when none does.
    """

    placements: tuple[Placement, ...]
    left: tuple[PersonId, ...]
    placed: int
    waiting: int
    bound: int
    most: int

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no plan is better."""
        return (self.placed, self.waiting) == (self.most, self.bound)

    def counts(self) -> Mapping[tuple[int, str, PartyId], int]:
        """Returns how many go, by stage, clause and party that hands over."""
        return Counter((p.stage, p.clause, p.holder) for p in self.placements)

    def __str__(self) -> str:
        proof = (
            "proven best" if self.is_best else f"no plan places more than {self.most} or waits less than {self.bound}"
        )
        return f"{self.placed} go, {len(self.left)} have no place; weighted stages waited {self.waiting} ({proof})"


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why there is no plan: promises of the terms that cannot all be kept, none of which could be left out of the list."""

    conflict: tuple[Finding, ...]

    def __str__(self) -> str:
        return "; ".join(f.message for f in self.conflict)
