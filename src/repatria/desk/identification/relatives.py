"""Which typed relatives speak for a missing person, counted by the pedigree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from repatria.kinship.files import Family
from repatria.kinship.files.cells import NO_RESULT
from repatria.kinship.pedigree import FOUNDER, Pedigree

EMPTY = frozenset({"", "-", NO_RESULT})


def typed_relatives(family: Family, *, least_markers: int = 1) -> tuple[str, ...]:
    """Returns the relatives with results at so many markers at least; who stands in the family twice counts once.

    Two people whose results are the same at every marker that both have are taken for one sample given twice.
    """
    found: list[str] = []
    for person in sorted(family.genotypes):
        mine = _results(family.genotypes[person])
        if (
            person != family.missing
            and len(mine) >= least_markers
            and not any(_are_same(mine, _results(family.genotypes[one])) for one in found)
        ):
            found.append(person)
    return tuple(found)


def close_relatives(family: Family, *, least_markers: int = 1) -> tuple[str, ...]:
    """Returns the typed parents, children and full siblings of the missing person; nobody counts twice.

    A spouse is none, so that a spouse and the child of both count as one. Full siblings have both parents given, and the same.

    Args:
        family: The family.
        least_markers: Results that a relative needs to count.
    """
    kin = _close(family.pedigree, family.missing)
    return tuple(one for one in typed_relatives(family, least_markers=least_markers) if one in kin)


def _close(pedigree: Pedigree, missing: str) -> frozenset[str]:
    place = pedigree.index(missing)
    parents = (pedigree.fathers[place], pedigree.mothers[place])
    near = {*parents, *pedigree.children(place)} - {FOUNDER}
    if FOUNDER not in parents:
        pairs = zip(pedigree.fathers, pedigree.mothers, strict=True)
        near |= {one for one, pair in enumerate(pairs) if pair == parents and one != place}
    return frozenset(pedigree.ids[one] for one in near)


def _results(genotypes: Mapping[str, str]) -> dict[str, str]:
    return {marker: said for marker, said in genotypes.items() if said not in EMPTY}


def _are_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    both = one.keys() & other.keys()
    return bool(both) and all(_sorted(one[marker]) == _sorted(other[marker]) for marker in both)


def _sorted(said: str) -> Sequence[str]:
    alleles: Iterable[str] = said.split("/")
    return sorted(alleles)
