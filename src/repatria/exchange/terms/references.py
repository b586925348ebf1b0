"""Names inside terms that lead nowhere: a clause of a category that is not there, a cap of a party that takes no part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repatria.errors import Finding, Severity
from repatria.exchange.terms.model import Terms
from repatria.people.refs import PartyId


def unknown_references(terms: Terms) -> Iterator[Finding]:
    """Yields a finding for every id of a category, stage or party that the terms use and do not have."""
    for place, category_id in _categories_used(terms):
        if category_id and terms.category(category_id) is None:
            yield _unknown("terms-category-not-known", place, "category", (c.id for c in terms.categories))
    numbers = [s.number for s in terms.stages]
    for clause in terms.clauses:
        for number in clause.stages:
            if number not in numbers:
                yield _unknown("terms-stage-not-known", f"clause.{clause.id}.stages", "stage", map(str, numbers))
    for place, party in _parties_used(terms):
        if party not in terms.parties:
            yield _unknown("terms-party-not-known", place, "party", terms.parties)


def _unknown(code: str, place: str, what: str, known: Iterable[str]) -> Finding:
    hint = f"the terms know: {', '.join(known) or 'none'}"
    return Finding(Severity.ERROR, code, place, f"there is no such {what} in these terms", hint)


def _categories_used(terms: Terms) -> Iterator[tuple[str, str]]:
    for clause in terms.clauses:
        yield f"clause.{clause.id}.category", clause.category
    for priority in terms.priorities:
        yield f"priority.{priority.id}.category", priority.category
    for category in terms.categories:
        yield from ((f"category.{category.id}.excludes", c) for c in category.excludes)
    for stage in terms.stages:
        yield from ((f"stage.{stage.number}.category_caps", c) for c in stage.category_caps)


def _parties_used(terms: Terms) -> Iterator[tuple[str, PartyId]]:
    for clause in terms.clauses:
        place = f"clause.{clause.id}"
        yield from ((f"{place}.{key}", p) for key, p in (("from", clause.holder), ("to", clause.receiver)) if p)
        yield from ((f"{place}.numbers", p) for p in clause.numbers or {})
        yield from ((f"{place}.wordings", p) for p in clause.wordings or {})
    for category in terms.categories:
        yield from ((f"category.{category.id}.wordings", p) for p in category.wordings or {})
    for stage in terms.stages:
        yield from ((f"stage.{stage.number}.caps", p) for p in stage.caps)
        for caps in stage.category_caps.values():
            yield from ((f"stage.{stage.number}.category_caps", p) for p in caps)
