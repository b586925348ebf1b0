"""Reading terms from TOML: every key known or a finding, all problems at once, nothing guessed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from repatria.errors import Finding, Severity
from repatria.exchange.terms.clauses import Clause, Counts, Formula, Fragments, Substitution
from repatria.exchange.terms.model import (
    Age,
    Category,
    Children,
    Overlap,
    Priority,
    Stage,
    Status,
    Terms,
    Truce,
    Voluntariness,
)
from repatria.exchange.terms.references import unknown_references
from repatria.exchange.terms.table import Table
from repatria.people.record import Sex
from repatria.people.refs import ExchangeId, PartyId, exchange_id, line_ref, party_id

FORMAT = 1
"""The one form of terms files that this version reads."""

MOST_CHARACTERS = 8_000_000
"""Longest text that is read: room for 100,000 references of lines with ample wording."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """What reading gave.

    Attributes:
        terms: None when anything was not understood.
        findings: Every problem, with the path of its key as place.
    """

    terms: Terms | None
    findings: tuple[Finding, ...]


def read_terms(text: str) -> ReadTerms:
    """Returns the terms in a TOML text, or every reason why they could not be read.

    Reading says whether the text is understood; whether it can be applied says `repatria.exchange.check.check`.
    """
    if len(text) > MOST_CHARACTERS:
        return _unread("terms-too-long", f"the text is longer than {MOST_CHARACTERS} characters", "shorten it")
    try:
        cells = tomllib.loads(text)
    except (ValueError, RecursionError) as broken:
        where = str(broken).rpartition("(")[2].rstrip(")") if isinstance(broken, tomllib.TOMLDecodeError) else ""
        at = f" ({where})" if where.startswith("at ") else ""
        return _unread("terms-not-toml", f"the text is not TOML{at}", "mend the line; see the format's reference")
    findings: list[Finding] = []
    terms = _terms(Table(cells, "", findings))
    return ReadTerms(None if findings else terms, tuple(findings))


def _unread(code: str, message: str, hint: str) -> ReadTerms:
    return ReadTerms(None, (Finding(Severity.ERROR, code, "terms", message, hint),))


def _terms(top: Table) -> Terms:
    form = top.whole("format", required=True)
    if form is not None and form != FORMAT:
        top.note("terms-format-not-known", "format", "this form of terms is not known", f"write format = {FORMAT}")
    parties = tuple(p for t in top.texts("parties") if (p := top.minted("parties", t, party_id)))
    terms = Terms(
        exchange=top.reference("exchange", exchange_id, required=True) or ExchangeId(""),
        version=top.whole("version", least=1, required=True) or 1,
        title=top.text("title"),
        parties=parties,
        status=top.word("status", Status, required=True) or Status.PRELIMINARY,
        reference_date=top.day("reference_date"),
        overlap=top.word("overlap", Overlap),
        review_days=top.whole("review_days", least=1, most=3_650),
        categories=_unique(top, "category", _category, lambda c: c.id),
        stages=_unique(top, "stage", _stage, lambda s: str(s.number)),
        clauses=_unique(top, "clause", lambda t: _clause(t, parties), lambda c: c.id),
        truces=_unique(top, "truce", _truce, lambda _: ""),
        priorities=_unique(top, "priority", _priority, lambda p: p.id),
        voluntariness=_optional(top, "voluntariness", _voluntariness),
        children=_optional(top, "children", _children),
    )
    top.close()
    top.findings.extend(unknown_references(terms))
    return replace(terms, stages=tuple(sorted(terms.stages, key=lambda s: s.number)))


def _unique(top: Table, key: str, read: Callable[[Table], V], name: Callable[[V], str]) -> tuple[V, ...]:
    found: list[V] = []
    seen: set[str] = set()
    for table in top.tables(key):
        value = read(table)
        table.close()
        if name(value) and name(value) in seen:
            table.note("terms-id-twice", "id", "another one before it has the same name", "give each its own name")
        seen.add(name(value))
        found.append(value)
    return tuple(found)


def _optional(top: Table, key: str, read: Callable[[Table], V]) -> V | None:
    table = top.table(key)
    if table is None:
        return None
    value = read(table)
    table.close()
    return value


def _age(t: Table) -> Age:
    return Age(
        lower=t.whole("from", most=150),
        upper=t.whole("to", most=150),
        lower_inclusive=t.flag("from_inclusive"),
        upper_inclusive=t.flag("to_inclusive"),
        on=t.day("on"),
    )


def _category(t: Table) -> Category:
    age, sex, health = _optional(t, "age", _age), t.word("sex", Sex), t.text("health")
    certified = t.flag("certified")
    return Category(
        id=t.id(),
        wording=t.text("wording", required=True),
        wordings=_by_party(t, "wordings", Table.text),
        age=age,
        sex=sex,
        health=health,
        health_codes=t.texts("health_codes"),
        certified=certified if certified is not None else age is None and sex is None and not health,
        evidence=t.text("evidence"),
        certified_by=t.texts("certified_by"),
        children=t.flag("children") or False,
        excludes=t.texts("excludes"),
    )


def _clause(t: Table, parties: tuple[PartyId, ...]) -> Clause:
    formula = t.word("formula", Formula, required=True) or Formula.NAMED_PERSONS
    both, holder, receiver = _direction(t)
    return Clause(
        id=t.id(),
        wording=t.text("wording", required=True),
        wordings=_by_party(t, "wordings", Table.text),
        formula=formula,
        counts=t.word("counts", Counts),
        holder=holder,
        receiver=receiver,
        both=both,
        category=t.text("category"),
        numbers=_numbers(t, parties if both else (holder,) if holder else ()),
        persons=tuple(ref for p in t.texts("persons") if (ref := t.minted("persons", p, line_ref))),
        stages=t.wholes("stages"),
        substitution=_optional(t, "substitution", _substitution),
        fragments=t.word("fragments", Fragments),
    )


def _direction(t: Table) -> tuple[bool, PartyId | None, PartyId | None]:
    both = t.flag("both") or False
    holder, receiver = t.reference("from", party_id), t.reference("to", party_id)
    if both and (holder or receiver):
        t.note("clause-direction-said-twice", "both", "both directions, and yet a from or to", "keep one of the two")
    if not both and not (holder and receiver):
        t.note("clause-direction-unsaid", "from", "it is not said who hands over to whom",
               'write from = "north" and to = "south", or both = true')  # fmt: skip
    return both, holder, receiver


def _numbers(t: Table, holders: tuple[PartyId, ...]) -> Mapping[PartyId, int] | None:
    number, numbers = t.whole("number", least=1), _by_party(t, "numbers", Table.whole)
    if number is not None and numbers:
        t.note("clause-number-said-twice", "number", "a number, and yet numbers by party", "keep one of the two")
    return dict.fromkeys(holders, number) if number is not None else numbers


def _substitution(t: Table) -> Substitution:
    allowed = t.flag("allowed")
    if allowed is None:
        t.note("terms-key-missing", "allowed", "this key is missing", "write allowed = true or allowed = false")
    return Substitution(allowed or False, t.texts("when"), t.text("by"), t.whole("within_days", least=1, most=3_650))


def _stage(t: Table) -> Stage:
    on, first, last = t.day("on"), t.day("from"), t.day("until")
    if on and (first or last):
        t.note("stage-day-said-twice", "on", "a day, and yet a window of days", "keep one of the two")
    return Stage(
        number=t.whole("number", least=1, required=True) or 1,
        first_on=on or first,
        last_on=on or last or first,
        caps=_by_party(t, "caps", Table.whole) or {},
        total_cap=t.whole("total_cap"),
        category_caps=_category_caps(t),
        parity=t.whole("parity"),
        exposure=t.whole("exposure"),
        after_both=t.flag("after_both") or False,
    )


def _category_caps(t: Table) -> Mapping[str, Mapping[PartyId, int]]:
    caps = t.table("category_caps")
    if caps is None:
        return {}
    return {key: _by_party(caps, key, Table.whole) or {} for key in caps.keys_given}


def _truce(t: Table) -> Truce:
    return Truce(t.moment("from"), t.moment("until"), t.texts("areas"))


def _priority(t: Table) -> Priority:
    return Priority(t.id(), t.text("wording", required=True), t.text("category"))


def _voluntariness(t: Table) -> Voluntariness:
    return Voluntariness(t.flag("private_interview"), t.text("held_by"), t.texts("basis"))


def _children(t: Table) -> Children:
    return Children(t.text("best_interests"), t.flag("siblings_together"))


def _by_party(t: Table, key: str, read: Callable[[Table, str], V | None]) -> Mapping[PartyId, V] | None:
    """Returns the values of a table whose keys are parties."""
    table = t.table(key)
    if table is None:
        return None
    found: dict[PartyId, V] = {}
    for party in table.keys_given:
        value = read(table, party)
        minted = table.minted(party, party, party_id)
        if minted is not None and value is not None:
            found[minted] = value
    return found
