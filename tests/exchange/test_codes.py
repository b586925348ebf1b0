"""Short codes: the same everywhere, never two alike, and a slip of the ear is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.errors import InputNotUnderstood
from repatria.exchange.codes import DAMM, check_digit, qr_text, read_code, read_qr, short_codes, spaced
from repatria.people.refs import LineRef, ManifestId, Sha256

DIGEST = Sha256("ab" * 32)
LINES = [LineRef("north-3:14"), LineRef("north-3:2"), LineRef("south-1:7")]

GOLDEN = {LINES[1]: "5894521", LINES[0]: "3700068", LINES[2]: "5105892"}

codes = st.integers(100_000, 999_999).map(str).map(lambda digits: digits + check_digit(digits))


def test_codes_are_what_they_were() -> None:
    """Paper that was printed yesterday is read tomorrow."""
    assert short_codes(digest=DIGEST, lines=LINES) == GOLDEN


def test_a_code_depends_on_manifest_and_line_only() -> None:
    assert short_codes(digest=DIGEST, lines=reversed(LINES)) == short_codes(digest=DIGEST, lines=LINES)
    other = short_codes(digest=Sha256("cd" * 32), lines=LINES)
    assert not set(other.values()) & set(GOLDEN.values())


def test_no_two_of_a_large_manifest_have_one_code() -> None:
    """Of 3,000 numbers out of 900,000 five pairs are expected to meet by chance: they are moved apart."""
    lines = [LineRef(f"north-1:{n}") for n in range(1, 3001)]
    codes = short_codes(digest=DIGEST, lines=lines)
    assert len(set(codes.values())) == 3000
    assert {read_code(code) for code in codes.values()} == set(codes.values())


def test_the_table_is_totally_antisymmetric() -> None:
    """What makes the check digit hear every slip (Damm 2004, theorem 3): Latin, zeros on the diagonal, and no swap."""
    assert all(sorted(row) == list("0123456789") for row in DAMM)
    assert all(sorted(row[at] for row in DAMM) == list("0123456789") for at in range(10))
    assert [DAMM[at][at] for at in range(10)] == ["0"] * 10


@given(codes, st.integers(0, 6), st.integers(1, 9))
def test_one_digit_misheard_is_told(code: str, at: int, by: int) -> None:
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    with pytest.raises(InputNotUnderstood):
        read_code(wrong)


@given(codes, st.integers(0, 5))
def test_two_neighbours_exchanged_are_told(code: str, at: int) -> None:
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped != code:
        with pytest.raises(InputNotUnderstood):
            read_code(swapped)


@given(codes, st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_reading_undoes_spacing_in_any_digits(code: str, digits: str) -> None:
    typed = spaced(code).translate(str.maketrans("0123456789", digits))
    assert read_code(f" {typed} ") == code
    assert read_code(typed.replace("\u00a0", "-")) == code


@given(codes, st.integers(1, 999_999_999))
def test_reading_undoes_the_square_code(code: str, number: int) -> None:
    manifest = ManifestId(f"M-{number:04d}")
    assert read_qr(qr_text(manifest, code)) == (manifest, code)


@pytest.mark.parametrize("text", ["", "12", "abcdefg", "12345678", "0123456", "412\n", "½½½½½½½", "http://x"])
def test_what_is_no_code_is_told(text: str) -> None:
    with pytest.raises(InputNotUnderstood):
        read_code(text)
    with pytest.raises(InputNotUnderstood):
        read_qr(text)
