"""Who falls under a clause: yes, no or unknown, with reasons and with what would settle it.

Every source is heard and none overwrites another. Unknown never counts as no: nobody falls off because a birth date is
missing. Reasons name lines and conditions, never a name or a birth date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from repatria.exchange.annex_i import examined, seriously_wounded_or_sick
from repatria.exchange.terms import Age, Category, Clause, Formula, Health, Terms
from repatria.people.dates import AgeRange
from repatria.people.facts import Fact, FactKind, Truth, all_of, truth
from repatria.people.record import PersonFile, Record, Sex
from repatria.people.refs import PartyId

HEALTH_CODES: Mapping[str, tuple[str, ...]] = {
    Health.ANNEX_I: ("I",),
    Health.ANNEX_I_A: ("I.A",),
    Health.ANNEX_I_B: ("I.B",),
}
"""Codes of the checklist that a definition of the terms stands for; a special agreement lists its own."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a person falls under a clause.

    Attributes:
        truth: Yes, no or unknown.
        reasons: One sentence per condition looked at, without names and birth dates.
        would_settle: For unknown: what evidence would decide it.
        because: Those of the reasons that decide: for no, why not; for unknown, what is open.
    """

    truth: Truth
    reasons: tuple[str, ...]
    would_settle: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


def assess(terms: Terms, clause_id: str, file: PersonFile, holder: PartyId | None) -> Assessment:
    """Returns whether a person held by ``holder`` falls under a clause.

    Named persons fall under it by being named: coming of age, a changed name or another category never closes a case.
    Everyone else must be held by a party that hands over under the clause and meet every condition of its category.

    Args:
        terms: The terms.
        clause_id: Id of one of their clauses.
        file: All that is known of the person, by source.
        holder: The party that has the person; None when that is not known.
    """
    clause = terms.clause(clause_id)
    if clause is None:
        return Assessment(Truth.NO, (f"the terms have no clause {clause_id}",))
    answers = [_direction(terms, clause, holder)]
    if clause.formula is Formula.NAMED_PERSONS:
        answers.append(_named(clause, file))
    elif (category := terms.category(clause.category)) is not None:
        answers.extend(_conditions(terms, category, file))
    return _together(answers)


def _together(answers: list[Assessment]) -> Assessment:
    result = all_of(a.truth for a in answers)
    reasons = tuple(r for a in answers for r in a.reasons)
    settle = tuple(w for a in answers for w in a.would_settle) if result is Truth.UNKNOWN else ()
    because = tuple(r for a in answers if a.truth is result for r in a.reasons)
    return Assessment(result, reasons, settle, because)


def _direction(terms: Terms, clause: Clause, holder: PartyId | None) -> Assessment:
    if holder is None:
        return Assessment(Truth.UNKNOWN, ("no party is known to have the person",), ("an answer to the claim",))
    if holder in clause.holders(terms.parties):
        return Assessment(Truth.YES, (f"held by {holder}, which hands over under {clause.id}",))
    return Assessment(Truth.NO, (f"held by {holder}, which does not hand over under {clause.id}",))


def _named(clause: Clause, file: PersonFile) -> Assessment:
    for line in file.lines:
        if clause.names(line):
            return Assessment(Truth.YES, (f"named in {clause.id} by line {line}",))
    return Assessment(Truth.NO, (f"none of the person's lines is named in {clause.id}",))


def _conditions(terms: Terms, category: Category, file: PersonFile) -> Iterator[Assessment]:
    if category.age is not None:
        yield _age(category.age, terms.age_day(category), file)
    if category.sex is not None:
        yield _sex(category.sex, file)
    if category.health:
        yield _health(category, file)
    if category.certified:
        yield _certified(category, file)


def _age(bounds: Age, day: date | None, file: PersonFile) -> Assessment:
    words = age_words(bounds)
    if day is None:
        return Assessment(
            Truth.UNKNOWN, ("the terms give no day on which age counts",), ("a reference date in the terms",)
        )
    result = age_truth(file, bounds, day)
    on = f"on {day.isoformat()}"
    match result:
        case Truth.YES:
            return Assessment(result, (f"{words} {on}, by every source",))
        case Truth.NO:
            return Assessment(result, (f"not {words} {on}, by every source",))
        case Truth.UNKNOWN:
            lines = ", ".join(r.line for r in file.records if r.born is not None)
            why = f"whether {words} {on} is not settled by {lines}" if lines else "no source gives a date of birth"
            return Assessment(result, (why,), ("a document that shows the date of birth",))


def age_words(bounds: Age) -> str:
    """Returns the bounds in words, in completed years."""
    if bounds.lower is None and bounds.oldest is None:
        return "of any age"
    if bounds.oldest is None:
        return f"{bounds.youngest} or older"
    return (
        f"at most {bounds.oldest}" if bounds.youngest == 0 else f"{bounds.youngest} to {bounds.oldest} completed years"
    )


def age_truth(file: PersonFile, bounds: Age, day: date) -> Truth:
    """Returns whether the age on a day lies within bounds, over all sources.

    Each source that gives a date of birth is heard. Sources that decide must agree; a vaguer source that fits the others
    changes nothing, one that contradicts them makes it unknown. A source that itself doubts its date decides nothing.
    """
    born = [b for r in file.records if (b := r.born) is not None and not b.uncertain]
    ages = [b.age_on(day) for b in born]
    answers = {bounds.admits(age) for age in ages}
    decided = answers - {Truth.UNKNOWN}
    if len(decided) != 1 or (len(answers) > 1 and not _compatible(ages)):
        return Truth.UNKNOWN
    return decided.pop()


def _compatible(ages: list[AgeRange]) -> bool:
    return max(a.at_least for a in ages) <= min(a.at_most for a in ages)


def _sex(wanted: Sex, file: PersonFile) -> Assessment:
    said = {r.sex for r in file.records if r.sex is not None}
    if len(said) == 1:
        return Assessment(
            truth(said == {wanted}), (f"sex {'as' if said == {wanted} else 'other than'} the category says",)
        )
    why = "sources give different sexes" if said else "no source gives the sex"
    return Assessment(Truth.UNKNOWN, (why,), ("a document that shows the sex",))


def _health(category: Category, file: PersonFile) -> Assessment:
    codes = health_codes(category)
    by = " or ".join(category.certified_by) or "an examiner"
    counted = [f for f in file.facts if _certifies(f, category.certified_by)]
    result = seriously_wounded_or_sick(examined(counted), codes=codes) if codes else Truth.UNKNOWN
    where = ", ".join(codes) or category.id
    match result:
        case Truth.YES:
            return Assessment(result, (f"meets an item of {where}, found by {by}",))
        case Truth.NO:
            return Assessment(result, (f"meets no item of {where}, found by {by}",))
        case Truth.UNKNOWN:
            return Assessment(result, (f"not settled by {by} whether an item of {where} is met",),
                              (f"an examination by {by} of {where}",))  # fmt: skip


def health_codes(category: Category) -> tuple[str, ...]:
    """Returns the codes of GC III Annex I that a category's state of health stands for; empty when it is not defined."""
    if category.health == Health.SPECIAL_AGREEMENT:
        return category.health_codes
    return HEALTH_CODES.get(category.health, ())


