"""Files of pairs opened, and their rows read in plain Python.

Invariant: rows keep their order, and none is left out; no message quotes a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from repatria.errors import InputNotUnderstood

DELIMITERS = ",;\t"
MARK = "\ufeff"
LONGEST = 1 << 20
"""Characters of a first line that are read."""

PIECE = 1 << 20
"""Characters that are read at once, to the end of the line that they end in."""

ROWS = 20_000
"""Rows that are read at once where they have quotes."""

KIND = "pairs"
"""What messages call the file: its name may say whose it is."""


@contextmanager
def opened(path: Path) -> Iterator[io.TextIOWrapper]:
    """Gives a file of pairs as text; whatever is wrong with it in the meantime is told without its name.

    Raises:
        InputNotUnderstood: It is not there, cannot be read, is not UTF-8, or no CSV.
    """
    try:
        with path.open("r", encoding="utf-8", newline="") as file:
            yield file
    except FileNotFoundError:
        raise InputNotUnderstood("there is no such file", hint="check the path", place=KIND) from None
    except IsADirectoryError:
        raise InputNotUnderstood("this is a folder, not a file", hint="name the file in it", place=KIND) from None
    except UnicodeDecodeError:
        raise InputNotUnderstood("the file is not UTF-8 text", hint="save it as CSV in UTF-8", place=KIND) from None
    except csv.Error:
        raise InputNotUnderstood("the file is no CSV that can be read", hint="mend its quotes", place=KIND) from None
    except OSError:
        raise InputNotUnderstood("the file cannot be read", hint="check its permissions", place=KIND) from None


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a file of pairs.

    Attributes:
        text: As received, without its end.
        names: Headings, in lower case, without white space around them.
        size: Bytes of the line with its end.
    """

    text: str
    delimiter: str
    line_end: str
    names: tuple[str, ...]
    size: int

    def place(self, name: str) -> int | None:
        """Returns where a column stands, None when there is none."""
        return self.names.index(name) if name in self.names else None


def read_head(file: TextIO, *, needs: Sequence[str], may_have: Sequence[str], adds: Sequence[str]) -> Head:
    """Returns the first line of a file.

    Raises:
        InputNotUnderstood: A needed column is missing, one that is read stands there twice, or one to be added is there.
    """
    line = file.readline(LONGEST)
    text = line.rstrip("\r\n")
    delimiter = max(DELIMITERS, key=text.count)
    cells = next(csv.reader([text.removeprefix(MARK)], delimiter=delimiter), [])
    names = tuple(cell.strip().casefold() for cell in cells)
    missing = [name for name in needs if name not in names]
    twice = [name for name in (*needs, *may_have) if names.count(name) > 1]
    there = [name for name in adds if name in names]
    for told, found, hint in (
        ("no column", missing, "the first row names the columns"),
        ("a column stands there twice", twice, "rename one"),
        ("a column to be added is there already", there, "rename it"),
    ):
        if found:
            raise InputNotUnderstood(f"{told}: {', '.join(found)}", hint=hint, place=KIND)
    return Head(text, delimiter, line[len(text) :] or "\n", names, len(line.encode()))


def next_piece(file: TextIO) -> str:
    """Returns about `PIECE` characters more of a file, to the end of a line; fewer are the last ones."""
    return file.read(PIECE) + file.readline()


class Rows:
    """Rows of a file below its head: their cells, and their text as it goes out again, byte for byte where it can.

    A line without quotes is a row as it stands; from the first quote on, rows are read by the rules of CSV.

    Attributes:
        ended: Whether the piece that was taken last was the last one.
    """

    def __init__(self, file: TextIO, delimiter: str) -> None:
        self.ended = False
        self._file = file
        self._delimiter = delimiter
        self._quoted: Iterator[list[str]] | None = None

    def take(self) -> tuple[list[list[str]], list[str]]:
        """Returns the next rows as cells and as text, none of them only at the end; blank lines are no rows."""
        while self._quoted is None:
            text = next_piece(self._file)
            if '"' in text:
                self._quoted = filter(
                    None, csv.reader(chain([*io.StringIO(text, newline="")], self._file), delimiter=self._delimiter)
                )
                break
            self.ended = len(text) < PIECE
            texts = list(filter(None, text.replace("\r", "\n").split("\n")))
            if texts or self.ended:
                return [line.split(self._delimiter) for line in texts], texts
        rows = list(islice(self._quoted, ROWS))
        self.ended = len(rows) < ROWS
        return rows, [as_text(row, self._delimiter) for row in rows]


def as_text(cells: Sequence[str], delimiter: str) -> str:
    """Returns cells as one line of CSV, those in quotes that need them."""
    return delimiter.join(quoted(cell, delimiter) for cell in cells)


def quoted(cell: str, delimiter: str) -> str:
    """Returns a cell as CSV has it (RFC 4180)."""
    if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
