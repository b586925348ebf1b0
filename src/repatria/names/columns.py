"""Columns of cells brought to keys at once, in Arrow: the fast twin of `words`, `fold_once`, `class_of` and `classes_of`.

Invariant: the keys of the twins, cell by cell; tests hold them equal. What the kernels hand back is left to the twins;
that, too, each distinct word once. Worth it from `bulk.FEW` cells on: the kernels have to be loaded first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.names.bulk import fold_lines, surname_stems
from repatria.names.classes import SON_OF, Part, Tables, meant, patronymic_class, stem, surname_class
from repatria.names.fold import WORD, fold, fold_once, words_of_any
from repatria.names.scripts import repair, visible

Bits = NDArray[np.bool_]

_OF_ONE_SCRIPT = r"\A(?:[\x{0400}-\x{0481}\x{048a}-\x{04ff} -]*|[A-Za-z -]*)\z"
_WORD_OR_LINE_END = re.compile(f"{WORD.pattern}|\n")
_BEFORE_SCRIPTS = "\u0370"


def words_of_cells(cells: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    """Returns the words of all cells, one after the other, and the place of the cell that each stands in."""
    others = ~_bits(pc.match_substring_regex(cells, _OF_ONE_SCRIPT))
    spaced = pc.replace_substring(cells, "-", " ")
    if others.any():
        found = [" ".join(words) for words in words_of_many(cells.filter(pa.array(others)).to_pylist())]
        spaced = pc.replace_with_mask(spaced, pa.array(others), pa.array(found, pa.string()))
    listed = pc.split_pattern(spaced, " ")
    words, places = listed.flatten(), pc.list_parent_indices(listed)
    said = pc.greater(pc.binary_length(words), 0)
    return words.filter(said), np.asarray(places.filter(said).to_numpy(), np.int64)


def words_of_many(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Returns `words_of_any` of every text, in order."""
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1:
        return [words_of_any(text) for text in texts]
    found: list[tuple[str, ...]] = []
    words: list[str] = []
    for word in _WORD_OR_LINE_END.findall(visible(whole)):
        if word == "\n":
            found.append(tuple(words))
            words = []
        else:
            words.append(repair(word))
    return [*found, tuple(words)]


