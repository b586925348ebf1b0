"""Finds lines of a list by what somebody types: a reference, part of a name or place in any case and script.

Each list is written out once for each kind of reader as one text, a line a line: its reference and cells in small letters, and
how its words sound (`names.fold`), so that Latin letters find Cyrillic ones. Only fields that the reader may see are in it:
nobody learns by asking what they are not shown. The text is kept in memory and goes with the desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.desk.intake import hidden_from, records
from repatria.desk.session import Desk
from repatria.names import fold, words
from repatria.people.fields import Field
from repatria.people.party import Actor
from repatria.people.record import Record
from repatria.register.acts import ListReceived

SEARCHED: Final = (
    Field.FULL_NAME,
    Field.SURNAME,
    Field.GIVEN_NAMES,
    Field.PATRONYMIC,
    Field.PLACE_OF_BIRTH,
    Field.OWN_REFERENCE,
    Field.BAG,
)
_HEARD: Final = (Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC, Field.PLACE_OF_BIRTH)
LEAST_SOUND: Final = 3
"""Letters that a sound has at least before it is looked for: shorter ones are in half of all names."""
MOST_WORDS: Final = 8
MOST_REMEMBERED: Final = 64
"""Searches whose lines are remembered: the pages of one search follow each other."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Written:
    """A text with a line for each line of a list, and where each of them ends."""

    text: str
    ends: Places

    @staticmethod
    def of(lines: Iterator[str]) -> Written:
        """Puts lines together; none of them holds a line break."""
        texts = [*lines]
        return Written("\n".join(texts), np.cumsum([len(line) + 1 for line in texts], dtype=np.int64))

    def lines_with(self, word: str) -> Places:
        """Returns the places of the lines in which a word occurs, in order."""
        text, ends, hits = self.text, self.ends, []
        at = text.find(word)
        while at >= 0:
            hits.append(at)
            following = text.find("\n", at)
            at = text.find(word, following) if following >= 0 else -1
        return np.searchsorted(ends, np.array(hits, np.int64), side="right")


@dataclass(frozen=True, slots=True)
class Searchable:
    """A list as one kind of reader may search it: as it is written, and as it sounds."""

    written: Written
    heard: Written

    def find(self, text: str) -> Places:
        """Returns the places of the lines in which every word of a text occurs, as written or as it sounds."""
        found: Places | None = None
        for word in text.casefold().split()[:MOST_WORDS]:
            hits = self._of_word(word)
            found = hits if found is None else np.intersect1d(found, hits, assume_unique=True)
        return np.arange(len(self.written.ends)) if found is None else found

    def _of_word(self, word: str) -> Places:
        hits, sound = self.written.lines_with(word), " ".join(map(fold, words(word)))
        return np.union1d(hits, self.heard.lines_with(sound)) if len(sound) >= LEAST_SOUND else hits


def find_lines(desk: Desk, received: ListReceived, text: str, *, reader: Actor) -> Places:
    """Returns the places (from 0) of the lines in which every word of ``text`` occurs, in the list's order."""
    hidden = hidden_from(received, reader).intersection(SEARCHED)
    remembered = desk.found
    key = (received.list, hidden, text.casefold())
    if key not in remembered:
        while len(remembered) >= MOST_REMEMBERED:
            remembered.pop(next(iter(remembered)))
        remembered[key] = searchable(desk, received, hidden).find(text)
    return remembered[key]


def searchable(desk: Desk, received: ListReceived, hidden: frozenset[Field]) -> Searchable:
    """Returns a list to be searched by those from whom some fields are hidden; made once a session. Cost: linear in lines."""
    key = received.list, hidden
    if key not in desk.searchable:
        shown = [name for name in SEARCHED if name not in hidden]
        heard = [name for name in _HEARD if name not in hidden]
        read = records(desk, received.list)
        desk.searchable[key] = Searchable(
            Written.of(_written(ref, record, shown) for ref, record in read.items()),
            Written.of(_sound(record, heard) for record in read.values()),
        )
    return desk.searchable[key]


def _written(ref: str, record: Record, shown: list[Field]) -> str:
    return " ".join((ref, *" ".join(record.get(name) for name in shown).split())).casefold()


def _sound(record: Record, heard: list[Field]) -> str:
    return " ".join(fold(word) for name in heard for word in words(record.get(name)))
