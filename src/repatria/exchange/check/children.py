"""The law on children: for them only named persons exist (CRC art. 3, the best interests of each child come first).

Nothing by which one child's return waits for another side's is accepted: no n for n, no parity, no substitution, no stage
that binds both parties. A clause or category counts as one of children when anyone under 18 on the reference date could
go under it, or when the terms leave that unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from repatria.errors import Finding
from repatria.exchange.check.refusal import refuse, warn
from repatria.exchange.terms import Clause, Formula, Stage, Terms

CRC = "Convention on the Rights of the Child art. 3"
"""In all actions concerning children, the best interests of the child are a primary consideration."""

_CONDITION = re.compile(
    r"\b(?:in exchange for|in return for|for each (?:child|returned)|one for one|for every (?:child|one)|on condition that|"
    r"provided that|reciprocal(?:ly)?|reciprocity|parity)\b"
)


def check_children(terms: Terms) -> Iterator[Finding]:
    """Yields every way in which a child's return would depend on anything but that child's best interests."""
    clauses = [c for c in terms.clauses if terms.may_hold_children(c)]
    for clause in clauses:
        yield from _formula(terms, clause)
        yield from _substitution(clause)
        yield from _stages(terms, clause)
        yield from _condition(terms, clause)
    if clauses:
        yield from _best_interests(terms, clauses)


def _formula(terms: Terms, clause: Clause) -> Iterator[Finding]:
    if clause.formula is Formula.NAMED_PERSONS:
        return
    category = terms.category(clause.category)
    marked = category is not None and category.children
    adults = "" if marked else (
        f"; or, for adults only, add to category {clause.category or 'of the clause'} "
        "age = { from = 18, from_inclusive = true, on = the reference date }"
    )  # fmt: skip
    who = "is of children" if marked else "can hold somebody under 18 (no bound at 18 on the reference date is said)"
    yield refuse("children-formula", f"clause.{clause.id}.formula", f'"{clause.formula}", and the clause {who}: {CRC}',
                 f'write formula = "{Formula.NAMED_PERSONS}" with persons = ["north-1:1", ...]{adults}')  # fmt: skip


def _substitution(clause: Clause) -> Iterator[Finding]:
    if clause.substitution is not None and clause.substitution.allowed:
        yield refuse("children-substitution", f"clause.{clause.id}.substitution",
                     f"no child takes another's place: {CRC}",
                     "write substitution = { allowed = false }")  # fmt: skip


def _stages(terms: Terms, clause: Clause) -> Iterator[Finding]:
    for stage in terms.stages_of(clause):
        if stage.binds_both:
            yield refuse("children-stage-waits", f"clause.{clause.id}.stages",
                         f"in stage {stage.number} ({_binding(stage)}) one child's return waits for another side's: {CRC}",
                         "give the clause stages of its own without parity, exposure, total_cap and after_both")  # fmt: skip


def _binding(stage: Stage) -> str:
    keys = (("parity", stage.parity), ("exposure", stage.exposure), ("total_cap", stage.total_cap))
    said = [key for key, value in keys if value is not None]
    return ", ".join(said + (["after_both"] if stage.after_both else []))


def _condition(terms: Terms, clause: Clause) -> Iterator[Finding]:
    category = terms.category(clause.category)
    texts = [clause.wording, *(clause.wordings or {}).values(), category.wording if category else ""]
    for words in sorted({m[0] for text in texts for m in _CONDITION.finditer(text.lower())}):
        yield refuse("children-condition", f"clause.{clause.id}.wording",
                     f'"{words}" makes a child\'s return depend on another\'s: {CRC}',
                     "write whom this party returns, and nothing in exchange")  # fmt: skip


def _best_interests(terms: Terms, clauses: list[Clause]) -> Iterator[Finding]:
    which = ", ".join(c.id for c in clauses)
    rules = terms.children
    if rules is None or not rules.best_interests:
        yield refuse("best-interests-unsaid", "children.best_interests",
                     f"nobody determines the best interests of the children of {which}: {CRC}",
                     '[children] best_interests = "a panel of ..."')  # fmt: skip
    if rules is None or rules.siblings_together is None:
        yield refuse("siblings-unsaid", "children.siblings_together",
                     "it is not said whether siblings travel together", "[children] siblings_together = true")  # fmt: skip
    elif not rules.siblings_together:
        yield warn("siblings-apart", "children.siblings_together", "siblings may be separated on the way",
                   "write siblings_together = true unless a determination says otherwise")  # fmt: skip
