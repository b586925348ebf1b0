"""Reading a log's directory: leaves, tiles, and the proofs that can be made from them."""

from __future__ import annotations

from pathlib import Path

from repatria.errors import RepatriaError
from repatria.log.layout import MAX_BUNDLE_BYTES, LogBroken, Place, read_file, unpack_entries, unpack_hashes
from repatria.log.merkle import HASH_BYTES, TILE_WIDTH, CompactRange, leaves_under, node_hash, tree_hash
from repatria.log.proofs import prove_consistency, prove_inclusion


class NoSuchPlace(RepatriaError):
    """A caller asked for a leaf or tile beyond the size of the log."""


class TileReader:
    """Reads a directory as the log of a given size; what it returns is only as true as the checkpoint it is held against.

    Attributes:
        size: Number of leaves that are looked at; files beyond them are not.
    """

    def __init__(self, directory: Path, *, size: int) -> None:
        """Reads ``directory`` up to ``size`` leaves; nothing is opened yet."""
        self._directory = directory
        self.size = size

    def hashes(self, level: int, index: int) -> tuple[bytes, ...]:
        """Returns the hashes of a tile as far as the size reaches.

        Raises:
            LogBroken: The tile is missing, unreadable, or not of its size.
        """
        wanted = self._place(level, index)
        place, data = self._read(wanted, width_bytes=HASH_BYTES)
        if len(data) != place.width * HASH_BYTES:
            raise self._damaged(place, "a tile is cut off")
        return unpack_hashes(data)[: wanted.width]

    def entries(self, index: int) -> tuple[bytes, ...]:
        """Returns the leaves of a bundle as far as the size reaches.

        Raises:
            LogBroken: The bundle is missing, unreadable, cut off, or holds another number of leaves.
        """
        wanted = self._place(None, index)
        place, data = self._read(wanted, width_bytes=MAX_BUNDLE_BYTES // TILE_WIDTH)
        found = unpack_entries(data)
        if found is None or len(found) != place.width:
            raise self._damaged(place, "a bundle is cut off or holds another number of leaves")
        return found[: wanted.width]

    def leaf(self, index: int) -> bytes:
        """Returns leaf ``index``.

        Raises:
            NoSuchPlace: ``index`` is not below the size, or negative.
            LogBroken: As `entries`.
        """
        if not 0 <= index < self.size:
            raise NoSuchPlace(f"no leaf {index} in a log of {self.size}")
        return self.entries(index // TILE_WIDTH)[index % TILE_WIDTH]

    def subtree(self, start: int, end: int) -> bytes:
        """Returns the hash over the leaves ``[start, end)``, read from the tiles; ``[start, end)`` is a subtree."""
        parts: list[bytes] = []
        while start < end:
            height = (end - start).bit_length() - 1
            parts.append(self._perfect(start, height))
            start += 1 << height
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root

    def prove_inclusion(self, index: int) -> tuple[bytes, ...]:
        """Returns the inclusion proof of leaf ``index`` at the reader's size."""
        return prove_inclusion(index=index, size=self.size, subtree=self.subtree)

    def prove_consistency(self, old_size: int) -> tuple[bytes, ...]:
        """Returns the proof that the log of the reader's size continues that of ``old_size``."""
        return prove_consistency(old_size=old_size, new_size=self.size, subtree=self.subtree)

    def range(self) -> CompactRange:
        """Returns the tree's right edge, from which it can be continued."""
        edge: list[tuple[bytes, ...]] = []
        while hashes := self.size // leaves_under(len(edge)):
            width = hashes % TILE_WIDTH
            edge.append(self.hashes(len(edge), hashes // TILE_WIDTH) if width else ())
        return CompactRange(edge)

    def _perfect(self, start: int, height: int) -> bytes:
        """Returns the hash over 2**height leaves from ``start``, a multiple of 2**height."""
        level, inner = divmod(height, 8)
        index, first = divmod(start // leaves_under(level), TILE_WIDTH)
        return tree_hash(self.hashes(level, index)[first : first + (1 << inner)])

    def _place(self, level: int | None, index: int) -> Place:
        hashes = self.size // leaves_under(level or 0) - index * TILE_WIDTH
        if hashes <= 0 or index < 0:
            raise NoSuchPlace(f"nothing lies at {Place(level, index)} in a log of {self.size}")
        return Place(level, index, min(hashes, TILE_WIDTH))

    def _read(self, wanted: Place, *, width_bytes: int) -> tuple[Place, bytes]:
        """Returns a partial tile or bundle, or the full one where it has taken its place (tlog-tiles, Partial Tiles)."""
        for place in dict.fromkeys((wanted, wanted.full)):
            data = read_file(self._directory, str(place), at_most=place.width * width_bytes)
            if data is not None:
                return place, data
        raise LogBroken(
            "missing",
            code="missing",
            place=str(wanted),
            hint="fetch the directory again; a log without it proves nothing",
            index=wanted.first,
        )

    @staticmethod
    def _damaged(place: Place, message: str) -> LogBroken:
        return LogBroken(
            message,
            code="wrong-size",
            place=str(place),
            hint="fetch the directory again from the desk",
            index=place.first,
        )
