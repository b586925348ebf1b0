"""A TOML table read with every problem noted: nothing raises, and a key that is not known is never ignored."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from repatria.errors import Finding, InputNotUnderstood, Severity

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_MOST_OF_ID = 64
_MOST_OF_TEXT = 4_000
_MOST_TABLES = 200
"""Clauses, categories, stages … of one agreement: each is held against each other one; 200 take 0.4 s (2 cores, measured)."""
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows: a text must read as it is written."""


class Table:
    """One table of the file, with its path and the findings of the whole file.

    Invariant: `close` is called once, after every known key was asked for; keys nobody asked for become findings.
    """

    def __init__(self, cells: Mapping[str, Any], path: str, findings: list[Finding]) -> None:
        self._cells = cells
        self._asked: set[str] = set()
        self.path = path
        self.findings = findings

    def place(self, key: str) -> str:
        """Returns the path of a key, such as ``category[2].age.on``."""
        return f"{self.path}.{key}" if self.path else key

    def note(self, code: str, key: str, message: str, hint: str) -> None:
        """Adds a finding about a key."""
        self.findings.append(Finding(Severity.ERROR, code, self.place(key), message, hint))

    def has(self, key: str) -> bool:
        """Returns whether the key is there, without counting it as read."""
        return key in self._cells

    def text(self, key: str, *, required: bool = False) -> str:
        """Returns a text, empty when absent."""
        value = self._typed(key, str, "a text in quotation marks", required=required)
        if value is not None and len(value) > _MOST_OF_TEXT:
            self.note("terms-value-too-long", key, f"longer than {_MOST_OF_TEXT} characters", "shorten it")
            return ""
        self._shown_as_written(key, [value or ""])
        return (value or "").strip()

    def flag(self, key: str) -> bool | None:
        """Returns true or false, None when absent."""
        return self._typed(key, bool, "true or false")

    def whole(self, key: str, *, least: int = 0, most: int = 1_000_000, required: bool = False) -> int | None:
        """Returns a whole number within bounds, None when absent."""
        value = self._typed(key, int, "a whole number", required=required)
        if value is not None and not least <= value <= most:
            self.note("terms-number-out-of-range", key, f"not between {least} and {most}", "correct the number")
            return None
        return value

    def day(self, key: str) -> date | None:
        """Returns a day, None when absent."""
        return self._typed(key, date, "a day without quotation marks, as in 2031-06-02")

    def moment(self, key: str) -> datetime | None:
        """Returns a time with its UTC offset, None when absent; a time without offset is a finding."""
        value = self._typed(key, datetime, "a time with its UTC offset, as in 2031-06-02T06:00:00+03:00")
        if value is not None and value.tzinfo is None:
            self.note("terms-time-without-offset", key, "the time has no UTC offset",
                      "write the offset, as in 2031-06-02T06:00:00+03:00")  # fmt: skip
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Returns a list of texts; a single text counts as a list of one."""
        value = self._take(key)
        found = [value] if isinstance(value, str) else value
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(v, str) for v in found):
            self._wrong(key, "a list of texts")
            return ()
        self._shown_as_written(key, found)
        return tuple(v.strip() for v in found)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Returns a list of whole numbers from 1."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(v) is int and 1 <= v <= 1_000_000 for v in value):
            self._wrong(key, "a list of whole numbers from 1")
            return ()
        return tuple(value)

    def word(self, key: str, words: type[Word], *, required: bool = False) -> Word | None:
        """Returns one of a closed set of words, None when absent."""
        value = self._typed(key, str, "a text in quotation marks", required=required)
        if value is None:
            return None
        if value not in list(words):
            self.note("terms-word-not-known", key, "not one of the words that may stand here",
                      "write one of: " + ", ".join(words))  # fmt: skip
            return None
        return words(value)

    def id(self, key: str = "id") -> str:
        """Returns a short name: lower-case words joined by hyphens, at most 64 characters."""
        value = self.text(key, required=True)
        if value and (len(value) > _MOST_OF_ID or not _ID.match(value)):
            self.note("terms-id-not-understood", key, "not a short name",
                      "use lower-case words joined by hyphens, as in gravely-wounded")  # fmt: skip
            return ""
        return value

    def reference(self, key: str, mint: Callable[[str], T], *, required: bool = False) -> T | None:
        """Returns a reference (party, line, exchange) minted by ``mint``, None when absent or not understood."""
        value = self.text(key, required=required)
        return self.minted(key, value, mint) if value else None

    def minted(self, key: str, value: str, mint: Callable[[str], T]) -> T | None:
        """Returns ``mint(value)``; what it refuses becomes a finding at the key."""
        try:
            return mint(value)
        except InputNotUnderstood as refused:
            self.note("terms-reference-not-understood", key, refused.message, refused.hint)
            return None

    def table(self, key: str) -> Table | None:
        """Returns the table under a key, None when absent."""
        value = self._typed(key, dict, "a table { … }")
        return None if value is None else Table(value, self.place(key), self.findings)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Returns the tables of ``[[key]]`` in order, each with its number from 1 in its path."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self._wrong(key, f"tables headed [[{key}]]")
            return ()
        if len(value) > _MOST_TABLES:
            self.note("terms-too-many", key, f"more than {_MOST_TABLES} of one kind", "split the agreement")
            return ()
        return tuple(Table(v, f"{self.place(key)}[{n}]", self.findings) for n, v in enumerate(value, start=1))

    @property
    def keys_given(self) -> tuple[str, ...]:
        """Returns the keys of a table whose keys are free (parties, categories)."""
        return tuple(self._cells)

    def close(self) -> None:
        """Notes every key that nobody asked for, with the nearest known one."""
        for key in self._cells:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), n=1)
                hint = f"did you mean {near[0]}?" if near else "known here: " + ", ".join(sorted(self._asked))
                self.note("terms-key-not-known", _printable(key), "this key is not known here", hint)

    def _shown_as_written(self, key: str, texts: list[str]) -> None:
        if any(_HIDDEN.search(text) for text in texts):
            self.note("terms-hidden-characters", key, "the text holds characters that cannot be seen",
                      "write it anew without control characters and marks of direction")  # fmt: skip

    def _take(self, key: str) -> Any:
        self._asked.add(key)
        return self._cells.get(key)

    def _typed(self, key: str, kind: type[T], wanted: str, *, required: bool = False) -> T | None:
        value = self._take(key)
        if value is None:
            if required:
                self.note("terms-key-missing", key, "this key is missing", f"write {wanted}")
            return None
        if type(value) is not kind:
            self._wrong(key, wanted)
            return None
        return value

    def _wrong(self, key: str, wanted: str) -> None:
        self.note("terms-value-of-wrong-kind", key, "the value is of another kind", f"write {wanted}")


def _printable(key: str) -> str:
    """Returns the key when it is written as keys are; capitals and other characters may be a name and are not repeated."""
    return key if re.fullmatch(r"[a-z0-9_-]{1,40}", key) else "(a key of other characters)"
