"""Whether each person is asked in private, on which ground, and what happens when somebody declines."""

from __future__ import annotations

from collections.abc import Iterator

from repatria.errors import Finding
from repatria.exchange.check.refusal import refuse
from repatria.exchange.gates import INTERVIEW_OF_OTHERS, INTERVIEW_OF_THE_SICK
from repatria.exchange.outcome import Outcome
from repatria.exchange.terms import Clause, Formula, Terms

_OPENS_A_PLACE = (Outcome.DECLINED, Outcome.ABSENT, Outcome.UNFIT, Outcome.DIED, Outcome.MISTAKEN_IDENTITY)


def check_asking(terms: Terms) -> Iterator[Finding]:
    """Yields a missing interview, a ground that does not carry it, and missing or half rules of substitution."""
    living = [c for c in terms.clauses if c.of_the_living]
    if living:
        yield from _interview(terms, living)
        yield from _basis(terms, living)
    for clause in living:
        yield from _substitution(terms, clause)


def interview_basis(terms: Terms, clause: Clause) -> str:
    """Returns what the private interview under a clause rests on."""
    category = terms.category(clause.category)
    return INTERVIEW_OF_THE_SICK if category is not None and category.health else INTERVIEW_OF_OTHERS


def _interview(terms: Terms, living: list[Clause]) -> Iterator[Finding]:
    rule = terms.voluntariness
    grounds = "; ".join(f"{c.id}: {interview_basis(terms, c)}" for c in living)
    if rule is None or not rule.private_interview:
        yield refuse("interview-missing", "voluntariness.private_interview",
                     f"nobody is asked in private whether they are willing ({grounds})",
                     '[voluntariness] private_interview = true, held_by = "mediator"')  # fmt: skip
    if rule is not None and not rule.held_by:
        yield refuse("interviewer-unsaid", "voluntariness.held_by", "it is not said who holds the interview",
                     'write held_by = "mediator"')  # fmt: skip


def _basis(terms: Terms, living: list[Clause]) -> Iterator[Finding]:
    cited = " ".join(terms.voluntariness.basis).lower() if terms.voluntariness else ""
    if not cited:
        return
    for clause in living:
        needed = interview_basis(terms, clause)
        carried = "109" in cited if needed is INTERVIEW_OF_THE_SICK else "refoulement" in cited or "icrc" in cited
        if not carried:
            yield refuse("interview-basis", "voluntariness.basis",
                         f"the ground given does not carry the interview under {clause.id}"
                         + ("" if needed is INTERVIEW_OF_THE_SICK else f": {INTERVIEW_OF_THE_SICK} is of the sick and wounded"),
                         f'add "{needed}" to basis')  # fmt: skip


def _substitution(terms: Terms, clause: Clause) -> Iterator[Finding]:
    rule, place = clause.substitution, f"clause.{clause.id}.substitution"
    if rule is None:
        if clause.formula is Formula.NAMED_PERSONS and not terms.may_hold_children(clause):
            yield refuse("substitution-unsaid", place, "people are named and may decline, and no rule says what then",
                         "write substitution = { allowed = false }, or allowed = true with when, by and within_days")  # fmt: skip
        return
    if not rule.allowed:
        return
    if not rule.when or not rule.chosen_by or rule.within_days is None:
        yield refuse("substitution-half-said", place, "when, by whom and within how many days is not all said",
                     'write substitution = { allowed = true, when = ["declined"], by = "north", within_days = 7 }')  # fmt: skip
    if any(w not in _OPENS_A_PLACE for w in rule.when):
        yield refuse("substitution-outcome-not-known", f"{place}.when", "an outcome that the handover does not know",
                     "use: " + ", ".join(_OPENS_A_PLACE))  # fmt: skip
