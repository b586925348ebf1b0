"""Proofs against the vectors of two other implementations, and their edges."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repatria.log.merkle import EMPTY_ROOT, leaf_hash, tree_hash
from repatria.log.proofs import (
    NoSuchProof,
    consistency_holds,
    inclusion_holds,
    is_subtree,
    over,
    prove_consistency,
    prove_inclusion,
    subtree_consistency_holds,
    subtree_inclusion_holds,
)

Case = dict[str, Any]


def raw(text: str) -> bytes:
    return base64.b64decode(text)


def proof_of(case: Case) -> tuple[bytes, ...]:
    return tuple(map(raw, case["proof"] or ()))


CHECKS: dict[str, Callable[[Case], bool]] = {
    "inclusion": lambda c: inclusion_holds(
        index=c["leafIdx"], size=c["treeSize"], leaf=raw(c["leafHash"]), root=raw(c["root"]), proof=proof_of(c)
    ),
    "consistency": lambda c: consistency_holds(
        old_size=c["size1"],
        new_size=c["size2"],
        old_root=raw(c["root1"]),
        new_root=raw(c["root2"]),
        proof=proof_of(c),
    ),
    "subtreeinclusion": lambda c: subtree_inclusion_holds(
        index=c["leafIdx"],
        start=c["start"],
        end=c["end"],
        leaf=raw(c["leafHash"]),
        root=raw(c["root"]),
        proof=proof_of(c),
    ),
    "subtreeconsistency": lambda c: subtree_consistency_holds(
        start=c["start"],
        end=c["end"],
        size=c["size"],
        subtree_root=raw(c["root1"]),
        root=raw(c["root2"]),
        proof=proof_of(c),
    ),
}


@pytest.mark.reference
@pytest.mark.parametrize(
    ("kind", "cases", "refused"),
    [
        ("inclusion", 98, 92),
        ("consistency", 98, 92),
        ("subtreeinclusion", 204, 192),
        ("subtreeconsistency", 118, 106),
    ],
)
def test_every_vector_of_transparency_dev(reference: Path, kind: str, cases: int, refused: int) -> None:
    folder = reference / "vectors/rfc6962-proofs/testdata" / kind
    found = {path.relative_to(folder).as_posix(): json.loads(path.read_bytes()) for path in folder.rglob("*.json")}
    verdicts = {name: CHECKS[kind](case) for name, case in found.items()}
    assert verdicts == {name: not case["wantErr"] for name, case in found.items()}
    assert (len(found), sum(not verdict for verdict in verdicts.values())) == (cases, refused)


def test_inclusion_proofs_are_those_of_go(go_vectors: dict[str, Any]) -> None:
    roots = go_vectors["roots_by_size"]
    hashes = [leaf_hash(b"leaf-%d" % index) for index in range(len(roots))]
    cases = go_vectors["inclusion"]
    made = [prove_inclusion(index=c["index"], size=c["size"], subtree=over(hashes)) for c in cases]
    assert made == [proof_of(c) for c in cases]
    assert [
        inclusion_holds(
            index=c["index"], size=c["size"], leaf=hashes[c["index"]], root=raw(roots[c["size"]]), proof=proof_of(c)
        )
        for c in cases
    ] == [True] * 124


def test_consistency_proofs_are_those_of_go(go_vectors: dict[str, Any]) -> None:
    roots = go_vectors["roots_by_size"]
    hashes = [leaf_hash(b"leaf-%d" % index) for index in range(len(roots))]
    cases = go_vectors["consistency"]
    made = [prove_consistency(old_size=c["old"], new_size=c["new"], subtree=over(hashes)) for c in cases]
    assert made == [proof_of(c) for c in cases]
    assert [
        consistency_holds(
            old_size=c["old"],
            new_size=c["new"],
            old_root=raw(roots[c["old"]]),
            new_root=raw(roots[c["new"]]),
            proof=proof_of(c),
        )
        for c in cases
    ] == [True] * 121


def test_a_hash_of_another_length_never_verifies() -> None:
    """The trap of the RFC's wording: with nothing to hash, a "hash" of any length would equal itself."""
    short = b"short"
    assert not inclusion_holds(index=0, size=1, leaf=short, root=short, proof=())
    assert not consistency_holds(old_size=1, new_size=2, old_root=short, new_root=short, proof=(short,))
    left, right = leaf_hash(b"a"), b"x" * 31
    root = tree_hash([left, right])
    assert not inclusion_holds(index=0, size=2, leaf=left, root=root, proof=(right,))


def test_equal_sizes_are_compared_root_by_root_and_take_no_proof() -> None:
    one, other = b"x" * 32, b"y" * 32
    assert consistency_holds(old_size=9, new_size=9, old_root=one, new_root=one, proof=())
    assert not consistency_holds(old_size=9, new_size=9, old_root=one, new_root=other, proof=())
    assert not consistency_holds(old_size=9, new_size=9, old_root=one, new_root=one, proof=(one,))


def test_nothing_is_proven_about_the_empty_tree() -> None:
    assert not inclusion_holds(index=0, size=0, leaf=EMPTY_ROOT, root=EMPTY_ROOT, proof=())
    assert not consistency_holds(old_size=0, new_size=0, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT, proof=())
    assert not consistency_holds(old_size=0, new_size=5, old_root=EMPTY_ROOT, new_root=b"x" * 32, proof=())


@pytest.mark.parametrize("size", [2**63, 2**4000])
def test_sizes_beyond_63_bits_never_verify(size: int) -> None:
    some = b"x" * 32
    assert not inclusion_holds(index=0, size=size, leaf=some, root=some, proof=(some,) * 63)
    assert not consistency_holds(old_size=1, new_size=size, old_root=some, new_root=some, proof=(some,) * 63)


def test_what_can_be_a_subtree() -> None:
    found = [(start, end) for start in range(5) for end in range(9) if is_subtree(start, end)]
    assert found == [
        *((0, end) for end in range(1, 9)),
        (1, 2),
        *((2, end) for end in (3, 4)),
        (3, 4),
        *((4, end) for end in (5, 6, 7, 8)),
    ]


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_proof_for_no_leaf_is_refused(index: int, size: int) -> None:
    with pytest.raises(NoSuchProof) as refused:
        prove_inclusion(index=index, size=size, subtree=over([]))
    assert refused.value.message == f"no leaf {index} in a tree of {size}"


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (0, 0), (-1, 2)])
def test_a_proof_from_no_size_is_refused(old: int, new: int) -> None:
    with pytest.raises(NoSuchProof) as refused:
        prove_consistency(old_size=old, new_size=new, subtree=over([]))
    assert refused.value.message == f"no proof from size {old} to {new}"
