"""Short codes: seven digits that stand for one line of one manifest, on paper, on a device and over a radio.

Digits, because they are read aloud alike by people who share no alphabet, and typed with gloves on a number pad. The
last is a check digit: one digit heard wrong, or two neighbours exchanged, never gives another code (Damm 2004, *Total
anti-symmetrische Quasigruppen*, a table of order 10). The first is no zero, since spreadsheets drop it.

A code is no secret and says nothing of a person. It is made from the manifest's digest, so that every paper and every
device has the same one, and the code of another manifest is hardly ever a code of this one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from repatria.errors import InputNotUnderstood
from repatria.people.refs import LineRef, ManifestId, Sha256, split_line

LENGTH: Final = 7
"""Digits of a code, the check digit among them: 900,000 codes, 2,000 of which a large stage needs."""

_FIRST, _MANY = 100_000, 900_000
_GROUPED = 3
_QR = re.compile(r"repatria:(M-[0-9]{4,9}):([0-9]{7})\Z")
_BETWEEN: Final = str.maketrans("", "", " -\u00a0\u202f\u2066\u2067\u2068\u2069\u200e\u200f")

DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""The quasigroup of the check digit: row by what was reached, column by the next digit."""


def short_codes(*, digest: Sha256, lines: Iterable[LineRef]) -> dict[LineRef, str]:
    """Returns the code of each line of a manifest; no two lines have the same.

    The order of the lines does not matter: where two would have one code, the later by reference takes the next.

    Args:
        digest: SHA-256 of the manifest's bytes.
        lines: All its lines.
    """
    codes: dict[LineRef, str] = {}
    taken: set[str] = set()
    for line in sorted(set(lines), key=split_line):
        number = int.from_bytes(hashlib.sha256(f"repatria/code/1 {digest} {line}".encode()).digest()[:8]) % _MANY
        while (code := _checked(str(_FIRST + number))) in taken:
            number = (number + 1) % _MANY
        taken.add(code)
        codes[line] = code
    return codes


def check_digit(digits: str) -> str:
    """Returns the digit that belongs behind ``digits``; behind a whole code it is 0."""
    reached = 0
    for digit in digits:
        reached = int(DAMM[reached][int(digit)])
    return str(reached)


def spaced(code: str) -> str:
    """Returns a code as it is printed and read aloud, in two groups: ``412 7035``; the inverse of `read_code`."""
    return f"{code[:_GROUPED]}\u00a0{code[_GROUPED:]}"


def read_code(text: str) -> str:
    """Returns the code that somebody typed: with spaces or hyphens, in digits of any script.

    Raises:
        InputNotUnderstood: Not seven digits, or misheard: the check digit says no.
    """
    digits = "".join(str(unicodedata.decimal(sign, "?")) for sign in text.strip().translate(_BETWEEN))
    if len(digits) != LENGTH or "?" in digits or digits[0] == "0":
        raise InputNotUnderstood("not a short code", hint=f"it has {LENGTH} digits")
    if check_digit(digits) != "0":
        raise InputNotUnderstood("a digit of the short code is wrong", hint="read it again, digit by digit")
    return digits


def qr_text(manifest: ManifestId, code: str) -> str:
    """Returns what the square code beside somebody's line holds; never a name."""
    return f"repatria:{manifest}:{code}"


def read_qr(text: str) -> tuple[ManifestId, str]:
    """Returns manifest and short code of what was scanned; the inverse of `qr_text`.

    Raises:
        InputNotUnderstood: Something else was scanned.
    """
    found = _QR.match(text.strip())
    if found is None:
        raise InputNotUnderstood("not a square code of a manifest", hint="scan the one beside the person's line")
    return ManifestId(found[1]), read_code(found[2])


def _checked(digits: str) -> str:
    return digits + check_digit(digits)
