"""Proposals for two lists: made by a process of its own, kept in a private file, asked for by pages.

Comparing long lists takes seconds to minutes and much memory; a request never does it. One comparison runs at a time.
What is kept holds references, weights and reasons, no name; it is made for one reader's eyes (`reconcile`), and stands
until it is made anew: what was judged since is read from the book.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec
from django.conf import settings

from repatria.desk.matching.reconciling import Proposal, Reconciled
from repatria.people.party import Actor
from repatria.people.refs import LineRef, ListId, PartyId
from repatria.web.private_files import newest, number_of
from repatria.web.processes import run

MOST_REVIEWS: Final = 10
"""Candidates of one line at most; three are shown first."""

MOST_READ_AT_ONCE: Final = 8 * 2**20
"""Bytes that a request reads itself; 52 MB of 200,000 proposals took 2.6 s."""
MOST_REMEMBERED: Final = 8

_WORKER = ThreadPoolExecutor(1, thread_name_prefix="proposals")
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which proposals: of which lists, for whose eyes."""

    left: ListId
    right: ListId
    party: PartyId

    @staticmethod
    def by(reader: Actor, left: ListId, right: ListId) -> Asked:
        """Returns what an actor asks for; people of one party see alike."""
        return Asked(left, right, reader.party)

    @property
    def start(self) -> str:
        """How the names of its files begin; lists and parties have no dots."""
        return f"{self.left}.{self.right}.{self.party}."


@dataclass(frozen=True, slots=True)
class Running:
    """Proposals that are being made.

    Attributes:
        stage: What is being done, in words.
        seconds: Since it was asked for.
    """

    stage: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Proposals that could not be made; asking again is allowed."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Kept:
    """Proposals that were made.

    Attributes:
        size: Acts in the journal when they were.
        of: The candidates of each left line that has any, the likeliest first, in the order of the list.
        lines: Those lines, in order.
        nobody: Left lines for which nobody is proposed.
        findings: Judgements that do not go together, in words.
    """

    size: int
    of: dict[LineRef, tuple[Proposal, ...]]
    lines: tuple[LineRef, ...]
    nobody: tuple[LineRef, ...]
    findings: tuple[str, ...]

    def pair(self, left: LineRef, right: LineRef) -> Proposal | None:
        """Returns what is proposed for two lines; None for a pair that is not among the proposals."""
        return next((one for one in self.of.get(left, ()) if one.right == right), None)


@dataclass(slots=True)
class _Work:
    """A comparison that was asked for and has not ended well."""

    stage: str = "waiting"
    since: float = field(default_factory=time.monotonic)
    failed: bool = False

    def tell(self, line: str) -> None:
        """Notes how far it is; an empty line says nothing."""
        self.stage = line or self.stage


_READ: dict[str, Kept | None] = {}
_WORKS: dict[tuple[str, Asked], _Work] = {}


def folder() -> Path:
    """Returns where proposals are kept."""
    return Path(settings.HOME) / "work" / "proposals"


def proposals_of(asked: Asked) -> Kept | Running | Failed | None:
    """Returns the newest proposals that were made, else how far they are; None where nobody asked for any."""
    found = under_way(asked)
    if isinstance(found, Running):
        return found
    return kept(asked) or under_way(asked)


def under_way(asked: Asked) -> Running | Failed | None:
    """Returns how far proposals are that were asked for; None where none are being made."""
    work = _WORKS.get((str(settings.DESK), asked))
    if work is None:
        return None
    return Failed() if work.failed else Running(work.stage, int(time.monotonic() - work.since))


def kept(asked: Asked) -> Kept | None:
    """Returns the newest proposals that are kept; None also while a long file of them is being read (`under_way`)."""
    path = newest(folder(), asked.start)
    if path is None:
        return None
    if path.stat().st_size > MOST_READ_AT_ONCE and str(path) not in _READ:
        with _LOCK:
            key = (str(settings.DESK), asked)
            if key not in _WORKS or _WORKS[key].failed:
                _WORKS[key] = _Work("reading what was kept")
                _WORKER.submit(_fetch, key, path)
        return None
    return _read(str(path))


def _fetch(key: tuple[str, Asked], path: Path) -> None:
    try:
        _read(str(path))
    finally:
        _WORKS.pop(key, None)


def _read(path: str) -> Kept | None:
    """Returns what a file holds; files are never changed, and the last few are remembered."""
    if path not in _READ:
        while len(_READ) >= MOST_REMEMBERED:
            _READ.pop(next(iter(_READ)), None)
        _READ[path] = _parsed(path)
    return _READ[path]


def _parsed(path: str) -> Kept | None:
    try:
        found = msgspec.json.decode(Path(path).read_bytes(), type=Reconciled)
    except (OSError, msgspec.MsgspecError):
        return None
    of: dict[LineRef, list[Proposal]] = {}
    for one in found.proposals:
        if one.right is not None:
            of.setdefault(one.left, []).append(one)
    nobody = tuple(dict.fromkeys(one.left for one in found.proposals if one.left not in of))
    candidates = {left: tuple(rows) for left, rows in of.items()}
    return Kept(number_of(Path(path)), candidates, tuple(of), nobody, tuple(str(f.message) for f in found.findings))


def ask(asked: Asked, *, reader: Actor) -> None:
    """Has proposals made, unless they are being made already; returns at once."""
    with _LOCK:
        key = (str(settings.DESK), asked)
        work = _WORKS.get(key)
        if work is None or work.failed:
            _WORKS[key] = _Work()
            _WORKER.submit(_make, key, str(reader), str(settings.HOME))


def _make(key: tuple[str, Asked], reader: str, home: str) -> None:
    """Runs the comparison and follows it; whatever happens, it is no longer under way afterwards."""
    place, asked = key
    work = _WORKS[key]
    into = Path(home) / "work" / "proposals"
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
        words = asked.left, asked.right, reader, str(into / asked.start)
        done = run("repatria.web.proposing", *words, desk=place, telling=work.tell)
    except OSError:
        done = False
    if done:
        work.stage = "reading what was kept"
        path = newest(into, asked.start)
        if path is not None:
            _fetch(key, path)
        _WORKS.pop(key, None)
    else:
        work.failed = True
