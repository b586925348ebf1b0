"""A log as a directory of tiles that grows: `TileWriter` appends leaves and publishes checkpoints.

Invariants: a checkpoint is put in place only after every tile and bundle it needs is safely on disk; a file
that is there never gets other bytes; a partial tile goes only when the full one is there. So a process that dies at any
moment leaves a log that verifies at its last checkpoint, and appending the same leaves again finishes the work.
Writers of one directory wait for each other at the file ``.lock``, which the system frees when a process dies; readers may
come at any time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from repatria.errors import RepatriaError
from repatria.log.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from repatria.log.layout import (
    CHECKPOINT,
    MAX_BUNDLE_BYTES,
    MAX_ENTRY_BYTES,
    EntryTooLarge,
    LogBroken,
    Place,
    pack_entries,
    read_file,
)
from repatria.log.merkle import EMPTY_ROOT, TILE_WIDTH, CompactRange, leaf_hash
from repatria.log.note import MAX_NOTE_BYTES, Signer, VerifierKey, add_signature
from repatria.log.reader import TileReader

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["LogRefused", "TileReader", "TileWriter"]


LOCK = ".lock"
"""Empty file in a log's directory by which writers wait for each other."""


def _go_on(step: str, /) -> None:
    """The writer's step hook when nobody watches."""


class LogRefused(RepatriaError):
    """A writer refuses: what is to be written contradicts what the log has already said."""


