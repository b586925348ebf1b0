"""Two lists in, pairs with weights, probabilities and proposals out: the whole way, in the order in which it runs.

encode → block → learn → weigh → calibrate → let rivals compete → assign. Everything random comes from `Settings.seed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.errors import Finding
from repatria.linkage.blocking import (
    RULES,
    Blocking,
    Joined,
    Keys,
    Rule,
    choose,
    estimate,
    ingredients,
    join,
    join_some,
    keys_of,
    too_little,
)
from repatria.linkage.deciding.concluding import Concluded, Within, conclude, twice_noted
from repatria.linkage.deciding.judgements import Judged
from repatria.linkage.deciding.notes import mirrored as mirrored_notes
from repatria.linkage.deciding.twice import NONE, Doubles
from repatria.linkage.learning.calibration import Calibration, Curve, calibrate
from repatria.linkage.learning.chance import Decoys, Seen
from repatria.linkage.learning.sampling import Digests, digests, in_order, sample
from repatria.linkage.learning.training import learn, starting_model, strata_of, z_of
from repatria.linkage.said.lines import Encoded, Lines, encode
from repatria.linkage.weighing.model import Model
from repatria.linkage.weighing.weigher import Pairs, Weigher


class Proposed(StrEnum):
    """What the model proposes for a pair; people decide."""

    LINK = "link"
    REVIEW = "review"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Settings:
    """How lists are linked.

    Attributes:
        link_probability: From which probability on a pair that is best for both its lines is proposed as a link.
        review_probability: From which probability on a pair is worth a look.
        reviews: Pairs for review of one left line at most.
        all_above: Keep every pair with at least so many bits; None keeps those that may be of use.
        pairs_a_line: Pairs looked at for each line of the longer list, at most, on average.
        workers: Threads.
        seed: Of the samples that are learned from.
    """

    link_probability: float = 0.99
    review_probability: float = 0.01
    reviews: int = 3
    all_above: float | None = None
    pairs_a_line: float = 50.0
    workers: int = 2
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Two lists linked.

    Attributes:
        encoded: The lists as numbers.
        model: What was learned from them.
        blocking: Which pairs were looked at, with the shorter list as the left one.
        calibration: How probabilities were set right.
        pairs: Pairs kept, by left line, then right.
        probability: Of each pair, with the prior, calibrated, rivals considered.
        links: Which pairs are proposed as links: one-to-one and probable enough.
        looked_at: How many different pairs were weighed.
        notes: uint8: what is noted of each pair, see `notes.Note`.
        doubles: Lines of the left and of the right list that may be one person.
        findings: What judgements contradict.
    """

    encoded: Encoded
    model: Model
    blocking: Blocking
    calibration: Calibration
    pairs: Pairs
    probability: NDArray[np.float64]
    links: NDArray[np.bool_]
    looked_at: int
    notes: NDArray[np.uint8]
    doubles: tuple[Doubles, Doubles] = (NONE, NONE)
    findings: tuple[Finding, ...] = ()

    def mirrored(self) -> Linked:
        """Returns the same with the lists in each other's place."""
        order = np.lexsort((self.pairs.left, self.pairs.right))
        turned = self.pairs.only(order)
        return replace(
            self,
            encoded=self.encoded.mirrored(),
            calibration=self.calibration.mirrored(),
            pairs=replace(turned, left=turned.right, right=turned.left),
            probability=self.probability[order],
            links=self.links[order],
            notes=mirrored_notes(self.notes[order]),
            doubles=self.doubles[::-1],
        )


Progress = Callable[[str], None]
PROBED, LEARNED_FROM, DECOYS = 6_000, 20_000, 60_000
"""Left lines on which rules are tried; from which m and the prior are learned; of each list, searched for decoys."""
BELOW = 10.0
"""Bits below even odds down to which pairs are kept."""
ENOUGH = 0.9999
"""Share of the likely matches of the probe that rules must find before no further one is taken."""


def link(
    left: pa.Table, right: pa.Table, *, settings: Settings | None = None, judgements: Iterable[Judged] = (),
    progress: Progress = lambda _: None,
) -> Linked:  # fmt: skip
    """Returns the pairs of two lists that may be one person each, weighed.

    Args:
        left: Text columns ``ref`` and any of `lines.TEXT_COLUMNS`; dates in EDTF. Missing columns say nothing.
        right: Likewise.
        settings: What is kept and proposed.
        judgements: What people said of pairs of lines; it binds.
        progress: Told each stage before it begins.

    Raises:
        InputNotUnderstood: A list without references, or with one twice; or every rule makes too many pairs.
    """
    settings = settings or Settings()
    progress("reading names")
    encoded = encode(left, right, workers=settings.workers)
    return link_encoded(encoded, settings=settings, judgements=judgements, progress=progress)


