"""Signing where the key lies: what is printed is the signature, and nothing but a desk's lines is signed."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from repatria.log.elsewhere import signed_elsewhere
from repatria.log.note import parse_key

TERMS = "the terms, as read\n"
LINES = f"repatria/terms/1\nreturn-2031\nsha256:{sha256(TERMS.encode()).hexdigest()}\n"


def test_the_printed_line_is_what_a_desk_takes(clerk: Any) -> None:
    clerk.write("lines.txt", LINES)
    key = parse_key((clerk.home / "north.key.vkey").read_text())
    done = clerk.do("key", "sign", "lines.txt", "--key", "north.key")
    assert done.exit_code == 0
    assert signed_elsewhere(done.stdout, text=LINES, keys=[key]).key == key
    assert done.stderr == "signed with the key of north:\n" + "".join(f"  {line}\n" for line in LINES.splitlines())
    said = json.loads(clerk.ok("key", "sign", "lines.txt", "--key", "north.key", "--json"))
    assert said == {"text": LINES, "signed_by": "north", "signature": done.stdout.strip()}


def test_a_document_that_was_read_is_held_against_the_lines(clerk: Any) -> None:
    clerk.write("lines.txt", LINES)
    words = ("key", "sign", "lines.txt", "--key", "north.key", "--document")
    assert clerk.do(*words, clerk.write("terms.toml", TERMS)).exit_code == 0
    refused = clerk.do(*words, clerk.write("other.toml", TERMS + " "))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("document: the lines are about another document\n")


@pytest.mark.parametrize(
    "text", ["", "x\n", LINES.rstrip(), LINES.replace("\n", "\r\n"), LINES + "\x1b[2J\n", "desk.example/log\n5\nAAAA\n"]
)
def test_nothing_else_is_signed(clerk: Any, text: str) -> None:
    (clerk.home / "lines.txt").write_bytes(text.encode())
    done = clerk.do("key", "sign", "lines.txt", "--key", "north.key")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("lines: not lines that a desk asks to have signed\n")


def test_bytes_that_are_no_text_are_refused(clerk: Any) -> None:
    (clerk.home / "lines.txt").write_bytes(b"repatria/\xff\n")
    assert clerk.do("key", "sign", "lines.txt", "--key", "north.key").exit_code == 2


def test_a_file_that_is_no_key_is_refused_and_not_shown(clerk: Any) -> None:
    clerk.write("lines.txt", LINES)
    done = clerk.do("key", "sign", "lines.txt", "--key", "north.key.vkey")
    assert (done.exit_code, done.stderr) == (2, "not a private key\n  hint: it starts with PRIVATE+KEY+\n")
