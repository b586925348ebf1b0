"""What was found in a text that is being proposed, beside the words that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repatria.errors import Finding

_HEAD = re.compile(r"\s*\[+\s*([A-Za-z_.]+)\s*\]+")
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Beside:
    """A finding, and the line of the text that it is about; number 0 where none could be told."""

    finding: Finding
    number: int
    line: str


def beside(text: str, findings: Iterable[Finding]) -> tuple[Beside, ...]:
    """Returns findings with the lines that they are about, in the order of the text."""
    lines = text.splitlines()
    found = [_beside(lines, finding) for finding in findings]
    return tuple(sorted(found, key=lambda one: one.number or len(lines)))


def _beside(lines: Sequence[str], finding: Finding) -> Beside:
    number = line_number(lines, finding.place) or line_number(lines, finding.message)
    return Beside(finding, number, lines[number - 1].strip()[:MOST_LETTERS] if number else "")


def line_number(lines: Sequence[str], place: str) -> int:
    """Returns the number, from 1, of the line that a key path such as ``clause.young.number`` is about; 0 for none.

    What the text leaves out has no line: then it is that of the table where it is missing.
    """
    line = re.search(r"\bline (\d+)", place)  # the reader of TOML says it in its message
    if line and int(line[1]) <= len(lines):
        return int(line[1])
    head, _, rest = place.partition(".")
    start, end = _table(lines, head, rest.partition(".")[0])
    if not end:
        return _key(lines, 0, _first_table(lines), head)
    keys = [part for part in rest.split(".") if part]
    return next(filter(None, (_key(lines, start, end, key) for key in keys)), start + 1)


def _first_table(lines: Sequence[str]) -> int:
    return next((n for n, line in enumerate(lines) if _HEAD.match(line)), len(lines))


def _table(lines: Sequence[str], head: str, name: str) -> tuple[int, int]:
    """Where a table begins and ends: the one whose id or number is ``name``, else the first of its kind."""
    starts = [n for n, line in enumerate(lines) if (found := _HEAD.match(line)) and found[1] == head]
    ends = [_end(lines, start, head) for start in starts]
    for start, end in zip(starts, ends, strict=True):
        if any(
            re.match(rf"\s*(id|number)\s*=\s*[\"']?{re.escape(name)}[\"']?\s*(#|$)", line) for line in lines[start:end]
        ):
            return start, end
    return (starts[0], ends[0]) if starts else (0, 0)


def _end(lines: Sequence[str], start: int, head: str) -> int:
    following = range(start + 1, len(lines))
    return next((n for n in following if (m := _HEAD.match(lines[n])) and not m[1].startswith(f"{head}.")), len(lines))


def _key(lines: Sequence[str], start: int, end: int, key: str) -> int:
    if not key:
        return 0
    wanted = re.compile(rf"\s*{re.escape(key)}\s*=")
    return next((n + 1 for n in range(start, end) if wanted.match(lines[n])), 0)
