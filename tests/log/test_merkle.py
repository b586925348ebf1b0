"""Hashes and growing trees, against the RFC, Go's roots, and the definition."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from repatria.log.merkle import (
    EMPTY_ROOT,
    CompactRange,
    NotAHash,
    leaf_hash,
    leaves_under,
    node_hash,
    peaks,
    split_at,
    tree_hash,
)

Leaves = Callable[[int], list[bytes]]


def test_hashes_carry_the_prefixes_of_rfc_6962() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert node_hash(b"a" * 32, b"b" * 32) == hashlib.sha256(b"\x01" + b"a" * 32 + b"b" * 32).digest()


def test_a_tree_is_split_at_the_largest_power_of_two_below_its_size() -> None:
    assert [split_at(size) for size in (2, 3, 4, 5, 8, 9, 2**40, 2**40 + 1)] == [1, 2, 2, 4, 4, 8, 2**39, 2**40]


def test_roots_of_1099_sizes_are_those_of_go(go_vectors: dict[str, Any], leaves: Leaves) -> None:
    tree, roots = CompactRange(), []
    for leaf in leaves(len(go_vectors["roots_by_size"]) - 1):
        tree.append(leaf_hash(leaf))
        roots.append(base64.b64encode(tree.root()).decode())
    assert (
        roots == go_vectors["roots_by_size"][1:]
    )  # not size 0: Go's is 32 zero bytes, RFC 6962 wants SHA-256 of nothing


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 700])
def test_a_growing_tree_is_the_tree_of_the_definition(size: int, leaves: Leaves) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves(size)]
    tree = CompactRange()
    for hashed in hashes:
        tree.append(hashed)
    assert (tree.size, tree.root()) == (size, tree_hash(hashes))


def test_tiles_fill_every_256_hashes_on_each_level() -> None:
    tree = CompactRange([[b"x" * 32] * 255, [b"y" * 32] * 255, [b"z" * 32] * 3])
    assert tree.size == 4 * 65536 - 1
    low, high = tree.append(b"x" * 32)
    assert (low.level, low.index, low.data) == (0, 1023, b"x" * 8192)
    assert (high.level, high.index, high.hashes) == (1, 3, (*[b"y" * 32] * 255, tree_hash([b"x" * 32] * 256)))
    assert [(tile.level, tile.index, len(tile.hashes)) for tile in tree.partial_tiles()] == [(2, 0, 4)]


def test_partial_tiles_of_70000_leaves_are_those_of_the_specification() -> None:
    tree = CompactRange([[b"x" * 32] * 112, [b"y" * 32] * 17, [b"z" * 32]])
    assert (tree.size, leaves_under(2)) == (70_000, 65_536)
    assert [(tile.level, tile.index, len(tile.hashes)) for tile in tree.partial_tiles()] == [
        (0, 273, 112),
        (1, 1, 17),
        (2, 0, 1),
    ]


def test_peaks_are_the_perfect_subtrees_from_the_left() -> None:
    hashes = [bytes([n]) * 32 for n in range(7)]
    assert peaks(hashes) == [tree_hash(hashes[:4]), tree_hash(hashes[4:6]), hashes[6]]
    assert peaks([]) == []


@pytest.mark.parametrize("edge", [[[b"short"]], [[b"x" * 32] * 256]])
def test_an_edge_that_is_none_is_refused(edge: list[list[bytes]]) -> None:
    with pytest.raises(NotAHash) as refused:
        CompactRange(edge)
    assert refused.value.message == "the edge of a tree holds something else than partial tiles of 32-byte hashes"


def test_a_leaf_that_is_not_hashed_is_refused_and_changes_nothing() -> None:
    tree = CompactRange()
    with pytest.raises(NotAHash) as refused:
        tree.append(b"leaf")
    assert (refused.value.message, tree.size) == ("a leaf's hash has 32 bytes, not 4", 0)
