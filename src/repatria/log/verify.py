"""Offline verification of a whole log: everything in its directory against one signed checkpoint and a key from elsewhere.

The key never comes from the directory. Read bundle by bundle, so that memory does not grow with the log. What is outside
the directory's own power to prove is given by the caller: an older checkpoint (``since``) shows that the log only grew,
the journal's openings show that each leaf is the act it should be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.log.checkpoint import Checkpoint, open_checkpoint
from repatria.log.commitment import Opening, opens
from repatria.log.layout import (
    CHECKPOINT,
    MAX_BUNDLE_BYTES,
    LogBroken,
    Place,
    first_difference,
    pack_entries,
    parse_place,
    read_file,
)
from repatria.log.merkle import TILE_WIDTH, CompactRange, Tile, leaf_hash, leaves_under
from repatria.log.note import MAX_NOTE_BYTES, NoteMalformed, NoteRefused, VerifierKey
from repatria.log.reader import TileReader

_DISTRUST = "do not trust this copy: fetch it again, and if it stays so show both copies to the other party"


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying a log.

    Attributes:
        checkpoint: What the log says of itself; None where not even that could be trusted.
        entries: Leaves that were verified before anything broke.
        opened: Leaves that the journal opened.
        erased: Leaves whose payload is erased, so that only class and place were checked.
        broken: The first thing that does not verify: place, what, what to do; None if all does.
        first_bad_index: The first leaf concerned, where one is.
        findings: What is odd but breaks nothing: files that the checkpoint does not cover.
    """

    checkpoint: Checkpoint | None
    entries: int = 0
    opened: int = 0
    erased: int = 0
    broken: Finding | None = None
    first_bad_index: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything verifies."""
        return self.broken is None


def verify_log(
    directory: Path,
    *,
    key: VerifierKey,
    origin: str | None = None,
    since: bytes | None = None,
    openings: Iterable[Opening] | None = None,
) -> Verification:
    """Verifies the log in ``directory`` and returns the result; a log that does not verify is a result, not an exception.

    Args:
        directory: Where ``checkpoint`` and ``tile/`` lie.
        key: The log's verifier key, from anywhere but ``directory``.
        origin: Name that the log must have, by default that of the key.
        since: An older signed checkpoint of the same log; the log must continue it.
        openings: The journal, one for each leaf from the first; each must open its commitment. Taken one by one.

    Raises:
        InputNotUnderstood: ``directory`` is none, or ``since`` is not a checkpoint signed by ``key``.
    """
    _require_directory(directory)
    older = None if since is None else _older(since, key=key, origin=origin)
    walk = _Walk(directory, older, None if openings is None else iter(openings))
    try:
        walk.verify(_current(directory, key=key, origin=origin))
    except LogBroken as broken:
        finding = Finding(Severity.ERROR, broken.code, broken.place, broken.message, broken.hint)
        return walk.result(broken=finding, index=broken.index)
    return walk.result()


class _Walk:
    """One pass over a log, from the first bundle to the root; raises `LogBroken` at the first thing that is wrong."""

    def __init__(self, directory: Path, older: Checkpoint | None, openings: Iterator[Opening] | None) -> None:
        self._directory = directory
        self._older = older
        self._openings = openings
        self._tree = CompactRange()
        self._opened = self._erased = self._verified = 0
        self.checkpoint: Checkpoint | None = None

    def result(self, *, broken: Finding | None = None, index: int | None = None) -> Verification:
        findings = () if broken or not self.checkpoint else tuple(_uncovered(self._directory, self.checkpoint.size))
        return Verification(self.checkpoint, self._verified, self._opened, self._erased, broken, index, findings)

    def verify(self, checkpoint: Checkpoint) -> None:
        """Walks the log that ``checkpoint`` describes."""
        self.checkpoint = checkpoint
        if self._older and self._older.size > checkpoint.size:
            raise _shrunk(self._older.size, checkpoint.size)
        reader = TileReader(self._directory, size=checkpoint.size)
        for index in range(-(-checkpoint.size // TILE_WIDTH)):
            self._bundle(reader, index)
        for tile in self._tree.partial_tiles():
            self._tile(reader, tile)
        if self._tree.root() != checkpoint.root:
            raise LogBroken(
                "the tiles do not give the root that the checkpoint signs",
                code="root-differs",
                place=CHECKPOINT,
                hint=_DISTRUST,
            )
        if self._openings is not None and next(self._openings, None) is not None:
            raise LogBroken(
                f"the journal goes on after the {checkpoint.size} leaves of the log",
                code="log-short",
                place=f"index {checkpoint.size}",
                hint="publish the log up to the end of the journal and verify again",
                index=checkpoint.size,
            )

    def _bundle(self, reader: TileReader, index: int) -> None:
        """Hashes one bundle of leaves, holds it against its tile, and adds it to the tree."""
        entries = reader.entries(index)
        hashes = tuple(map(leaf_hash, entries))
        self._hold_against(reader, Tile(0, index, hashes))
        self._earlier_forms(Place(None, index), entries, pack_entries)
        for entry, hashed in zip(entries, hashes, strict=True):
            for tile in self._tree.append(hashed):
                self._tile(reader, tile)
            self._compare_older()
            self._open(entry)
            self._verified += 1

    def _tile(self, reader: TileReader, tile: Tile) -> None:
        """Holds a tile that was computed against the one that is stored; those of level 0 have been."""
        if tile.level > 0:
            self._hold_against(reader, tile)
        self._earlier_forms(Place(tile.level, tile.index), tile.hashes, b"".join)

    def _hold_against(self, reader: TileReader, tile: Tile) -> None:
        difference = first_difference(tile.hashes, reader.hashes(tile.level, tile.index))
        if difference is None:
            return
        span = leaves_under(tile.level)
        index = (tile.index * TILE_WIDTH + difference) * span
        leaves = f"leaf {index} does" if span == 1 else f"leaves {index} to {index + span - 1} do"
        place = Place(tile.level, tile.index, len(tile.hashes))
        raise LogBroken(
            f"{leaves} not hash to what the tile holds",
            code="leaf-differs",
            place=f"index {index} in {place}",
            hint=_DISTRUST,
            index=index,
        )

    def _earlier_forms(self, full: Place, parts: Sequence[bytes], pack: Callable[[Sequence[bytes]], bytes]) -> None:
        """Holds every partial form that is kept from an earlier size against what it should have been."""
        for name in _names(self._directory / full.partials):
            place = parse_place(f"{full.partials}/{name}")
            if place is None or place.width > len(parts):
                continue
            data = read_file(self._directory, str(place), at_most=MAX_BUNDLE_BYTES)
            if data is not None and data != pack(parts[: place.width]):  # None: a writer has just taken it away
                raise LogBroken(
                    "an earlier form of a tile or bundle differs from what followed it",
                    code="earlier-differs",
                    place=str(place),
                    hint=_DISTRUST,
                    index=place.first,
                )

    def _compare_older(self) -> None:
        if self._older and self._older.size == self._tree.size and self._older.root != self._tree.root():
            raise LogBroken(
                f"the first {self._older.size} leaves are not those that were signed before",
                code="not-append-only",
                place=f"index 0 to {self._older.size - 1}",
                hint="keep both checkpoints: together they prove that the log was rewritten; show them to all parties",
            )

    def _open(self, entry: bytes) -> None:
        """Takes the next opening of the journal and holds it against the leaf."""
        if self._openings is None:
            return
        index = self._tree.size - 1
        opening = next(self._openings, None)
        if opening is None:
            raise LogBroken(
                "the journal ends before the log does",
                code="journal-short",
                place=f"index {index}",
                hint="acts are missing from the journal: restore it from a copy",
                index=index,
            )
        if not opens(entry, sequence=index, opening=opening):
            raise LogBroken(
                "the journal's act is not the one that the log commits to",
                code="act-differs",
                place=f"index {index} in {Place(None, index // TILE_WIDTH)}",
                hint="the act, its salt or its class was changed, or acts changed places: compare with a copy",
                index=index,
            )
        self._erased += opening.is_erased
        self._opened += not opening.is_erased


def _require_directory(directory: Path) -> None:
    try:
        found = directory.is_dir()
    except OSError:
        found = False
    if not found:
        raise InputNotUnderstood(
            "there is no such log directory", hint="give the directory that holds checkpoint and tile"
        )


def _current(directory: Path, *, key: VerifierKey, origin: str | None) -> Checkpoint:
    """Returns the checkpoint of the log; whatever is wrong with it is a break of the log."""
    note = read_file(directory, CHECKPOINT, at_most=MAX_NOTE_BYTES)
    if note is None:
        raise LogBroken(
            "there is no checkpoint",
            code="missing",
            place=CHECKPOINT,
            hint="give the directory that holds checkpoint and tile, or fetch it again",
        )
    try:
        return open_checkpoint(note, key=key, origin=origin)
    except (NoteMalformed, NoteRefused) as error:
        raise LogBroken(error.message, code="checkpoint-refused", place=CHECKPOINT, hint=error.hint) from None


def _older(since: bytes, *, key: VerifierKey, origin: str | None) -> Checkpoint:
    try:
        return open_checkpoint(since, key=key, origin=origin)
    except (NoteMalformed, NoteRefused) as error:
        raise InputNotUnderstood(error.message, place="since", hint=error.hint) from None


def _shrunk(old_size: int, size: int) -> LogBroken:
    return LogBroken(
        f"the log has {size} leaves, but {old_size} were signed before",
        code="shrunk",
        place=CHECKPOINT,
        hint="an old copy, or a log that was cut: fetch it again, and if it stays so show both checkpoints to all parties",
        index=size,
    )


def _names(directory: Path) -> list[str]:
    """Returns the names in ``directory`` in order; none where it is not there."""
    try:
        return sorted(file.name for file in directory.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        raise LogBroken("cannot be read", code="unreadable", place="tile", hint="check the permissions") from None


def _uncovered(directory: Path, size: int) -> Iterator[Finding]:
    """Yields what lies under ``tile`` that the checkpoint says nothing about; an interrupted writer leaves such files."""
    beyond = foreign = 0
    for parent, _, names in os.walk(directory / "tile"):
        for name in names:
            place = parse_place(Path(parent, name).relative_to(directory).as_posix())
            foreign += place is None
            beyond += place is not None and not place.within(size)
    hint = "they prove nothing; an interrupted writer leaves such files and uses them again"
    if beyond:
        message = f"{beyond} tiles or bundles lie beyond the size of the checkpoint"
        yield Finding(Severity.NOTE, "beyond-checkpoint", "tile", message, hint)
    if foreign:
        yield Finding(Severity.NOTE, "not-of-the-log", "tile", f"{foreign} files are no tiles or bundles", hint)
