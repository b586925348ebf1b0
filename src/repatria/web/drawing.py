"""Plans drawn on screen: made by a process of their own, kept in a private file until every manifest is signed.

A drawing holds references of lines, numbers and reasons, no name. Nothing of it is in the book: the mediator's signature
under a manifest is the first, and it is what puts people on it. So what the parties are asked to sign is always what the
mediator vouches for, and a drawing that nobody wants is just drawn anew.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from repatria.desk.manifests.kept import Kept, as_drawn
from repatria.desk.session import Desk
from repatria.people.refs import ExchangeId, LineRef, ManifestId, PartyId
from repatria.web.private_files import write
from repatria.web.processes import run

_WORKER = ThreadPoolExecutor(1, thread_name_prefix="plans")
_UNDER_WAY: Final[set[str]] = set()
MOST_SECONDS: Final = 1_800
"""Longest that a plan is drawn before it is given up; one among 2,700 people took 4 s of a processor."""


class Stage(StrEnum):
    """How far a drawing is."""

    DRAWING = "drawing"
    DRAWN = "drawn"
    REFUSED = "refused"
    FAILED = "failed"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be drawn; ``taken`` are numbers that other drawings have given out."""

    exchange: ExchangeId
    stages: tuple[int, ...]
    days: tuple[tuple[datetime, datetime], ...]
    crossing_point: str
    area: str
    by: str
    at: datetime
    taken: tuple[ManifestId, ...] = ()


class Numbers(msgspec.Struct, frozen=True):
    """How many go in a stage under a clause, from one side."""

    stage: int
    clause: str
    party: PartyId
    going: int


class Held(msgspec.Struct, frozen=True):
    """Somebody under the terms who is kept off every manifest; ``reasons`` are for the mediator."""

    line: LineRef
    holder: PartyId | None
    clause: str
    reasons: tuple[str, ...]


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that somebody asked for, and what came of it.

    Attributes:
        message: Why there is no plan, in the words of the terms, with its ``hint``; empty otherwise.
        placed: How many people go.
        left: How many who may go have no place in the stages.
        is_best: Whether it is proven that no plan is better.
        held: The first of those held back; ``held_back`` says how many there are, ``reasons`` why, with numbers.
        manifests: Their canonical bytes.
        kept: Whether the mediator keeps them for signing.
    """

    asked: Asked
    stage: Stage = Stage.DRAWING
    message: str = ""
    hint: str = ""
    placed: int = 0
    left: int = 0
    is_best: bool = True
    numbers: tuple[Numbers, ...] = ()
    held: tuple[Held, ...] = ()
    held_back: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    manifests: tuple[bytes, ...] = ()
    kept: bool = False


def folder() -> Path:
    """Returns where drawings are kept."""
    return Path(settings.HOME) / "work" / "plans"


def _file(exchange: ExchangeId) -> Path:
    return folder() / f"{exchange}.json"


def drawing_of(exchange: ExchangeId) -> Drawing | None:
    """Returns the latest drawing for an exchange; None where there is none."""
    try:
        found = msgspec.json.decode(_file(exchange).read_bytes(), type=Drawing)
    except (OSError, msgspec.MsgspecError):
        return None
    stopped = found.stage is Stage.DRAWING and str(_file(exchange)) not in _UNDER_WAY
    return msgspec.structs.replace(found, stage=Stage.FAILED) if stopped else found


def ask(asked: Asked) -> None:
    """Has a plan drawn, unless one is being drawn for the exchange; returns at once."""
    path = _file(asked.exchange)
    if str(path) in _UNDER_WAY:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _UNDER_WAY.add(str(path))
    write(path, msgspec.json.encode(Drawing(asked=msgspec.structs.replace(asked, taken=_given_out(asked.exchange)))))
    _WORKER.submit(_make, path, str(settings.DESK))


def keep(drawing: Drawing, signed: Container[ManifestId]) -> bool:
    """Keeps a drawing's manifests for signing; returns whether it could: their numbers may be taken since.

    Args:
        drawing: The drawing.
        signed: The numbers of the manifests in the book.
    """
    others = _given_out(drawing.asked.exchange)
    if any(_id(content) in others or _id(content) in signed for content in drawing.manifests):
        return False
    write(_file(drawing.asked.exchange), msgspec.json.encode(msgspec.structs.replace(drawing, kept=True)))
    return True


def kept_drawings() -> Iterator[Drawing]:
    """Yields the drawings that are kept for signing, by exchange."""
    with suppress(OSError):
        for path in sorted(folder().glob("*.json")):
            found = drawing_of(ExchangeId(path.stem))
            if found is not None and found.kept:
                yield found


def unsigned(desk: Desk) -> Iterator[Kept]:
    """Yields the manifests that are kept for signing and that nobody has signed, nor another of their number."""
    taken = desk.book().manifests
    for drawing in kept_drawings():
        for content in drawing.manifests:
            found = as_drawn(desk, content)
            if found.manifest.id not in taken:
                yield found


def _given_out(exchange: ExchangeId) -> tuple[ManifestId, ...]:
    """Returns the numbers that drawings for other exchanges have given out."""
    others = (drawing for drawing in kept_drawings() if drawing.asked.exchange != exchange)
    return tuple(_id(content) for drawing in others for content in drawing.manifests)


def _id(content: bytes) -> ManifestId:
    return ManifestId(msgspec.json.decode(content)["id"])


def _make(path: Path, place: str) -> None:
    """Runs the process that draws; whatever happens, it is no longer under way afterwards."""
    run("repatria.web.planning", str(path), desk=place, most_s=MOST_SECONDS)
    _UNDER_WAY.discard(str(path))
