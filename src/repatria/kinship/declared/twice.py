"""The same profile under two references: one person in two families, or one sample labelled twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from repatria.kinship.files import Family
from repatria.kinship.files.cells import NO_RESULT

LEAST_RESULTS: Final = 8
"""Results that must be the same: two strangers share a genotype at a forensic marker with a probability of some 0.1 (NIST, 24
autosomal markers: 0.01 to 0.16), so eight by chance in far fewer than one of a hundred million pairs."""


@dataclass(frozen=True, slots=True)
class SameProfile:
    """Everybody, as family/person, who has one and the same profile."""

    who: tuple[str, ...]


def same_profiles(families: Iterable[Family]) -> tuple[SameProfile, ...]:
    """Returns every profile that stands under several references, in order of first appearance.

    Profiles are the same where they have the same results at the same markers. Rows of one family that seek several
    missing persons name the same relatives; those are one reference. Identical twins are told too.
    """
    known: defaultdict[tuple[tuple[str, str], ...], dict[str, None]] = defaultdict(dict)
    for family in families:
        for person, said in family.genotypes.items():
            results = tuple(sorted((marker, _sorted(text)) for marker, text in said.items() if text != NO_RESULT))
            if len(results) >= LEAST_RESULTS:
                known[results][f"{family.id}/{person}"] = None
    return tuple(SameProfile(tuple(who)) for who in known.values() if len(who) > 1)


def _sorted(text: str) -> str:
    return "/".join(sorted(text.split("/")))
