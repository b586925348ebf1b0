"""Checkpoints: the three lines, and whose they are."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from repatria.log.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from repatria.log.merkle import EMPTY_ROOT
from repatria.log.note import NoteMalformed, NoteRefused, Signer, add_signature, sign_note

ROOT = bytes(range(32))
ROOT_LINE = base64.b64encode(ROOT).decode()
HEAD = Checkpoint("desk.example/log", 1000, ROOT)
WITNESS = Signer("north.example/witness", b"w" * 32)


def test_a_checkpoint_is_three_lines() -> None:
    assert str(HEAD) == f"desk.example/log\n1000\n{ROOT_LINE}\n"
    assert parse_checkpoint(str(HEAD)) == HEAD


def test_extension_lines_are_kept() -> None:
    head = Checkpoint("desk.example/log", 3, ROOT, ("one", "two three"))
    assert parse_checkpoint(str(head)) == head


def test_gos_checkpoint_is_read_and_written_alike(go_vectors: dict[str, Any]) -> None:
    text = go_vectors["checkpoint_text"]
    assert str(parse_checkpoint(text)) == text
    assert parse_checkpoint(text).size == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        f"a\n1\n{ROOT_LINE}",
        f"\n1\n{ROOT_LINE}\n",
        f"a\n01\n{ROOT_LINE}\n",
        f"a\n-1\n{ROOT_LINE}\n",
        f"a\n+1\n{ROOT_LINE}\n",
        f"a\n1 \n{ROOT_LINE}\n",
        f"a\n\u0661\n{ROOT_LINE}\n",
        f"a\n{2**63}\n{ROOT_LINE}\n",
        f"a\n{'9' * 5000}\n{ROOT_LINE}\n",
        "a\n1\nAAAA\n",
        f"a\n1\n{ROOT_LINE[:-1]}\n",
        f"a\n1\n{ROOT_LINE}\n\n",
        f"a\n1\n{ROOT_LINE}\nx\n\n",
        f"a\n0\n{ROOT_LINE}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        parse_checkpoint(text)


def test_the_largest_size_is_63_bits() -> None:
    assert parse_checkpoint(f"a\n{2**63 - 1}\n{ROOT_LINE}\n").size == 2**63 - 1


@pytest.mark.parametrize(
    ("origin", "size", "root", "extensions"),
    [
        ("", 1, ROOT, ()),
        ("a\nb", 1, ROOT, ()),
        ("a", -1, ROOT, ()),
        ("a", 2**63, ROOT, ()),
        ("a", 1, ROOT[:-1], ()),
        ("a", 1, ROOT, ("",)),
        ("a", 0, ROOT, ()),
    ],
)
def test_no_checkpoint_is_made_of_wrong_parts(origin: str, size: int, root: bytes, extensions: tuple[str, ...]) -> None:
    with pytest.raises(NoteMalformed):
        Checkpoint(origin, size, root, extensions)


def test_a_signed_checkpoint_opens_for_its_key_also_beside_a_witness(signer: Signer) -> None:
    note = add_signature(sign_checkpoint(HEAD, signers=[signer]), signer=WITNESS)
    assert open_checkpoint(note, key=signer.key) == HEAD


def test_a_witness_alone_is_not_the_log(signer: Signer) -> None:
    with pytest.raises(NoteRefused) as refused:
        open_checkpoint(sign_checkpoint(HEAD, signers=[WITNESS]), key=signer.key)
    assert refused.value.message == "no known key signed this"


def test_a_checkpoint_of_another_log_under_the_same_key_is_refused(signer: Signer) -> None:
    note = sign_checkpoint(Checkpoint("desk.example/other", 0, EMPTY_ROOT), signers=[signer])
    with pytest.raises(NoteRefused) as refused:
        open_checkpoint(note, key=signer.key)
    assert refused.value.message == "a checkpoint of another log"
    assert open_checkpoint(note, key=signer.key, origin="desk.example/other").size == 0


def test_another_text_signed_by_the_log_is_no_checkpoint(signer: Signer) -> None:
    with pytest.raises(NoteMalformed):
        open_checkpoint(sign_note(text="hello\n", signers=[signer]), key=signer.key)
