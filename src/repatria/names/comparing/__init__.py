"""Two whole names compared: a weight in bits, a probability, and the reason in words; one person's or not, people decide.

`compare` takes one pair; `comparer` gives the way for columns of many. Words are aligned in any order, and each pair of
words has a level (the same, two spellings, forms of one name, a letter differs, ...) with a weight that was learned.
"""

from __future__ import annotations

from repatria.names.comparing.pairs import (
    FEW,
    Births,
    Columns,
    Comparer,
    NameComparison,
    compare,
    comparer,
    edtf_births,
)
from repatria.names.comparing.reasons import NOTHING, sentence
from repatria.names.comparing.weights import PRIOR, probability

__all__ = [
    "FEW",
    "NOTHING",
    "PRIOR",
    "Births",
    "Columns",
    "Comparer",
    "NameComparison",
    "compare",
    "comparer",
    "edtf_births",
    "probability",
    "sentence",
]
