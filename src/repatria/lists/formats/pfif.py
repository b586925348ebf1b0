"""PFIF 1.4 (People Finder Interchange Format, 2012): persons and the notes on them, as a grid.

One row per person, its number being the person's place in the document; notes are gathered, oldest first, into the cell
``note``. A note on a person who is not in the document makes a row of its own, so that nothing is lost.
"""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET  # types only; parsing is defusedxml's

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


def decode_pfif(content: bytes, limits: Limits) -> Decoded:
    """Returns a PFIF document as one grid under `HEADINGS`.

    Raises:
        InputNotUnderstood: Not well-formed, declares entities or a document type, or holds no person.
    """
    people, notes = _gather(_parse(content), limits)
    rows = [HEADINGS, *(_row(person, notes.pop(_id(person), [])) for person in people)]
    rows += [_row({"person_record_id": who}, what) for who, what in notes.items()]
    if len(rows) == 1:
        raise InputNotUnderstood("an XML file without a PFIF person", hint="send PFIF 1.4, .xlsx, .ods or .csv")
    return Decoded((Grid(tuple(rows)),), PFIF)


def _parse(content: bytes) -> ET.Element:
    try:
        root: ET.Element = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except defusedxml.DefusedXmlException:
        raise InputNotUnderstood("the XML declares entities or a document type: refused as hostile") from None
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        raise InputNotUnderstood("the XML is not well-formed", hint="send PFIF 1.4, .xlsx, .ods or .csv") from None
    return root


def _gather(root: ET.Element, limits: Limits) -> tuple[list[dict[str, str]], dict[str, list[dict[str, str]]]]:
    people: list[dict[str, str]] = []
    notes: dict[str, list[dict[str, str]]] = {}
    for element in root.iter():
        name = _local(element.tag)
        if name not in ("person", "note"):
            continue
        content = {_local(child.tag): _text(child) for child in element if len(child) == 0}
        if name == "person":
            people.append(content)
            for child in (c for c in element if _local(c.tag) == "note"):
                child.set("of", _id(content))
        else:
            notes.setdefault(_id(content) or element.get("of", ""), []).append(content)
        if len(people) + len(notes) > limits.rows:
            raise InputNotUnderstood(f"more than {limits.rows:,} persons", hint="split the list")
    return people, notes


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: ET.Element) -> str:
    return unicodedata.normalize("NFC", element.text or "")


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
