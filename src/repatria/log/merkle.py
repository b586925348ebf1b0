"""Hash trees of RFC 6962: hashes of leaves, of nodes and of whole trees, and a tree that grows leaf by leaf.

`tree_hash` is the definition, word for word; `CompactRange` is the same tree kept as its right edge only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repatria.errors import RepatriaError

HASH_BYTES = 32
TILE_WIDTH = 256
"""Hashes in a full tile (C2SP tlog-tiles): a tile stands for eight levels of the tree."""

MAX_SIZE = 2**63 - 1
"""Largest tree that is spoken of, so that sizes fit into other programs' signed 64-bit numbers."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 section 2.1)."""


class NotAHash(RepatriaError):
    """A caller gave something else than the 32 bytes of a SHA-256 digest."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Neighbouring hashes of one level of tiles.

    Attributes:
        level: 0 for leaf hashes; a hash on level n stands for 256**n leaves.
        index: Which tile of its level, from 0.
        hashes: 1 to 256 hashes of 32 bytes; 256 make the tile full.
    """

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The tile as C2SP stores it: its hashes one after the other."""
        return b"".join(self.hashes)


def leaf_hash(leaf: bytes) -> bytes:
    """Returns the hash of a leaf, SHA-256(0x00 || leaf): 32 bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Returns the hash over two subtrees, SHA-256(0x01 || left || right): 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_hash(value: bytes) -> bool:
    """Whether ``value`` has the length of a SHA-256 digest."""
    return len(value) == HASH_BYTES


def leaves_under(level: int) -> int:
    """Returns the number of leaves that one hash of a tile on ``level`` stands for, 256**level."""
    return 1 << 8 * level


def split_at(size: int) -> int:
    """Returns the largest power of two smaller than ``size`` (RFC 6962's k); ``size`` is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def tree_hash(leaf_hashes: Sequence[bytes]) -> bytes:
    """Returns the root over hashes of leaves, by the definition of RFC 6962 section 2.1 (MTH).

    Linear in hashes, n log n in copied references; for a tree that grows use `CompactRange`.
    """
    match len(leaf_hashes):
        case 0:
            return EMPTY_ROOT
        case 1:
            return leaf_hashes[0]
        case size:
            k = split_at(size)
            return node_hash(tree_hash(leaf_hashes[:k]), tree_hash(leaf_hashes[k:]))


def peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Returns the roots of the perfect subtrees over ``hashes``, largest (leftmost) first."""
    found, start = [], 0
    for bit in reversed(range(len(hashes).bit_length())):
        if len(hashes) >> bit & 1:
            found.append(tree_hash(hashes[start : start + (1 << bit)]))
            start += 1 << bit
    return found


class CompactRange:
    """A tree that grows by one leaf at a time and keeps only its right edge.

    Invariant: for each level of tiles the hashes that no full tile holds yet, fewer than 256 each, so that
    ``size == sum(len(level) * 256**n)``. Memory grows with the logarithm of the size.
    """

    def __init__(self, edge: Iterable[Iterable[bytes]] = ()) -> None:
        """Starts empty, or from the edge of an existing tree: for each level, 0 first, the hashes of its partial tile.

        Raises:
            NotAHash: A hash is not 32 bytes, or a level holds a whole tile.
        """
        self._edge = [list(level) for level in edge]
        if not all(len(level) < TILE_WIDTH and all(map(is_hash, level)) for level in self._edge):
            raise NotAHash("the edge of a tree holds something else than partial tiles of 32-byte hashes")
        self._size = sum(len(level) * leaves_under(n) for n, level in enumerate(self._edge))

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    def append(self, leaf: bytes) -> tuple[Tile, ...]:
        """Adds the hash of the next leaf and returns the tiles that it fills, lowest level first (mostly none).

        Raises:
            NotAHash: ``leaf`` is not 32 bytes.
        """
        if not is_hash(leaf):
            raise NotAHash(f"a leaf's hash has {HASH_BYTES} bytes, not {len(leaf)}", hint="hash leaves by leaf_hash")
        self._size += 1
        filled: list[Tile] = []
        carried = leaf
        for level in range(len(self._edge) + 1):
            if level == len(self._edge):
                self._edge.append([])
            self._edge[level].append(carried)
            if len(self._edge[level]) < TILE_WIDTH:
                break
            index = self._size // leaves_under(level + 1) - 1
            filled.append(Tile(level, index, tuple(self._edge[level])))
            carried = tree_hash(self._edge[level])
            self._edge[level].clear()
        return tuple(filled)

    def partial_tiles(self) -> tuple[Tile, ...]:
        """Returns the partial tile of each level that has one, lowest level first."""
        return tuple(
            Tile(level, self._size // leaves_under(level + 1), tuple(hashes))
            for level, hashes in enumerate(self._edge)
            if hashes
        )

    def root(self) -> bytes:
        """Returns the root over all leaves so far; equals `tree_hash` of their hashes."""
        from_right = [peak for level in self._edge for peak in reversed(peaks(level))]
        if not from_right:
            return EMPTY_ROOT
        root = from_right[0]
        for peak in from_right[1:]:
            root = node_hash(peak, root)
        return root