def _certified(category: Category, file: PersonFile) -> Assessment:
    by = " or ".join(category.certified_by) or "anybody"
    result = said_of(file, FactKind.CATEGORY, value=category.id, by=category.certified_by)
    words = {Truth.YES: "certified under", Truth.NO: "certified not to be under", Truth.UNKNOWN: "not certified under"}
    settle = (f"a certificate for {category.id} by {by}",) if result is Truth.UNKNOWN else ()
    return Assessment(result, (f"{words[result]} {category.id} by {by}",), settle)


def said_of(file: PersonFile, what: FactKind, *, value: str = "", by: Collection[str] = ()) -> Truth:
    """Returns what those who may say it hold true of a person.

    The last word of each source counts; sources that contradict each other give unknown.

    Args:
        file: All that is known of the person.
        what: Kind of fact.
        value: Its value where the kind needs one; empty for any.
        by: Who may say it: ids of parties, ``mediator`` or sources of facts; empty for anybody.
    """
    last = {(f.said_by, f.source): f.truth for f in file.facts
            if f.what is what and value in ("", f.value) and _certifies(f, by)}  # fmt: skip
    decided = set(last.values()) - {Truth.UNKNOWN}
    return decided.pop() if len(decided) == 1 else Truth.UNKNOWN


def _certifies(fact: Fact, by: Collection[str]) -> bool:
    return not by or fact.said_by in by or fact.source in by


def group_of(record: Record, facts: Collection[Fact]) -> str:
    """Returns the code of the group that somebody travels with, from facts on the line; empty when there is none."""
    codes = [
        f.value for f in facts if f.line == record.line and f.what is FactKind.SIBLING_GROUP and f.truth is Truth.YES
    ]
    return codes[-1] if codes else ""
