"""PFIF 1.4 (People Finder Interchange Format, 2012): persons and the notes on them, as a grid.

One row per person, its number being the person's place in the document; notes are gathered, oldest first, into the cell
``note``. A note on a person who is not in the document makes a row of its own, so that nothing is lost.
"""

from __future__ import annotations

import unicodedata
from xml.etree.ElementTree import ParseError

import defusedxml
import defusedxml.ElementTree

from repatria.errors import InputNotUnderstood
from repatria.lists.sheet import PFIF, Decoded, Grid, Limits

_HOME = ("home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code", "home_country")
_PERSON = (
    "person_record_id", "full_name", "given_name", "family_name", "alternate_names", "sex", "date_of_birth", "age",
    "description", "source_name", "source_date", "author_name", "photo_url",
)  # fmt: skip
HEADINGS = (*_PERSON, "home_address", "last_known_location", "note")
"""Headings of the grid: PFIF's own words, and three cells gathered from several elements."""


_DEEPEST = 20  # PFIF nests four deep, inside of a feed six


def decode_pfif(content: bytes, limits: Limits) -> Decoded:
    """Returns a PFIF document as one grid under `HEADINGS`.

    Raises:
        InputNotUnderstood: Not well-formed, declares entities or a document type, or holds no person.
    """
    collector = _Collector(limits)
    _parse(content, collector)
    notes = collector.notes
    rows = [HEADINGS, *(_row(person, notes.pop(_id(person), [])) for person in collector.people)]
    rows += [_row({"person_record_id": who}, what) for who, what in notes.items()]
    if len(rows) == 1:
        raise InputNotUnderstood("an XML file without a PFIF person", hint="send PFIF 1.4, .xlsx, .ods or .csv")
    return Decoded((Grid(tuple(rows)),), PFIF)


class _Collector:
    """Gathers persons and notes as the parser goes; keeps no tree.

    Invariant: ``_open`` holds the persons and notes begun and not ended, the innermost last.
    """

    def __init__(self, limits: Limits) -> None:
        self.people: list[dict[str, str]] = []
        self.notes: dict[str, list[dict[str, str]]] = {}
        self._limits, self._depth, self._count = limits, 0, 0
        self._open: list[dict[str, str]] = []
        self._text: list[str] = []

    def start(self, tag: str, _: dict[str, str]) -> None:
        """Begins an element."""
        self._depth += 1
        self._text.clear()
        if self._depth > _DEEPEST:
            raise InputNotUnderstood("the XML is nested deeper than PFIF is: refused as hostile")
        if _local(tag) in ("person", "note"):
            self._count += 1
            self._open.append({})
        if self._count > self._limits.rows:
            raise InputNotUnderstood(f"more than {self._limits.rows:,} persons and notes", hint="split the list")

    def data(self, text: str) -> None:
        """Adds text of the element begun last."""
        self._text.append(text)

    def end(self, tag: str) -> None:
        """Ends an element: a cell, a note or a person."""
        self._depth -= 1
        name = _local(tag)
        if name == "person" and self._open:
            self.people.append(self._open.pop())
        elif name == "note" and self._open:
            note = self._open.pop()
            around = _id(self._open[-1]) if self._open else ""
            self.notes.setdefault(_id(note) or around, []).append(note)
        elif self._open:
            self._open[-1][name] = unicodedata.normalize("NFC", "".join(self._text))
        self._text.clear()

    def close(self) -> None:
        """Ends the document."""


def _parse(content: bytes, collector: _Collector) -> None:
    parser = defusedxml.ElementTree.DefusedXMLParser(target=collector, forbid_dtd=True)
    try:
        parser.feed(content)
        parser.close()
    except defusedxml.DefusedXmlException:
        raise InputNotUnderstood("the XML declares entities or a document type: refused as hostile") from None
    except (ParseError, ValueError, LookupError):
        raise InputNotUnderstood("the XML is not well-formed", hint="send PFIF 1.4, .xlsx, .ods or .csv") from None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _id(person: dict[str, str]) -> str:
    return person.get("person_record_id", "")


def _row(person: dict[str, str], notes: list[dict[str, str]]) -> tuple[str, ...]:
    notes = sorted(notes, key=lambda note: note.get("source_date", ""))
    seen = [note["last_known_location"] for note in notes if note.get("last_known_location")]
    home = ", ".join(person[part] for part in _HOME if person.get(part))
    told = " | ".join(filter(None, map(_note, notes)))
    return (*(person.get(name, "") for name in _PERSON), home, seen[-1] if seen else "", told)


def _note(note: dict[str, str]) -> str:
    parts = (note.get(name, "") for name in ("source_date", "status", "author_name", "text"))
    return ": ".join(filter(None, parts))
