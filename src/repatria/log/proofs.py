"""Proofs over a tree: that a leaf is in it (inclusion) and that it only grew (consistency), made and checked.

Making needs `SubtreeHash`, a function that returns the hash of the leaves ``[start, end)``: over a list of leaf hashes,
or over the tiles of a log. Checking needs numbers and hashes alone and answers yes or no; it never raises on outside data.

Two traps of the RFC's own wording are closed here: a "hash" that is not 32 bytes long, and the tree of size 0, which has
no leaf to include and from which anything follows. Neither ever verifies, with one harmless exception that the vectors
of transparency-dev/merkle want: two equal sizes are consistent if their roots are equal byte for byte, whatever these are.
Sources: RFC 6962 sections 2.1.1-2.1.2, RFC 9162 section 2.1; subtrees: draft-ietf-plants-merkle-tree-certs section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from repatria.errors import RepatriaError
from repatria.log.merkle import EMPTY_ROOT, MAX_SIZE, is_hash, node_hash, split_at, tree_hash


class SubtreeHash(Protocol):
    """What making a proof needs: the RFC 6962 hashes over parts of one tree."""

    def __call__(self, start: int, end: int, /) -> bytes:
        """Returns the hash over ``[start, end)``."""


class NoSuchProof(RepatriaError):
    """A proof was asked for that cannot exist: an index or size outside the tree."""


def over(leaf_hashes: Sequence[bytes]) -> Callable[[int, int], bytes]:
    """Returns the subtree hashes of a tree given as all its leaf hashes."""
    return lambda start, end: tree_hash(leaf_hashes[start:end])


def prove_inclusion(*, index: int, size: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Returns the inclusion proof of leaf ``index`` in the tree of ``size`` leaves (RFC 6962 PATH).

    Raises:
        NoSuchProof: ``index`` is not below ``size``, or negative.
    """
    if not 0 <= index < size:
        raise NoSuchProof(f"no leaf {index} in a tree of {size}", hint="indexes count from 0 up to the size less one")
    return tuple(subtree(start, end) for start, end in _path(index, 0, size))


def prove_consistency(*, old_size: int, new_size: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Returns the proof that the tree of ``new_size`` leaves continues that of ``old_size`` (RFC 6962 PROOF).

    Raises:
        NoSuchProof: Not ``1 <= old_size <= new_size``; nothing is proven about the empty tree.
    """
    if not 1 <= old_size <= new_size:
        raise NoSuchProof(f"no proof from size {old_size} to {new_size}", hint="old sizes run from 1 to the new size")
    ranges = [part for part in _parts(0, old_size, 0, new_size) if part != (0, old_size)]
    return tuple(subtree(start, end) for start, end in ranges)


def inclusion_holds(*, index: int, size: int, leaf: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the leaf with hash ``leaf`` is number ``index`` of the ``size`` leaves under ``root``."""
    if not 0 <= index < size <= MAX_SIZE or not all(map(is_hash, (leaf, root, *proof))):
        return False
    path = _path(index, 0, size)
    if len(proof) != len(path):
        return False
    computed = leaf
    for (start, _), sibling in zip(path, proof, strict=True):
        computed = node_hash(sibling, computed) if start < index else node_hash(computed, sibling)
    return computed == root


def consistency_holds(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the tree with ``new_root`` starts with the ``old_size`` leaves under ``old_root``."""
    return old_size > 0 and subtree_consistency_holds(
        start=0, end=old_size, size=new_size, subtree_root=old_root, root=new_root, proof=proof
    )


def subtree_inclusion_holds(
    *, index: int, start: int, end: int, leaf: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that ``leaf`` is number ``index`` of the tree whose leaves ``[start, end)`` have ``root``."""
    if not is_subtree(start, end):
        return False
    return inclusion_holds(index=index - start, size=end - start, leaf=leaf, root=root, proof=proof)


def subtree_consistency_holds(
    *, start: int, end: int, size: int, subtree_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the leaves ``[start, end)`` of the tree under ``root`` have ``subtree_root``.

    With ``start`` 0 this is the consistency of two sizes. The empty subtree is part of every tree whatever its root: for
    it only the hash of nothing and no proof hold, as the reference vectors want, and nothing is learnt of ``root``.
    """
    if 0 <= start == end <= size:
        return subtree_root == EMPTY_ROOT and not proof
    if (start, end) == (0, size):
        return subtree_root == root and not proof and size <= MAX_SIZE
    if not (is_subtree(start, end) and end <= size <= MAX_SIZE) or not all(map(is_hash, (subtree_root, root, *proof))):
        return False
    parts = _parts(start, end, 0, size)
    hashes = (subtree_root, *proof) if parts[0] == (start, end) else tuple(proof)
    if len(hashes) != len(parts):
        return False
    given = dict(zip(parts, hashes, strict=True))
    return _join(given, start, end) == subtree_root and _join(given, 0, size) == root


def is_subtree(start: int, end: int) -> bool:
    """Whether ``[start, end)`` can be a subtree: not empty, and starting at a multiple of its size rounded up to 2**n."""
    return 0 <= start < end and start % (1 << (end - start - 1).bit_length()) == 0


def _path(index: int, start: int, end: int) -> list[tuple[int, int]]:
    """Returns the ranges of leaves whose hashes lead from leaf ``index`` to the root over ``[start, end)``, lowest first."""
    ranges = []
    while end - start > 1:
        k = start + split_at(end - start)
        if index < k:
            ranges.append((k, end))
            end = k
        else:
            ranges.append((start, k))
            start = k
    return ranges[::-1]


def _parts(first: int, last: int, start: int, end: int) -> list[tuple[int, int]]:
    """Returns the ranges from which both ``[first, last)`` and ``[start, end)`` around it can be hashed, lowest first.

    This is RFC 6962's SUBPROOF, with the one difference that ``[first, last)`` itself stands first where it is a node
    of the larger tree; a proof leaves it out, because whoever checks knows that hash.
    """
    if (first, last) == (start, end):
        return [(start, end)]
    k = start + split_at(end - start)
    if last <= k:
        return [*_parts(first, last, start, k), (k, end)]
    return [*_parts(max(first, k), last, k, end), (start, k)]


def _join(given: dict[tuple[int, int], bytes], start: int, end: int) -> bytes | None:
    """Returns the hash over ``[start, end)`` put together from given hashes of parts, or None where one is missing."""
    if (start, end) in given:
        return given[start, end]
    if end - start < 2:
        return None
    k = start + split_at(end - start)
    left, right = _join(given, start, k), _join(given, k, end)
    return node_hash(left, right) if left and right else None
