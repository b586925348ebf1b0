"""Hits on their way to a file: sorted runs on disk, merged in bounded memory, best first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

SCHEMA = pa.schema([("profile", pa.string()), ("family", pa.string()), ("log10_lr", pa.float64())])
"""Columns of hits."""

AT_ONCE = 1 << 22
"""Rows that are sorted in memory at once, about 300 MB."""

ROW_GROUP = 1 << 18


def ranked(table: pa.Table) -> pa.Table:
    """Returns hits by log10_lr falling, then profile, then family."""
    keys = [("log10_lr", "descending"), ("profile", "ascending"), ("family", "ascending")]
    return table.take(pc.sort_indices(table, sort_keys=keys))


def write_run(table: pa.Table, path: Path) -> None:
    """Writes hits as a sorted run, there as a whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    with pa.OSFile(str(unfinished), "wb") as file, pa.ipc.new_file(file, SCHEMA) as writer:
        writer.write_table(ranked(table), max_chunksize=ROW_GROUP)
    unfinished.replace(path)


def merged(runs: Sequence[Path], *, at_once: int = AT_ONCE) -> Iterator[pa.Table]:
    """Yields the rows of sorted runs, ranked, in tables of about `at_once` rows; equal values stay together."""
    tables = [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in runs]
    total = sum(map(len, tables))
    if total == 0:
        return
    edges = _edges(tables, max(1, -(-total // at_once)))
    start = [0] * len(tables)
    for edge in (*edges, -np.inf):
        stop = [_reaching(table, edge) for table in tables]
        parts = [table.slice(i, j - i) for table, i, j in zip(tables, start, stop, strict=True)]
        start = stop
        yield ranked(pa.concat_tables(parts))


def _values(table: pa.Table) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Returns the falling values of a run piece by piece, as they lie in its file."""
    return [chunk.to_numpy() for chunk in table["log10_lr"].chunks]


def _reaching(table: pa.Table, edge: float) -> int:
    """Returns how many rows of a run reach a value; only the piece in which they end is searched."""
    before = 0
    for piece in _values(table):
        if len(piece) and piece[-1] < edge:
            return before + len(piece) - int(np.searchsorted(piece[::-1], edge, "left"))
        before += len(piece)
    return before


def _edges(tables: Sequence[pa.Table], parts: int) -> list[float]:
    """Returns falling values that cut all runs into about equal parts, from every hundredth of a part of each run."""
    if parts == 1:
        return []
    every = max(1, sum(map(len, tables)) // (100 * parts))
    sample = np.sort(np.concatenate([piece[::every] for table in tables for piece in _values(table)]))[::-1]
    return sorted({float(sample[len(sample) * k // parts]) for k in range(1, parts)}, reverse=True)


def write_ranked(tables: Iterator[pa.Table], path: Path, metadata: Mapping[str, str]) -> int:
    """Writes ranked hits as Parquet with what they were found by; returns the number of rows."""
    rows = 0
    with pq.ParquetWriter(str(path), SCHEMA.with_metadata(dict(metadata)), compression="zstd") as writer:
        for table in tables:
            writer.write_table(table.replace_schema_metadata(dict(metadata)), row_group_size=ROW_GROUP)
            rows += len(table)
    return rows
