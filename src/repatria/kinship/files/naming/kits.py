"""Kits by name: which markers they amplify."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from repatria.kinship.files.naming.markers import folded, rows_of


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit, or a set of markers that is asked for by name.

    Attributes:
        name: As it is called here.
        spellings: As panels and exports call it.
        markers: In the one form of their names.
        source: Where the markers are said.
    """

    name: str
    spellings: tuple[str, ...]
    markers: frozenset[str]
    source: str


@lru_cache(maxsize=1)
def kits() -> tuple[Kit, ...]:
    """Returns every kit that is known."""
    return tuple(
        Kit(name, (name, *spellings.split("|")), frozenset(markers.split("|")), source)
        for name, spellings, markers, source in rows_of("kits.tsv")
    )


def kit_named(name: str) -> Kit | None:
    """Returns the kit of a name or spelling, None for one that is not known."""
    wanted = folded(name)
    return next((kit for kit in kits() if wanted in map(folded, kit.spellings)), None)


def kits_in(texts: Iterable[str]) -> tuple[Kit, ...]:
    """Returns the kits that texts name, as panels do (``GlobalFiler_Panel_v1``); the longest spelling decides."""
    found: dict[str, Kit] = {}
    for text in texts:
        said = folded(text)
        named = [(len(folded(one)), kit) for kit in kits() for one in kit.spellings if folded(one) in said]
        if named:
            kit = max(named, key=lambda pair: pair[0])[1]
            found[kit.name] = kit
    return tuple(found.values())
