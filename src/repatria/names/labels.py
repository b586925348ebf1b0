"""Names of all the world as Wikidata labels them in several scripts: what no rule of letters tells (Джон is John).

For names that are compared word by word; classes of Ukrainian and Russian names stand in `classes`. Invariant: keys in,
keys out, folded as `fold` does. Made by `tables/items.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from repatria.names.tables import read_table

_OF_ITEM = "item "
"""Begins the class of an item; no word's class has a space."""


def items_of(key: str) -> tuple[str, ...]:
    """Returns classes of the items that have this key for a label, the one with most forms first; mostly none."""
    return _items().get(key, ())


def keys_with_items() -> Iterable[str]:
    """Returns the keys that some item has for a label."""
    return _items()


def romanised(text: str, key: str) -> str:
    """Returns the key of the Latin or Cyrillic form of a word in another script, or its own key where no table has it.

    Args:
        text: The word, in small letters.
        key: Its fold.
    """
    if text < "\u0530" or "\u1e00" <= text < "\u1f00":
        return key
    return _romanised().get(key, key)


@cache
def _items() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for number, (keys,) in enumerate(read_table("items.tsv.gz")):
        item = (f"{_OF_ITEM}{number}",)
        for key in keys.split():
            found[key] = found.get(key, ()) + item
    return found


@cache
def _romanised() -> Mapping[str, str]:
    return {script: key for key, scripts in read_table("romanised.tsv.gz") for script in scripts.split()}
