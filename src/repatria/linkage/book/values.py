"""Vocabularies that grow: a new list's values get the numbers they have in the index, new ones the numbers after them.

Numbers of an index do not follow the alphabet, as those of two lists do; nothing that is weighed depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.linkage.said.lines import COLUMNS_OF, Lines, share_of
from repatria.linkage.said.vocabulary import FINENESS, SHORTEST_SKELETON, Packed, Vocabulary, rarity
from repatria.linkage.weighing.levels import Compared
from repatria.names.fold import skeleton

Numbers = NDArray[np.int32]


def from_packed(keys: tuple[str, ...], letters: NDArray[np.uint8], packed: Numbers) -> Vocabulary:
    """Returns a vocabulary from what is kept of it."""
    parts = packed[:, [Packed.PART_ONE, Packed.PART_TWO]]
    lengths, bits = packed[:, Packed.LENGTH].astype(np.uint8), packed[:, Packed.BITS] / FINENESS
    return Vocabulary(keys, letters, lengths, packed[:, Packed.SKELETON].copy(), parts, bits, packed)


def appended(kept: Vocabulary, new: Vocabulary) -> tuple[Vocabulary, Numbers]:
    """Returns the kept vocabulary with new values at its end, and the number there of each value of the new one.

    A new value is taken to be as rare as the rarest kept one.
    """
    found = pc.index_in(pa.array(new.keys, pa.string()), value_set=pa.array(kept.keys, pa.string()))
    numbers = np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int32).copy()
    unknown = np.flatnonzero(numbers < 0)
    numbers[unknown] = len(kept.keys) + np.arange(len(unknown), dtype=np.int32)
    added = new.packed[unknown].copy()
    for part in (Packed.PART_ONE, Packed.PART_TWO):
        added[:, part] = np.where(added[:, part] > 0, numbers[added[:, part]], 0)
    added[:, Packed.SKELETON] = _skeletons(kept, [new.keys[n] for n in unknown.tolist()])
    added[:, Packed.BITS] = kept.packed[:, Packed.BITS].max(initial=0)
    keys = kept.keys + tuple(new.keys[n] for n in unknown.tolist())
    letters, packed = np.concatenate([kept.letters, new.letters[unknown]]), np.concatenate([kept.packed, added])
    return from_packed(keys, letters, packed), numbers


def counted(
    names: Vocabulary, kept: NDArray[np.int64], new: NDArray[np.int64], share: Callable[[str], float] | None
) -> Vocabulary:
    """Returns a vocabulary with its rarity counted anew.

    Args:
        names: From `appended`.
        kept: How many lines of the index have each value, as far as it knows them.
        new: How many lines of the new list have each value.
        share: Share of a population that bears a key; None where none is known.
    """
    counts = new.astype(np.float64)
    counts[: len(kept)] += kept
    packed = names.packed.copy()
    packed[:, Packed.BITS] = rarity(names.keys, counts, share, names.parts)
    return from_packed(names.keys, names.letters, packed)


def _skeletons(kept: Vocabulary, keys: list[str]) -> Numbers:
    """Numbers of the consonants of new keys: those of kept values that sound alike, else new ones."""
    texts = [skeleton(key) for key in keys]
    if not texts:
        return np.zeros(0, np.int32)
    wanted = {text for text in texts if len(text) >= SHORTEST_SKELETON}
    known, one_each = np.unique(kept.skeletons, return_index=True)
    numbers = {
        skeleton(kept.keys[n]): int(number) for number, n in zip(known, one_each.tolist(), strict=True) if number
    }
    last = int(kept.skeletons.max(initial=0))
    for text in sorted(wanted - numbers.keys()):
        last += 1
        numbers[text] = last
    return np.array([numbers[text] if text in wanted else 0 for text in texts], np.int32)


def translated(
    lines: Lines, own: Mapping[Compared, Vocabulary], kept: Mapping[Compared, Vocabulary], rows: Numbers
) -> tuple[Numbers, dict[Compared, Vocabulary]]:
    """Returns the rows of a list encoded alone in the numbers of an index, and the vocabularies of both.

    Args:
        lines: The list.
        own: Its vocabularies.
        kept: Those of the index.
        rows: Those of the index.
    """
    found, grown = lines.rows.copy(), {}
    for field, columns in COLUMNS_OF.items():
        names, numbers = appended(kept[field], own[field])
        for column in columns:
            found[:, column] = numbers[lines.rows[:, column]]
        grown[field] = counted(
            names, np.bincount(rows[:, columns[0]], minlength=len(kept[field].keys)),
            np.bincount(found[:, columns[0]], minlength=len(names.keys)), share_of(field),
        )  # fmt: skip
    return found, grown
