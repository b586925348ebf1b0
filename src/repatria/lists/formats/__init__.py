"""Formats: bytes of any kind that an office sends, as grids of text cells, or refused with the reason."""

from __future__ import annotations

from repatria.errors import InputNotUnderstood
from repatria.lists.formats.pfif import decode_pfif
from repatria.lists.formats.text import decode_text
from repatria.lists.formats.workbook import decode_workbook
from repatria.lists.sheet import Decoded, Limits

__all__ = ["decode"]

_REFUSED = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"7z\xbc\xaf", "a packed file (7z)"),
    (b"Rar!", "a packed file (rar)"),
    (b"\xfd7zXZ", "a packed file (xz)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
)
_XML = (
    b"<?xml", b"<pfif", b"<!DOCTYPE", b"<!--", b"<\0?\0", b"\0<\0?", b"\xff\xfe<\0?\0", b"\xfe\xff\0<\0?",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HINT = "send the list itself as .xlsx, .ods or .csv"


def decode(content: bytes, limits: Limits) -> Decoded:
    """Returns the file's sheets as text, the format recognised by its first bytes, never by its name.

    Raises:
        InputNotUnderstood: Empty, of no known format, damaged, too large, or refused as hostile.
    """
    if not content.strip(b" \t\r\n\0"):
        raise InputNotUnderstood("the file is empty", hint=_HINT)
    if len(content) > limits.unpacked_bytes:
        raise InputNotUnderstood(f"the file is larger than {limits.unpacked_bytes // 2**20} MB", hint="split the list")
    if content.startswith(b"PK"):
        return decode_workbook(content, limits)
    _refuse_foreign(content)
    return decode_pfif(content, limits) if _is_xml(content) else decode_text(content, limits)


def _refuse_foreign(content: bytes) -> None:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise InputNotUnderstood("the workbook is protected by a password", hint="save it without a password")
        raise InputNotUnderstood("an old binary document (.xls, .doc)", hint="save it as .xlsx, without macros")
    for start, what in _REFUSED:
        if content.startswith(start):
            raise InputNotUnderstood(f"{what}, not a list", hint=_HINT)


def _is_xml(content: bytes) -> bool:
    head = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.lower().startswith((b"<html", b"<!doctype html", b"<table")):
        raise InputNotUnderstood("a web page, not a list", hint=_HINT)
    return head.startswith(_XML)
