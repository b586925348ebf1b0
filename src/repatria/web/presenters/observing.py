"""What an observer sees: published numbers, the picture of them, statements beside documented figures; also as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from repatria.desk.observing import ExchangeNumbers, ListNumbers, Number, Observed
from repatria.desk.pictures.families import Family
from repatria.desk.pictures.flow import End, Stream
from repatria.web.presenters.account import drawn, drawn_patterns
from repatria.web.templatetags.words import grouped, word

HXL = {
    "table": "#meta+table", "exchange": "#activity+code", "stage": "#status+stage", "side": "#org+code", "of": "#group+code",
    "what": "#indicator+name", "number": "#indicator+value+num", "withheld": "#meta+withheld", "said by": "#org+source",
    "said on": "#date+said", "at least": "#indicator+min+num", "at most": "#indicator+max+num",
}  # fmt: skip
"""Columns of the file and their tags of the Humanitarian Exchange Language, 1.1 (hxlstandard.org)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it stands on the page: rounded, withheld, or nothing to be counted."""

    shown: str
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Pictured:
    """One exchange with its picture and the table beside it."""

    numbers: ExchangeNumbers
    picture: SafeString
    families: tuple[Family, ...]
    rows: tuple[tuple[ListNumbers, Cell, tuple[Cell, ...]], ...]
    clauses: tuple[tuple[str, str, tuple[Cell, ...]], ...]
    lines: Cell


@dataclass(frozen=True, slots=True)
class ObservedPage:
    """The observer's page."""

    exchanges: tuple[Pictured, ...]
    figures: tuple[tuple[object, Cell], ...]
    patterns: SafeString


def observed_page(found: Observed) -> ObservedPage:
    """Returns the page of a publication."""
    figures = tuple((row, cell(row.documented, is_counted=row.is_counted)) for row in found.figures)
    return ObservedPage(tuple(map(_pictured, found.exchanges)), figures, drawn_patterns())


def cell(n: Number, *, is_counted: bool = True) -> Cell:
    """Returns how a published number is written."""
    if not is_counted:
        return Cell(gettext("not counted"))
    return Cell(gettext("withheld"), is_withheld=True) if n is None else Cell(grouped(n))


def _pictured(one: ExchangeNumbers) -> Pictured:
    families = tuple(family for family in Family if any(family in entry.families for entry in one.lists))
    rows = tuple(
        (entry, cell(entry.lines), tuple(cell(entry.families.get(family, 0)) for family in families))
        for entry in one.lists
    )
    clauses = tuple(
        (
            c.clause,
            c.party,
            (cell(c.moved), *(cell(n, is_counted=c.is_assessed) for n in (c.eligible, c.waiting, c.unknown))),
        )
        for c in one.clauses
    )
    return Pictured(one, _picture(one, families), families, rows, clauses, cell(one.lines))


def _picture(one: ExchangeNumbers, families: tuple[Family, ...]) -> SafeString:
    """Draws what is published and nothing else: a stream that is withheld is not there, not even its width."""
    shown = [family for family in families if any(entry.families.get(family) for entry in one.lists)]
    streams = [
        Stream(at, shown.index(family), n, f"{entry.list}, {word(family.words)}: {grouped(n)}")
        for at, entry in enumerate(one.lists)
        for family, n in entry.families.items()
        if n
    ]
    sources = [End(f"{entry.list}, {entry.party}", cell(entry.lines).shown) for entry in one.lists]
    sums = [sum(entry.families.get(family) or 0 for entry in one.lists) for family in shown]
    targets = [End(word(family.words), grouped(n), family) for family, n in zip(shown, sums, strict=True)]
    return drawn(sources, targets, streams)


def as_csv(found: Observed) -> str:
    """Returns the publication as CSV: headings, a row of HXL tags, and a row for each number and each statement."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(HXL), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(HXL)
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in _rows(found))
    return text.getvalue()


def _safe(value: object) -> str:
    """Returns a value that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _counted(n: Number) -> dict[str, object]:
    return {"number": n, "withheld": "yes" if n is None else "no"}


def _rows(found: Observed) -> Iterator[dict[str, object]]:
    for one in found.exchanges:
        about = {"exchange": one.exchange, "stage": one.stage.value}
        yield {"table": "exchanges", **about, "what": "lines", **_counted(one.lines)}
        for entry in one.lists:
            of = {"table": "lists", **about, "side": entry.party, "of": entry.list}
            yield {**of, "what": "lines", **_counted(entry.lines)}
            yield from ({**of, "what": family.words, **_counted(n)} for family, n in entry.families.items())
        for c in one.clauses:
            of = {"table": "clauses", **about, "side": c.party, "of": c.clause}
            yield {**of, "what": "moved", **_counted(c.moved)}
            if c.is_assessed:
                yield {**of, "what": "eligible", **_counted(c.eligible)}
                yield {**of, "what": "eligible and not moved", **_counted(c.waiting)}
                yield {**of, "what": "unknown", **_counted(c.unknown)}
    for row in found.figures:
        of = {"table": "figures", "side": row.concerning, "what": row.figure.value}
        if row.is_counted:
            yield {**of, **_counted(row.documented)}
        for said in row.statements:
            by = {"said by": said.said_by, "said on": said.said_on.isoformat()}
            yield {
                **of,
                "table": "statements",
                "exchange": said.exchange,
                **by,
                "at least": said.at_least,
                "at most": said.at_most,
            }
