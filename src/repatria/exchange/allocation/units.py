"""Candidates gathered into units that travel together, and units into kinds that differ in nothing a plan could see.

12,000 people become some dozens of kinds: the solver counts kinds, and people are put in their places afterwards, in the
order given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repatria.errors import InputNotUnderstood
from repatria.exchange.allocation.plan import Candidate
from repatria.exchange.allocation.promises import all_must_go, stages_of
from repatria.exchange.terms import Overlap, Terms
from repatria.people.refs import PartyId

MOST_PRIORITY = 1_000
"""Highest priority; with it the objective of a million people in a hundred stages, 10 to the 17th, stays within 64 bits."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """People who differ in nothing a plan could see.

    Attributes:
        holder: The party that hands over.
        clauses: Clauses under which they may count, in the order of the terms.
        priority: Weight.
    """

    holder: PartyId
    clauses: tuple[str, ...]
    priority: int


@dataclass(frozen=True, slots=True)
class UnitKind:
    """Units made up alike.

    Attributes:
        parts: How many of each kind of people one unit has, in order.
        units: The units, each its members in the order given.
        stages: Numbers of the stages in which every member may go.
        must_go: Ids of clauses and parties by which each unit must have a place.
    """

    parts: tuple[tuple[Kind, int], ...]
    units: tuple[tuple[Candidate, ...], ...]
    stages: tuple[int, ...]
    must_go: frozenset[tuple[str, PartyId]]

    @property
    def size(self) -> int:
        """How many people one unit has."""
        return sum(n for _, n in self.parts)

    @property
    def weight(self) -> int:
        """What one stage of waiting costs for one unit."""
        return sum((1 + kind.priority) * n for kind, n in self.parts)


def kind_of(candidate: Candidate, terms: Terms) -> Kind:
    """Returns the kind of a candidate; where the earlier clause counts, only that one is kept."""
    clauses = tuple(c.id for c in terms.clauses if c.id in candidate.clauses)
    if terms.overlap is Overlap.EARLIER_CLAUSE:
        clauses = clauses[:1]
    return Kind(candidate.holder, clauses, candidate.priority)


def gather(candidates: Sequence[Candidate], terms: Terms) -> tuple[UnitKind, ...]:
    """Returns the kinds of units among candidates, in a fixed order.

    Raises:
        InputNotUnderstood: A person stands twice, has a clause that the terms lack or that the holder does not hand over
            under, or a priority out of range.
    """
    _validate(candidates, terms)
    units: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        units.setdefault(f"group {candidate.group}" if candidate.group else f"person {candidate.person}", []).append(
            candidate
        )
    alike: dict[tuple[tuple[Kind, int], ...], list[tuple[Candidate, ...]]] = {}
    for members in units.values():
        parts = tuple(sorted(Counter(kind_of(m, terms) for m in members).items()))
        alike.setdefault(parts, []).append(tuple(members))
    return tuple(_unit_kind(parts, alike[parts], terms) for parts in sorted(alike))


def dissolve(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Returns the candidates without groups and priorities, for questions that do not turn on them."""
    return tuple(Candidate(c.person, c.holder, c.clauses) for c in candidates)


def clauses_in(kind: Kind, stage: int, terms: Terms) -> tuple[str, ...]:
    """Returns the clauses under which people of a kind may go in a stage."""
    return tuple(
        id_ for id_ in kind.clauses if (c := terms.clause(id_)) is not None and (not c.stages or stage in c.stages)
    )


def _unit_kind(parts: tuple[tuple[Kind, int], ...], units: list[tuple[Candidate, ...]], terms: Terms) -> UnitKind:
    stages = tuple(s.number for s in stages_of(terms) if all(clauses_in(kind, s.number, terms) for kind, _ in parts))
    must = frozenset(
        (id_, kind.holder)
        for kind, _ in parts
        for id_ in kind.clauses
        if (c := terms.clause(id_)) is not None and all_must_go(c, kind.holder)
    )
    return UnitKind(parts, tuple(units), stages, must)


def _validate(candidates: Sequence[Candidate], terms: Terms) -> None:
    seen: set[str] = set()
    allowed = {(c.id, p) for c in terms.clauses for p in c.holders(terms.parties)}
    for c in candidates:
        if c.person in seen:
            raise InputNotUnderstood("a candidate stands twice", hint="give everybody once", place=c.person)
        if not c.clauses or any((id_, c.holder) not in allowed for id_ in c.clauses):
            raise InputNotUnderstood(
                "a candidate under no clause of that direction", hint="assess first", place=c.person
            )
        if not 0 <= c.priority <= MOST_PRIORITY:
            hint = f"0 is the lowest, {MOST_PRIORITY} the highest"
            raise InputNotUnderstood("a priority out of range", hint=hint, place=c.person)
        seen.add(c.person)
