"""One list against itself: which of its lines may be one person.

There is no second list to learn from, and no pairs of which it is known that they are two people: the model starts from
its defaults, learns from the pairs of the list, and its probabilities are not set right. A person may stand there any
number of times, so pairs are not rivals; those that are sure enough make clusters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.errors import Finding, Severity
from repatria.linkage.blocking import RULES, Blocking, Rule, estimate, ingredients, join, keys_of, too_little
from repatria.linkage.deciding.concluding import with_judged
from repatria.linkage.deciding.judgements import Judged, bind
from repatria.linkage.deciding.notes import KEPT_FOR_REVIEW, Note
from repatria.linkage.deciding.twice import TWICE_A_LINE, Doubles, probability_twice, rate_of
from repatria.linkage.learning.calibration import Calibration, Curve
from repatria.linkage.learning.sampling import digests, sample
from repatria.linkage.learning.training import learn, starting_model, strata_of, z_of
from repatria.linkage.linking import BELOW, LEARNED_FROM, Linked, Progress, Settings
from repatria.linkage.said.lines import Encoded, encode
from repatria.linkage.weighing.model import Model
from repatria.linkage.weighing.weigher import Pairs, Weigher


def link_within(
    table: pa.Table, *, settings: Settings | None = None, judgements: Iterable[Judged] = (),
    progress: Progress = lambda _: None,
) -> Linked:  # fmt: skip
    """Returns the pairs of lines of a list that may be one person, the earlier line on the left.

    Links are pairs that are probable enough, any number a line; `clusters` puts them together.

    Args:
        table: Text columns ``ref`` and any of `lines.TEXT_COLUMNS`; dates in EDTF.
        settings: What is kept and proposed.
        judgements: What people said of pairs of its lines; it binds.
        progress: Told each stage before it begins.

    Raises:
        InputNotUnderstood: A list without references, or with one twice; or every rule makes too many pairs.
    """
    settings = settings or Settings()
    progress("reading names")
    alone = encode(table, table.slice(0, 0))
    encoded = Encoded(alone.left, alone.left, alone.vocabularies)
    weigher = Weigher.of(encoded, workers=settings.workers)
    progress("choosing what lines must share")
    blocking = _block(encoded, weigher, settings)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=settings.seed))
    model = replace(model, prior=min(TWICE_A_LINE / max(len(table) - 1, 1), 0.1))
    progress("learning from the list")
    pairs, _ = _weigh(encoded, weigher, model, blocking, floor=-model.prior_bits - BELOW)
    model = _learn(encoded, weigher, model, pairs, settings)
    progress("weighing pairs")
    floor = -model.prior_bits - BELOW
    floor = floor if settings.all_above is None else min(floor, settings.all_above)
    pairs, looked_at = _weigh(encoded, weigher, model, blocking, floor=floor)
    bound = bind(judgements, encoded.left.refs, encoded.left.refs.slice(0, 0))
    judged = sorted(bound.within[0].items())
    lines = np.array([pair for pair, _ in judged], np.int32).reshape(-1, 2)
    said = np.array([note for _, note in judged], np.uint8)
    pairs, notes = with_judged(pairs, Pairs.of(lines[:, 0], lines[:, 1]), said, encoded, weigher, model)
    probability = _probability(pairs.weight_bits, len(table))
    probability = np.where(notes == Note.JUDGED_SAME, 1.0, np.where(notes == Note.JUDGED_DIFFERENT, 0.0, probability))
    links = (probability >= settings.link_probability) & ((notes & KEPT_FOR_REVIEW) == 0)
    links, notes, broken = _broken(encoded, pairs, links, notes)
    doubles = Doubles(pairs.left, pairs.right, probability)
    return Linked(
        encoded, model, blocking, Calibration(Curve(np.zeros(1), np.zeros(1))), pairs, probability, links, looked_at, notes,
        (doubles, doubles), (*bound.findings, *broken),
    )  # fmt: skip


def _probability(bits: NDArray[np.float64], lines: int) -> NDArray[np.float64]:
    rate = rate_of(bits, asked=lines / 2, lines=lines)  # each pair stands once, so a line has half its partners
    return probability_twice(bits, rate=rate, lines=lines)


def clusters(linked: Linked) -> NDArray[np.int32]:
    """Returns for each line of a list from `link_within` the first line that is the same person, mostly itself."""
    pairs = linked.pairs.only(linked.links)
    return Doubles(pairs.left, pairs.right, np.ones(len(pairs))).clusters(len(linked.encoded.left))


def _block(encoded: Encoded, weigher: Weigher, settings: Settings) -> Blocking:
    """Takes rules in their order as long as there is room for their pairs."""
    said = ingredients(encoded.left, encoded.vocabularies)
    room = settings.pairs_a_line * max(len(encoded.left), 1)
    joined, refused = [], list[tuple[Rule, int]]()
    for rule in RULES:
        keys = keys_of(rule, said, weigher.keys)
        itself = int((keys != 0).sum())
        count = estimate(keys, keys, weigher.keys) - itself
        if count > room:
            refused.append((rule, int(count)))
        elif itself:
            joined.append(join(rule, keys, keys, weigher.keys))
            room -= count
    if refused and not joined:
        raise too_little(refused, said="the list says too little: the rule {rule} alone makes about")
    return Blocking(tuple(joined), sum(of.pairs for of in joined), float("nan"), tuple(refused))


def _weigh(encoded: Encoded, weigher: Weigher, model: Model, blocking: Blocking, *, floor: float) -> tuple[Pairs, int]:
    """Every pair once; of the pairs that were looked at those of a line with itself are not counted."""
    rows = encoded.left.rows
    pairs, looked_at = weigher.join(rows, rows, blocking.joined, model, floor=floor)
    return pairs.only(pairs.left < pairs.right), max(looked_at - len(rows), 0) // 2


def _learn(encoded: Encoded, weigher: Weigher, model: Model, pairs: Pairs, settings: Settings) -> Model:
    many = len(encoded.left)
    drawn = sample(digests(encoded.left), LEARNED_FROM, seed=settings.seed, purpose=2)
    asked = np.zeros(many, np.bool_)
    asked[drawn] = True
    pairs = pairs.only(asked[pairs.left])
    if not len(pairs):
        return model
    levels, rarity = weigher.details(pairs, encoded.left.rows, encoded.right.rows, model)
    return learn(
        model, left=pairs.left, strata=strata_of(encoded, pairs.left, pairs.right), levels=levels, terms=rarity,
        lines_in_all=len(drawn), pairs_in_all=len(drawn) * max(many - 1, 1) / 2,
    )  # fmt: skip


def _broken(
    encoded: Encoded, pairs: Pairs, links: NDArray[np.bool_], notes: NDArray[np.uint8]
) -> tuple[NDArray[np.bool_], NDArray[np.uint8], list[Finding]]:
    """Links of a cluster that holds two lines judged different go to review."""
    apart = np.flatnonzero(notes == Note.JUDGED_DIFFERENT)
    linked = pairs.only(links)
    of = Doubles(linked.left, linked.right, np.ones(len(linked))).clusters(len(encoded.left))
    bad = apart[of[pairs.left[apart]] == of[pairs.right[apart]]]
    refs = encoded.left.refs
    findings = [
        Finding(
            Severity.WARNING, "judged-different-in-one-cluster",
            f"{refs[int(pairs.left[n])].as_py()} - {refs[int(pairs.right[n])].as_py()}",
            "two lines judged different are the same as a third", "look at the three lines together",
        )
        for n in bad.tolist()
    ]  # fmt: skip
    touched = links & np.isin(of[pairs.left], of[pairs.left[bad]])
    return links & ~touched, notes | np.where(touched, np.uint8(Note.CONTRADICTED), np.uint8(0)), findings
