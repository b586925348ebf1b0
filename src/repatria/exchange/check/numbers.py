"""Numbers that are missing, differ where they must not, or cannot be reached in the stages agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from repatria.errors import Finding
from repatria.exchange.check.refusal import refuse
from repatria.exchange.terms import Clause, Formula, Stage, Terms
from repatria.people.refs import PartyId


def check_numbers(terms: Terms) -> Iterator[Finding]:
    """Yields formulas without what they need, lines named twice, and stages too small for what was promised."""
    for clause in terms.clauses:
        yield from _needs(terms, clause)
    for line, times in sorted(Counter(p for c in terms.clauses for p in c.persons).items()):
        if times > 1:
            yield refuse("person-named-twice", line, f"the line is named {times} times", "name everybody once")
    yield from _stages_too_small(terms)


def _needs(terms: Terms, clause: Clause) -> Iterator[Finding]:
    place, formula = f"clause.{clause.id}", clause.formula
    if formula is Formula.NAMED_PERSONS:
        yield from _needs_of_named(clause, place)
        return
    if clause.persons:
        yield refuse("persons-not-asked", f"{place}.persons", f'"{formula}" names nobody',
                     f'write formula = "{Formula.NAMED_PERSONS}", or leave persons out')  # fmt: skip
    if not clause.category:
        yield refuse("category-missing", f"{place}.category", f'"{formula}" of nobody in particular',
                     "name a [[category]] of the terms")  # fmt: skip
    if formula is Formula.UNILATERAL and clause.both:
        yield refuse("unilateral-both-ways", f"{place}.both", '"unilateral" and both directions',
                     "write from and to, one clause per direction")  # fmt: skip
    if formula in (Formula.N_FOR_N, Formula.ALL_FOR_ALL) and not clause.both:
        yield refuse("formula-one-way", f"{place}.both", f'"{formula}" in one direction only',
                     f'write both = true, or formula = "{Formula.UNILATERAL}"')  # fmt: skip
    yield from _number(terms, clause, place)


def _needs_of_named(clause: Clause, place: str) -> Iterator[Finding]:
    if not clause.persons:
        yield refuse("persons-missing", f"{place}.persons", '"named persons" without anybody named',
                     'write persons = ["north-1:1", ...], the lines of the lists')  # fmt: skip
    if clause.both:
        yield refuse("named-direction-unsaid", f"{place}.both", "it is not said who of the named goes which way",
                     "write one clause per direction, each with from, to and persons")  # fmt: skip
    if any(n != len(clause.persons) for n in (clause.numbers or {}).values()):
        yield refuse("number-against-persons", f"{place}.number", f"{len(clause.persons)} are named, and the number differs",
                     "leave the number out: whoever is named goes")  # fmt: skip


def _number(terms: Terms, clause: Clause, place: str) -> Iterator[Finding]:
    numbers = [clause.number(p) for p in clause.holders(terms.parties)]
    if clause.formula is Formula.ALL_FOR_ALL and clause.numbers:
        yield refuse("number-not-asked", f"{place}.number", '"all for all" and yet a number',
                     f'leave the number out, or write formula = "{Formula.N_FOR_N}"')  # fmt: skip
    if clause.formula not in (Formula.N_FOR_N, Formula.AT_LEAST_N):
        return
    if None in numbers:
        yield refuse("number-missing", f"{place}.number", f'"{clause.formula}" without n', "write number = 1000, say")
    elif clause.formula is Formula.N_FOR_N and len(set(numbers)) > 1:
        said = ", ".join(f"{p} {clause.number(p)}" for p in clause.holders(terms.parties))
        yield refuse("numbers-differ", f"{place}.numbers", f'"n for n" with different n: {said}',
                     f'write one number, or formula = "{Formula.AT_LEAST_N}" or one clause per direction')  # fmt: skip


def _stages_too_small(terms: Terms) -> Iterator[Finding]:
    """Promises confined to a set of stages against what these stages may carry, per direction."""
    if not terms.stages:
        return
    sets = {tuple(s.number for s in terms.stages_of(c)) for c in terms.clauses}
    for numbers in sorted(sets):
        stages = [s for s in terms.stages if s.number in numbers]
        inside = [c for c in terms.clauses if {s.number for s in terms.stages_of(c)} <= set(numbers)]
        for party in terms.parties:
            yield from _too_small(
                party, stages, [c for c in inside if c.number(party) and party in c.holders(terms.parties)]
            )


def _too_small(party: PartyId, stages: list[Stage], clauses: list[Clause]) -> Iterator[Finding]:
    promised = sum(c.number(party) or 0 for c in clauses)
    room = [s.caps.get(party, s.total_cap) for s in stages]
    known = [r for r in room if r is not None]
    if len(known) == len(room) and promised > sum(known):
        listed = " + ".join(str(r) for r in known)
        yield refuse("stages-below-number", f"clause.{clauses[0].id}.stages",
                     f"{party} promises {promised} ({', '.join(c.id for c in clauses)}), "
                     f"and stages {', '.join(str(s.number) for s in stages)} carry {listed} = {sum(known)}",
                     f"raise the caps by {promised - sum(known)} in all, or add a stage")  # fmt: skip
