"""From files to a ranked file: the same from a run that was killed and went on, and memory bounded by runs on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from repatria.kinship.files import ProfileTable
from repatria.kinship.search import running
from repatria.kinship.search.comparing import Search
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.profiles import Profiles
from repatria.kinship.search.running import Progress, search_files
from repatria.kinship.search.runs import SCHEMA, merged, ranked, write_run

Invent = Callable[..., Any]


@pytest.fixture
def prepared(invent: Invent, as_line: Any, tmp_path: Path) -> tuple[Any, ProfileTable, Path]:
    invented = invent(seed=21)
    rows = [row for k in range(12) for row in invented.every_shape(times=1, partial=k % 3 == 0)]
    for line, row in enumerate(rows):
        row.family = f"F{line}"
    (tmp_path / "F.jsonl").write_bytes(b"".join(map(as_line, rows)))
    return invented, invented.profiles(9, sexes=(0, 1, 2)), tmp_path / "F.jsonl"


@pytest.fixture
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PAIRS_IN_LOT", 9 * 64)


def search_of(invented: Any, profiles: ProfileTable, *, threshold: float = 0.5, top: int = 3) -> Search:
    panel = Panel.of(invented.markers)
    return Search(panel, Profiles.of(profiles, panel=panel), threshold, top)


def test_hits_are_ranked_and_the_best_stand_below_the_threshold(
    prepared: tuple[Any, ProfileTable, Path], tmp_path: Path
) -> None:
    invented, profiles, families = prepared
    everything = tmp_path / "all.parquet"
    search_files(search_of(invented, profiles, threshold=-1e6, top=0), families, everything, inputs="", metadata={})
    rows = pq.read_table(everything).to_pylist()
    assert rows == sorted(rows, key=lambda row: (-row["log10_lr"], row["profile"], row["family"]))
    out = tmp_path / "hits.parquet"
    search_files(search_of(invented, profiles), families, out, inputs="", metadata={})
    line = {f"F{k}": k for k in range(1000)}
    best = [
        row
        for name in {row["profile"] for row in rows}
        for row in sorted(
            (row for row in rows if row["profile"] == name), key=lambda row: (-row["log10_lr"], line[row["family"]])
        )[:3]
    ]
    expected = [row for row in rows if row["log10_lr"] >= 0.5 or row in best]
    assert pq.read_table(out).to_pylist() == expected


@pytest.mark.usefixtures("small_lots")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_goes_on_and_the_file_is_the_same(
    prepared: tuple[Any, ProfileTable, Path], tmp_path: Path, workers: int
) -> None:
    invented, profiles, families = prepared
    search, whole, out = search_of(invented, profiles), tmp_path / "whole.parquet", tmp_path / "hits.parquet"
    said = {"model": "m"}
    undisturbed = search_files(search, families, whole, inputs="", metadata=said, pairs_between_saves=300)

    class Killed(Exception):
        """Stands for a power cut."""

    def kill(progress: Progress, _size: int) -> None:
        if progress.rows > 120:
            raise Killed

    with pytest.raises(Killed):
        search_files(
            search, families, out, inputs="", metadata=said, tell=kill, pairs_between_saves=300, workers=workers
        )
    assert not out.exists()
    seen: list[int] = []
    report = search_files(
        search, families, out, inputs="", metadata=said, pairs_between_saves=300, workers=workers,
        tell=lambda progress, _: seen.append(progress.rows),
    )  # fmt: skip
    assert report.resumed
    assert seen[0] > 64
    assert report.progress == undisturbed.progress
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["F.jsonl", "hits.parquet", "whole.parquet"]


@pytest.mark.usefixtures("small_lots")
def test_a_low_threshold_fills_the_disk_and_no_memory(
    prepared: tuple[Any, ProfileTable, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented, profiles, families = prepared
    search, out, whole = (
        search_of(invented, profiles, threshold=-1e6),
        tmp_path / "hits.parquet",
        tmp_path / "w.parquet",
    )
    search_files(search, families, whole, inputs="", metadata={})
    monkeypatch.setattr(running, "HITS_BETWEEN_SAVES", 1)
    written = search_files(search, families, out, inputs="", metadata={})
    lots = -(-written.progress.rows // 64)
    assert written.progress.runs == lots
    assert lots >= 3
    assert pq.read_table(out).equals(pq.read_table(whole))


@pytest.mark.usefixtures("small_lots")
def test_a_state_of_other_inputs_is_thrown_away(prepared: tuple[Any, ProfileTable, Path], tmp_path: Path) -> None:
    invented, profiles, families = prepared
    search, out = search_of(invented, profiles), tmp_path / "hits.parquet"

    def stop(_progress: Progress, _size: int) -> None:
        if _progress.rows > 120:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search_files(search, families, out, inputs="a", metadata={}, tell=stop, pairs_between_saves=1)
    assert not search_files(search, families, out, inputs="b", metadata={}, pairs_between_saves=1).resumed


def test_only_the_owner_reads_the_hits(prepared: tuple[Any, ProfileTable, Path], tmp_path: Path) -> None:
    invented, profiles, families = prepared
    out = tmp_path / "hits.parquet"
    search_files(search_of(invented, profiles), families, out, inputs="", metadata={"model": "m"})
    assert out.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    kept = pq.read_schema(out)
    assert (kept.names, kept.metadata[b"model"], kept.metadata[b"families"]) == (SCHEMA.names, b"m", b"180")


def test_rows_that_are_no_families_are_set_aside_with_their_place(
    prepared: tuple[Any, ProfileTable, Path], tmp_path: Path
) -> None:
    invented, profiles, families = prepared
    lines = families.read_bytes().splitlines(keepends=True)[:3]
    father_female = lines[0].replace(b'"sex": [1, 2, 1]', b'"sex": [2, 2, 1]')
    unknown = lines[0].replace(b'"genotypes": {"M": ["', b'"genotypes": {"M": ["99/98", "')
    assert len({lines[0], father_female, unknown}) == 3
    families.write_bytes(b"".join([lines[0], b"{}\n", father_female, unknown, b"\n", lines[1]]))
    report = search_files(
        search_of(invented, profiles), families, tmp_path / "hits.parquet", inputs="", metadata={}
    )  # fmt: skip
    assert (report.progress.rows, report.progress.searched) == (6, 2)
    assert [(one.place, one.code) for one in report.progress.findings] == [
        ("row 2", "family-not-understood"), ("row 3", "family-not-searched"), ("row 4", "family-not-searched")
    ]  # fmt: skip


def test_runs_are_merged_in_parts(tmp_path: Path) -> None:
    tables = [
        pa.table(
            {
                "profile": [f"P{(k * 7 + run) % 5}" for k in range(200)],
                "family": [f"F{k}" for k in range(200)],
                "log10_lr": [float((k * 37 + run) % 50) for k in range(200)],
            },
            schema=SCHEMA,
        )
        for run in range(3)
    ]
    paths = [tmp_path / f"run-{k}.arrow" for k in range(3)]
    for table, path in zip(tables, paths, strict=True):
        write_run(table, path)
    parts = list(merged(paths, at_once=100))
    assert len(parts) > 3
    assert pa.concat_tables(parts).to_pylist() == ranked(pa.concat_tables(tables)).to_pylist()


def test_hits_name_rows_where_a_family_has_several(prepared: tuple[Any, ProfileTable, Path], tmp_path: Path) -> None:
    invented, profiles, families = prepared
    search = search_of(invented, profiles, top=1)
    by_name, by_row = tmp_path / "names.parquet", tmp_path / "rows.parquet"
    search_files(search, families, by_name, inputs="", metadata={})
    search_files(search, families, by_row, inputs="", metadata={}, by_row=True)
    named = {(one["profile"], one["family"], one["log10_lr"]) for one in pq.read_table(by_name).to_pylist()}
    rows = {
        (one["profile"], f"F{int(one['family']) - 1}", one["log10_lr"]) for one in pq.read_table(by_row).to_pylist()
    }
    assert rows == named
