"""STRidER's XML of allele frequencies (Bodner et al. 2016, FSI: Genetics 24:97): one marker, several origins each.

``<marker><name>D1S1656</name> <origin name="NORTH" n="222"><frequency allele="11">0.07</frequency> …``
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

import defusedxml
import defusedxml.ElementTree

from repatria.errors import InputNotUnderstood
from repatria.kinship.files.frequencies import Frequencies, Said, Sum, number, settle


def origins(content: bytes, *, kind: str = "frequencies") -> tuple[str, ...]:
    """Returns the origins (populations) that a STRidER file has, in its order.

    Raises:
        InputNotUnderstood: It is not such a file.
    """
    found = (origin.get("name", "") for marker in _markers(content, kind) for origin in marker.iter("origin"))
    return tuple(dict.fromkeys(found))


def read_strider(content: bytes, *, origin: str, total: Sum = Sum.REFUSE, kind: str = "frequencies") -> Frequencies:
    """Returns the frequencies of one origin; markers that it does not have are left out.

    Args:
        content: The file.
        origin: The population's name as the file writes it.
        total: What is done where a marker does not sum to one.
        kind: What it holds, for places.

    Raises:
        FileNotUnderstood: As `read_frequencies`.
        InputNotUnderstood: Not such a file, or it has no such origin.
    """
    said = []
    for marker in _markers(content, kind):
        name = (marker.findtext("name") or "").strip()
        for one in marker.iter("origin"):
            if one.get("name") == origin:
                said += _of_origin(name, one, f"marker {name} of {kind}")
    if not said:
        raise InputNotUnderstood("the file has no such origin", hint="origins() says which it has", place=kind)
    return settle(said, total=total, kind=kind)


def _of_origin(name: str, origin: Element, place: str) -> list[Said]:
    said = [
        Said(name, (one.get("allele") or "").strip(), number(one.text or ""), place) for one in origin.iter("frequency")
    ]
    people = number(origin.get("n", ""))
    return [*said, Said(name, "n", people, place)] if people >= 1 else said


def _markers(content: bytes, kind: str) -> list[Element]:
    try:
        root = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, defusedxml.DefusedXmlException, ValueError, LookupError):
        hint = "download it anew"
        raise InputNotUnderstood("the file is not XML, or holds a document type", hint=hint, place=kind) from None
    found: list[Element] = list(root.iter("marker"))
    if not found:
        raise InputNotUnderstood("no marker in the file", hint="this reads STRidER's XML", place=kind)
    return found
