"""The kernels of names with their rules: letters in, letters out; `columns` makes keys and classes of cells with them.

Invariant: the keys of `fold_once`, word by word; tests hold them equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from repatria.names.fold import AS_LATIN, BEFORE_ENDING, SOFTENED, letters_of_scripts
from repatria.names.latin import ONE, groups_of_letters

FEW = 10_000
"""Words up to which one at a time is as fast as loading the kernels."""

_LONGEST_RULE = 16
_CYRILLIC = range(0x400, 0x500)


def fold_lines(lines: Any, count: int) -> tuple[Any, Any]:
    """Returns the letters of the keys of words, a word a line, and where each key ends after a first 0.

    A negative end is that of an empty key, of a word that `fold_once` has to fold.
    """
    import numpy as np

    from repatria.names import kernels

    keys, ends = np.empty(len(lines), np.uint8), np.zeros(count + 1, np.int64)
    cyrillic, as_latin, groups, before_c, one, marks = _rules()
    kernels.fold_lines(lines, cyrillic, as_latin, groups, before_c, one, marks, keys, ends)
    return keys, ends


def divide(lines: Any, count: int) -> tuple[Any, Any]:
    """Returns words, a word a line, with the parts of words with hyphens in lines of their own, and how many each has become.

    Words that are not of plain letters of one script stay whole.
    """
    import numpy as np

    from repatria.names import kernels

    divided, counts = np.empty_like(lines), np.empty(count, np.int64)
    kernels.divide(lines, divided, counts)
    return divided, counts


def small_letters(text: Any) -> Any:
    """Returns UTF-8 in small letters, as `str.casefold` has them, where it is of plain Cyrillic or Latin letters."""
    import numpy as np

    from repatria.names import kernels

    small = np.empty_like(text)
    kernels.small_letters(text, _small_cyrillic(), small)
    return small


def surname_stems(keys: Any, cells: Any, beginnings: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Any, Any, Any]:
    """Returns stems of folded surnames, and where each stands in them: as it is, and with its beginning changed.

    Args:
        keys: uint8: keys in ASCII.
        cells: int64 [keys, 2]: where each begins and ends in them.
        beginnings: What beginnings of stems are changed into (`classes.Tables`).
    """
    import numpy as np

    from repatria.names import kernels

    rules = _replacements(
        sorted((rule for rules in beginnings.values() for rule in rules), key=lambda rule: -len(rule[0]))
    )
    sizes = cells[:, 1] - cells[:, 0]
    out = np.empty(int(2 * sizes.sum() + _LONGEST_RULE * len(cells)), np.uint8)
    stems, changed = np.empty_like(cells), np.empty_like(cells)
    kernels.surname_stems(keys, cells, rules, out, stems, changed)
    return out, stems, changed


@cache
def _rules() -> tuple[Any, ...]:
    """Returns the rules of `fold` and `latin` as the kernel takes them."""
    import numpy as np

    from repatria.names import kernels

    groups = [(sign, pair) for sign, pairs in groups_of_letters() for pair in pairs]
    before_c = [sign for sign, _ in groups].index("c")
    cyrillic = np.array([_letters(chr(code), kernels.ODD) for code in _CYRILLIC], np.uint8)
    marks = np.zeros(128, np.uint8)
    for letters, mark in (
        (SOFTENED, kernels.SOFTENED), (BEFORE_ENDING, kernels.BEFORE_ENDING), ("CJQW", kernels.HISSING), ("eio", kernels.LOOSE),
    ):  # fmt: skip
        marks[list(letters.encode())] |= mark
    one = np.frombuffer(ONE, np.uint8)
    return cyrillic, _replacements(AS_LATIN), _replacements([pair for _, pair in groups]), before_c, one, marks


def _letters(letter: str, odd: int) -> tuple[int, int, int]:
    """Returns how many letters a Cyrillic one folds to, and which."""
    found = letter.casefold().translate(letters_of_scripts()[0]).encode("ascii", "ignore")
    known = letter.casefold() != letter.casefold().translate(letters_of_scripts()[0])
    return (len(found), *found.ljust(2, b"\0")) if known else (odd, 0, 0)


def _replacements(pairs: Sequence[tuple[str, str]]) -> Any:
    import numpy as np

    rules = [bytes((len(a), *a.encode(), len(b), *b.encode())).ljust(_LONGEST_RULE, b"\0") for a, b in pairs]
    return np.frombuffer(b"".join(rules), np.uint8).reshape(-1, _LONGEST_RULE)


@cache
def _small_cyrillic() -> Any:
    import numpy as np

    return np.array([ord(chr(code).casefold()) - _CYRILLIC.start for code in _CYRILLIC], np.int64)
