"""What the tables of names know of a key, as arrays: what `words.words_of` looks up in dictionaries, looked up for many at once.

Invariant: nothing here is learned from a file; a vocabulary adds to copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from repatria.names.classes import Part, Tables, tables
from repatria.names.comparing.pieces import Pieces, text_of
from repatria.names.comparing.words import GIVEN_SHARE, MOST_CLASSES, rarity_of
from repatria.names.frequencies import shares_of
from repatria.names.labels import items_of, keys_with_items


@dataclass(frozen=True, slots=True)
class Borne:
    """How many people bear some numbered names.

    Attributes:
        shares: float64: share of people.
        rarity: float64: the same in bits, as words have it.
    """

    shares: Any
    rarity: Any

    @classmethod
    def of(cls, shares: list[float]) -> Borne:
        """Returns the shares of names, with what stands for no name at the end, so that the number -1 finds it."""
        return cls(np.array(shares), np.array(list(map(rarity_of, shares))))


@dataclass(frozen=True, slots=True)
class Known:
    """What tables know.

    Attributes:
        given_keys: Keys that are forms of given names, or of names of the world.
        givens: int32 [those keys, `MOST_CLASSES`]: numbers of the classes that each may be a form of, -1 for none.
        called: How many people bear each of them as a given name, 0 for a name of the world; after the last one 0.
        classes: The classes of given names, by number.
        surnames: The classes of surnames that are counted or misread, by number.
        borne: How many people bear each of them; after the last one what a surname has that is not counted.
        misread: bool [those surnames + 1]: which of them some Latin spellings are misread as.
        stems: Stems of surnames that have another one in the other language.
        stem_surnames: int64: the number of that one's class.
    """

    given_keys: Pieces
    givens: Any
    called: Borne
    classes: Pieces
    surnames: Pieces
    borne: Borne
    misread: Any
    stems: Pieces
    stem_surnames: Any


@cache
def known() -> Known:
    """Returns what the tables that are shipped know; about a fifth of a second, once."""
    of = tables()
    given_keys, givens, called, classes = _given(of)
    counted = shares_of(Part.SURNAME)
    surnames, stems = Pieces(), Pieces()
    stems.number_cells(text_of(list(of.surnames)))
    names = list(dict.fromkeys([*counted.known, *of.misread, *of.surnames.values()]))
    surnames.number_cells(text_of(names))
    return Known(
        given_keys, givens, called, classes, surnames,
        Borne.of([*(counted.known.get(name, counted.floor) for name in names), counted.floor]),
        np.array([*(name in of.misread for name in names), False]),
        stems, surnames.number_cells(text_of(list(of.surnames.values()))),
    )  # fmt: skip


def _given(of: Tables) -> tuple[Pieces, Any, Borne, Pieces]:
    """Returns what is known of keys as given names: their keys, classes, bearers, and the classes themselves."""
    counted = shares_of(Part.GIVEN)
    common = [key for key, share in counted.known.items() if share >= GIVEN_SHARE]
    keys = list(dict.fromkeys([*of.given, *common, *keys_with_items()]))
    forms = [of.given.get(key, ())[:MOST_CLASSES] for key in keys]
    forms = [
        found or ((key,) if counted.known.get(key, 0.0) >= GIVEN_SHARE else ())
        for key, found in zip(keys, forms, strict=True)
    ]
    shares = [max([counted.known.get(one, counted.floor) for one in found], default=0.0) for found in forms]
    rows = [(found + items_of(key))[:MOST_CLASSES] for key, found in zip(keys, forms, strict=True)]
    given_keys, classes = Pieces(), Pieces()
    given_keys.number_cells(text_of(keys))
    return given_keys, classes_in_rows(rows, classes), Borne.of([*shares, 0.0]), classes


def classes_in_rows(rows: list[tuple[str, ...]], classes: Pieces) -> Any:
    """Returns the numbers of the classes in some rows, a row each, -1 where none is."""
    sizes = np.array([len(row) for row in rows], np.int64)
    found = np.full((len(rows), MOST_CLASSES), -1, np.int32)
    found[np.arange(MOST_CLASSES) < sizes[:, None]] = classes.number_cells(
        text_of([one for row in rows for one in row])
    )
    return found
