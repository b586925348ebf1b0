"""Commitments: one form, opened by exactly what was committed to."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from repatria.log.commitment import Commitment, CommitmentMalformed, Opening, commit, opens, parse_commitment

SALT = bytes(range(32))
PAYLOAD = b'{"act":"invented"}'
LEAF = commit(kind="ListReceived", sequence=7, payload=PAYLOAD, salt=SALT)


def test_a_leaf_is_one_line_that_others_can_compute() -> None:
    mac = hmac.new(SALT, PAYLOAD, hashlib.sha256).hexdigest()
    assert f"repatria-commitment/1 7 ListReceived {mac}\n".encode() == LEAF
    assert mac == "241a393d97c2e3413babbefd60e09ed555122a72218aafdcdba2cd8ab4992b92"


def test_a_leaf_is_read_back() -> None:
    said = parse_commitment(LEAF)
    assert (said.sequence, said.kind, said.leaf()) == (7, "ListReceived", LEAF)
    assert said == Commitment(7, "ListReceived", hmac.digest(SALT, PAYLOAD, "sha256"))


@pytest.mark.parametrize(
    ("sequence", "opening", "expected"),
    [
        (7, Opening("ListReceived", PAYLOAD, SALT), True),
        (8, Opening("ListReceived", PAYLOAD, SALT), False),
        (7, Opening("MatchJudged", PAYLOAD, SALT), False),
        (7, Opening("ListReceived", PAYLOAD + b" ", SALT), False),
        (7, Opening("ListReceived", PAYLOAD, bytes(32)), False),
        (7, Opening("ListReceived", PAYLOAD, SALT + b"\0"), False),
        (7, Opening("ListReceived", None, SALT), True),
        (7, Opening("ListReceived", PAYLOAD, None), True),
        (7, Opening("ListReceived", None, None), True),
        (8, Opening("ListReceived", None, None), False),
        (7, Opening("MatchJudged", None, None), False),
    ],
)
def test_it_opens_for_what_was_committed_to_only(sequence: int, opening: Opening, *, expected: bool) -> None:
    assert opens(LEAF, sequence=sequence, opening=opening) is expected


def test_a_leaf_that_is_no_commitment_opens_for_nothing() -> None:
    assert opens(b"leaf-7", sequence=7, opening=Opening("ListReceived", None, None)) is False


@pytest.mark.parametrize(
    ("kind", "sequence", "salt"),
    [
        ("", 0, SALT),
        ("two words", 0, SALT),
        ("7th", 0, SALT),
        ("x" * 65, 0, SALT),
        ("kind\n", 0, SALT),
        ("act", -1, SALT),
        ("act", 2**63, SALT),
        ("act", 0, SALT[:31]),
        ("act", 0, SALT + b"\0"),
        ("act", 0, b""),
    ],
)
def test_what_the_form_cannot_hold_is_refused(kind: str, sequence: int, salt: bytes) -> None:
    with pytest.raises(CommitmentMalformed) as refused:
        commit(kind=kind, sequence=sequence, payload=PAYLOAD, salt=salt)
    assert refused.value.message == "an act cannot be committed to"


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        LEAF[:-1],
        LEAF + b"\n",
        LEAF.replace(b"/1", b"/2"),
        LEAF.replace(b" 7 ", b" 07 "),
        LEAF.replace(b" 7 ", b" -7 "),
        LEAF.replace(b" 7 ", b"  7 "),
        LEAF.replace(b"ListReceived", b"List Received"),
        LEAF[:-65] + LEAF[-65:].upper(),
        LEAF[:-2] + b"\n",
    ],
)
def test_a_leaf_has_one_form_only(leaf: bytes) -> None:
    with pytest.raises(CommitmentMalformed):
        parse_commitment(leaf)


def test_an_opening_prints_its_kind_only() -> None:
    assert repr(Opening("ListReceived", PAYLOAD, SALT)) == "Opening(kind='ListReceived')"
    assert Opening("ListReceived", PAYLOAD, None).is_erased
