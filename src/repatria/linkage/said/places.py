"""Places as keys: languages and cases differ in endings, lists in whether they say town or village."""

from __future__ import annotations

import re
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.names.bulk import FEW
from repatria.names.fold import fold, words

_MARKERS = frozenset(
    "місто село смт город поселок посёлок пос селище деревня дер хутор хут станица станиця область обл район р-н "
    "city town village misto selo smt gorod poselok posiolok pos selyshche derevnia derevnya horod mista sela".split()
)
_SHORTEST, _WORDS = 3, 2
"""Letters that a word has at least to count, and how many words do."""

_ENDING = "[aeiou]+$"
_ended = re.compile(_ENDING).sub


def place_key(text: str) -> str:
    """Returns the key of a place: its words folded, without those for town, village or district and without endings."""
    keys = [fold(word) for word in islice(filter(_counts, words(text)), _WORDS)]
    return " ".join(_ended("", key) or key for key in keys)


def place_keys(texts: pa.Array) -> pa.Array:
    """Returns `place_key` of every text, in order."""
    if len(texts) <= FEW:
        return pa.array(map(place_key, texts.to_pylist()), pa.string())
    from repatria.names.columns import fold_column, words_of_cells

    found, of_text = words_of_cells(texts)
    coded = pc.dictionary_encode(found)
    counts = np.array([_counts(word) for word in coded.dictionary.to_pylist()], np.bool_)
    codes = np.asarray(coded.indices.to_numpy(), np.int64)
    of_text, codes = of_text[counts[codes]], codes[counts[codes]]
    keys = fold_column(coded.dictionary)
    ended = pc.replace_substring_regex(keys, _ENDING, "")
    keys = pc.if_else(pc.equal(ended, ""), keys, ended)
    first = np.searchsorted(of_text, np.arange(len(texts)))
    many = np.bincount(of_text, minlength=len(texts))
    one, other = (keys.take(pa.array(_at(codes, first + n), mask=many <= n)) for n in range(_WORDS))
    return pc.coalesce(pc.binary_join_element_wise(one, other, " "), one, "")


def _counts(word: str) -> bool:
    return len(word) >= _SHORTEST and word.casefold() not in _MARKERS


def _at(values: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.append(values, 0)[np.minimum(places, len(values))]
