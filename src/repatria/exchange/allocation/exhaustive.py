"""The slow obvious twin of `allocate`: tries every way to place everybody and reads the terms clause by clause.

It shares no constraint with the solver, so that tests can hold the two equal. Cost: (stages x clauses + 1) to the power of
the candidates; meant for at most some six of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from repatria.exchange.allocation.plan import Candidate, Placement
from repatria.exchange.terms import Clause, Formula, Overlap, Stage, Terms
from repatria.people.refs import PartyId


def best(*, candidates: Sequence[Candidate], terms: Terms) -> tuple[int, int] | None:
    """Returns how many go and the weighted stages waited in the best plan, None when there is none."""
    stages = terms.stages or (Stage(number=1),)
    at = {s.number: i for i, s in enumerate(stages)}
    found: tuple[int, int] | None = None
    for chosen in product(*(tuple(_choices(c, terms, stages)) for c in candidates)):
        if broken(chosen, candidates=candidates, terms=terms):
            continue
        going = [(c, p) for c, p in zip(candidates, chosen, strict=True) if p is not None]
        score = (len(going), -sum((1 + c.priority) * at[p.stage] for c, p in going))
        if found is None or score > (found[0], -found[1]):
            found = (score[0], -score[1])
    return found


def broken(chosen: Sequence[Placement | None], *, candidates: Sequence[Candidate], terms: Terms) -> bool:
    """Returns whether a placement of every candidate (None for no place) breaks the terms."""
    stages = terms.stages or (Stage(number=1),)
    going = [p for p in chosen if p is not None]
    return (
        any(_split(group, chosen, candidates) for group in {c.group for c in candidates if c.group})
        or any(not _kept(clause, chosen, candidates, terms) for clause in terms.clauses)
        or any(not _within(stage, going, terms) for stage in stages)
    )


def _choices(candidate: Candidate, terms: Terms, stages: Sequence[Stage]) -> Iterator[Placement | None]:
    yield None
    clauses = [c for c in terms.clauses if c.id in candidate.clauses]
    if terms.overlap is Overlap.EARLIER_CLAUSE:
        clauses = clauses[:1]
    for clause in clauses:
        for stage in stages:
            if not clause.stages or stage.number in clause.stages:
                yield Placement(candidate.person, candidate.holder, clause.id, stage.number)


def _split(group: str, chosen: Sequence[Placement | None], candidates: Sequence[Candidate]) -> bool:
    where = {p.stage if p else None for c, p in zip(candidates, chosen, strict=True) if c.group == group}
    return len(where) > 1


def _kept(clause: Clause, chosen: Sequence[Placement | None], candidates: Sequence[Candidate], terms: Terms) -> bool:
    for holder in clause.holders(terms.parties):
        number = clause.number(holder)
        moved = sum(p is not None and p.clause == clause.id and p.holder == holder for p in chosen)
        theirs = [
            p for c, p in zip(candidates, chosen, strict=True) if c.holder == holder and _counts_under(c, clause, terms)
        ]
        match clause.formula:
            case Formula.NAMED_PERSONS | Formula.ALL_FOR_ALL:
                kept = None not in theirs
            case Formula.N_FOR_N:
                kept = number is None or moved == number
            case Formula.AT_LEAST_N:
                kept = number is None or moved >= number
            case Formula.UNILATERAL:
                kept = None not in theirs if number is None else moved == number
        if not kept:
            return False
    return True


def _counts_under(candidate: Candidate, clause: Clause, terms: Terms) -> bool:
    if terms.overlap is Overlap.EARLIER_CLAUSE:
        return next(c.id for c in terms.clauses if c.id in candidate.clauses) == clause.id
    return clause.id in candidate.clauses


def _within(stage: Stage, going: Sequence[Placement], terms: Terms) -> bool:
    now = [p for p in going if p.stage == stage.number]
    caps = all(_number(now, party) <= cap for party, cap in stage.caps.items())
    total = stage.total_cap is None or len(now) <= stage.total_cap
    of_category = all(
        _number([p for p in now if _category(p, terms) == category], party) <= cap
        for category, by_party in stage.category_caps.items()
        for party, cap in by_party.items()
    )
    so_far = [p for p in going if p.stage <= stage.number]
    return caps and total and of_category and _even(now, stage.parity, terms) and _even(so_far, stage.exposure, terms)


def _even(placed: Sequence[Placement], tolerance: int | None, terms: Terms) -> bool:
    if tolerance is None:
        return True
    north, south = terms.parties
    for living in (True, False):
        counted = []
        for p in placed:
            clause = terms.clause(p.clause)
            if clause is None or clause.formula is Formula.UNILATERAL or terms.may_hold_children(clause):
                continue
            if clause.of_the_living is living:
                counted.append(p)
        if abs(_number(counted, north) - _number(counted, south)) > tolerance:
            return False
    return True


def _number(placed: Sequence[Placement], party: PartyId) -> int:
    return sum(p.holder == party for p in placed)


def _category(placement: Placement, terms: Terms) -> str:
    clause = terms.clause(placement.clause)
    return clause.category if clause else ""