class TileWriter:
    """Makes a log grow in its directory; open one by `TileWriter.open`.

    Appending buffers at most one bundle; full tiles and bundles are written as they fill, partial ones and the checkpoint
    by `publish`. What a disk that refuses has not taken is kept and tried again at the next call.
    """

    def __init__(
        self,
        directory: Path,
        *,
        key: VerifierKey,
        published: Checkpoint,
        tree: CompactRange,
        pending: Iterable[bytes],
        on_step: Callable[[str], None],
    ) -> None:
        """Use `open`; this takes its parts as they are."""
        self._directory = directory
        self._key = key
        self._published = published
        self._tree = tree
        self._pending = list(pending)
        self._on_step = on_step
        self._queue: list[tuple[Place, bytes]] = []
        self._filled: list[Place] = []
        self._touched: set[Path] = set()
        self._bundle: tuple[int, tuple[bytes, ...]] = (-1, ())

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        key: VerifierKey,
        origin: str | None = None,
        on_step: Callable[[str], None] = _go_on,
    ) -> TileWriter:
        """Returns a writer that continues the log in ``directory`` at its checkpoint, or begins one where there is none.

        Args:
            directory: Made at the first `publish` if it does not exist.
            key: The log's own key; the checkpoint that lies there must be signed by it.
            origin: Name of the log, by default that of the key.
            on_step: Called with a name before each change of the disk, so that a test can stop there.

        Raises:
            NoteRefused: The checkpoint is not this log's. NoteMalformed: It is none.
            LogBroken: The tiles at the right edge are missing or do not give the checkpoint's root.
        """
        origin = key.name if origin is None else origin
        published = _published(directory, key=key, origin=origin)
        reader = TileReader(directory, size=published.size)
        tree = reader.range()
        pending = reader.entries(published.size // TILE_WIDTH) if published.size % TILE_WIDTH else ()
        edge = [tile.hashes for tile in tree.partial_tiles() if tile.level == 0]
        if tree.root() != published.root or (edge or [()])[0] != tuple(map(leaf_hash, pending)):
            raise LogBroken(
                "the tiles do not give the root that the checkpoint signs",
                code="edge-differs",
                place=CHECKPOINT,
                hint="verify the log, and restore the directory from a copy that verifies",
            )
        return cls(directory, key=key, published=published, tree=tree, pending=pending, on_step=on_step)

    @property
    def size(self) -> int:
        """Number of leaves appended so far, published or not; the index of the next."""
        return self._tree.size

    @property
    def published(self) -> Checkpoint:
        """The checkpoint that lies in the directory; of size 0 where there is none."""
        return self._published

    def append(self, leaves: Iterable[bytes], *, at: int | None = None) -> int:
        """Appends ``leaves`` and returns the new size; leaves that are there already are compared and passed over.

        Args:
            leaves: At most 65,535 bytes each; taken one by one, never held as a whole.
            at: Index of the first of them, by default `size`. A smaller one repeats earlier work without harm.

        Raises:
            LogRefused: A leaf differs from the one that the log has at its index, there would be a gap, or the disk
                holds other bytes where a tile belongs.
            EntryTooLarge: A leaf is too long; those before it are appended.
        """
        if self._queue:
            with self._alone():
                self._flush()
        index = self.size if at is None else at
        if not 0 <= index <= self.size:
            raise LogRefused(f"leaf {index} cannot follow {self.size} leaves", hint="append without a gap")
        for position, leaf in enumerate(leaves, start=index):
            if position >= self.size:
                self._add(leaf)
            elif leaf != self._leaf(position):
                raise LogRefused(
                    f"leaf {position} differs from the one in the log",
                    place=str(self._directory.name),
                    hint="the log never changes: find out which of the two is right before going on",
                )
        return self.size

    def publish(self, *, signers: Sequence[Signer], size: int | None = None) -> Checkpoint:
        """Writes what is missing on disk, then signs and puts in place the checkpoint; returns it.

        At a size already published nothing is written, except signatures of ``signers`` that are missing; those of
        others, such as witnesses, stay.

        Args:
            signers: The log's own first.
            size: How many leaves the caller believes to have; another number is refused, so that a journal restored
                from an old copy cannot pass for the log.

        Raises:
            LogRefused: Wrong signer or size, somebody else has written the directory meanwhile, or the disk refuses.
        """
        with self._alone():
            return self._publish(signers, size)

    def _publish(self, signers: Sequence[Signer], size: int | None) -> Checkpoint:
        if not signers or signers[0].key != self._key:
            raise LogRefused("the first signer is not the key of this log", hint="sign with the log's own key")
        if size is not None and size != self.size:
            raise LogRefused(
                f"the log has {self.size} leaves, the journal {size}",
                hint="a log never shrinks: the journal comes from an older copy; find the newer one before going on",
            )
        checkpoint = self._published
        if self.size > checkpoint.size:
            checkpoint = Checkpoint(checkpoint.origin, self.size, self._tree.root())
        there = _published(self._directory, key=self._key, origin=checkpoint.origin)
        if there not in (self._published, checkpoint):
            raise LogRefused("another process has written this log", hint="open it again")
        note = read_file(self._directory, CHECKPOINT, at_most=MAX_NOTE_BYTES)
        if note is None or there != checkpoint:
            self._write_tiles()
            note = sign_checkpoint(checkpoint, signers=signers)
        for signer in signers:
            note = add_signature(note, signer=signer)
        self._put(CHECKPOINT, note, replace=True)
        self._sync_directories()
        self._published = checkpoint
        return checkpoint

    def _add(self, leaf: bytes) -> None:
        if len(leaf) > MAX_ENTRY_BYTES:
            raise EntryTooLarge(f"leaf {self.size} has {len(leaf)} bytes", hint=f"at most {MAX_ENTRY_BYTES}")
        self._pending.append(leaf)
        filled = self._tree.append(leaf_hash(leaf))
        if filled:
            self._queue.append((Place(None, filled[0].index), pack_entries(self._pending)))
            self._queue.extend((Place(tile.level, tile.index), tile.data) for tile in filled)
            self._pending.clear()
            with self._alone():
                self._flush()

    def _leaf(self, index: int) -> bytes:
        """Returns a leaf that was appended before, keeping its bundle for the next call."""
        full, inner = divmod(index, TILE_WIDTH)
        if full == self.size // TILE_WIDTH:
            return self._pending[inner]
        if self._bundle[0] != full:
            self._bundle = (full, TileReader(self._directory, size=self.size).entries(full))
        return self._bundle[1][inner]

    def _flush(self) -> None:
        """Writes tiles and bundles that have filled."""
        while self._queue:
            place, data = self._queue[0]
            self._put(str(place), data)
            self._filled.append(place)
            del self._queue[0]

    def _write_tiles(self) -> None:
        """Brings everything on disk that the next checkpoint needs, and takes away partial tiles that have filled."""
        self._flush()
        if self._pending:
            place = Place(None, self.size // TILE_WIDTH, len(self._pending))
            self._put(str(place), pack_entries(self._pending))
        for tile in self._tree.partial_tiles():
            self._put(str(Place(tile.level, tile.index, len(tile.hashes))), tile.data)
        self._sync_directories()
        while self._filled:
            partials = self._filled[-1].partials
            with _disk(partials):
                self._on_step(f"drop {partials}")
                if (self._directory / partials).exists():
                    shutil.rmtree(self._directory / partials)
            self._filled.pop()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Waits until no other writer is at work in this directory, and keeps others waiting."""
        with _disk(LOCK):
            self._directory.mkdir(parents=True, exist_ok=True)
            lock = (self._directory / LOCK).open("ab")
        with lock:
            with _disk(LOCK):
                if sys.platform == "win32":
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                else:
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _put(self, path: str, data: bytes, *, replace: bool = False) -> None:
        """Puts a file in place as a whole: a process that dies leaves the old state or the new one."""
        found = read_file(self._directory, path, at_most=MAX_BUNDLE_BYTES)
        if found == data:
            return
        if found is not None and not replace:
            raise LogRefused(
                "the disk holds other bytes than this log's",
                place=path,
                hint="two logs were written into one directory, or the disk is damaged: verify it, begin elsewhere",
            )
        file = self._directory / path
        unfinished = file.with_name(f"{file.name}.unfinished")
        with _disk(path):
            self._on_step(f"make directory of {path}")
            file.parent.mkdir(parents=True, exist_ok=True)
            self._on_step(f"write {path}")
            with unfinished.open("wb") as opened:
                opened.write(data)
                opened.flush()
                self._on_step(f"sync {path}")
                os.fsync(opened.fileno())
            self._on_step(f"rename {path}")
            unfinished.replace(file)
        self._touched.update(parent for parent in file.parents if parent.is_relative_to(self._directory))

    def _sync_directories(self) -> None:
        """Makes the names of new files as durable as their bytes; Windows has no such call for directories."""
        for directory in () if os.name == "nt" else sorted(self._touched):
            with _disk(directory.name):
                self._on_step(f"sync directory {directory.name}")
                descriptor = os.open(directory, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
        self._touched.clear()


@contextlib.contextmanager
def _disk(path: str) -> Iterator[None]:
    """Tells a disk that refuses in our own words."""
    try:
        yield
    except OSError:
        raise LogRefused("the disk cannot be written", place=path, hint="check space and permissions") from None


def _published(directory: Path, *, key: VerifierKey, origin: str) -> Checkpoint:
    """Returns the checkpoint that lies in ``directory``, or that of the empty log."""
    note = read_file(directory, CHECKPOINT, at_most=MAX_NOTE_BYTES)
    return Checkpoint(origin, 0, EMPTY_ROOT) if note is None else open_checkpoint(note, key=key, origin=origin)
