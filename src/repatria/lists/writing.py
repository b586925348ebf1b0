"""Tables as files that an office opens; no text of them is run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Returns a CSV that a spreadsheet opens: UTF-8 with BOM, CRLF, texts that begin like a formula after an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_inert(heading) for heading in headings])
    writer.writerows([_inert(cell) if isinstance(cell, str) else str(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?\Z")


def _inert(cell: str) -> str:
    runs = cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.match(cell)
    return f"'{cell}" if runs else cell
