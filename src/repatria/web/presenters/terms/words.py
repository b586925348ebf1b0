"""A text of terms as it is read on a page: clause by clause, with what each says beside its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import document_text, examine, read_again
from repatria.errors import Finding
from repatria.exchange.terms import Clause, Terms
from repatria.people.refs import Sha256
from repatria.web.templatetags.words import word

MOST_NAMED = 50
"""Lines of named persons shown of one clause; the text itself has all of them."""


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """One clause: the agreed words, those of its category, and what it says in short."""

    id: str
    wording: str
    category: str
    says: tuple[str, ...]
    named: tuple[str, ...]
    named_more: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text that was read.

    Attributes:
        text: As it is kept.
        findings: What is to be mended, and what should be looked at.
    """

    digest: Sha256
    text: str
    terms: Terms
    clauses: tuple[ClauseWords, ...]
    findings: tuple[Finding, ...]


def words_of(desk: Desk, digest: Sha256) -> Words:
    """Returns a kept text as it is read on a page."""
    text = document_text(desk, digest)
    terms, findings = examine(text)
    return Words(digest, text, terms, tuple(_clause(terms, clause) for clause in terms.clauses), findings)


def terms_of(desk: Desk, digest: Sha256) -> Terms:
    """Returns a kept text as it was read."""
    return read_again(desk, digest)


def _clause(terms: Terms, clause: Clause) -> ClauseWords:
    category = terms.category(clause.category)
    named = clause.persons
    return ClauseWords(
        clause.id, clause.wording, category.wording if category else "", tuple(_says(terms, clause)),
        named[:MOST_NAMED], max(0, len(named) - MOST_NAMED),
    )  # fmt: skip


def _says(terms: Terms, clause: Clause) -> Iterator[str]:
    yield word(clause.formula)
    for holder in clause.holders(terms.parties):
        names = {"giver": holder, "receiver": terms.receiver(clause, holder) or "?"}
        number = clause.number(holder)
        if number is None:
            yield gettext("%(giver)s hands over to %(receiver)s.") % names
        else:
            yield ngettext(
                "%(giver)s hands over %(n)s to %(receiver)s.", "%(giver)s hands over %(n)s to %(receiver)s.", number
            ) % {**names, "n": number}
    for stage in terms.stages_of(clause):
        yield _stage(stage.number, stage.first_on, stage.last_on)


def _stage(number: int, first: date | None, last: date | None) -> str:
    if first is None:
        return gettext("Stage %(n)s") % {"n": number}
    if last is None or last == first:
        return gettext("Stage %(n)s: %(day)s") % {"n": number, "day": shown(first)}
    return gettext("Stage %(n)s: %(first)s to %(last)s") % {"n": number, "first": shown(first), "last": shown(last)}


def shown(value: Any) -> str:
    """Returns a value of a text as people read it."""
    match value:
        case None:
            return "–"
        case bool():
            return gettext("yes") if value else gettext("no")
        case date():
            return date_format(value, "DATE_FORMAT")
        case StrEnum():
            return word(value)
        case tuple() | list():
            return ", ".join(shown(one) for one in value)
        case Mapping():
            return ", ".join(f"{name}: {shown(one)}" for name, one in value.items())
        case _:
            return str(value)
