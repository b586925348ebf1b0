"""A signature handed in as a line is taken only over the text that was signed, by a key that may sign."""

from __future__ import annotations

import pytest

from repatria.log.elsewhere import SignedElsewhere, signed_elsewhere
from repatria.log.note import NoteMalformed, NoteRefused, Signer, parse_signer

TEXT = "repatria/terms/1\nreturn-2031\nsha256:00\n"
NORTH = Signer("north", b"n" * 32)
OTHER = Signer("north", b"o" * 32)
LINE = str(NORTH.sign(TEXT))


def test_a_line_signs_as_the_key_itself_does() -> None:
    handed = signed_elsewhere(LINE, text=TEXT, keys=[OTHER.key, NORTH.key])
    assert (handed.key, handed.sign(TEXT), str(handed)) == (NORTH.key, NORTH.sign(TEXT), LINE.strip())


@pytest.mark.parametrize(
    "pasted",
    [
        f"  {LINE}\n\n",
        LINE.replace("—", "-"),
        LINE.replace("— ", "--  "),
        LINE.replace("—", "–").replace("\n", "\r\n"),
        f"{TEXT}\n{LINE}",
    ],
)
def test_what_terminals_and_mail_do_around_it_changes_nothing(pasted: str) -> None:
    assert signed_elsewhere(pasted, text=TEXT, keys=[NORTH.key]).sign(TEXT) == NORTH.sign(TEXT)


@pytest.mark.parametrize("pasted", ["", "x", TEXT, LINE + LINE, "— north AAAA", "— north " + "A" * 5_000, LINE[:-3]])
def test_what_is_no_line_is_refused(pasted: str) -> None:
    with pytest.raises(NoteMalformed) as wrong:
        signed_elsewhere(pasted, text=TEXT, keys=[NORTH.key])
    assert wrong.value.message == "not a signature line"


def test_a_private_key_is_told_to_be_one_and_not_shown() -> None:
    secret = NORTH.secret_text()
    with pytest.raises(NoteMalformed) as wrong:
        signed_elsewhere(secret, text=TEXT, keys=[NORTH.key])
    assert wrong.value.message == "this is a private key, not a signature"
    assert parse_signer(secret) == NORTH
    assert secret[-20:] not in str(wrong.value)


def test_a_key_that_may_not_sign_is_refused() -> None:
    with pytest.raises(NoteRefused) as wrong:
        signed_elsewhere(LINE, text=TEXT, keys=[OTHER.key])
    assert wrong.value.message == "the signature is by a key that is not registered"


def test_another_text_is_refused_when_it_is_read_and_when_it_signs() -> None:
    with pytest.raises(NoteRefused) as wrong:
        signed_elsewhere(LINE, text=TEXT + "x\n", keys=[NORTH.key])
    assert wrong.value.message == "the signature is not under this text"
    with pytest.raises(NoteRefused):
        SignedElsewhere(NORTH.key, NORTH.sign(TEXT)).sign("repatria/terms/1\nother\n")
