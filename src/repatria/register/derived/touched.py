"""Which lines the acts since a moment may have moved: so that whoever keeps something beside the book need not look at all.

The book notes, in the order of the acts, the line that each of them is about (`Book.touched`). What such a line moves besides
is found here: whoever is judged the same person, and every line that is called a duplicate of one of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from repatria.register.acts import Subject

if TYPE_CHECKING:
    from repatria.register.book import Book

ALL_THE_DEAD: Final = -1
"""Stands among the touched lines for an act about the dead: it may move every bag, and everybody whom a board named."""


def touched_since(book: Book, position: int) -> set[int]:
    """Returns the numbers of all lines whose standing may be another one since so many lines were touched.

    A line that was parted from a person is there by the judgement that parted them, so the groups of today are enough.
    Cost: linear in what was touched, in those who are one person with it, and in lines called duplicates.
    """
    noted = set(book.touched[position:])
    if not noted:
        return noted
    if ALL_THE_DEAD in noted:
        noted.discard(ALL_THE_DEAD)
        noted |= set(_the_dead(book))
    return _with_duplicates(book, _with_groups(book, noted))


def _the_dead(book: Book) -> Iterable[int]:
    yield from book.dead.decisions
    for columns in book.order:
        if columns.received.subject is Subject.REMAINS:
            yield from range(columns.first, columns.first + columns.size)


def _with_groups(book: Book, lines: Iterable[int]) -> set[int]:
    found = set(lines)
    joined, group = book.matches.joined, book.matches.group
    for number in tuple(found):
        if number in joined:
            found.update(group(number))
    return found


def _with_duplicates(book: Book, lines: set[int]) -> set[int]:
    """Adds the lines from which following "duplicate of" comes to one of these, and who is one person with them."""
    called: dict[int, list[int]] = {}
    for line, other in book.duplicates.items():
        called.setdefault(other, []).append(line)
    fresh = lines
    while fresh:
        fresh = _with_groups(book, (line for other in fresh for line in called.get(other, ()))) - lines
        lines = lines | fresh
    return lines
