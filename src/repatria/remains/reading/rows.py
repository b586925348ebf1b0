"""Rows by heading, and what cells say: every reader gives None and a finding for what it does not understand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.people.dates import PartialDate, full_date, partial_date
from repatria.people.record import Sex
from repatria.people.refs import Sha256, sha256

T = TypeVar("T")

_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_SEXES = {
    "female": Sex.FEMALE, "f": Sex.FEMALE, "woman": Sex.FEMALE, "male": Sex.MALE, "m": Sex.MALE, "man": Sex.MALE,
    "other": Sex.OTHER,
}  # fmt: skip
_UNKNOWN = frozenset({"", "-", "?", "unknown", "undetermined", "n/a", "u", "x"})


@dataclass(frozen=True, slots=True)
class Row:
    """A filled row: its number as a spreadsheet counts, what the table holds, and its cells by folded heading."""

    number: int
    kind: str
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """Where it stands, safe to print: ``row 7 of contents``."""
        return f"row {self.number} of {self.kind}"

    def text(self, heading: str) -> str:
        """Returns a cell with single spaces and none around it; empty when there is none."""
        return " ".join(self.cells.get(heading, "").split())


def named_rows(
    headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, kind: str, needs: Sequence[str] = ()
) -> tuple[Row, ...]:
    """Returns rows by heading, headings folded to lower case with underscores.

    Raises:
        InputNotUnderstood: A heading that is needed is missing, or one stands twice.
    """
    folded = [heading.strip().casefold().replace(" ", "_").replace("-", "_") for heading in headings]
    missing = [name for name in needs if name not in folded]
    if missing:
        raise InputNotUnderstood(
            f"the heading {', '.join(missing)} is missing", hint="see the form's reference", place=kind
        )
    named = [heading for heading in folded if heading]
    if len(set(named)) < len(named):
        raise InputNotUnderstood("a heading stands twice", hint="give each column its own heading", place=kind)
    return tuple(Row(number, kind, dict(zip(folded, cells, strict=False))) for number, cells in rows)


class Reader:
    """The cells of rows, with the findings of the whole table."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def note(self, row: Row, code: str, message: str, hint: str, *, column: str = "", error: bool = False) -> None:
        """Adds a finding about a row; the message never repeats a cell."""
        severity = Severity.ERROR if error else Severity.WARNING
        self.findings.append(Finding(severity, code, row.place, message, hint, column))

    def sex(self, row: Row, heading: str = "sex") -> Sex | None:
        """Returns female, male or other; None for what is not known."""
        cell = row.text(heading).casefold()
        return None if cell in _UNKNOWN else self._read(row, heading, lambda: _SEXES[cell], "sex-not-understood",
                                                        "this is no sex", "write male, female, other or nothing")  # fmt: skip

    def whole(self, row: Row, heading: str, *, least: int, most: int) -> int | None:
        """Returns a whole number within bounds."""

        def read() -> int:
            number = float(row.text(heading).replace(",", "."))
            if not least <= number <= most or number != int(number):
                raise ValueError
            return int(number)

        return self._read(row, heading, read, "number-not-believed",
                          f"{heading} is not a whole number from {least} to {most}", "check the number")  # fmt: skip

    def day(self, row: Row, heading: str) -> PartialDate | None:
        """Returns a date in EDTF, or written 02.06.2031."""
        return self._read(row, heading, lambda: _day(row.text(heading)), "date-not-understood",
                          f"{heading} is not a date", "write it as 2031-06-02, 2031-06 or 2031")  # fmt: skip

    def digest(self, row: Row, heading: str) -> Sha256 | None:
        """Returns a SHA-256 digest."""
        return self._read(row, heading, lambda: sha256(row.text(heading).casefold()), "digest-not-understood",
                          f"{heading} is not a SHA-256 digest", "write the photograph's 64 hexadecimal digits")  # fmt: skip

    def _read(self, row: Row, heading: str, read: Callable[[], T], code: str, message: str, hint: str) -> T | None:
        if row.text(heading).casefold() in _UNKNOWN:
            return None
        try:
            return read()
        except (ValueError, KeyError, OverflowError, InputNotUnderstood):
            self.note(row, code, message, hint, column=heading)
            return None


def _day(text: str) -> PartialDate:
    match = _DAY_FIRST.match(text)
    if match:
        return full_date(date(int(match[3]), int(match[2]), int(match[1])))
    return partial_date(text)