def fold_column(words: pa.Array) -> pa.Array:
    """Returns `fold_once` of every word, in order."""
    keys, left = _folded(words)
    if not left.any():
        return keys
    coded = pc.dictionary_encode(words.filter(pa.array(left)))
    found = pa.array([fold_once(word) for word in coded.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(keys, pa.array(left), found.take(coded.indices))


def class_column(cells: pa.Array, part: Part, known: Tables) -> pa.Array:
    """Returns `class_of` of every cell, in order, by these tables."""
    keys, left = _folded(cells)
    classes = _meant(_classes(keys, part, known), cells, part, known)
    if not left.any():
        return classes
    coded = pc.dictionary_encode(cells.filter(pa.array(left)))
    found = pa.array(_of_several(coded.dictionary, part, known), pa.string())
    return pc.replace_with_mask(classes, pa.array(left), found.take(coded.indices))


def given_columns(cells: pa.Array, known: Tables) -> tuple[pa.Array, pa.Array]:
    """Returns the class of every cell as a given name, and the second class that it may stand for, empty for none."""
    keys, left = _folded(cells)
    if left.any():
        words, places = words_of_cells(cells.filter(pa.array(left)))
        alone = np.bincount(places, minlength=int(left.sum())) == 1
        single = pa.array(np.where(alone, np.cumsum(alone) - 1, -1), mask=~alone)
        of_one = fold_column(words.filter(pa.array(alone[places]))).take(single)
        keys = pc.replace_with_mask(keys, pa.array(left), pc.fill_null(of_one, ""))
    several = [(form, classes[1]) for form, classes in known.given.items() if len(classes) > 1]
    second = _looked_up(keys, [form for form, _ in several], [found for _, found in several])
    return class_column(cells, Part.GIVEN, known), pc.fill_null(second, "")


def _folded(words: pa.Array) -> tuple[pa.Array, Bits]:
    """Keys of words of plain letters, and which words are left to be folded one by one: their keys are empty."""
    broken = _bits(pc.match_substring(words, "\n"))
    if broken.any():
        words = pc.replace_with_mask(words, pa.array(broken), pa.scalar("", pa.string()))
    keys, ends = fold_lines(_letters(pc.binary_join_element_wise(words, "", "\n"))[0], len(words))
    return _texts(keys, np.where(ends < 0, -ends - 1, ends)), (ends[1:] < 0) | broken


def _classes(keys: pa.Array, part: Part, known: Tables) -> pa.Array:
    """Classes of folded words."""
    match part:
        case Part.GIVEN:
            first = _looked_up(keys, list(known.given), [found[0] for found in known.given.values()])
            return pc.coalesce(first, keys)
        case Part.PATRONYMIC:
            coded = pc.dictionary_encode(keys)
            found = [patronymic_class(key, known) for key in coded.dictionary.to_pylist()]
            return pa.array(found, pa.string()).take(coded.indices)
        case Part.SURNAME:
            others = pc.invert(pc.string_is_ascii(keys))
            classes = _surnames(pc.if_else(others, "", keys), known)
            found = [surname_class(key, known) for key in keys.filter(others).to_pylist()]
            return pc.replace_with_mask(classes, others, pa.array(found, pa.string()))


def _surnames(keys: pa.Array, known: Tables) -> pa.Array:
    """Classes of folded surnames in ASCII."""
    if not len(keys):
        return keys
    letters, places = _letters(keys)
    out, stems, changed = surname_stems(letters, np.column_stack([places[:-1], places[1:]]), known.beginnings)
    ends = np.append(np.column_stack([stems[:, 0], stems[:, 1]]).ravel(), changed[-1:, 1])
    pieces = _texts(out, ends)  # each stem, and after it what stands for it if its beginning is changed
    stem_of = pieces.take(pa.array(np.arange(0, len(pieces), 2)))
    is_changed = changed[:, 0] != stems[:, 0]
    other = pieces.take(pa.array(2 * np.arange(len(keys)) + is_changed))
    return pc.coalesce(_looked_up(stem_of, list(known.surnames), list(known.surnames.values())), other)


def _meant(classes: pa.Array, words: pa.Array, part: Part, known: Tables) -> pa.Array:
    """Classes of words, with what Latin spellings of surnames mean."""
    if part is not Part.SURNAME or not known.misread:
        return classes
    asked = pc.is_in(classes, value_set=_names(tuple(known.misread)))
    if not _bits(asked).any():
        return classes
    pairs = zip(classes.filter(asked).to_pylist(), words.filter(asked).to_pylist(), strict=True)
    found = [meant(key, word, known.misread) if word[0] < _BEFORE_SCRIPTS else key for key, word in pairs]
    return pc.replace_with_mask(classes, asked, pa.array(found, pa.string()))


def _of_several(cells: pa.Array, part: Part, known: Tables) -> list[str]:
    """Classes of cells of several words, or of words with other letters."""
    words, places = words_of_cells(cells)
    coded = pc.dictionary_encode(words)
    each = _meant(_classes(fold_column(coded.dictionary), part, known), coded.dictionary, part, known)
    listed = each.take(coded.indices).to_pylist()
    ends = np.cumsum(np.bincount(places, minlength=len(cells))).tolist()
    classes = [listed[begin:end] for begin, end in zip(chain((0,), ends), ends, strict=False)]
    if part is Part.SURNAME:
        return [" ".join(sorted(filter(None, of_cell))) for of_cell in classes]
    found = [" ".join(filter(None, of_cell)) for of_cell in classes]
    if part is Part.PATRONYMIC:
        for n, of_cell in enumerate(classes):
            if len(of_cell) == 2 and fold(words[ends[n] - 1].as_py()) in SON_OF:
                father = fold_once(words[ends[n] - 2].as_py())
                father = known.given.get(father, (father,))[0]
                found[n] = stem(father) + "ovic" if father else ""
    return found


def _looked_up(keys: pa.Array, forms: Sequence[str], values: Sequence[str]) -> pa.Array:
    """What a table has for each key, null for nothing."""
    return _names(tuple(values)).take(pc.index_in(keys, value_set=_names(tuple(forms))))


@cache
def _names(values: tuple[str, ...]) -> pa.Array:
    return pa.array(values, pa.string())


def _letters(texts: pa.Array) -> tuple[Any, NDArray[np.int64]]:
    """The letters of texts, that may be changed (kernels are compiled once), and where each text begins, and the last ends."""
    if not len(texts):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    _, ends, letters = texts.buffers()
    places = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = np.frombuffer(letters, np.uint8) if letters else np.zeros(0, np.uint8)
    return whole[places[0] : places[-1]].copy(), places - places[0]


def _texts(letters: Any, places: Any) -> pa.Array:
    """Texts that stand one after the other."""
    ends = np.ascontiguousarray(places, np.int32)
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(letters[: ends[-1]]))


def _bits(found: pa.Array) -> Bits:
    return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)
