"""Signed notes: the specification's example, Go's verdicts, and what this library decides for itself."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from repatria.log.note import (
    NoteMalformed,
    NoteRefused,
    Signer,
    VerifierKey,
    add_signature,
    decode_base64,
    is_key_name,
    open_note,
    parse_key,
    parse_signer,
    read_note,
    sign_note,
)

TEXT = "Convoy 7 is complete.\n"
NORTH = Signer("north.example/witness", b"n" * 32)
SOUTH = Signer("south.example/witness", b"s" * 32)


def verdict(case: dict[str, Any]) -> dict[str, Any]:
    """Returns our verdict on a vector in the words in which Go's stands there."""
    try:
        note = open_note(base64.b64decode(case["note_b64"]), keys=map(parse_key, case["vkeys"]))
    except (NoteMalformed, NoteRefused):
        return {"go_accepts": False}
    return {"go_accepts": True, "verified": len(note.signed_by), "unverified": len(note.unverified)}


def test_the_example_of_the_specification_opens(note_example: dict[str, str]) -> None:
    note = open_note(note_example["note"].encode(), keys=[parse_key(note_example["vkey"])])
    assert note.text == "This is an example message.\n"
    assert [str(key) for key in note.signed_by] == [note_example["vkey"]]


def test_verdicts_on_thirteen_notes_are_those_of_go(go_vectors: dict[str, Any]) -> None:
    told = ("go_accepts", "verified", "unverified")
    gos = {case["name"]: {word: case[word] for word in told if word in case} for case in go_vectors["notes"]}
    assert {case["name"]: verdict(case) for case in go_vectors["notes"]} == gos
    assert len(gos) == 13


def test_a_note_is_signed_and_opened() -> None:
    note = sign_note(text=TEXT, signers=[NORTH, SOUTH])
    opened = open_note(note, keys=[SOUTH.key, NORTH.key])
    assert (opened.text, opened.signed_by, opened.unverified) == (TEXT, (NORTH.key, SOUTH.key), ())
    assert note == (TEXT + "\n" + str(NORTH.sign(TEXT)) + str(SOUTH.sign(TEXT))).encode()


def test_a_signature_by_an_unknown_key_is_kept_and_otherwise_ignored() -> None:
    opened = open_note(sign_note(text=TEXT, signers=[NORTH, SOUTH]), keys=[SOUTH.key])
    assert (opened.signed_by, opened.unverified) == ((SOUTH.key,), (NORTH.sign(TEXT),))


def test_a_key_that_shares_only_the_name_is_unknown() -> None:
    other = Signer(NORTH.name, b"o" * 32)
    opened = open_note(sign_note(text=TEXT, signers=[NORTH, other]), keys=[NORTH.key])
    assert (opened.signed_by, opened.unverified) == ((NORTH.key,), (other.sign(TEXT),))


def test_a_signature_line_twice_counts_once() -> None:
    line = str(NORTH.sign(TEXT))
    assert open_note((TEXT + "\n" + line * 2).encode(), keys=[NORTH.key]).signed_by == (NORTH.key,)


def test_a_bad_signature_of_a_known_key_refuses_the_note_beside_a_good_one() -> None:
    bad = str(NORTH.sign("Another text.\n"))
    with pytest.raises(NoteRefused) as refused:
        open_note(sign_note(text=TEXT, signers=[NORTH]) + bad.encode(), keys=[NORTH.key])
    assert refused.value.message == "a signature does not verify"


def test_no_known_signer_is_refused() -> None:
    with pytest.raises(NoteRefused) as refused:
        open_note(sign_note(text=TEXT, signers=[NORTH]), keys=[SOUTH.key])
    assert refused.value.message == "no known key signed this"


@pytest.mark.parametrize(("count", "opens"), [(16, True), (100, True), (101, False)])
def test_up_to_a_hundred_signatures_are_read(count: int, *, opens: bool) -> None:
    note = (TEXT + "\n" + str(NORTH.sign(TEXT)) * count).encode()
    if opens:
        assert open_note(note, keys=[NORTH.key]).signed_by == (NORTH.key,)
        return
    with pytest.raises(NoteMalformed) as refused:
        read_note(note)
    assert refused.value.message == "a note with more than 100 signatures"


def test_a_note_of_more_than_a_million_bytes_is_refused() -> None:
    line = str(NORTH.sign(TEXT))
    fits = "x" * (1_000_000 - len(line.encode()) - 2) + "\n\n" + line
    assert len(read_note(fits.encode())[1]) == 1
    with pytest.raises(NoteMalformed) as refused:
        read_note(("x" + fits).encode())
    assert refused.value.message == "a note of more than 1000000 bytes"


