"""Why a pair weighs what it weighs: a waterfall of bits, field by field, that adds up to the weight, with a sentence each.

Use `explain` for some pairs of a `Linked`, then `Explained.reasons` for a text a pair or `Explained.comparison` for one
pair taken apart. Tables of the lists are optional: with them it is also told why names that weigh as one are one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.linkage.deciding.notes import sentences
from repatria.linkage.learning.training import family_correction, field_bits, strata_of
from repatria.linkage.linking import Linked
from repatria.linkage.telling.equality import COLUMN, Cells, cells_of, why_equal
from repatria.linkage.telling.wording import FAMILY, TITLES, level_name, reason, sentence
from repatria.linkage.weighing.levels import Compared, NameLevel
from repatria.linkage.weighing.weigher import Pairs, Weigher

SHOWN = 10
"""Units of a bit in which a reason shows bits: tenths."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall.

    Attributes:
        field: ``surname`` … ``document``; for the last step what relatives share.
        level: How far the field agrees, in a word or two; empty for the last step.
        bits: What that adds to the weight.
        sentence: The same for a registrar; no name and no date in it.
    """

    field: str
    level: str
    bits: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair, field by field; the bits of the steps add up to the weight.

    Attributes:
        left_ref: Reference of the left line.
        right_ref: Reference of the right line.
        weight_bits: log2 of the evidence alone.
        probability: That it is one person, the prior, rivals and judgements considered.
        steps: Fields of which both sides say something, then the correction for relatives.
        notes: What else is known: what people judged, and whether a line may stand twice in its list.
    """

    left_ref: str
    right_ref: str
    weight_bits: float
    probability: float
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """Some pairs, explained.

    Attributes:
        pairs: The pairs.
        probability: Of each.
        refs: References of both lists.
        bits: float64 [pairs, fields + 1]: what each field adds, then what is taken off for relatives.
        codes: int64 [pairs, fields]: the reasons, as `wording.reason` numbers them.
        notes: uint8 [pairs]: what else is known of a pair, see `notes.Note`.
    """

    pairs: Pairs
    probability: NDArray[np.float64]
    refs: tuple[pa.Array, pa.Array]
    bits: NDArray[np.float64]
    codes: NDArray[np.int64]
    notes: NDArray[np.uint8]

    def reasons(self) -> pa.Array:
        """Returns one text a pair: fields, sentences and bits, then what else is known, joined by ``; ``."""
        columns = [
            _texts(self.codes[:, field], self.bits[:, field], _said(field), blank=self.codes[:, field] == 0)
            for field in Compared
        ]
        off = self.bits[:, -1]
        columns.append(_texts(np.ones(len(off), np.int64), off, lambda _: FAMILY, blank=_tenths(off) == 0))
        columns.append(sentences(self.notes))
        joined = pc.binary_join_element_wise(*columns, "; ", null_handling="skip")
        return joined.cast(pa.string())

    def comparison(self, n: int) -> Comparison:
        """Returns the pair at a place among these, taken apart."""
        steps = [
            Step(TITLES[f], level_name(f, code), float(self.bits[n, f]), sentence(f, code))
            for f in Compared
            if (code := int(self.codes[n, f]))
        ]
        steps.append(Step(FAMILY, "", float(self.bits[n, -1]), FAMILY))
        left, right = self.refs
        noted = sentences(self.notes[n : n + 1])[0].as_py()
        return Comparison(
            left[int(self.pairs.left[n])].as_py(), right[int(self.pairs.right[n])].as_py(),
            float(self.pairs.weight_bits[n]), float(self.probability[n]), tuple(steps),
            tuple(noted.split("; ")) if noted else (),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Explainer:
    """What is needed to explain any pairs of two linked lists, made once.

    Attributes:
        linked: From `link`.
        weigher: Weighs pairs again, field by field.
        cells: The cells of fields that may be equal in several ways; empty where the lists are not at hand.
    """

    linked: Linked
    weigher: Weigher
    cells: Mapping[Compared, Cells | None]

    @staticmethod
    def of(linked: Linked, left: pa.Table | None, right: pa.Table | None) -> Explainer:
        """Returns what explains pairs; with the lists that were linked it also tells why names are one."""
        at_hand = left is not None and right is not None
        cells = {field: cells_of(field, left, right) for field in COLUMN} if at_hand else {}
        return Explainer(linked, Weigher.of(linked.encoded, workers=1), cells)

    def explain(self, which: NDArray[np.int64]) -> Explained:
        """Returns some pairs of ``linked.pairs``, by number, explained."""
        linked, encoded, model = self.linked, self.linked.encoded, self.linked.model
        pairs = linked.pairs.only(which)
        levels, rarity = self.weigher.details(pairs, encoded.left.rows, encoded.right.rows, model)
        bits = field_bits(model, strata_of(encoded, pairs.left, pairs.right), levels, rarity)
        waterfall = np.column_stack([bits, family_correction(model, bits, levels)])
        codes = np.stack([self._codes(pairs, Compared(f), levels[:, f]) for f in Compared], axis=1)
        refs = (encoded.left.refs, encoded.right.refs)
        return Explained(pairs, linked.probability[which], refs, waterfall, codes, linked.notes[which])

    def _codes(self, pairs: Pairs, field: Compared, levels: NDArray[np.int64]) -> NDArray[np.int64]:
        why = np.zeros(len(levels), np.int64)
        cells = self.cells.get(field)
        same = np.flatnonzero(levels == NameLevel.SAME)
        if cells is not None and len(same):
            why[same] = why_equal(field, cells, pairs.left[same], pairs.right[same])
        if field not in (Compared.SURNAME, Compared.GIVEN):
            return reason(levels, why)
        encoded = self.linked.encoded
        turned = encoded.left.exchanged[pairs.left] | encoded.right.exchanged[pairs.right]
        return reason(levels, np.where(turned, 0, why), turned)


def explain(
    linked: Linked, which: NDArray[np.int64], *, left: pa.Table | None = None, right: pa.Table | None = None
) -> Explained:
    """Returns some pairs explained.

    Args:
        linked: From `link`.
        which: Numbers of pairs of ``linked.pairs``.
        left: The left list that was linked; with both, reasons say why names are one.
        right: The right list.
    """
    return Explainer.of(linked, left, right).explain(which)


def _said(field: Compared) -> Callable[[int], str]:
    return lambda code: f"{TITLES[field]}: {sentence(field, code)}"


def _tenths(bits: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray(np.rint(bits * SHOWN), np.int64)


_FAR = 1 << 20
"""More tenths of bits than any weight has."""


def _texts(
    codes: NDArray[np.int64], bits: NDArray[np.float64], say: Callable[[int], str], *, blank: NDArray[np.bool_]
) -> pa.Array:
    """Returns a text for each code with its bits, null where nothing is to be said; each distinct text is made once."""
    keys, numbers = _distinct(codes * (2 * _FAR) + _tenths(bits) + _FAR)
    made = [
        f"{say(key // (2 * _FAR))} {(key % (2 * _FAR) - _FAR) / SHOWN:+.1f}" if key >= 2 * _FAR else ""
        for key in keys.tolist()
    ]
    return pa.array(made, pa.string()).take(pa.array(numbers, mask=blank))


def _distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Returns the different keys, and which of them each one is; few keys are found by a hash, without sorting."""
    coded = pc.dictionary_encode(pa.array(keys))
    return coded.dictionary.to_numpy(), coded.indices.to_numpy()
