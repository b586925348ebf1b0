"""What else is known of a pair besides its weight: what people judged, and that a line may stand twice in its list.

Notes travel as one small number a pair, so that a million pairs cost a million bytes; `sentences` puts them into words.
"""

from __future__ import annotations

from enum import IntFlag

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class Note(IntFlag):
    """Something known of a pair."""

    JUDGED_SAME = 1
    JUDGED_DIFFERENT = 2
    JUDGED_UNSURE = 4
    CONTRADICTED = 8  # judgements on it, or around it, do not go together
    LEFT_TWICE = 16
    RIGHT_TWICE = 32


SENTENCES = {
    Note.JUDGED_SAME: "judged the same",
    Note.JUDGED_DIFFERENT: "judged different",
    Note.JUDGED_UNSURE: "judged unsure",
    Note.CONTRADICTED: "judgements on these lines contradict each other",
    Note.LEFT_TWICE: "two lines of the left list may be one person",
    Note.RIGHT_TWICE: "two lines of the right list may be one person",
}

BY_PEOPLE = Note.JUDGED_SAME | Note.JUDGED_DIFFERENT | Note.JUDGED_UNSURE | Note.CONTRADICTED
"""Notes that come from judgements."""
KEPT_FOR_REVIEW = Note.JUDGED_UNSURE | Note.CONTRADICTED
"""Notes with which a pair is for review, whatever its probability."""


def sentences(notes: NDArray[np.uint8]) -> pa.Array:
    """Returns one text a pair, sentences joined by ``; ``; null where nothing is noted."""
    distinct, numbers = np.unique(notes, return_inverse=True)
    texts = ["; ".join(text for note, text in SENTENCES.items() if value & note) for value in distinct.tolist()]
    return pa.array(texts, pa.string()).take(pa.array(numbers.astype(np.int32), mask=notes == 0))


def mirrored(notes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Returns the notes of pairs whose sides are exchanged."""
    left, right = notes & Note.LEFT_TWICE, notes & Note.RIGHT_TWICE
    return np.asarray((notes & ~np.uint8(Note.LEFT_TWICE | Note.RIGHT_TWICE)) | left << 1 | right >> 1)
