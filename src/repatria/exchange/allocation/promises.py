"""The promises of terms as sums that must lie between bounds, each in the words of the terms.

One form for all: over chosen people, stages and clauses, ``least <= number of north's - number of south's <= most`` or the
number of one party's alone. The solver reads these; the slow twin reads the terms themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repatria.errors import Finding, Severity
from repatria.exchange.terms import Clause, Formula, Stage, Terms
from repatria.people.refs import PartyId

ONE_STAGE = (Stage(number=1),)
"""The stages of terms that have none: everybody goes at once."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One sum with bounds.

    Attributes:
        code: Stable short name of the kind of promise.
        place: Key path in the terms.
        words: The promise in the words of the terms.
        stages: Numbers of the stages summed over.
        clauses: Ids of the clauses summed over.
        plus: Parties whose people count as +1.
        minus: Parties whose people count as -1.
        least: Lowest value of the sum, None for no bound.
        most: Highest value of the sum, None for no bound.
    """

    code: str
    place: str
    words: str
    stages: frozenset[int]
    clauses: frozenset[str]
    plus: frozenset[PartyId]
    minus: frozenset[PartyId] = frozenset()
    least: int | None = None
    most: int | None = None

    def finding(self) -> Finding:
        """Returns the promise as part of a conflict."""
        return Finding(Severity.ERROR, self.code, self.place, self.words, "change one of the promises in conflict")


def stages_of(terms: Terms) -> tuple[Stage, ...]:
    """Returns the stages of terms in order, or the one of terms without stages."""
    return terms.stages or ONE_STAGE


def promises(terms: Terms) -> Iterator[Promise]:
    """Yields every promise on numbers: formulas, then caps, then parity and exposure, stage by stage."""
    everything = frozenset(s.number for s in stages_of(terms))
    for clause in terms.clauses:
        yield from _formula(terms, clause, everything)
    for stage in stages_of(terms):
        yield from _caps(terms, stage)
        yield from _balance(terms, stage)


def all_must_go(clause: Clause, holder: PartyId) -> bool:
    """Returns whether everybody whom ``holder`` has under a clause must have a place."""
    match clause.formula:
        case Formula.NAMED_PERSONS | Formula.ALL_FOR_ALL:
            return True
        case Formula.UNILATERAL:
            return clause.number(holder) is None
        case Formula.N_FOR_N | Formula.AT_LEAST_N:
            return False


def balanced(terms: Terms) -> frozenset[str]:
    """Returns the clauses that parity and exposure count: neither unilateral nor able to hold children (CRC art. 3)."""
    return frozenset(
        c.id for c in terms.clauses if c.formula is not Formula.UNILATERAL and not terms.may_hold_children(c)
    )


def _formula(terms: Terms, clause: Clause, everything: frozenset[int]) -> Iterator[Promise]:
    if clause.formula in (Formula.NAMED_PERSONS, Formula.ALL_FOR_ALL):
        return
    for holder in clause.holders(terms.parties):
        number = clause.number(holder)
        if number is None:
            continue
        exact = clause.formula is not Formula.AT_LEAST_N
        words = f'clause {clause.id}: "{clause.formula}", {"exactly" if exact else "at least"} {number} from {holder}'
        yield Promise("promise-number", f"clause.{clause.id}.number", words, everything, frozenset({clause.id}),
                      frozenset({holder}), least=number, most=number if exact else None)  # fmt: skip


def _caps(terms: Terms, stage: Stage) -> Iterator[Promise]:
    one, every, place = frozenset({stage.number}), frozenset(c.id for c in terms.clauses), f"stage.{stage.number}"
    for party, cap in stage.caps.items():
        yield Promise("promise-cap", f"{place}.caps.{party}", f"stage {stage.number}: at most {cap} from {party}",
                      one, every, frozenset({party}), most=cap)  # fmt: skip
    if stage.total_cap is not None:
        words = f"stage {stage.number}: at most {stage.total_cap} in both directions"
        yield Promise("promise-total-cap", f"{place}.total_cap", words, one, every, frozenset(terms.parties),
                      most=stage.total_cap)  # fmt: skip
    for category, caps in stage.category_caps.items():
        of = frozenset(c.id for c in terms.clauses if c.category == category)
        for party, cap in caps.items():
            words = f"stage {stage.number}: at most {cap} of category {category} from {party}"
            yield Promise("promise-category-cap", f"{place}.category_caps.{category}.{party}", words, one, of,
                          frozenset({party}), most=cap)  # fmt: skip


def _balance(terms: Terms, stage: Stage) -> Iterator[Promise]:
    if len(terms.parties) != 2:
        return
    plus, minus = (frozenset({p}) for p in terms.parties)
    so_far = frozenset(s.number for s in stages_of(terms) if s.number <= stage.number)
    for living in (True, False):
        of = balanced(terms) & {c.id for c in terms.clauses if c.of_the_living is living}
        if stage.parity is not None and of:
            words = f"stage {stage.number}: numbers of both directions differ by at most {stage.parity} (parity)"
            yield Promise("promise-parity", f"stage.{stage.number}.parity", words, frozenset({stage.number}), of,
                          plus, minus, -stage.parity, stage.parity)  # fmt: skip
        if stage.exposure is not None and of:
            words = (f"up to stage {stage.number}: numbers of both directions differ by at most {stage.exposure}"
                     " in all (exposure)")  # fmt: skip
            yield Promise("promise-exposure", f"stage.{stage.number}.exposure", words, so_far, of, plus, minus,
                          -stage.exposure, stage.exposure)  # fmt: skip
