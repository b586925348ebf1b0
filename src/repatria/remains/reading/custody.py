"""Who handed what to whom: one row a handing over of a consignment, a bag, a specimen or a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from repatria.errors import Finding, InputNotUnderstood
from repatria.people.refs import LineRef, SpecimenRef, specimen_ref
from repatria.remains.custody import Handing, Item, Moment
from repatria.remains.graph.links import Kind
from repatria.remains.graph.values import Contents
from repatria.remains.reading.rows import Reader, Row
from repatria.remains.reading.tags import bag_in

NEEDS = ("item", "from", "to", "at")
"""Headings without which a table is none of custody."""


@dataclass(frozen=True, slots=True)
class Custody:
    """Handings over in the order of the table, and what was found on the way."""

    handings: tuple[Handing, ...]
    findings: tuple[Finding, ...]


def read_custody(rows: Sequence[Row], *, bags: Mapping[str, LineRef], contents: Contents) -> Custody:
    """Returns handings over of items that are known; `repatria.remains.custody.check` says whether they make a chain.

    Args:
        rows: With headings item, from, to, at, and any of kind, seal, new_seal, photograph, by. An item is the consignment's list, a
            bag's tag or line, a specimen's label or reference, or a sample's label; ``kind`` says which where one label
            means several.
        bags: Bags by tag or line.
        contents: Where specimens and samples are looked up; its consignment is the one handed over.
    """
    reader = Reader()
    handings: list[Handing] = []
    for row in rows:
        item, at = _item(reader, row, bags, contents), _moment(reader, row)
        if item is not None and at is not None:
            photograph = reader.digest(row, "photograph")
            handings.append(
                Handing(
                    item, row.text("from"), row.text("to"), at, row.text("seal"), row.text("new_seal"), photograph,
                    row.text("by"), row.place,
                )
            )  # fmt: skip
    return Custody(tuple(handings), tuple(reader.findings))


def _item(reader: Reader, row: Row, bags: Mapping[str, LineRef], contents: Contents) -> Item | None:
    cell, kind = row.text("item"), row.text("kind").casefold()
    bag, specimen = bag_in(bags, cell), _specimen(cell, contents)
    readings = (
        Item(Kind.CONSIGNMENT, cell) if cell == contents.consignment else None,
        Item(Kind.BAG, bag) if bag else None,
        Item(Kind.SPECIMEN, specimen) if specimen else None,
        Item(Kind.SAMPLE, cell) if cell in contents.by_sample else None,
    )
    found = [item for item in readings if item and kind in {"", item.kind}]
    if len(found) == 1:
        return found[0]
    message = "several things have this label" if found else "nothing in this consignment has this label"
    hint = "say under kind which it is" if found else "compare it with the paper and the contents"
    reader.note(row, "item-not-known", message, hint, column="item", error=True)
    return None


def _specimen(cell: str, contents: Contents) -> SpecimenRef | None:
    known = contents.by_label.get(cell)
    if known is not None:
        return known
    try:
        ref = specimen_ref(cell)
    except InputNotUnderstood:
        return None
    return ref if ref in contents.refs else None


def _moment(reader: Reader, row: Row) -> Moment | None:
    """When it was: a day, or a time with its offset; a time without one says only its day."""
    cell = row.text("at")
    try:
        at = datetime.fromisoformat(cell)
    except ValueError:
        reader.note(row, "time-not-understood", "this is no time", "write it as 2031-06-02T14:30+03:00, or the day alone",
                    column="at", error=True)  # fmt: skip
        return None
    if len(cell) <= 10:
        return Moment(date(at.year, at.month, at.day))
    if at.tzinfo is None:
        reader.note(row, "time-without-offset", "the time has no UTC offset", "only its day is used; write +03:00 after it",
                    column="at")  # fmt: skip
        return Moment(at.date())
    return Moment(at.date(), at)
