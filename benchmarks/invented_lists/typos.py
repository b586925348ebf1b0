"""What happens to a word under the fingers of the first process, and under the eyes of the second.

The first process types: keys beside each other, letters left out, doubled, turned round, and letters that sound alike.
The second reads handwriting and scans: shapes that are taken for one another, syllables left out, doubled letters.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]
_ROWS = (
    "йцукенгшщзхї",
    "фівапролджє",
    "ячсмитьбю",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_SOUNDS = (
    "о:а а:о и:і і:и е:и и:е е:є г:х х:г ж:ш з:с с:з б:п п:б д:т т:д в:ф ф:в щ:ш ц:с ё:е ы:и э:е й:і "
    "i:y y:i e:i a:o o:a k:c c:k s:z z:s v:w w:v g:h h:g d:t t:d b:p p:b u:o j:y"
)
_SHAPES = (
    "н:п п:н п:л л:п и:ц ц:щ щ:ш ш:щ а:о о:а о:с с:е е:с м:т т:м т:г г:ч ч:г б:д д:у у:ц в:б і:ї ї:і ж:м к:н х:к я:л з:э ю:ы "
    "n:u u:n a:o o:a e:c c:e l:i i:l h:k k:h t:f f:t m:n r:n v:u g:q b:h s:5 z:2"
)


def _neighbours() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _ROWS:
        for left, right in pairwise(row):
            found[left] = found.get(left, "") + right
            found[right] = found.get(right, "") + left
    return found


def _confusions(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in text.split():
        found[pair[0]] = found.get(pair[0], "") + pair[2:]
    return found


_KEYS, _EARS, _EYES = _neighbours(), _confusions(_SOUNDS), _confusions(_SHAPES)


def _put(word: str, at: int, letter: str) -> str:
    return word[:at] + (letter.upper() if word[at].isupper() else letter) + word[at + 1 :]


def _other(word: str, at: int, table: dict[str, str], lot: float) -> str:
    choices = table.get(word[at].lower(), "")
    return _put(word, at, choices[int(lot * len(choices))]) if choices else word[:at] + word[at + 1 :]


def typed(word: str, kind: float, where: float, lot: float) -> str:
    """Returns a word as a hasty typist leaves it; the three numbers in [0, 1) decide how."""
    at = int(where * len(word))
    if kind < 0.25:  # left out
        return word[:at] + word[at + 1 :]
    if kind < 0.40:  # a neighbouring key too much
        choices = _KEYS.get(word[at].lower(), word[at].lower())
        return word[: at + 1] + choices[int(lot * len(choices))] + word[at + 1 :]
    if kind < 0.45:  # doubled
        return word[: at + 1] + word[at].lower() + word[at + 1 :]
    if kind < 0.65:  # neighbouring key
        return _other(word, at, _KEYS, lot)
    if kind < 0.85:  # a sound for a sound
        return _other(word, at, _EARS, lot)
    at = min(at, len(word) - 2)
    turned = word[at + 1] + word[at]
    return word[:at] + (turned.capitalize() if word[at].isupper() else turned) + word[at + 2 :]


def misread(word: str, kind: float, where: float, lot: float) -> str:
    """Returns a word as one who cannot read the hand copies it; the three numbers in [0, 1) decide how."""
    at = int(where * len(word))
    if kind < 0.6:
        return _other(word, at, _EYES, lot)
    if kind < 0.75 and len(word) > 6:  # a syllable left out
        at = max(1, min(at, len(word) - 3))
        return word[:at] + word[at + 2 :]
    if kind < 0.85:
        return word[: at + 1] + word[at].lower() + word[at + 1 :]
    if kind < 0.95:  # the tail is not to be read
        return word[: max(3, len(word) - 1 - int(lot * 3))]
    return word[:at] + " " + word[at:] if 1 < at < len(word) - 1 else word[:at] + word[at + 1 :]


def spoil(
    rng: np.random.Generator, cells: Texts, rows: NDArray[np.int64], how: Callable[[str, float, float, float], str]
) -> None:
    """Puts one error into each of the given cells that has three letters or more."""
    lots = rng.random((len(rows), 3)).tolist()
    texts = cells[rows].tolist()
    cells[rows] = [how(text, *lot) if len(text) > 2 else text for text, lot in zip(texts, lots, strict=True)]
