"""Reading a log that another program wrote, and one of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from repatria.log.checkpoint import open_checkpoint
from repatria.log.layout import LogBroken
from repatria.log.merkle import leaf_hash, tree_hash
from repatria.log.note import parse_key
from repatria.log.proofs import NoSuchProof, consistency_holds, inclusion_holds
from repatria.log.reader import NoSuchPlace, TileReader

MakeLog = Callable[..., Path]
Leaves = Callable[[int], list[bytes]]


@pytest.mark.reference
def test_every_head_of_tesseras_log_is_read_and_proven(reference: Path) -> None:
    folder = reference / "vectors/tlog-tiles-log"
    info = json.loads((folder / "log-info.json").read_bytes())
    leaves = [leaf.encode() for leaf in info["leaves"]]
    directory, key = folder / "testdata/log", parse_key(info["vkey"])
    heads = [open_checkpoint((directory / f"checkpoint.{size}").read_bytes(), key=key) for size in range(16)]
    readers = [TileReader(directory, size=head.size) for head in heads]
    assert [reader.range().root() for reader in readers] == [head.root for head in heads]
    assert [[reader.leaf(index) for index in range(reader.size)] for reader in readers] == [
        leaves[:size] for size in range(16)
    ]
    for old, new in combinations(range(1, 16), 2):
        proof = readers[new].prove_consistency(old)
        roots = {"old_root": heads[old].root, "new_root": heads[new].root}
        assert consistency_holds(old_size=old, new_size=new, proof=proof, **roots)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 1030])
def test_proofs_are_made_from_tiles(size: int, make_log: MakeLog, leaves: Leaves) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves(size)]
    reader = TileReader(make_log(leaves(size)), size=size)
    root = tree_hash(hashes)
    assert reader.subtree(0, size) == root
    for index in {0, size // 2, size - 1}:
        proof = reader.prove_inclusion(index)
        assert inclusion_holds(index=index, size=size, leaf=hashes[index], root=root, proof=proof)
        roots = {"old_root": tree_hash(hashes[: index + 1]), "new_root": root}
        proof = reader.prove_consistency(index + 1)
        assert consistency_holds(old_size=index + 1, new_size=size, proof=proof, **roots)


def test_a_full_tile_stands_in_for_a_partial_one(make_log: MakeLog, leaves: Leaves) -> None:
    """As tlog-tiles lets a log delete partial tiles that have filled."""
    directory = make_log(leaves(300), publish_at=[200])
    assert not (directory / "tile/0/000.p").exists()
    reader = TileReader(directory, size=200)
    assert reader.entries(0) == tuple(leaves(200))
    assert reader.range().root() == tree_hash([leaf_hash(leaf) for leaf in leaves(200)])


def test_a_partial_bundle_with_more_leaves_than_its_name_says_is_refused(make_log: MakeLog, leaves: Leaves) -> None:
    directory = make_log(leaves(300))
    (directory / "tile/entries/001.p/44").write_bytes((directory / "tile/entries/000").read_bytes())
    with pytest.raises(LogBroken) as broken:
        TileReader(directory, size=300).entries(1)
    assert (broken.value.code, broken.value.place, broken.value.index) == ("wrong-size", "tile/entries/001.p/44", 256)


@pytest.mark.parametrize("index", [-1, 2, 10**30])
def test_a_bundle_outside_the_log_is_refused(index: int, make_log: MakeLog, leaves: Leaves) -> None:
    with pytest.raises(NoSuchPlace):
        TileReader(make_log(leaves(300)), size=300).entries(index)


@pytest.mark.parametrize("index", [-1, 300, 511])
def test_a_leaf_outside_the_log_is_refused(index: int, make_log: MakeLog, leaves: Leaves) -> None:
    reader = TileReader(make_log(leaves(300)), size=300)
    with pytest.raises(NoSuchPlace):
        reader.leaf(index)
    with pytest.raises(NoSuchProof):
        reader.prove_inclusion(index)
