"""Who agrees with whom, and which clauses one person may fall under."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from repatria.errors import Finding, Severity
from repatria.exchange.check.refusal import refuse, warn
from repatria.exchange.terms import Category, Clause, Formula, Overlap, Terms
from repatria.people.party import MEDIATOR


def check_parties(terms: Terms) -> Iterator[Finding]:
    """Yields what is wrong with the parties, the directions of clauses, and clauses that share people without a rule."""
    if not terms.binds:
        yield Finding(Severity.NOTE, "terms-preliminary", "status", "preliminary terms bind nobody",
                      'write status = "proposed" for terms that are to be signed')  # fmt: skip
    yield from _parties(terms)
    if not terms.clauses:
        yield refuse("clauses-missing", "clause", "there is no clause", "write [[clause]] for each promise")
    for clause in terms.clauses:
        if clause.holder is not None and clause.holder == clause.receiver:
            yield refuse("clause-to-itself", f"clause.{clause.id}.to", f'"{clause.receiver}" hands over to itself',
                         "name the other party in to")  # fmt: skip
    if terms.review_days is None:
        yield warn("review-unsaid", "review_days", "no time is given in which a proposal is answered",
                   "write review_days = 7, or the days you agree on")  # fmt: skip
    yield from _overlaps(terms)


def _parties(terms: Terms) -> Iterator[Finding]:
    if len(terms.parties) < 2:
        yield refuse("parties-missing", "parties", "fewer than two parties", 'write parties = ["north", "south"]')
    if len(set(terms.parties)) < len(terms.parties):
        yield refuse("parties-equal", "parties", "one party stands twice", "name two different parties")
    if len(set(terms.parties)) > 2:
        yield refuse(
            "parties-more-than-two", "parties", "more than two parties", "write terms for each pair of parties"
        )
    if MEDIATOR in terms.parties:
        yield refuse("parties-mediator", "parties", "the mediator is not a party", "name the two parties only")


def _overlaps(terms: Terms) -> Iterator[Finding]:
    if terms.overlap is not None:
        return
    for a, b in combinations(terms.clauses, 2):
        if _share_people(terms, a, b):
            yield refuse("overlap-unsaid", f"clause.{b.id}.category",
                         f'one person may fall under "{a.id}" and under "{b.id}", and no rule says where they count',
                         f'write overlap = "{Overlap.EARLIER_CLAUSE}" or "{Overlap.ANY_CLAUSE}", '
                         "or excludes = [...] in a category that shares nobody with the other")  # fmt: skip


def _share_people(terms: Terms, a: Clause, b: Clause) -> bool:
    if a.of_the_living != b.of_the_living or not set(a.holders(terms.parties)) & set(b.holders(terms.parties)):
        return False
    if a.formula is b.formula is Formula.NAMED_PERSONS:
        return False  # a line named twice is refused by itself
    ours, theirs = terms.category(a.category), terms.category(b.category)
    return ours is None or theirs is None or not disjoint(terms, ours, theirs)


def disjoint(terms: Terms, a: Category, b: Category) -> bool:
    """Returns whether the words alone show that nobody falls under both categories."""
    if b.id in a.excludes or a.id in b.excludes:
        return True
    if a.sex is not None and b.sex is not None and a.sex is not b.sex:
        return True
    if a.age is None or b.age is None or terms.age_day(a) != terms.age_day(b):
        return False
    older_a, older_b = a.age.oldest, b.age.oldest
    return (older_a is not None and older_a < b.age.youngest) or (older_b is not None and older_b < a.age.youngest)
