"""A search from files to a ranked file of hits, that goes on where a killed run stopped.

Beside the file of hits stands a folder ``HITS.parquet.state`` while a run is not finished: sorted runs of hits, the best
families of each profile, and how far the families were read. It is changed only between whole lots, so that a run that
goes on finds what an undisturbed run would have found, and the finished file is the same byte by byte.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
import pyarrow as pa

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.search.comparing import Best, Hits, Search
from repatria.kinship.search.families import Lot, Reader
from repatria.kinship.search.profiles import pairs_of_different_sex
from repatria.kinship.search.runs import SCHEMA, merged, write_ranked, write_run

PAIRS_IN_LOT = 1 << 22
"""Comparisons in one lot: what is in memory at once is bounded by it."""

PAIRS_BETWEEN_SAVES = 1 << 28
"""Comparisons after which a run's state is saved: a few seconds of work."""

HITS_BETWEEN_SAVES = 1 << 22
"""Hits after which they are written too, however few pairs were compared: a low threshold fills no memory."""

MOST_FINDINGS = 1000
"""Findings that are kept; all are counted."""


class Progress(msgspec.Struct, frozen=True):
    """How far a run has come.

    Attributes:
        inputs: Digest of what is searched; a state of other inputs is thrown away.
        offset: Bytes of the families read.
        rows: Families read, those set aside included.
        searched: Families searched.
        pairs: Pairs compared.
        contradicting: Pairs not compared because the known sexes differ.
        hits: Pairs that reached the threshold.
        runs: Runs of hits written.
        findings: What was set aside, the first thousand.
        set_aside: How many findings there were.
    """

    inputs: str
    offset: int = 0
    rows: int = 0
    searched: int = 0
    pairs: int = 0
    contradicting: int = 0
    hits: int = 0
    runs: int = 0
    findings: tuple[Finding, ...] = ()
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a finished run did.

    Attributes:
        progress: Its counts and findings.
        written: Rows of the file of hits.
        resumed: Whether it went on where another stopped.
    """

    progress: Progress
    written: int
    resumed: bool


@dataclass(slots=True)
class _State:
    """The folder beside the hits; invariant: `progress` as saved names only files that are whole."""

    folder: Path
    progress: Progress
    best: Best
    best_names: dict[int, str]
    hits: list[pa.Table] = field(default_factory=list)

    @classmethod
    def opened(cls, folder: Path, inputs: str, profiles: int, top: int) -> _State:
        """Returns what a killed run left if it searched the same, else an empty state."""
        try:
            progress = msgspec.json.decode((folder / "progress.json").read_bytes(), type=Progress)
            if progress.inputs == inputs:
                best, names = _read_best(folder / f"best-{progress.runs}.arrow", profiles, top)
                return cls(folder, progress, best, names)
        except (OSError, msgspec.DecodeError, pa.ArrowException):
            pass
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=False)
        return cls(folder, Progress(inputs), Best.nothing(profiles, top), {})

    def run(self, number: int) -> Path:
        return self.folder / f"run-{number}.arrow"

    def save(self) -> None:
        """Writes hits and progress; what was saved before stays valid until all is there."""
        runs = self.progress.runs + 1
        write_run(pa.concat_tables([SCHEMA.empty_table(), *self.hits]), self.run(runs))
        _write_best(self.folder / f"best-{runs}.arrow", self.best, self.best_names)
        self.progress = _changed(self.progress, runs=runs)
        unfinished = self.folder / "progress.unfinished"
        unfinished.write_bytes(msgspec.json.encode(self.progress))
        unfinished.replace(self.folder / "progress.json")
        self.hits = []


def _changed(progress: Progress, **values: Any) -> Progress:
    return msgspec.structs.replace(progress, **values)


def _write_best(path: Path, best: Best, names: Mapping[int, str]) -> None:
    lines = best.line.ravel()
    table = pa.table(
        {
            "log10_lr": best.log10_lr.ravel(),
            "line": lines,
            "family": pa.array([names.get(line, "") for line in lines.tolist()], pa.string()),
        }
    )
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _read_best(path: Path, profiles: int, top: int) -> tuple[Best, dict[int, str]]:
    with pa.OSFile(str(path), "rb") as file:
        table = pa.ipc.open_file(file).read_all()
    shape = (profiles, top)
    best = Best(table["log10_lr"].to_numpy().reshape(shape).copy(), table["line"].to_numpy().reshape(shape).copy())
    return best, dict(zip(table["line"].to_pylist(), table["family"].to_pylist(), strict=True))


def search_files(
    search: Search,
    families: Path,
    out: Path,
    *,
    inputs: str,
    metadata: Mapping[str, str],
    workers: int = 1,
    by_row: bool = False,
    tell: Callable[[Progress, int], None] = lambda _progress, _bytes: None,
    pairs_between_saves: int = PAIRS_BETWEEN_SAVES,
) -> Report:
    """Searches a file of families and writes the ranked hits.

    Args:
        search: Profiles and bars.
        families: One family a line, JSON.
        out: Where the hits go, Parquet.
        inputs: Digest of everything else that decides the result: profiles, frequencies, model, bars.
        metadata: Kept in the file of hits, to which what was compared is added.
        workers: Threads.
        by_row: Hits name a family by its row in the file, from 1, where a family may have several rows.
        tell: Called after each lot with the progress and the size of `families`.
        pairs_between_saves: Comparisons after which the state is saved.

    Raises:
        InputNotUnderstood: A file cannot be read or written.
    """
    try:
        size, state = families.stat().st_size, None
        state = _State.opened(
            out.with_name(f"{out.name}.state"),
            _digest(f"{inputs} {by_row}", families),
            len(search.profiles),
            search.top,
        )
        resumed = state.progress.offset > 0
        with families.open("rb") as file:
            offsets: list[int] = []
            lots = _lots(Reader(search.panel), file, state.progress, len(search.profiles), offsets)
            some = (replace(lot, names=tuple(map(str, lot.lines.tolist()))) for lot in lots) if by_row else lots
            file.seek(state.progress.offset)
            found = search.run(some, best=state.best, workers=workers)
            _search(search, found, state, offsets, lambda progress: tell(progress, size), pairs_between_saves)
        written = _finish(search, state, out, metadata)
    except OSError:
        raise InputNotUnderstood(
            "a file cannot be read or written", hint="check --families, --out and its space"
        ) from None
    return Report(state.progress, written, resumed)


def _digest(inputs: str, families: Path) -> str:
    """Returns a digest of the inputs; families count by size, time of change and first megabyte."""
    status = families.stat()
    with families.open("rb") as file:
        head = file.read(1 << 20)
    text = f"{inputs} {status.st_size} {status.st_mtime_ns} "
    return hashlib.sha256(text.encode() + head).hexdigest()


def _search(
    search: Search,
    found: Iterator[tuple[Lot, Hits, Best]],
    state: _State,
    offsets: list[int],
    tell: Callable[[Progress], None],
    between: int,
) -> None:
    saved = state.progress.pairs
    for lot, hits, best in found:
        state.best = best
        state.best_names = named(best, lot, state.best_names)
        state.hits.append(hits_table(search, lot, hits))
        state.progress = _after(state.progress, search, lot, hits, offsets.pop(0))
        tell(state.progress)
        if state.progress.pairs - saved >= between or sum(map(len, state.hits)) >= HITS_BETWEEN_SAVES:
            state.save()
            saved = state.progress.pairs


def _after(progress: Progress, search: Search, lot: Lot, hits: Hits, offset: int) -> Progress:
    apart = sorted({family for family, _ in hits.contradicted})
    sexes = np.delete(lot.sexes, apart) if apart else lot.sexes
    contradicting = pairs_of_different_sex(search.profiles.sexes, sexes)
    found = (*lot.findings, *(_contradicted(search, lot, *one) for one in hits.contradicted))
    return _changed(
        progress,
        offset=offset,
        rows=progress.rows + lot.rows,
        searched=progress.searched + len(sexes),
        pairs=progress.pairs + len(sexes) * len(search.profiles) - contradicting,
        contradicting=progress.contradicting + contradicting,
        hits=progress.hits + len(hits.profile),
        findings=(*progress.findings, *found)[:MOST_FINDINGS],
        set_aside=progress.set_aside + len(found),
    )


def _contradicted(search: Search, lot: Lot, family: int, marker: int) -> Finding:
    message = "the relatives' results are impossible together under this mutation model; this family is not searched"
    hint = "check their results and kinship, or give a mutation model"
    place = f"row {int(lot.lines[family])}"
    return Finding(Severity.ERROR, "relatives-contradict", place, message, hint, search.panel.markers[marker].name)


def _lots(reader: Reader, file: BinaryIO, progress: Progress, profiles: int, offsets: list[int]) -> Iterator[Lot]:
    """Yields lots of lines; `offsets` tells for each where the next begins."""
    rows = max(64, min(1 << 14, PAIRS_IN_LOT // max(1, profiles)))
    offset, first = progress.offset, progress.rows + 1
    while True:
        lines = []
        for line in file:
            lines.append(line)
            if len(lines) == rows:
                break
        if not lines:
            return
        offset += sum(map(len, lines))
        offsets.append(offset)
        yield reader.read_lines(lines, first=first)
        first += len(lines)


def named(best: Best, lot: Lot, known: dict[int, str]) -> dict[int, str]:
    """Returns the references of the families among the best: those known, with those of a lot added."""
    if not best.line.size or not len(lot):
        return known
    here = dict(zip(lot.lines.tolist(), lot.names, strict=True))
    new = best.line[(best.line >= lot.lines.min()) & (best.line <= lot.lines.max())]
    grown = known | {line: here[line] for line in new.tolist()}
    if len(grown) <= 2 * best.line.size:
        return grown
    return {line: grown[line] for line in np.unique(best.line).tolist() if line in grown}


def hits_table(search: Search, lot: Lot, hits: Hits) -> pa.Table:
    """Returns hits with the references of profiles and families."""
    profiles, families = pa.array(search.profiles.names, pa.string()), pa.array(lot.names, pa.string())
    columns = [profiles.take(pa.array(hits.profile)), families.take(pa.array(hits.family)), pa.array(hits.log10_lr)]
    return pa.table(columns, schema=SCHEMA)


def best_table(search: Search, best: Best, names: Mapping[int, str]) -> pa.Table:
    """Returns the best families of each profile that do not reach the threshold and are possible."""
    profile, rank = np.nonzero((best.log10_lr < search.threshold) & (best.log10_lr > -np.inf))
    family = [names[line] for line in best.line[profile, rank].tolist()]
    profiles = pa.array(search.profiles.names, pa.string()).take(pa.array(profile))
    return pa.table([profiles, pa.array(family, pa.string()), pa.array(best.log10_lr[profile, rank])], schema=SCHEMA)


def _finish(search: Search, state: _State, out: Path, metadata: Mapping[str, str]) -> int:
    """Merges what was found into the file of hits, readable by its owner only, and removes the state."""
    state.hits.append(best_table(search, state.best, state.best_names))
    last = state.folder / "last.arrow"
    write_run(pa.concat_tables(state.hits), last)
    unfinished = out.with_name(f"{out.name}.unfinished")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    told = {
        "families": str(state.progress.searched),
        "profiles": str(len(search.profiles)),
        "pairs_compared": str(state.progress.pairs),
        "pairs_of_different_sex": str(state.progress.contradicting),
        "findings_in_families": str(state.progress.set_aside),
    }
    runs = [*(state.run(k + 1) for k in range(state.progress.runs)), last]
    written = write_ranked(merged(runs), unfinished, {**metadata, **told})
    unfinished.replace(out)
    shutil.rmtree(state.folder)
    return written
