"""The pairs of a re-association as a table to be filled in by those who judge, and handed in by judge-match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from repatria.desk.reassociating.proposing import Proposed
from repatria.lists.writing import csv_bytes

HEADINGS: Final = (
    "left", "right", "proposal", "log10_lr", "log10_against_siblings", "posterior", "shared_markers", "conflicts", "losses",
    "left_profile", "left_bag", "right_profile", "right_bag", "judgement",
)  # fmt: skip
APART: Final = -2.0
"""log10 LR from which two profiles are proposed as two people, as `repatria.remains.reassociation.Rule` has it."""


def pairs_table(found: Proposed) -> bytes:
    """Returns the pairs, the strongest first, as a CSV with an empty column for the judgement."""
    return csv_bytes(HEADINGS, _rows(found))


def _rows(found: Proposed) -> Iterator[Sequence[object]]:
    cluster = {name: k for k, one in enumerate(found.found.clusters) for name in one.members}
    for said in sorted(found.pairs.values(), key=lambda one: (-one.log10_lr, one.left, one.right)):
        names = (said.left, said.right)
        places = [found.places.of(name) for name in names]
        refs = [place.ref for place in places]
        called = refs if all(refs) and refs[0] != refs[1] else names
        together = cluster.get(said.left, -1) == cluster.get(said.right, -2)
        yield (
            *called, "same" if together else "different" if said.log10_lr <= APART else "review", f"{said.log10_lr:.6f}",
            f"{said.log10_against_siblings:.6f}", f"{said.posterior:.6f}", said.shared_markers, said.conflicts, said.losses,
            said.left, places[0].bag, said.right, places[1].bag, "",
        )  # fmt: skip
