"""What terms make of everybody on an exchange's lists, counted by clause and kept up to date.

Assessing somebody takes a tenth of a millisecond, so a hundred thousand people take as long as nobody waits for a page. What
came of each is kept with the desk; later only those are assessed again whom an act touched. The first count can be made in
pieces (`Tallied.go_on`), by a worker that lets others take their turns between.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.desk.intake import record_of
from repatria.desk.session import Desk
from repatria.desk.terms.candidates import Placed, placed, terms_name
from repatria.exchange.handover import Tally
from repatria.exchange.terms import Terms
from repatria.people.facts import Truth
from repatria.people.refs import ExchangeId, PartyId
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.register.columns import ListColumns
from repatria.register.derived.touched import touched_since
from repatria.register.files import person_file
from repatria.register.states import State

MOVED: Final = frozenset({State.RETURNED, State.FOLLOWED_UP})
RELEASED: Final = frozenset({State.DECLINED, State.DIED_BEFORE_HANDOVER, State.ALREADY_HOME, State.WITHDRAWN})
"""States in which a named person is not owed any more; each is the person's own word, a death, or both parties' word."""

_WAITS, _HAS_MOVED, _IS_RELEASED, _UNKNOWN, _NEITHER, _KINDS = range(6)

Key = tuple[str, PartyId]
"""A clause and the party that hands over under it."""


class Tallied:
    """What the terms of one exchange make of everybody on its lists.

    Invariant: when `go_on` has said that nobody is left, each person counts once, at the first of their lines on these lists,
    as a count from scratch would have it.
    """

    __slots__ = ("_book", "_kinds", "_left", "_lists", "_named", "_position", "exchange", "keys", "terms")

    def __init__(self, book: Book, exchange: ExchangeId, terms: Terms) -> None:
        self.exchange, self.terms = exchange, terms
        self._book, self._named = book, terms_name(terms)
        self.keys: list[Key] = []
        self._kinds: NDArray[np.int32]
        self._left: NDArray[np.int64]
        self._lists: list[ListColumns]
        self._position: int
        self._begin()

    def fits(self, book: Book, terms: Terms) -> bool:
        """Whether this was counted of this book under these terms."""
        return self._book is book and self.terms == terms

    @property
    def left(self) -> int:
        """How many lines were not looked at yet."""
        if self._lists != _lists_of(self._book, self.exchange):  # another list says who holds whom
            self._begin()
        return len(self._left)

    def go_on(self, desk: Desk, *, at_most: int | None = None) -> bool:
        """Assesses those who are left, at most so many of them; returns whether nobody is left then."""
        book, _ = self._book, self.left
        touched = touched_since(book, self._position)
        self._position = len(book.touched)
        now, self._left = self._left[:at_most], self._left[len(self._left) if at_most is None else at_most :]
        for number in (*sorted(touched), *now.tolist()):
            self._assess(desk, number)
        return not len(self._left)

    def tallies(self) -> dict[Key, Tally]:
        """Returns what moved, what is eligible, unknown and released, in the order in which people come on the lists."""
        counts = np.bincount(self._kinds[self._kinds >= 0], minlength=_KINDS * len(self.keys)).reshape(-1, _KINDS)
        firsts = {key: np.argmax(self._kinds // _KINDS == at) for at, key in enumerate(self.keys) if counts[at].any()}
        return {key: _tally(*counts[self.keys.index(key)].tolist()) for key in sorted(firsts, key=firsts.__getitem__)}

    def _begin(self) -> None:
        book = self._book
        self._lists = _lists_of(book, self.exchange)
        self._kinds = np.full(book.lines, -1, np.int32)
        self._position = len(book.touched)
        spans = [np.arange(columns.first, columns.first + columns.size) for columns in self._lists]
        self._left = np.concatenate([np.zeros(0, np.int64), *spans])

    def _assess(self, desk: Desk, number: int) -> None:
        book = self._book
        if number >= len(self._kinds):  # of a list of another exchange that came in since
            return
        self._kinds[number] = -1
        if self._is_on(number) and number == min(filter(self._is_on, book.matches.group(number))):
            file = person_file(book, book.ref(number), lambda ref: record_of(desk, ref))
            self._kinds[number] = self._kind(placed(book, self.terms, file, self._named))

    def _is_on(self, number: int) -> bool:
        received = self._book.where(number)[0].received
        return received.exchange == self.exchange and received.subject is Subject.PERSONS

    def _kind(self, found: Placed) -> int:
        clause = self.terms.clause(found.clause)
        if clause is None or found.holder is None or found.holder not in clause.holders(self.terms.parties):
            return -1
        key = (clause.id, found.holder)
        if key not in self.keys:
            self.keys.append(key)
        return self.keys.index(key) * _KINDS + _what(found)


def _lists_of(book: Book, exchange: ExchangeId) -> list[ListColumns]:
    of_it = (columns for columns in book.order if columns.received.exchange == exchange)
    return [columns for columns in of_it if columns.received.subject is Subject.PERSONS]


def _what(found: Placed) -> int:
    if found.truth is Truth.YES:
        return _HAS_MOVED if found.state in MOVED else _IS_RELEASED if found.state in RELEASED else _WAITS
    return _UNKNOWN if found.truth is Truth.UNKNOWN and found.state not in RELEASED else _NEITHER


def _tally(waits: int, moved: int, released: int, unknown: int, _neither: int, *_more: int) -> Tally:
    return Tally(moved, waits + moved, unknown, released)


def tallied(desk: Desk, exchange: ExchangeId, terms: Terms) -> Tallied:
    """Returns what is kept of an exchange's terms, as far as it was counted; `Tallied.go_on` counts the rest."""
    book = desk.book()
    found = desk.tallied.get(exchange)
    if found is None or not found.fits(book, terms):
        found = desk.tallied[exchange] = Tallied(book, exchange, terms)
    return found