def link_encoded(
    encoded: Encoded, *, settings: Settings, judgements: Iterable[Judged] = (), progress: Progress = lambda _: None
) -> Linked:
    """Returns what `link` does, of lists that are numbers already.

    The shorter list is taken as the left one, and the answer mirrored: linking B to A finds what linking A to B finds.
    """
    of_lines = (digests(encoded.left), digests(encoded.right))
    if not in_order(encoded, *of_lines):
        return _link(encoded.mirrored(), of_lines[::-1], settings, tuple(judgements), progress).mirrored()
    return _link(encoded, of_lines, settings, tuple(judgements), progress)


def _link(
    encoded: Encoded, of_lines: tuple[Digests, ...], settings: Settings, judgements: tuple[Judged, ...],
    progress: Progress,
) -> Linked:  # fmt: skip
    weigher = Weigher.of(encoded, workers=settings.workers)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=settings.seed))
    progress("choosing what lines must share")
    blocking = _block(encoded, of_lines[0], weigher, model, settings)
    progress("learning from the lists")
    model = _train(encoded, of_lines[0], weigher, model, blocking, settings)
    progress("weighing pairs")
    usual = -model.prior_bits - BELOW
    floor = usual if settings.all_above is None else min(usual, settings.all_above)
    every, looked_at = weigher.join(encoded.left.rows, encoded.right.rows, blocking.joined, model, floor=floor)
    progress("setting probabilities right")
    pairs = every if floor == usual else every.only(every.weight_bits >= usual)
    calibration, within = _calibrate(encoded, of_lines, weigher, model, blocking, pairs, settings)
    found = conclude(
        encoded, weigher, model, pairs, lambda bits: calibration(bits + model.prior_bits), within=within,
        judged=judgements, link_probability=settings.link_probability,
    )  # fmt: skip
    if floor < usual:
        found = with_light(found, every.only(every.weight_bits < usual), encoded, calibration, model)
    return Linked(
        encoded, model, blocking, calibration, found.pairs, found.probability, found.links, looked_at, found.notes,
        found.doubles, found.findings,
    )  # fmt: skip


def with_light(found: Concluded, light: Pairs, encoded: Encoded, calibration: Calibration, model: Model) -> Concluded:
    """Returns what was concluded with pairs too light to change it: they are no links, and rival nobody."""
    rights = len(encoded.right)
    if found.pairs.weight_bits.min(initial=np.inf) <= light.weight_bits.max(initial=-np.inf):  # people have judged some
        light = light.only(~np.isin(light.keys(rights), found.pairs.keys(rights)))
    pairs = found.pairs.and_also(light)
    odds = np.exp2(np.minimum(calibration(light.weight_bits + model.prior_bits), 0.0))
    order = np.argsort(pairs.keys(rights), kind="stable")  # quick: two runs in order
    return replace(
        found,
        pairs=pairs.only(order),
        probability=np.concatenate([found.probability, odds / (1 + odds)])[order],
        links=np.concatenate([found.links, np.zeros(len(light), np.bool_)])[order],
        notes=np.concatenate([found.notes, twice_noted(found.doubles, light, encoded)])[order],
    )


def _block(encoded: Encoded, of_left: Digests, weigher: Weigher, model: Model, settings: Settings) -> Blocking:
    """Chooses the rules on the likely matches of a probe, within the pairs there is room for."""
    lines = (encoded.left, encoded.right)
    left, right = (ingredients(side, encoded.vocabularies) for side in lines)
    by = weigher.keys
    most = settings.pairs_a_line * max(map(len, lines))
    probe = sample(of_left, PROBED, seed=settings.seed, purpose=1)
    tried: list[tuple[Rule, float]] = []
    refused: list[tuple[Rule, int]] = []
    some, keys = [], []

    def count(rule: Rule) -> tuple[float, Keys, Keys, Joined | None]:
        of_left, of_right = keys_of(rule, left, by), keys_of(rule, right, by)
        pairs = estimate(of_left, of_right, by)
        joined = join_some(rule, of_left[probe], of_right, by) if 0.5 <= pairs <= most else None
        return pairs, of_left[probe], of_right, joined

    for rule, (many, of_probe, of_right, joined) in zip(RULES, weigher.side_by_side(count, RULES), strict=True):
        if many > most:
            refused.append((rule, round(many)))
        elif joined is not None:  # an estimate of one pair lies a little below one
            tried.append((rule, many))
            some.append(joined)
            keys.append((of_probe, of_right))
    if refused and not tried:
        raise too_little(refused, said="the lists say too little: the rule {rule} alone makes about")
    pairs, _ = weigher.join(encoded.left.rows[probe], encoded.right.rows, some, model, floor=-model.prior_bits - 12.0)
    made = np.zeros((len(pairs), len(tried)), np.bool_)
    for n, (a, b) in enumerate(keys):
        made[:, n] = (a[pairs.left] == b[pairs.right]) & (a[pairs.left] != 0)
    odds = np.exp2(np.minimum(pairs.weight_bits + model.prior_bits, 60.0))
    likely = weigher.rivals(pairs, odds, lefts=len(probe), rights=len(encoded.right))
    chosen, kept = choose(
        [count for _, count in tried], made, likely, lines=max(map(len, lines)), most_pairs=most, enough=ENOUGH
    )
    chosen = chosen or sorted(range(len(tried)), key=lambda n: tried[n][1])[:10]
    rules = [tried[n][0] for n in chosen]
    every = weigher.side_by_side(lambda r: join(r, keys_of(r, left, by), keys_of(r, right, by), by), rules)
    return Blocking(tuple(every), sum(j.pairs for j in every), kept, tuple(refused))


