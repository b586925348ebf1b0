"""References: opaque names of parties, lists, lines, persons; minted in one place, safe to print anywhere."""

from __future__ import annotations

import re
from typing import NewType

from repatria.errors import InputNotUnderstood

PartyId = NewType("PartyId", str)  # "north"
ExchangeId = NewType("ExchangeId", str)  # "children-2031": one negotiation and all that follows from it
ListId = NewType("ListId", str)  # "north-3": the third list of party north
LineRef = NewType("LineRef", str)  # "north-3:14": its fourteenth line, counted from 1
SpecimenRef = NewType("SpecimenRef", str)  # "south-5:17/2": the second specimen of the bag on that line, counted from 1
PersonId = NewType("PersonId", str)  # "P-0007"
RemainsId = NewType("RemainsId", str)  # "R-0012"
ManifestId = NewType("ManifestId", str)  # "M-0003"
StatementId = NewType("StatementId", str)  # "S-0001"
IdentificationId = NewType("IdentificationId", str)  # "I-0001"
Sha256 = NewType("Sha256", str)  # 64 lower-case hexadecimal digits

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_PARTY = re.compile(r"[a-z][a-z0-9]{0,31}\Z")
_LIST = re.compile(r"[a-z][a-z0-9]{0,31}-[1-9][0-9]{0,8}\Z")
_LINE = re.compile(r"([a-z][a-z0-9]{0,31}-[1-9][0-9]{0,8}):([1-9][0-9]{0,8})\Z")
_SPECIMEN = re.compile(r"[a-z][a-z0-9]{0,31}-[1-9][0-9]{0,8}:[1-9][0-9]{0,8}/[1-9][0-9]{0,5}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def party_id(text: str) -> PartyId:
    """Returns ``text`` as a party's id: a lower-case letter, then at most 31 lower-case letters or digits."""
    if not _PARTY.match(text):
        raise InputNotUnderstood("not a party's name", hint="use lower-case letters and digits, as in north")
    return PartyId(text)


def exchange_id(text: str) -> ExchangeId:
    """Returns ``text`` as an exchange's id: lower-case words joined by hyphens, at most 64 characters."""
    if len(text) > 64 or not _SLUG.match(text):
        raise InputNotUnderstood("not the name of an exchange", hint="use lower-case words joined by hyphens")
    return ExchangeId(text)


def list_id(text: str) -> ListId:
    """Returns ``text`` as a list's id, such as ``north-3``."""
    if not _LIST.match(text):
        raise InputNotUnderstood("not a list's reference", hint="it looks like north-3")
    return ListId(text)


def line_ref(text: str) -> LineRef:
    """Returns ``text`` as a line's reference, such as ``north-3:14``."""
    if not _LINE.match(text):
        raise InputNotUnderstood("not a line's reference", hint="it looks like north-3:14")
    return LineRef(text)


def specimen_ref(text: str) -> SpecimenRef:
    """Returns ``text`` as a specimen's reference, such as ``south-5:17/2``: its bag's line, and its number in the bag."""
    if not _SPECIMEN.match(text):
        raise InputNotUnderstood("not a specimen's reference", hint="it looks like south-5:17/2")
    return SpecimenRef(text)


def sha256(text: str) -> Sha256:
    """Returns ``text`` as a SHA-256 digest in lower-case hexadecimal, with or without the prefix ``sha256:``."""
    text = text.removeprefix("sha256:")
    if not _SHA256.match(text):
        raise InputNotUnderstood("not a SHA-256 digest", hint="64 hexadecimal digits")
    return Sha256(text)


def join_line(of: ListId, number: int) -> LineRef:
    """Returns the reference of line ``number`` (from 1) of a list; the inverse of `split_line`."""
    return LineRef(f"{of}:{number}")


def split_line(ref: LineRef) -> tuple[ListId, int]:
    """Returns list and line number of a reference; the inverse of `join_line`."""
    of, _, number = ref.rpartition(":")
    return ListId(of), int(number)


def nth_list(party: PartyId, n: int) -> ListId:
    """Returns the id of a party's ``n``-th list (from 1)."""
    return ListId(f"{party}-{n}")


def join_specimen(line: LineRef, number: int) -> SpecimenRef:
    """Returns the reference of specimen ``number`` (from 1) of the bag on a line; the inverse of `split_specimen`."""
    return SpecimenRef(f"{line}/{number}")


def split_specimen(ref: SpecimenRef) -> tuple[LineRef, int]:
    """Returns the bag's line and the number in the bag; the inverse of `join_specimen`."""
    of, _, number = ref.rpartition("/")
    return LineRef(of), int(number)


def bag_of(ref: SpecimenRef) -> LineRef:
    """Returns the line of the bag in which a specimen lies."""
    return LineRef(ref.partition("/")[0])
