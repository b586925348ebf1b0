"""What was entered about the lines of one list, in columns.

Invariant: every column has one place per line, place 0 for line 1, from the moment the list is received; nothing is ever
removed. Codes are one more than the position in the enumeration, 0 means "nothing entered". Days are proleptic Gregorian
ordinals (`datetime.date.toordinal`), 0 means none. A line costs about 40 bytes, so a million lines fit into 40 MB.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from typing import Final

from repatria.exchange.outcome import Outcome
from repatria.register.acts import Answer, ListReceived, Remark, Wish

ANSWERS: Final = tuple(Answer)
REMARKS: Final = tuple(Remark)
WISHES: Final = tuple(Wish)
OUTCOMES: Final = tuple(Outcome)

ANSWER_CODE: Final = {a: i + 1 for i, a in enumerate(ANSWERS)}
REMARK_CODE: Final = {r: i + 1 for i, r in enumerate(REMARKS)}
WISH_CODE: Final = {w: i + 1 for i, w in enumerate(WISHES)}
OUTCOME_CODE: Final = {o: i + 1 for i, o in enumerate(OUTCOMES)}
CONTESTED: Final = 255
"""Stands in a column of check-offs where the devices of one side say different things of a person."""

_BYTES: Final = ("answer", "remark", "wish", "check_0", "check_1", "check_2", "follow_ups", "withdrawn", "missing")
_INTS: Final = ("answered_on", "remarked_on", "wished_on", "checked_on", "manifest", "identification")


class ListColumns:
    """The state of one list's lines. ``check_0`` and ``check_1`` are the parties' check-offs, ``check_2`` the mediator's.

    ``follow_ups`` is a bit per milestone done, ``missing`` a bit per party (0, 1) that did not find the bag; ``manifest``
    and ``identification`` are one more than the position in the book's lists of them.
    """

    __slots__ = ("first", "received", "size", *_BYTES, *_INTS)

    answer: bytearray
    remark: bytearray
    wish: bytearray
    check_0: bytearray
    check_1: bytearray
    check_2: bytearray
    follow_ups: bytearray
    withdrawn: bytearray
    missing: bytearray
    answered_on: array[int]
    remarked_on: array[int]
    wished_on: array[int]
    checked_on: array[int]
    manifest: array[int]
    identification: array[int]

    def __init__(self, received: ListReceived, first: int) -> None:
        """Makes empty columns.

        Args:
            received: The act by which the list came in.
            first: Number of the list's first line among all lines of the book.
        """
        self.received = received
        self.first = first
        self.size = received.lines
        for name in _BYTES:
            setattr(self, name, bytearray(self.size))
        for name in _INTS:
            setattr(self, name, array("i", bytes(4 * self.size)))

    def checks(self, party: int) -> bytearray:
        """Returns the check-offs of the party at position ``party`` (2: the mediator)."""
        return (self.check_0, self.check_1, self.check_2)[party]

    def clear_checks(self, at: int) -> None:
        """Forgets the check-offs of a place: it goes onto a new manifest."""
        self.check_0[at] = self.check_1[at] = self.check_2[at] = 0
        self.checked_on[at] = 0

    def canonical(self) -> Iterator[bytes]:
        """Yields the columns as bytes (32-bit little-endian), for the book's digest."""
        for name in _BYTES:
            yield bytes(getattr(self, name))
        for name in _INTS:
            yield _little_endian(getattr(self, name))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ListColumns):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]


def _little_endian(column: array[int]) -> bytes:
    copy = array("i", column)
    if sys.byteorder == "big":
        copy.byteswap()
    return copy.tobytes()
