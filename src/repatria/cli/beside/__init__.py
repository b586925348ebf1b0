"""Long lists read side by side: the right one by a process of its own, while this one reads the left.

Only commands do so, never the library: whoever calls that decides over processes. The child gets its task and gives its
answer through pipes, as JSON and Arrow; nothing that it says is executed, and nothing lies in a file. It ends by itself
when this process is gone. Invariant: lists, findings and refusals are those of reading one list after the other.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from repatria.cli.linkable import Linkable, keyed, read_linkable
from repatria.lists import Limits
from repatria.people.fields import Field

LONG = 16 * 2**20
"""Bytes from which a list is long. With lists of 11 MB (125,000 lines) both ways take as long on two cores, for the child
has to begin; with 22 MB it is 0.3 s less side by side, with 90 MB a third of the time."""

SIDES = ("left", "right")


def read_lists(
    paths: tuple[Path, ...], *, as_of: date, limits: Limits, mapping: Mapping[str, Field] | None = None
) -> list[Linkable]:
    """Returns one list or two, ready for linkage.

    Args:
        paths: The left list and, if there is one, the right.
        as_of: The day against which ages and years of two digits are read.
        limits: What to refuse before parsing.
        mapping: What headings mean, beyond those that are recognised.

    Raises:
        InputNotUnderstood: As `read_linkable`; of two lists that are refused the left one is told.
        RepatriaError: The process that reads the right list was ended.
    """
    if len(paths) < len(SIDES) or processors() < len(SIDES) or not all(map(_is_long, paths)):
        sides = zip(paths, SIDES, strict=False)
        return [read_linkable(path, side=side, as_of=as_of, limits=limits, mapping=mapping) for path, side in sides]
    from repatria.cli.beside.parent import Beside
    from repatria.cli.beside.wire import Task

    task = Task(os.fsencode(paths[1]), SIDES[1], as_of, limits, dict(mapping) if mapping else None)
    with Beside(task) as right:
        left = keyed(read_linkable(paths[0], side=SIDES[0], as_of=as_of, limits=limits, mapping=mapping), side=SIDES[0])
        return [left, right.answer()]


def processors() -> int:
    """Returns how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _is_long(path: Path) -> bool:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size >= LONG
