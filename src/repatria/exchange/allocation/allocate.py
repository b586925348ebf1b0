"""`allocate`: from candidates and terms to a plan, or to why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from repatria.errors import Finding, Severity
from repatria.exchange.allocation.conflict import explain
from repatria.exchange.allocation.plan import Candidate, Impossible, Placement, Plan
from repatria.exchange.allocation.solver import Counts, Model
from repatria.exchange.allocation.units import UnitKind, gather, kind_of
from repatria.exchange.terms import Terms

EFFORT = 6.0
"""Deterministic seconds that the search may take before it returns the best plan found with its bounds."""


def allocate(*, candidates: Sequence[Candidate], terms: Terms, effort: float = EFFORT) -> Plan | Impossible:
    """Returns who goes in which stage, or the promises of the terms that cannot be kept together.

    Keeps: each clause's formula, caps per direction, category and in all, parity per stage and exposure over all stages so
    far, groups whole. Then places as many as it can, then those with priority earlier. The order of the candidates decides
    between people who differ in nothing else; the same input gives the same plan.

    Args:
        candidates: Those shown to be eligible and willing, each once.
        terms: Terms that bind; preliminary terms give no plan.
        effort: Deterministic seconds for the search.

    Raises:
        InputNotUnderstood: A candidate stands twice or under no clause of their direction.
        RepatriaError: Neither a plan nor a proof was found within the effort.
    """
    if not terms.binds:
        return Impossible((Finding(Severity.ERROR, "terms-preliminary", "status", "preliminary terms bind nobody",
                                   "agree on the terms, then sign them"),))  # fmt: skip
    kinds = gather(candidates, terms)
    counts = Model(kinds, terms).best(effort=effort)
    if counts is None:
        return explain(candidates, terms, effort=effort)
    placements = _in_order(candidates, tuple(_places(kinds, counts, terms)))
    going = {p.person for p in placements}
    left = tuple(c.person for c in candidates if c.person not in going)
    return Plan(placements, left, counts.placed, counts.waiting, min(counts.bound, counts.waiting), counts.most)


def _places(kinds: Sequence[UnitKind], counts: Counts, terms: Terms) -> Iterator[Placement]:
    """Fills the numbers with people: units in the order given, earlier stages first."""
    for k, unit_kind in enumerate(kinds):
        units = iter(unit_kind.units)
        for stage in unit_kind.stages:
            clauses = {
                kind: iter([c for c in kind.clauses for _ in range(counts.people.get((k, kind, c, stage), 0))])
                for kind, _ in unit_kind.parts
            }
            for _ in range(counts.units[k, stage]):
                for member in next(units):
                    yield Placement(member.person, member.holder, next(clauses[kind_of(member, terms)]), stage)


def _in_order(candidates: Sequence[Candidate], placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
    order = {c.person: n for n, c in enumerate(candidates)}
    return tuple(sorted(placements, key=lambda p: (p.stage, order[p.person])))
