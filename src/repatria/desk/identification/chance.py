"""How many hits as strong as one chance gives with its family: the truer figure beside the bound of a search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from repatria.desk.identification.inputs import Material
from repatria.desk.identification.searching import Found
from repatria.desk.identification.weighing import written
from repatria.kinship.power import Chance, chance, tables
from repatria.kinship.search.panel import NO_RESULT

ROUNDING = 1e-9
"""By how much two ways of computing one log10 LR may differ."""


def chance_in_family(material: Material, found: Found, hits: Sequence[int], *, draws: int, seed: int) -> list[Chance]:
    """Returns of some hits how many as strong chance gives with that family, among the profiles searched: the truer figure.

    Bodies are drawn of the kind that comes near (`kinship.power.chance`), at the markers where the profile has a result. Cost: about
    a tenth of a second a hit.

    Args:
        material: What was searched.
        found: The hits.
        hits: Places in `found`.
        draws: Bodies drawn for each.
        seed: Whence they come.
    """
    families = dict(material.references.families(sorted({int(found.row[hit]) for hit in hits})))
    told = []
    for hit in hits:
        family, seen = families[int(found.row[hit])], material.profiles.seen[int(found.profile[hit])]
        places = [k for k, one in enumerate(seen) if one != NO_RESULT]
        relatives = {
            who: [written(material.panel.understand(k, of.get(material.panel.markers[k].name)),
                          material.panel.markers[k].alleles) for k in places]
            for who, of in family.genotypes.items()
        }  # fmt: skip
        markers = [material.panel.markers[k] for k in places]
        made = tables(family.pedigree, missing=family.missing, markers=markers, observations=relatives)
        rng = np.random.default_rng(seed)
        least = float(found.log10_lr[hit]) - ROUNDING
        told.append(chance(made, threshold=least, profiles=len(material.profiles), draws=draws, rng=rng))
    return told