def _train(
    encoded: Encoded, of_left: Digests, weigher: Weigher, model: Model, blocking: Blocking, settings: Settings
) -> Model:
    drawn = sample(of_left, LEARNED_FROM, seed=settings.seed, purpose=2)
    pairs, _ = weigher.join(
        encoded.left.rows[drawn], encoded.right.rows, [j.of_lines(drawn) for j in blocking.joined], model,
        floor=-model.prior_bits - 14.0,
    )  # fmt: skip
    if not len(pairs):
        return model
    pairs = replace(pairs, left=drawn[pairs.left].astype(np.int32))
    levels, rarity = weigher.details(pairs, encoded.left.rows, encoded.right.rows, model)
    return learn(
        model, left=pairs.left, strata=strata_of(encoded, pairs.left, pairs.right), levels=levels, terms=rarity,
        lines_in_all=len(drawn), pairs_in_all=float(len(drawn)) * len(encoded.right),
    )  # fmt: skip


def _calibrate(
    encoded: Encoded, of_lines: Sequence[Digests], weigher: Weigher, model: Model, blocking: Blocking, pairs: Pairs,
    settings: Settings,
) -> tuple[Calibration, list[Within]]:  # fmt: skip
    """Weighs lines of each list against the same list, and compares."""
    floor = -model.prior_bits - BELOW
    sides = (encoded.left, encoded.right)
    heaviest = [
        _heaviest(of, pairs.weight_bits + model.prior_bits, len(lines))
        for of, lines in zip((pairs.left, pairs.right), sides, strict=True)
    ]
    within, decoys = [], []
    for lines, of, most in zip(sides, of_lines, heaviest, strict=True):
        drawn = sample(of, DECOYS, seed=settings.seed, purpose=3)
        found = weigh_within(lines, drawn, encoded, weigher, model, [j.rule for j in blocking.joined], floor)
        scale = len(encoded.left) * len(encoded.right) / max(1, len(drawn) * (len(lines) - 1))
        within.append(found)
        decoys.append(Decoys(_seen(found.pairs, model, most, most), scale, len(drawn)))
    calibration = calibrate(_seen(pairs, model, *heaviest), decoys, lowest=-BELOW)
    curves = zip(within, calibration.within, strict=True)
    return calibration, [replace(of, log2_odds=_shifted(curve, model)) for of, curve in curves]


def _heaviest(lines: NDArray[np.int32], bits: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    """Bits of the heaviest pair of each of so many lines."""
    heaviest = np.full(many, -np.inf)
    np.maximum.at(heaviest, lines, bits)
    return heaviest


def _seen(pairs: Pairs, model: Model, of_left: NDArray[np.float64], of_right: NDArray[np.float64]) -> Seen:
    """Pairs as `calibrate` sees them, of lines whose heaviest pairs are known."""
    return Seen(pairs.weight_bits + model.prior_bits, np.maximum(of_left[pairs.left], of_right[pairs.right]))


def _shifted(curve: Curve, model: Model) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Returns the curve as a function of weights, the prior not in them."""
    return lambda bits: curve(bits + model.prior_bits)


def weigh_within(
    lines: Lines, drawn: NDArray[np.int64], encoded: Encoded, weigher: Weigher, model: Model, rules: Sequence[Rule],
    floor: float,
) -> Within:  # fmt: skip
    """Returns the pairs of some lines of a list with others of it that share a key of a rule and weigh enough.

    Args:
        lines: The list.
        drawn: Numbers of the lines.
        encoded: Whose vocabularies the list shares.
        weigher: Of the same.
        model: What levels weigh.
        rules: What lines must share.
        floor: Bits.
    """
    found = ingredients(lines, encoded.vocabularies)
    some = {name: values[drawn] for name, values in found.items()}
    by = weigher.keys
    joined = weigher.side_by_side(
        lambda rule: join_some(rule, keys_of(rule, some, by), keys_of(rule, found, by), by), rules
    )
    pairs, _ = weigher.join(lines.rows[drawn], lines.rows, joined, model, floor=floor)
    pairs = replace(pairs, left=drawn[pairs.left].astype(np.int32))
    return Within(pairs.only(pairs.left != pairs.right), len(drawn), len(lines))
