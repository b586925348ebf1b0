"""Which pairs are brought out, and what is proposed for each: link, review or no. People decide.

A pair is a link when it is in the one-to-one assignment with enough probability, for review when its probability is
worth a look or people were unsure, else no. "None of these" is always among the proposals: a line that nobody is proposed
for says so, in a row without a counterpart. Invariant: what is proposed for a pair does not depend on which list is
called left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.linkage.deciding.notes import BY_PEOPLE, KEPT_FOR_REVIEW, Note
from repatria.linkage.linking import Linked, Proposed, Settings
from repatria.linkage.telling.explaining import Explainer
from repatria.linkage.telling.ordering import in_order, ranks
from repatria.linkage.telling.wording import NOBODY

WORDS = (Proposed.LINK, Proposed.REVIEW, Proposed.NO)
LINK, REVIEW, NO = range(3)
WEIGHT_DECIMALS, PROBABILITY_DECIMALS = 4, 6


@dataclass(frozen=True, slots=True, eq=False)
class Proposals:
    """What is brought out.

    Attributes:
        of_pairs: int8 [pairs of `Linked`]: `LINK`, `REVIEW` or `NO`.
        pairs: Numbers of the pairs brought out, by left line, the likeliest first.
        nobody: Numbers of the left lines for which nobody is proposed.
    """

    of_pairs: NDArray[np.int8]
    pairs: NDArray[np.int64]
    nobody: NDArray[np.int64]

    def without_nobody(self) -> Proposals:
        """Returns the same without rows of lines for which nobody is proposed."""
        return replace(self, nobody=self.nobody[:0])

    def many(self, word: Proposed) -> int:
        """Returns how many pairs brought out have a proposal."""
        return int((self.of_pairs[self.pairs] == WORDS.index(word)).sum())


def propose(linked: Linked, *, settings: Settings) -> Proposals:
    """Returns the proposals: each left line's link, else its best reviews, else nobody. What people judged binds.

    With ``settings.all_above`` every pair of at least so many bits instead, and no rows of lines without a counterpart.
    """
    pairs, probability = linked.pairs, linked.probability
    judged_no = (linked.notes & BY_PEOPLE) == Note.JUDGED_DIFFERENT
    asked = (linked.notes & KEPT_FOR_REVIEW) > 0
    review = (probability >= settings.review_probability) & ~judged_no | asked
    of_pairs = np.where(linked.links, LINK, np.where(review, REVIEW, NO)).astype(np.int8)
    if settings.all_above is not None:
        return Proposals(of_pairs, np.flatnonzero(pairs.weight_bits >= settings.all_above), np.zeros(0, np.int64))
    linked_lines = np.zeros(len(linked.encoded.left), np.bool_)
    linked_lines[pairs.left[linked.links]] = True
    wanted = np.flatnonzero((of_pairs == LINK) | ((of_pairs == REVIEW) & (asked | ~linked_lines[pairs.left])))
    best = wanted[
        in_order(
            pairs.left[wanted],
            lambda n: (pairs.right[wanted[n]], -pairs.weight_bits[wanted[n]], -probability[wanted[n]]),
        )
    ]
    line = pairs.left[best]
    first = np.flatnonzero(np.concatenate([[True], line[1:] != line[:-1]])) if len(best) else np.zeros(0, np.int64)
    place = np.arange(len(best)) - np.repeat(first, np.diff(first, append=len(best)))
    kept = best[(place < settings.reviews) | asked[best]]
    alone = np.ones(len(linked.encoded.left), np.bool_)
    alone[pairs.left[kept]] = False
    return Proposals(of_pairs, kept, np.flatnonzero(alone))


def rows(
    linked: Linked, proposals: Proposals, *, left: pa.Table | None = None, right: pa.Table | None = None
) -> pa.Table:
    """Returns the rows of a file of pairs, sorted by weight falling, then by references.

    Columns: ``left_ref, right_ref, weight_bits, probability, proposal, reasons``; numbers have fixed decimals. A row of a
    line for which nobody is proposed has no ``right_ref`` and the weight and probability 0.

    Args:
        linked: From `link`.
        proposals: From `propose`.
        left: The left list that was linked; with both, reasons say why names are one.
        right: The right list.
    """
    return pa.concat_tables(pieces(linked, proposals, left=left, right=right))


AT_ONCE, SIDE_BY_SIDE = 100_000, 2
"""Rows that are put into words at once, and how many such pieces side by side; the reasons of one take about 40 MB."""


def pieces(
    linked: Linked, proposals: Proposals, *, left: pa.Table | None = None, right: pa.Table | None = None
) -> Iterator[pa.Table]:
    """Yields what `rows` returns, some rows at a time: for files that are longer than memory."""
    explainer = Explainer.of(linked, left, right)
    numbers = np.concatenate([proposals.pairs, np.full(len(proposals.nobody), -1)])
    lefts = np.concatenate([linked.pairs.left[proposals.pairs], proposals.nobody]).astype(np.int64)
    rights = np.where(numbers < 0, -1, _of(linked.pairs.right, numbers, 0)).astype(np.int64)
    weights = _whole(_of(linked.pairs.weight_bits, numbers, 0.0), WEIGHT_DECIMALS)
    refs = (linked.encoded.left.refs, linked.encoded.right.refs)
    order = in_order(
        ranks(refs[0])[lefts] - weights * (len(refs[0]) + 1), lambda n: (ranks(refs[1].take(pa.array(rights[n]))),)
    )  # a row without a counterpart is the only one of its left line

    def told(first: int) -> pa.Table:
        part = order[first : first + AT_ONCE]
        pairs, i, j = numbers[part], lefts[part], rights[part]
        probability = _whole(_of(linked.probability, pairs, 0.0), PROBABILITY_DECIMALS)
        columns = {
            "left_ref": refs[0].take(pa.array(i)),
            "right_ref": pc.fill_null(refs[1].take(pa.array(j, mask=j < 0)), ""),
            "weight_bits": _decimal(weights[part], WEIGHT_DECIMALS),
            "probability": _decimal(probability, PROBABILITY_DECIMALS),
            "proposal": pa.array([str(w) for w in WORDS]).take(pa.array(_of(proposals.of_pairs, pairs, NO))),
            "reasons": _reasons(explainer, pairs),
        }
        return pa.table(columns)

    yield from side_by_side(told, range(0, max(len(order), 1), AT_ONCE))


def side_by_side(make: Callable[[int], pa.Table], items: Iterable[int]) -> Iterator[pa.Table]:
    """Yields what is made of each item, in order; `SIDE_BY_SIDE` of them are made at once by threads, and as many wait."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        waiting: deque[Future[pa.Table]] = deque()
        for item in items:
            waiting.append(pool.submit(make, item))
            if len(waiting) > SIDE_BY_SIDE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _of(values: NDArray[Any], pairs: NDArray[np.int64], nobody: float) -> NDArray[Any]:
    """What is known of each pair; of a row without a pair ``nobody``."""
    found = np.full(len(pairs), nobody, values.dtype)
    found[pairs >= 0] = values[pairs[pairs >= 0]]
    return found


def _reasons(explainer: Explainer, pairs: NDArray[np.int64]) -> pa.Array:
    there = pairs >= 0
    if there.all():
        return explainer.explain(pairs).reasons()
    texts = pa.concat_arrays([explainer.explain(pairs[there]).reasons(), pa.array([NOBODY], pa.string())])
    return texts.take(pa.array(np.where(there, np.cumsum(there) - 1, len(texts) - 1)))


def _whole(values: NDArray[np.float64], decimals: int) -> NDArray[np.int64]:
    return np.asarray(np.rint(values * 10**decimals), np.int64)


def _decimal(values: NDArray[np.int64], decimals: int) -> pa.Array:
    """Decimals from whole numbers of their last place; 128 bits, the lower 64 first."""
    halves = np.stack([values, values >> 63], axis=1)
    return pa.Array.from_buffers(
        pa.decimal128(18, decimals), len(values), [None, pa.py_buffer(np.ascontiguousarray(halves))]
    )
