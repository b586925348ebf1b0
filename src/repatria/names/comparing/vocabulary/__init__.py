"""The distinct words and dates of a file as arrays, so that the kernel reads each of them once.

Invariant: word number n stands in row n of every array, and has the facts that `words.words_of` tells of it; what is
remembered is words and dates, never names or pairs, and no more than `MOST_KEPT` of either.
"""

from __future__ import annotations

from repatria.names.comparing.vocabulary.dates import Dates
from repatria.names.comparing.vocabulary.distinct import Vocabulary
from repatria.names.comparing.vocabulary.keys import letter_bits, letters_alike

MOST_KEPT = 600_000
"""Distinct pieces of text that are remembered; then all are forgotten and read anew. About 400 bytes each."""

__all__ = ["MOST_KEPT", "Dates", "Vocabulary", "letter_bits", "letters_alike"]
