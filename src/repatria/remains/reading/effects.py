"""What lay with the remains: labels, documents, clothing. What they say is a claim, and never an identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.errors import Finding
from repatria.people.refs import LineRef, SpecimenRef
from repatria.remains.graph.values import Contents, Effect
from repatria.remains.reading.rows import Reader, Row
from repatria.remains.reading.tags import bag_in

NEEDS = ("bag", "what")
"""Headings without which a table is none of effects."""


class What(StrEnum):
    """Kinds of effects; GC I art. 16 asks for the identity disc, wills, money and articles of value."""

    LABEL = "label"
    DOCUMENT = "document"
    DISC = "identity disc"
    CLOTHING = "clothing"
    JEWELLERY = "jewellery"
    MONEY = "money"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects in the order of the table, and what was found on the way."""

    effects: tuple[Effect, ...]
    findings: tuple[Finding, ...]


def read_effects(rows: Sequence[Row], *, bags: Mapping[str, LineRef], contents: Contents | None = None) -> Effects:
    """Returns effects as claims; a kind that is not known counts as ``effect`` and is told.

    Args:
        rows: With headings bag, what, and any of specimen, says, photograph.
        bags: Bags by tag or line.
        contents: Where specimens are looked up by their labels.
    """
    reader = Reader()
    effects: list[Effect] = []
    for row in rows:
        bag = bag_in(bags, row.text("bag"))
        if bag is None:
            reader.note(row, "bag-not-on-paper", "this bag is not on the consignment's paper", "compare the tag with the paper",
                        column="bag", error=True)  # fmt: skip
            continue
        photograph = reader.digest(row, "photograph")
        specimen = _specimen(reader, row, bag, contents)
        effects.append(Effect(bag, specimen, _what(reader, row), row.text("says"), photograph, row.place))
    return Effects(tuple(effects), tuple(reader.findings))


def _specimen(reader: Reader, row: Row, bag: LineRef, contents: Contents | None) -> SpecimenRef | None:
    label = row.text("specimen")
    if not label:
        return None
    here = contents.in_bag.get((bag, label)) if contents else None
    if here:
        return here
    reader.note(row, "specimen-not-known", "no specimen of this bag has this label",
                "the effect is kept with the bag; compare the label with the contents", column="specimen")  # fmt: skip
    return None


def _what(reader: Reader, row: Row) -> What:
    cell = row.text("what").casefold()
    if cell in set(What):
        return What(cell)
    reader.note(
        row, "kind-of-effect-not-known", "this kind of effect is not known", "one of: " + ", ".join(What), column="what"
    )
    return What.EFFECT
