"""The lines of a ``.fam`` file, taken one after another; what is not as expected is refused with its line."""

from __future__ import annotations

import math
import re
from typing import NoReturn

from repatria.errors import InputNotUnderstood


class FamiliasNotUnderstood(InputNotUnderstood):
    """A ``.fam`` file is not understood; the place is its line, and nothing of it is used."""


class Lines:
    """A file as it is read; ``next`` is the index of the line to come."""

    def __init__(self, content: bytes, kind: str) -> None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")  # Familias writes the code page of Windows
        self._lines = text.splitlines()
        self._kind = kind
        self.next = 0

    def refuse(self, message: str, hint: str = "this part of the format is not read here") -> NoReturn:
        """Refuses the line taken last."""
        raise FamiliasNotUnderstood(message, hint=hint, place=f"line {self.next} of {self._kind}")

    def take(self, what: str) -> str:
        """Returns the next line, without white space around it."""
        if self.next >= len(self._lines):
            self.next += 1
            self.refuse(f"the file ends where {what} should stand", "save it from Familias again")
        self.next += 1
        return self._lines[self.next - 1].strip()

    def filled(self, what: str) -> str:
        """Returns the next line that is not empty."""
        line = ""
        while not line:
            line = self.take(what)
        return line

    def ended(self) -> bool:
        """Whether only empty lines are left."""
        return not any(line.strip() for line in self._lines[self.next :])

    def text(self, what: str) -> str:
        """Returns what stands in quotation marks."""
        line = self.take(what)
        if len(line) < 2 or line[0] != '"' or line[-1] != '"':
            self.refuse(f"{what} is not in quotation marks")
        return line[1:-1].strip()

    def number(self, what: str) -> float:
        """Returns a number."""
        try:
            found = float(self.take(what).replace(",", "."))
        except ValueError:
            self.refuse(f"{what} is not a number")
        if not math.isfinite(found):
            self.refuse(f"{what} is not a number")
        return found

    def whole(self, what: str, *, least: int = 0, below: int = 10**6) -> int:
        """Returns a whole number, at least ``least`` and below ``below``."""
        line = self.take(what)
        if not re.fullmatch(r"-?[0-9]{1,9}", line) or not least <= int(line) < below:
            self.refuse(f"{what} is not a whole number within its bounds")
        return int(line)

    def flag(self, what: str) -> bool:
        """Returns ``#TRUE#`` or ``#FALSE#``."""
        line = self.take(what)
        if line not in ("#TRUE#", "#FALSE#"):
            self.refuse(f"{what} is neither #TRUE# nor #FALSE#")
        return line == "#TRUE#"

    def heading(self, what: str) -> None:
        """Takes a heading of a section, ``[[Notes]]`` or ``[[[Person 1 ]]]``; ``what`` is without number and brackets."""
        line = self.filled(what)
        if not re.fullmatch(rf"\[+{re.escape(what)}( [0-9]+)? ?\]+", line):
            self.refuse(f"the heading {what} is missing")

    def keyed(self, key: str) -> str:
        """Returns the value of ``key= value``."""
        line = self.filled(key)
        head, sign, value = line.partition("=")
        if head.strip() != key or not sign:
            self.refuse(f"{key} is missing")
        return value.strip()

    def counted(self, key: str) -> int:
        """Returns the number of ``nPersons= 3``."""
        value = self.keyed(key)
        if not re.fullmatch(r"[0-9]{1,6}", value):
            self.refuse(f"{key} is not a number")
        return int(value)
