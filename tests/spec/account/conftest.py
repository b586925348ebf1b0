"""Runs what the chapters on the account say: a docstring's ``text`` block is told, and each "is" in it is looked at.

north seeks 1                                        told
north-1:1 is unanswered, south by 2031-03-29         looked at
refused: south answers north-1:1 acknowledged        told, and must be refused
answered 0, outstanding 1                            looked at
differs: bags of consignment south-1: north 2, south 3
remains of north: 2 bags, 4 specimens, at least 1 people, 1 identified, 0 of the sender's own
"""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.register.account import account

STORY = Path(__file__).resolve().parents[2] / "register/story.py"
BLOCK = re.compile(r"```text\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Chapter:
    """The lines of a docstring's blocks as they stand there, and as they come out when told."""

    said: list[str]
    found: list[str]


def new_story() -> Any:
    if "register_story" not in sys.modules:
        spec = importlib.util.spec_from_file_location("register_story", STORY)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["register_story"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["register_story"].Story()


def come_out(story: Any, line: str) -> str:
    """Returns a line with what is true in it, having told what it tells."""
    if found := re.fullmatch(r"(\S+:\d+) is .+", line):
        return f"{found[1]} is {story.where(found[1])}"
    if line.startswith("answered "):
        balance = account(story.book)
        return f"answered {balance.answered}, outstanding {balance.outstanding}"
    if found := re.fullmatch(r"differs: (.+): .+", line):
        counts = {d.what: d.counts for d in account(story.book).discrepancies}.get(found[1], {})
        return f"differs: {found[1]}: " + ", ".join(f"{party} {n}" for party, n in counts.items())
    if found := re.fullmatch(r"remains of (\S+): .+", line):
        r = account(story.book).remains[found[1]]
        return (
            f"remains of {found[1]}: {r.bags} bags, {r.specimens} specimens, at least {r.minimum_individuals} people, "
            f"{r.identified} identified, {r.wrong_side} of the sender's own"
        )
    if line.startswith("refused: "):
        try:
            story.tell(line.removeprefix("refused: "))
        except IllegalAct:
            return line
        return line.removeprefix("refused: ")
    story.tell(line)
    return line


@pytest.fixture
def chapter(request: pytest.FixtureRequest) -> Chapter:
    """Returns what the test's docstring says and what comes out; every block begins with an empty desk."""
    blocks = BLOCK.findall(inspect.getdoc(request.function) or "")
    assert blocks, "a chapter without a block proves nothing"
    said, found = [], []
    for block in blocks:
        story = new_story()
        lines = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
        said += lines
        found += [come_out(story, line) for line in lines]
        assert account(story.book).balanced
    return Chapter(said, found)
