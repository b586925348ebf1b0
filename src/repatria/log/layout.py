"""Where the parts of a log lie in its directory, and how entries are packed (C2SP tlog-tiles).

A log is a directory of plain files that any web server can publish: ``checkpoint``, ``tile/LEVEL/INDEX`` for hashes and
``tile/entries/INDEX`` for the leaves themselves. An index is written in groups of three digits, all but the last marked by
an x (1234067 is ``x001/x234/067``). A tile or bundle that is not full yet lies at ``INDEX.p/WIDTH``.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from repatria.errors import AnswerIsNo, InputNotUnderstood
from repatria.log.merkle import HASH_BYTES, TILE_WIDTH, leaves_under

CHECKPOINT = "checkpoint"
MAX_ENTRY_BYTES = 65_535
"""Largest leaf: its length is written in two bytes."""
MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + MAX_ENTRY_BYTES)

_PATH = re.compile(r"tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class LogBroken(AnswerIsNo):
    """A log does not verify, or cannot be read where it must be.

    Attributes:
        code: Stable short name of what is wrong.
        index: The first leaf concerned; None where none is.
    """

    def __init__(self, message: str, *, code: str, place: str, hint: str, index: int | None = None) -> None:
        super().__init__(message, hint=hint, place=place)
        self.code = code
        self.index = index


class EntryTooLarge(InputNotUnderstood):
    """A leaf of more than 65,535 bytes, which a bundle cannot hold."""


@dataclass(frozen=True, slots=True)
class Place:
    """A tile or a bundle, full or partial; ``str`` is its path inside the directory, with forward slashes.

    Attributes:
        level: Level of the tile, or None for a bundle of entries.
        index: Which of its level, from 0.
        width: Number of hashes or entries, 1 to 256; 256 is full.
    """

    level: int | None
    index: int
    width: int = TILE_WIDTH

    def __str__(self) -> str:
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{index_path(self.index)}{partial}"

    @property
    def full(self) -> Place:
        """The same tile or bundle when it is full."""
        return Place(self.level, self.index)

    @property
    def partials(self) -> str:
        """The directory in which its partial forms lie."""
        return f"{self.full}.p"

    @property
    def first(self) -> int:
        """Index of the first leaf that it stands for."""
        return self.index * leaves_under((self.level or 0) + 1)

    def within(self, size: int) -> bool:
        """Whether it stands for leaves of a log of ``size`` only."""
        return (self.index * TILE_WIDTH + self.width) * leaves_under(self.level or 0) <= size


def index_path(index: int) -> str:
    """Returns ``index`` as it stands in paths: ``067``, ``x001/x234/067``."""
    groups = f"{index:,}".split(",")
    groups[0] = groups[0].zfill(3)
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def parse_place(path: str) -> Place | None:
    """Returns the tile or bundle whose path, with forward slashes, is ``path``; None for any other text."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    level = None if found[1] == "entries" else int(found[1])
    place = Place(level, int(found[2].replace("/", "").replace("x", "")), int(found[3] or TILE_WIDTH))
    return place if place.width <= TILE_WIDTH and str(place) == path else None


def places_at(size: int) -> Iterator[Place]:
    """Yields every tile and bundle that a log of ``size`` leaves consists of: bundles, then tiles by level."""
    for level in (None, *range(64)):
        hashes = size // leaves_under(level or 0)
        if not hashes:
            return
        for index in range(hashes // TILE_WIDTH):
            yield Place(level, index)
        if hashes % TILE_WIDTH:
            yield Place(level, hashes // TILE_WIDTH, hashes % TILE_WIDTH)


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """Returns the bundle of ``entries``: each with its length before it in two bytes, the larger first.

    Raises:
        EntryTooLarge: An entry has more than 65,535 bytes.
    """
    packed = bytearray()
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise EntryTooLarge(f"a leaf of {len(entry)} bytes", hint=f"at most {MAX_ENTRY_BYTES}")
        packed += len(entry).to_bytes(2, "big") + entry
    return bytes(packed)


def unpack_entries(bundle: bytes) -> tuple[bytes, ...] | None:
    """Returns the entries of ``bundle``, or None when it is cut off inside one."""
    entries, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if at + 2 > len(bundle) or end > len(bundle):
            return None
        entries.append(bundle[at + 2 : end])
        at = end
    return tuple(entries)


def unpack_hashes(tile: bytes) -> tuple[bytes, ...]:
    """Returns the hashes of a tile whose length is a multiple of 32."""
    return tuple(tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES))


def read_file(directory: Path, path: str, *, at_most: int) -> bytes | None:
    """Returns the bytes of the regular file ``path`` under ``directory``, or None where there is none.

    Raises:
        LogBroken: It is something else than a file, has more than ``at_most`` bytes, or cannot be read.
    """
    file = directory / path
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > at_most:
            raise LogBroken("not a file of the right size", code="wrong-size", place=path, hint=_FETCH_AGAIN)
        with file.open("rb") as opened:
            return opened.read(at_most)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        raise LogBroken("cannot be read", code="unreadable", place=path, hint="check the permissions") from None


def first_difference(left: Sequence[bytes], right: Sequence[bytes]) -> int | None:
    """Returns the first position at which two sequences differ, or None where they are equal."""
    for position, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return position
    return None if len(left) == len(right) else min(len(left), len(right))


_FETCH_AGAIN = "fetch the directory again from the desk; if it stays so, do not trust this log and tell the other party"