LINE = str(NORTH.sign(TEXT))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        TEXT,
        TEXT + "\n",
        TEXT + LINE,
        (TEXT + "\n" + LINE)[:-1],
        (TEXT + "\n" + LINE).replace("\n", "\r\n"),
        TEXT + "\n" + LINE + "x\n",
        TEXT + "\n" + LINE.replace("— ", "- "),
        TEXT + "\n" + LINE.replace("— ", "—  "),
        TEXT + "\n" + LINE.replace(" ", "\u00a0"),
        TEXT + "\n" + LINE.replace("example", "ex+ample"),
        TEXT + "\n" + LINE[:-1] + " \n",
        TEXT + "\n— north.example AAAAAA==\n",
        TEXT + "\n— north.example AAAAAAA\n",
        TEXT + "\n— north.example !!!!!!!!\n",
        "tab\there\n\n" + LINE,
        "nul\x00here\n\n" + LINE,
    ],
)
def test_what_has_not_the_form_of_a_note_is_refused(note: str) -> None:
    with pytest.raises(NoteMalformed):
        open_note(note.encode(), keys=[NORTH.key])


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(NoteMalformed) as refused:
        read_note(b"\xff" + sign_note(text=TEXT, signers=[NORTH]))
    assert refused.value.message == "a note that is not UTF-8"


def test_the_text_may_hold_empty_lines_and_what_looks_like_a_signature() -> None:
    text = f"One.\n\n{LINE}\nTwo.\n"
    assert open_note(sign_note(text=text, signers=[SOUTH]), keys=[SOUTH.key]).text == text


@pytest.mark.parametrize("text", ["no newline", "", "tab\t\n", "cr\r\n", "half a character \ud800\n"])
def test_a_text_that_cannot_be_signed_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        sign_note(text=text, signers=[NORTH])


def test_a_note_without_signer_is_refused() -> None:
    with pytest.raises(NoteMalformed):
        sign_note(text=TEXT, signers=[])


def test_a_signature_is_added_once_and_the_others_stay() -> None:
    first = sign_note(text=TEXT, signers=[NORTH])
    both = add_signature(first, signer=SOUTH)
    assert both == sign_note(text=TEXT, signers=[NORTH, SOUTH])
    assert add_signature(both, signer=SOUTH) == both


def test_base64_must_be_canonical() -> None:
    assert decode_base64("AAE=") == b"\x00\x01"
    assert [decode_base64(text) for text in ("AAF=", "AAE", "AA-_", "AA E=", "AAE=AAE=", "ÄÄÄÄ")] == [None] * 6


def test_keys_are_written_and_read_back() -> None:
    assert parse_key(str(NORTH.key)) == NORTH.key
    assert parse_key(f" {NORTH.key}\n") == NORTH.key
    assert parse_signer(NORTH.secret_text()) == NORTH


def test_rfc_8032_first_test_vector() -> None:
    """RFC 8032 section 7.1, TEST 1: seed and public key."""
    signer = Signer("x", bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert signer.key.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def damage_key(damage: Callable[[str], str]) -> str:
    return damage(str(NORTH.key))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a verifier key"),
        ("north.example", "not a verifier key"),
        (damage_key(lambda key: key.replace("north", "south")), "the id of a verifier key does not belong to the key"),
        (damage_key(lambda key: key[:-4]), "not an Ed25519 key of signature type 1"),
        (damage_key(lambda key: key.replace("+A", "+B", 1)), "not an Ed25519 key of signature type 1"),
        (damage_key(lambda key: key.replace(".", " ", 1)), "not a verifier key"),
    ],
)
def test_a_damaged_verifier_key_is_refused(text: str, message: str) -> None:
    with pytest.raises(NoteMalformed) as refused:
        parse_key(text)
    assert refused.value.message == message


@pytest.mark.parametrize("text", ["", str(NORTH.key), NORTH.secret_text().replace("north", "south")])
def test_a_damaged_private_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(NoteMalformed) as refused:
        parse_signer(text)
    assert base64.b64encode(b"\x01" + NORTH.seed).decode() not in str(refused.value)


def test_a_seed_is_never_printed() -> None:
    assert repr(NORTH) == "Signer(name='north.example/witness')"


@pytest.mark.parametrize(("name", "seed"), [("", b"x" * 32), ("a b", b"x" * 32), ("a+b", b"x" * 32), ("a", b"x" * 31)])
def test_a_signer_that_is_none_is_refused(name: str, seed: bytes) -> None:
    with pytest.raises(NoteMalformed):
        Signer(name, seed)


def test_two_keys_under_one_name_and_id_are_refused() -> None:
    class SameId(VerifierKey):
        __slots__ = ()
        key_id = b"same"

    twins = [SameId("x.example", bytes([n]) * 32) for n in (1, 2)]
    with pytest.raises(NoteMalformed) as refused:
        open_note(sign_note(text=TEXT, signers=[NORTH]), keys=twins)
    assert refused.value.message == "two different keys share name and id"


def test_what_can_name_a_key() -> None:
    names = [
        "desk.example/log",
        "Ж",
        "a\u200bb",
        "",
        " ",
        "a b",
        "a+b",
        "a\u00a0b",
        "a\u2003",
        "a\n",
        "\x1fa",
        "\ud800",
    ]
    assert [is_key_name(name) for name in names] == [True] * 3 + [False] * 9


def test_a_signature_that_is_not_64_bytes_or_a_key_off_the_curve_never_verifies() -> None:
    assert not NORTH.key.verifies(b"", TEXT)
    assert not NORTH.key.verifies(b"x" * 63, TEXT)
    assert not VerifierKey("x", b"\xff" * 32).verifies(NORTH.sign(TEXT).value, TEXT)
