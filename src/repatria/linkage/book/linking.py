"""A new list against an index: the same weights as from scratch with the same model, without learning it again.

What is learned from the new list is one number, how probable it is that a random pair is one person: an EM of the prior
alone, leaning on the prior of the index as on so many lines (`PRIOR_LINES`). A new line may be one line of each earlier
list, so it competes in each of them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.linkage.blocking import Blocking, Joined, Rule, ingredients, keys_of, too_little
from repatria.linkage.book.index import Index
from repatria.linkage.deciding.concluding import Within, conclude
from repatria.linkage.deciding.judgements import Judged
from repatria.linkage.linking import BELOW, Linked, Progress, Settings, weigh_within
from repatria.linkage.weighing.model import Model
from repatria.linkage.weighing.weigher import Pairs, Weigher

PRIOR_LINES = 20.0
"""How many lines the prior of the index counts for against that of the new list. Assumption."""
SLACK = 5.0
"""Bits below the usual floor down to which pairs are weighed: the prior of a new list may be higher than the index's."""
ROUNDS = 20


def link_new(
    index: Index, new: pa.Table, *, settings: Settings | None = None, judgements: Iterable[Judged] = (),
    progress: Progress = lambda _: None,
) -> Linked:  # fmt: skip
    """Returns the pairs of a new list, the left one, and the index, the right one, that may be one person each.

    Args:
        index: Earlier lists.
        new: Text columns ``ref`` and any of `lines.TEXT_COLUMNS`; dates in EDTF.
        settings: What is kept and proposed.
        judgements: What people said of pairs of lines; those of the index are called ``list/reference``.
        progress: Told each stage before it begins.

    Raises:
        InputNotUnderstood: A list without references, or with one twice; or all rules make too many pairs.
    """
    settings = settings or Settings()
    progress("reading names")
    encoded = index.encode(new)
    weigher = Weigher.of(encoded, workers=settings.workers)
    progress("weighing pairs")
    said = ingredients(encoded.left, encoded.vocabularies)
    blocking = _blocking(index, said, most=settings.pairs_a_line * max(len(encoded.left), len(encoded.right)))
    floor = -index.model.prior_bits - BELOW - SLACK
    floor = floor if settings.all_above is None else min(floor, settings.all_above)
    pairs, looked_at = weigher.join(encoded.left.rows, encoded.right.rows, blocking.joined, index.model, floor=floor)
    progress("setting probabilities right")
    lists = index.list_of_line
    model = replace(index.model, prior=prior_of(pairs, lists, index.model, lefts=len(new), rights=len(lists)))
    every = np.arange(len(new))
    rules = [joined.rule for joined in blocking.joined]
    within = [
        weigh_within(encoded.left, every, encoded, weigher, index.model, rules, floor),
        Within(_NO_PAIRS, 0, len(lists)),
    ]
    found = conclude(
        encoded, weigher, model, pairs, _calibrated(index, model), within=within, judged=judgements, lists=lists,
        link_probability=settings.link_probability,
    )  # fmt: skip
    return Linked(
        encoded, model, blocking, index.calibration, found.pairs, found.probability, found.links, looked_at,
        found.notes, found.doubles, found.findings,
    )  # fmt: skip


_NO_PAIRS = Pairs.of(np.zeros(0, np.int32), np.zeros(0, np.int32))


def _calibrated(index: Index, model: Model) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Weights to log2 odds: the evidence as the index calibrates it, and the prior of the new list."""
    learned = index.model.prior_bits
    return lambda bits: index.calibration(bits + learned) - learned + model.prior_bits


def _blocking(index: Index, said: Mapping[str, NDArray[np.int64]], *, most: float) -> Blocking:
    """Who shares keys with whom; a rule that the new list makes too many pairs of is left out."""
    joined: list[Joined] = []
    refused: list[tuple[Rule, int]] = []
    room = most
    for ordered in index.rules:
        keys = keys_of(ordered.rule, said)
        if (count := ordered.count(keys)) > room:
            refused.append((ordered.rule, count))
        else:
            joined.append(ordered.join(keys))
            room -= count
    if refused and not joined:
        raise too_little(refused, said="the list says too little: the rule {rule} alone makes")
    return Blocking(tuple(joined), sum(of.pairs for of in joined), float("nan"), tuple(refused))


def prior_of(pairs: Pairs, lists: NDArray[np.int32], model: Model, *, lefts: int, rights: int) -> float:
    """Returns the probability that a random pair of a new line and one of the index is one person, learned by EM.

    Args:
        pairs: Weighed pairs, by left line.
        lists: The list that each right line is of.
        model: Whose prior is where to start, and leant on.
        lefts: New lines.
        rights: Lines of the index.
    """
    if not lefts or not rights:
        return model.prior
    many = int(lists.max(initial=0)) + 1
    _, rival = np.unique(pairs.left.astype(np.int64) * many + lists[pairs.right], return_inverse=True)
    evidence, prior = np.exp2(np.minimum(pairs.weight_bits, 100.0)), model.prior
    in_list = np.bincount(lists, minlength=many)[lists[pairs.right]]
    for _ in range(ROUNDS):
        odds = evidence * prior / (1 - prior) / np.maximum(1 - prior * in_list, 0.02)
        p = odds / (1 + np.bincount(rival, weights=odds)[rival])
        found = float(p.sum()) + PRIOR_LINES * rights * model.prior
        prior = float(np.clip(found / ((lefts + PRIOR_LINES) * rights), 1e-15, 0.5))
    return prior
