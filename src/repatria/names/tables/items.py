"""What the labels of Wikidata's items of names say that letters do not: for `rebuild.py`.

Kept is only what the comparison of letters does not find by itself: forms that are more than `levels.CLOSE` apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from repatria.names.comparing.levels import CLOSE, WHOLE, distance
from repatria.names.fold import fold_once

_MARKS = "'’ʼー"
_ITEM = 500
"""An item's vote for a form. As many thousandths of letters that differ weigh it up; assumed."""

_FORM = 5
"""What each spelling of a form that has the same key adds to the vote of its item. Assumed."""

_LATIN, _CYRILLIC, _OTHER = "latin", "cyrillic", "other"


def items(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yields for each item the keys of Latin and Cyrillic forms that are not much alike, the items with most of them first."""
    found = set()
    for row in rows:
        scripts: dict[str, set[str]] = defaultdict(set)
        for key, script in _keys(row):
            if script is not _OTHER and len(key) > 1:
                scripts[key].add(script)
        far = [
            pair for pair in combinations(scripts, 2) if scripts[pair[0]] != scripts[pair[1]] and _apart(*pair) > CLOSE
        ]
        if far:
            found.add(tuple(sorted({key for pair in far for key in pair})))
    return (" ".join(keys) for keys in sorted(found, key=lambda keys: (-len(keys), keys)))


def romanised(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yields keys of Latin or Cyrillic forms, each with those of the forms in other scripts that stand for it.

    A form in another script stands for what most items give it for, and where they are even for what is most like it.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        keys = list(_keys(row))
        known = Counter(key for key, script in keys if script is not _OTHER and len(key) > 1)
        for other in {key for key, script in keys if script is _OTHER}:
            for key, forms in known.items():
                votes[other][key] += _ITEM + _FORM * forms
    found = defaultdict(list)
    for other, counts in votes.items():
        best = max(counts, key=lambda key: (counts[key] - _apart(other, key), key))
        if other != best and _apart(other, best) > CLOSE:
            found[best].append(other)
    return ((key, " ".join(sorted(others))) for key, others in sorted(found.items()))


def _keys(row: Sequence[str]) -> Iterator[tuple[str, str]]:
    for form in row:
        if all(letter.isalpha() or letter in _MARKS for letter in form) and (key := fold_once(form)):
            yield key, _script(form[0])


def _script(letter: str) -> str:
    if letter < "\u0370" or "\u1e00" <= letter < "\u1f00":
        return _LATIN
    return _CYRILLIC if "\u0400" <= letter < "\u0530" else _OTHER


def _apart(a: str, b: str) -> int:
    """Returns how many thousandths of the letters differ."""
    return 1000 * distance(*sorted((a, b), key=len)) // (WHOLE * max(len(a), len(b)))
