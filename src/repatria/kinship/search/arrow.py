"""Searching what comes through Arrow: families in, hits out; the same under Spark's ``mapInArrow``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import ProfileTable
from repatria.kinship.markers import Marker
from repatria.kinship.search.comparing import Best, Search
from repatria.kinship.search.families import FamilyRow, Lot, Reader
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.profiles import Profiles
from repatria.kinship.search.running import best_table, hits_table, named

FAMILIES = pa.schema(
    [
        ("family", pa.string()),
        ("id", pa.list_(pa.string())),
        ("fid", pa.list_(pa.string())),
        ("mid", pa.list_(pa.string())),
        ("sex", pa.list_(pa.int8())),
        ("missing", pa.string()),
        ("markers", pa.list_(pa.string())),
        ("genotypes", pa.map_(pa.string(), pa.list_(pa.string()))),
    ]
)
"""Columns of families; ``genotypes`` may also be a struct with a field a person."""


def screen(
    families: Iterable[pa.RecordBatch],
    *,
    profiles: ProfileTable,
    markers: Sequence[Marker],
    threshold: float,
    top: int = 0,
    workers: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Yields the pairs of a profile and a family whose log10 LR reaches the threshold: profile, family, log10_lr.

    With ``top``, the best families of each profile below the threshold follow last. Under ``mapInArrow`` each
    partition gives its own best, from which the best of all are to be chosen. Families that cannot be searched
    yield nothing; `repatria.kinship.search.families.Reader` has the findings.

    Args:
        families: Records with the columns of `FAMILIES`.
        profiles: Who is compared.
        markers: With their frequencies and mutation.
        threshold: log10 LR.
        top: How many of the best families of each profile are kept whatever their LR.
        workers: Threads.

    Raises:
        MarkerNotSearched: A marker is on X or has a silent allele.
        InputNotUnderstood: A column is missing.
    """
    panel = Panel.of(markers)
    search = Search(panel, Profiles.of(profiles, panel=panel), threshold, top)
    best = Best.nothing(len(search.profiles), top)
    names: dict[int, str] = {}
    for lot, hits, so_far in search.run(_lots(families, Reader(panel)), best=best, workers=workers):
        best = so_far
        names = named(best, lot, names)
        yield from hits_table(search, lot, hits).to_batches()
    yield from best_table(search, best, names).to_batches()


def _lots(families: Iterable[pa.RecordBatch], reader: Reader) -> Iterator[Lot]:
    first = 1
    for lot in families:
        yield reader.read_rows(rows_of(lot), first=first)
        first += lot.num_rows


def rows_of(lot: pa.RecordBatch) -> list[FamilyRow]:
    """Returns families from records.

    Raises:
        InputNotUnderstood: A column is missing.
    """
    try:
        columns = [lot.column(name).to_pylist() for name in FAMILIES.names]
    except KeyError:
        raise InputNotUnderstood("a column of the families is missing", hint=", ".join(FAMILIES.names)) from None
    return [
        FamilyRow(family, ids, fathers, mothers, sexes, missing, markers, _genotypes(genotypes))
        for family, ids, fathers, mothers, sexes, missing, markers, genotypes in zip(*columns, strict=True)
    ]


def _genotypes(given: Any) -> dict[str, list[str | None]]:
    """Returns results by person, of a map or a struct; a struct has a field for persons of other families too."""
    pairs = given.items() if isinstance(given, dict) else given or ()
    return {person: results for person, results in pairs if results is not None}
