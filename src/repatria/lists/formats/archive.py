"""Archives: is this workbook what it says it is, and small enough to be opened?

Everything is decided from the central directory and by inflating each part in pieces, never beyond its declared size:
a directory that lies is caught before the parser sees the file. Every XML part must be well-formed UTF-8 without a
document type: on others the workbook parser has been seen to run for ever. The patterns for absurd sheets are a first wall only;
a file written to evade them meets the limits of the child process (`repatria.lists.limited`).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from repatria.errors import InputNotUnderstood
from repatria.lists.sheet import ODS, XLSX, Limits

_CHUNK = 2**20
_MEMBERS = 5_000  # a workbook of 255 sheets has about 800 parts
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_NESTED = re.compile(r"\.(?:zip|7z|rar|gz|xz|bz2|xlsx|xlsm|ods|jar)\Z", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row[^>]{0,400}?\sr\s*=\s*[\"'](\d+)")
_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Z]+)\d")
_SHORT_OF = 512  # longer than any row or cell tag that is looked for, so that none is cut between two pieces
_ODS_ROW = re.compile(
    rb"<table:table-row[^>]*number-rows-repeated\s*=\s*[\"'](\d+)[\"'][^>]*>(.*?)</table:table-row>", re.DOTALL
)
_ODS_CELL = re.compile(rb"<table:table-cell[^>]*number-columns-repeated\s*=\s*[\"'](\d+)[\"'][^>]*[^/]>")


@dataclass(slots=True)
class _Extent:
    """How large the sheets say they are."""

    rows: int = 0
    columns: set[bytes] = field(default_factory=set)


def check_archive(content: bytes, limits: Limits) -> str:
    """Returns the media type of a workbook that is safe to open within the limits.

    Raises:
        InputNotUnderstood: Not a workbook, damaged, protected, or refused as hostile.
    """
    members = _members(content)
    media_type = _kind(content, members)
    _check_sizes(members, limits)
    _check_overlap(content, members)
    for member in members:
        _check_part(content, member, limits)
    return media_type


def unpacked_size(content: bytes) -> int:
    """Returns the declared size of all parts together, 0 when this is no archive."""
    return sum(m.file_size for m in _members(content)) if content.startswith(b"PK") else 0


def _members(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, struct.error):
        raise InputNotUnderstood("the workbook is damaged or cut short", hint="save and send it again") from None
    if len(members) > _MEMBERS:
        raise InputNotUnderstood(f"an archive of more than {_MEMBERS:,} parts", hint="save the list as a new workbook")
    return members


def _kind(content: bytes, members: list[zipfile.ZipInfo]) -> str:
    names = {m.filename for m in members}
    if "xl/workbook.xml" in names:
        return XLSX
    if "content.xml" in names and "mimetype" in names and b"opendocument.spreadsheet" in content[:200]:
        return ODS
    if "xl/workbook.bin" in names:
        raise InputNotUnderstood("a binary workbook (.xlsb)", hint="save it as .xlsx")
    raise InputNotUnderstood("an archive that is not a workbook", hint="send the list itself as .xlsx, .ods or .csv")


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if sum(m.file_size for m in members) > limits.unpacked_bytes:
        raise InputNotUnderstood(
            f"the workbook unpacks to more than {limits.unpacked_bytes // 2**20} MB", hint="split the list"
        )
    for m in members:
        if m.file_size > 2**16 and m.file_size > limits.ratio * max(1, m.compress_size):
            raise InputNotUnderstood(
                f"a part of the workbook unpacks to more than {limits.ratio} times its size: refused as a bomb",
                hint="save the list as a new workbook without empty formatted rows",
            )
        if m.flag_bits & 1:
            raise InputNotUnderstood("the workbook is protected by a password", hint="save it without a password")
        if m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputNotUnderstood("the workbook is packed in an unusual way", hint="save it as a new workbook")
        if m.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", m.filename) or ":" in m.filename:
            raise InputNotUnderstood("the archive has a part that points outside of it: refused as hostile")
        if _NESTED.search(m.filename):
            raise InputNotUnderstood("the workbook holds another archive", hint="save only the list as a new workbook")


def _check_overlap(content: bytes, members: list[zipfile.ZipInfo]) -> None:
    end = 0
    for m in sorted(members, key=lambda m: m.header_offset):
        if m.header_offset < end:
            raise InputNotUnderstood("parts of the archive overlap: refused as a bomb")
        end = _data_offset(content, m) + m.compress_size


def _data_offset(content: bytes, member: zipfile.ZipInfo) -> int:
    head = content[member.header_offset : member.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise InputNotUnderstood("the workbook is damaged or cut short", hint="save and send it again")
    name, extra = struct.unpack("<HH", head[26:30])
    return member.header_offset + 30 + int(name) + int(extra)


def _check_part(content: bytes, member: zipfile.ZipInfo, limits: Limits) -> None:
    is_sheet, is_ods = bool(_SHEET_PART.match(member.filename)), member.filename == "content.xml"
    extent, size, tail = _Extent(), 0, b""
    check = _xml_check() if member.filename.endswith((".xml", ".rels")) and member.file_size else None
    for piece in _inflate(content, member):
        size += len(piece)
        if size > member.file_size:
            raise InputNotUnderstood("the archive lies about its size: refused as a bomb")
        if check:
            _feed(check, piece)
        if is_sheet:
            _measure(tail + piece, extent, limits)
        elif is_ods:
            _check_repeats(tail + piece, limits)
        tail = piece[-_SHORT_OF:]
    if size != member.file_size:
        raise InputNotUnderstood("the workbook is damaged or cut short", hint="save and send it again")
    if check:
        _feed(check, b"", last=True)


def _xml_check() -> XMLParserType:
    """Returns a parser that builds nothing and refuses what no office writes."""

    def no_type(*_: object) -> None:
        raise InputNotUnderstood("the workbook declares entities or a document type: refused as hostile")

    def utf8_only(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise InputNotUnderstood("a part of the workbook is not UTF-8: refused as hostile")

    check = ParserCreate()
    check.StartDoctypeDeclHandler, check.XmlDeclHandler = no_type, utf8_only
    return check


def _feed(check: XMLParserType, piece: bytes, *, last: bool = False) -> None:
    if check.CurrentByteIndex <= 0 and b"\0" in piece[:64]:
        raise InputNotUnderstood("a part of the workbook is not UTF-8: refused as hostile")
    try:
        check.Parse(piece, last)
    except ExpatError:
        raise InputNotUnderstood("the workbook is damaged or cut short", hint="save and send it again") from None


def _inflate(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    start = _data_offset(content, member)
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[i : i + _CHUNK]) for i in range(0, len(packed), _CHUNK))
        return
    inflater = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    try:
        while not inflater.eof:
            piece = inflater.decompress(rest, _CHUNK)
            rest = inflater.unconsumed_tail
            if not piece:
                break
            yield piece
    except zlib.error:
        raise InputNotUnderstood("the workbook is damaged or cut short", hint="save and send it again") from None


def _measure(piece: bytes, extent: _Extent, limits: Limits) -> None:
    extent.rows = max(extent.rows, max(map(int, _ROW.findall(piece)), default=0))
    extent.columns.update(_COLUMN.findall(piece))
    columns = max(map(_column_number, extent.columns), default=0)
    if extent.rows > limits.rows or columns > limits.columns or extent.rows * columns > limits.cells:
        raise InputNotUnderstood(
            f"a sheet of {extent.rows:,} rows and {columns:,} columns: more than a list may have",
            hint=f"at most {limits.rows:,} rows, {limits.columns:,} columns and {limits.cells:,} cells",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number


def _check_repeats(piece: bytes, limits: Limits) -> None:
    rows = sum(int(n) for n, inside in _ODS_ROW.findall(piece) if b"<text:p" in inside or b":value" in inside)
    columns = max((int(n) for n in _ODS_CELL.findall(piece)), default=0)
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise InputNotUnderstood("cells repeated beyond what a list may have: refused as a bomb")
