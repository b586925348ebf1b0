"""Whose further sample would help most, of many families at once: the fast twin of `asking`, by the tables of the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.pedigree import FOUNDER, UNRELATED, Pedigree
from repatria.kinship.power.asking import Gain, with_relative
from repatria.kinship.power.conditional import Array
from repatria.kinship.power.many import by_family, chosen, reach, whole
from repatria.kinship.search.comparing import BLOCKS, Room
from repatria.kinship.search.families import FamilyRow, Lot, Reader
from repatria.kinship.search.panel import Columns, Panel


def ask_many(
    panel: Panel, families: Sequence[FamilyRow], relatives: Sequence[str], *, threshold: float, draws: int, seed: int
) -> list[tuple[Gain, ...]]:
    """Returns for each family what one further relative's sample would bring, the greatest gain first.

    The fast twin of `ask`: the relative's genotype is drawn given those who are typed, and the mean of the log10 LR is exact for each draw. A
    relative who is typed already is left out, and so is one who cannot be asked for.

    Args:
        panel: The markers.
        families: The families, as the search takes them.
        relatives: As `ask`.
        threshold: log10 LR whose share of draws is told.
        draws: Samples of the relative drawn.
        seed: Whence they come.
    """
    before = {
        one.line - 1: one.mean for one in reach(panel, _lot(panel, families), threshold=threshold, draws=1, seed=seed)
    }
    tried = [(k, relative, grown) for k, row in enumerate(families) if k in before
             for relative in dict.fromkeys(relatives) if (grown := _grown(row, relative)) is not None]  # fmt: skip
    luck = np.random.default_rng(seed).random((len(panel), draws))
    typed = list(_typed(panel, [grown for _, _, grown in tried], luck))
    rows = [row for some in typed for row in some]
    found = {one.line - 1: one for one in reach(panel, _lot(panel, rows), threshold=threshold, draws=ASKED, seed=seed)}
    told: list[list[Gain]] = [[] for _ in families]
    done = 0
    for (k, relative, _), some in zip(tried, typed, strict=True):
        mine = [found[place] for place in range(done, done + len(some)) if place in found]
        done += len(some)
        if mine:
            means = np.array([one.mean for one in mine])
            error = float(means.std() / np.sqrt(len(means)))
            reaches = float(np.mean([one.reaches for one in mine]))
            told[k].append(Gain(relative, float(means.mean()), error, reaches, float(means.mean() - before[k])))
    return [tuple(sorted(some, key=lambda one: -one.gain)) for some in told]


ASKED = 20
"""Bodies drawn for each sample of a relative, for the share that reaches a threshold."""


def _lot(panel: Panel, rows: Sequence[FamilyRow]) -> Lot:
    return Reader(panel).read_rows(rows, first=1)


def _grown(row: FamilyRow, relative: str) -> tuple[FamilyRow, str] | None:
    """Returns a family with a relative in it who is looked for, and who is missing in truth; None where that cannot be."""
    try:
        pedigree, person = with_relative(Pedigree.of(row.id, row.fid, row.mid, row.sex), row.missing, relative)
    except InputNotUnderstood:
        return None
    if any(text not in (None, "", "-/-") for text in row.genotypes.get(person, ())):
        return None
    names = [UNRELATED if k == FOUNDER else pedigree.ids[k] for k in (*pedigree.fathers, *pedigree.mothers)]
    size = len(pedigree.ids)
    others = {who: of for who, of in row.genotypes.items() if who != person}
    sexes = [int(sex) for sex in pedigree.sexes]
    grown = FamilyRow(row.family, list(pedigree.ids), names[:size], names[size:], sexes, person, row.markers, others)
    return grown, row.missing


def _typed(panel: Panel, grown: Sequence[tuple[FamilyRow, str]], luck: Array) -> Iterator[list[FamilyRow]]:
    """Yields families with the relative's sample drawn, as often as there is luck."""
    from repatria.kinship.search import kernels

    columns = whole(panel)
    lot = _lot(panel, [row for row, _ in grown])
    names = [marker.name for marker in panel.markers]
    drawn: dict[int, NDArray[np.int64]] = {}
    room = Room.of(panel, columns, lot)
    for block in range(0, -(-len(lot) // kernels.LANES), BLOCKS):
        ratios = room.tables(lot, block)[0]
        kernels.build(block, *room.what_to_build(panel, columns, lot), ratios)
        lines = lot.lines[block * kernels.LANES :][: len(ratios) * kernels.LANES]
        related = by_family(ratios, len(columns))[: len(lines)] / columns.weights
        taken = np.stack([chosen(related, columns, marker, uniform) for marker, uniform in enumerate(luck)])
        drawn |= {int(line): taken[:, k] for k, line in enumerate(lines)}
    for number, (row, missing) in enumerate(grown, start=1):
        heading = [name for name in row.markers if name in names]
        places = [names.index(name) for name in heading]
        kept = [row.markers.index(name) for name in heading]
        others: dict[str, list[str | None]] = {who: [of[k] for k in kept] for who, of in row.genotypes.items()}
        yield [
            FamilyRow(row.family, row.id, row.fid, row.mid, row.sex, missing, heading, {**others, row.missing: [
                _text(panel, columns, marker, int(drawn[number][marker, draw])) for marker in places]})
            for draw in range(luck.shape[1])
        ] if number in drawn else []  # fmt: skip


def _text(panel: Panel, columns: Columns, marker: int, column: int) -> str:
    alleles = panel.markers[marker].alleles
    one, two = columns.seen[column].tolist()
    return f"{alleles[one]}/{alleles[two]}"
