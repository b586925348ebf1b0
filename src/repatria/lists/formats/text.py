"""Text files (CSV): which encoding, which delimiter, and the cells.

Guesses are said as findings; nothing that can be decoded is thrown away.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.lists.sheet import CSV, Decoded, Grid, Limits

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = "\t;|,"  # in a draw the one that is rarer inside of cells wins
_QUOTED = re.compile(r'"[^"]*"')
_SAMPLE = 65_536
_LONGEST_ROW = 4 * 2**20


def decode_text(content: bytes, limits: Limits) -> Decoded:
    """Returns a CSV file as one grid.

    Raises:
        InputNotUnderstood: Too large, binary, or not cells at all.
    """
    if max(content.count(b"\n"), content.count(b"\r")) > limits.rows:
        raise InputNotUnderstood(f"more than {limits.rows:,} rows", hint="split the list")
    _check_rows(content)
    encoding, findings = _encoding(content)
    text = content.decode(encoding, errors="replace" if findings else "strict")
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    named = re.match(r"sep=([,;\t|])\r?\n", text)
    delimiter = named.group(1) if named else _delimiter(text[:_SAMPLE])
    if text.count(delimiter) > limits.cells:
        raise InputNotUnderstood(f"more than {limits.cells:,} cells", hint="split the list")
    rows, broken = _cells(text, delimiter)
    if named:
        rows[0] = ()
    if max(map(len, rows), default=0) > limits.columns:
        raise InputNotUnderstood(f"a row of more than {limits.columns:,} cells", hint="check the delimiter")
    return Decoded((Grid(tuple(rows)),), CSV, encoding.removesuffix("-sig"), (*findings, *broken))


def _check_rows(content: bytes) -> None:
    """Refuses a file with a row so long that parsing it alone would take all memory."""
    start = 0
    while len(content) - start > _LONGEST_ROW:
        end = max(content.rfind(mark, start, start + _LONGEST_ROW) for mark in (b"\n", b"\r"))
        if end < 0:
            raise InputNotUnderstood(f"a row of more than {_LONGEST_ROW // 2**20} MB", hint="check the file's quotes")
        start = end + 1


def _encoding(content: bytes) -> tuple[str, tuple[Finding, ...]]:
    for bom, name in _BOMS:
        if content.startswith(bom) and _decodes(content, name):
            return name, ()
    if utf16 := _utf16(content):
        return utf16, (_note(Severity.NOTE, "encoding-guessed", f"no byte order mark; read as {utf16.upper()}"),)
    if b"\0" in content[:_SAMPLE] and not _decodes(content, "utf-8"):
        raise InputNotUnderstood("a binary file", hint="send the list as .xlsx, .ods or .csv")
    if _decodes(content, "utf-8"):
        return "utf-8", ()
    replaced = content.decode("utf-8", errors="replace")
    lost, wide = replaced.count("\ufffd"), sum(1 for c in replaced[:_SAMPLE] if c > "\x7f")
    if lost * 10 < wide:
        return "utf-8", (_note(Severity.WARNING, "text-damaged", f"{lost:,} places are not UTF-8 and cannot be read"),)
    if _decodes(content, "cp1251"):
        return "cp1251", (_note(Severity.NOTE, "encoding-guessed", "the file is not UTF-8; read as Windows-1251"),)
    return "cp1251", (
        _note(Severity.WARNING, "encoding-guessed", "neither UTF-8 nor Windows-1251 throughout; read as Windows-1251"),
    )


def _utf16(content: bytes) -> str:
    """Returns the UTF-16 that a text without a byte order mark is in, or an empty text.

    Upper bytes of Latin, Cyrillic and Arabic letters are 0, 4 and 6: control characters that no other encoding uses.
    """
    for start, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        upper = content[start:4096:2]
        if upper and sum(map(upper.count, (0, 4, 6))) * 10 > len(upper) * 8 and _decodes(content, name):
            return name
    return ""


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _note(severity: Severity, code: str, message: str) -> Finding:
    return Finding(severity, code, "file", message, hint="check that names read right; best send UTF-8 or .xlsx")


def _delimiter(sample: str) -> str:
    """Returns the delimiter that cuts most rows into the same number of cells, counted outside of quotes."""
    lines = [line for line in re.split(r"[\r\n]+", _QUOTED.sub("", sample)) if line]

    def score(delimiter: str) -> tuple[int, int]:
        widths = Counter(line.count(delimiter) for line in lines)
        return max(((n * width, width) for width, n in widths.items()), default=(0, 0))

    return max(_DELIMITERS, key=score)


def _cells(text: str, delimiter: str) -> tuple[list[tuple[str, ...]], tuple[Finding, ...]]:
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        return _unquoted(text, delimiter, "the quotes of the file do not pair; cells were cut without regard to them")
    if text.count('"') % 2 and rows and any("\n" in cell or "\r" in cell for cell in rows[-1]):
        return _reread_tail(text, delimiter)
    return rows, ()


def _reread_tail(text: str, delimiter: str) -> tuple[list[tuple[str, ...]], tuple[Finding, ...]]:
    """Reads again the rows that a quote which is never closed has swallowed, without regard to quotes."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[tuple[str, ...]] = []
    before = start = 0
    for row in reader:
        rows.append(tuple(row))
        before, start = start, reader.line_num
    tail, findings = _unquoted("".join(lines[before:]), delimiter, f"the quote opened in row {len(rows)} never closes")
    return rows[:-1] + tail, findings


def _unquoted(text: str, delimiter: str, message: str) -> tuple[list[tuple[str, ...]], tuple[Finding, ...]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        rows = [tuple(row) for row in reader]
    except csv.Error:
        raise InputNotUnderstood("a cell of more than 131,072 characters", hint="check the file's quotes") from None
    hint = "check these rows; best send .xlsx"
    return rows, (Finding(Severity.WARNING, "quote-not-closed", "file", message, hint=hint),)
