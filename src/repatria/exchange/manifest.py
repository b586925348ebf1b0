"""The manifest: who passes where, when and in which direction, as bytes that each party and the mediator sign.

`to_bytes` is canonical JSON (RFC 8785); `from_bytes` accepts those bytes only, so that one manifest has one digest. It
holds references of lines, never names.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

from repatria.errors import InputNotUnderstood
from repatria.people.refs import (
    ExchangeId,
    LineRef,
    ManifestId,
    PartyId,
    Sha256,
    exchange_id,
    line_ref,
    party_id,
    sha256,
    split_line,
)

FORMAT = "repatria/manifest/1"
"""Name and version of the form of the bytes."""

_ID = re.compile(r"M-[0-9]{4,9}\Z")
_MOST_OF_NAME = 200
_MOST_STAGES = 1_000_000

MOST_BYTES = 16_000_000
"""Longest manifest that is read: room for 500,000 references."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point, as each source names it; without a country.

    Attributes:
        names: Its name by source (a party or the mediator).
        latitude: Degrees north, -90 to 90; None when not given.
        longitude: Degrees east, -180 to 180; None when not given.
    """

    names: Mapping[PartyId, str]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time; both ends carry their UTC offset, and it ends after it opens."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """Those whom one party hands over to another in one go, by line, in order of reference."""

    from_party: PartyId
    to_party: PartyId
    lines: tuple[LineRef, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One movement over a crossing point, in one or both directions.

    Attributes:
        id: Reference of the manifest.
        exchange: The exchange it belongs to.
        terms: Digest of the terms it is drawn under.
        stage: Number of the stage in the terms, None when they have none.
        moves_on: When the crossing point is open for it.
        crossing_point: Where.
        movements: One per direction; no line stands twice.
        drawn_at: When it was drawn up, with its UTC offset.
    """

    id: ManifestId
    exchange: ExchangeId
    terms: Sha256
    stage: int | None
    moves_on: Window
    crossing_point: Place
    movements: tuple[Movement, ...]
    drawn_at: datetime

    @property
    def lines(self) -> tuple[LineRef, ...]:
        """Every line on it."""
        return tuple(line for m in self.movements for line in m.lines)


def movement(*, from_party: PartyId, to_party: PartyId, lines: tuple[LineRef, ...]) -> Movement:
    """Returns a movement with its lines in order of reference (list, then number)."""
    return Movement(from_party, to_party, tuple(sorted(lines, key=split_line)))


def to_bytes(manifest: Manifest) -> bytes:
    """Returns the canonical JSON of a manifest (RFC 8785).

    Raises:
        InputNotUnderstood: The manifest breaks its own rules (a line twice, a window that ends before it opens ...).
    """
    _validate(manifest)
    return rfc8785.dumps(_document(manifest))


def from_bytes(data: bytes) -> Manifest:
    """Returns the manifest in canonical bytes; the inverse of `to_bytes`.

    Raises:
        InputNotUnderstood: Not a manifest, or a valid one that is not written canonically.
    """
    if len(data) > MOST_BYTES:
        raise InputNotUnderstood("the manifest is too long", hint=f"at most {MOST_BYTES} bytes")
    try:
        manifest = _manifest(json.loads(data))
    except InputNotUnderstood:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputNotUnderstood("not a manifest", hint=f"it is canonical JSON of the form {FORMAT}") from None
    if to_bytes(manifest) != data:
        raise InputNotUnderstood("the manifest is not written canonically", hint="sign the bytes as they were drawn up")
    return manifest


def manifest_text(manifest: Manifest) -> str:
    """Returns the few lines that are signed: format, id, digest of the bytes, numbers by direction; ends with a newline."""
    head = [FORMAT, manifest.id, f"sha256:{hashlib.sha256(to_bytes(manifest)).hexdigest()}"]
    counts = [f"{m.from_party} to {m.to_party}: {len(m.lines)}" for m in manifest.movements]
    return "\n".join([*head, *counts]) + "\n"


def _document(m: Manifest) -> dict[str, Any]:
    point = m.crossing_point
    return {
        "format": FORMAT,
        "id": m.id,
        "exchange": m.exchange,
        "terms": m.terms,
        "stage": m.stage,
        "opens_at": m.moves_on.opens_at.isoformat(),
        "closes_at": m.moves_on.closes_at.isoformat(),
        "crossing_point": {
            "names": dict(point.names),
            "latitude": point.latitude,
            "longitude": point.longitude,
        },
        "movements": [{"from": v.from_party, "to": v.to_party, "lines": list(v.lines)} for v in m.movements],
        "drawn_at": m.drawn_at.isoformat(),
    }


def _manifest(d: dict[str, Any]) -> Manifest:
    if d["format"] != FORMAT:
        raise InputNotUnderstood("a manifest of another form", hint=f"this version reads {FORMAT}")
    point = d["crossing_point"]
    return Manifest(
        id=ManifestId(_text(d["id"])),
        exchange=exchange_id(d["exchange"]),
        terms=sha256(d["terms"]),
        stage=d["stage"],
        moves_on=Window(datetime.fromisoformat(d["opens_at"]), datetime.fromisoformat(d["closes_at"])),
        crossing_point=Place(
            {party_id(p): _text(n) for p, n in point["names"].items()}, point["latitude"], point["longitude"]
        ),
        movements=tuple(_movement(m) for m in d["movements"]),
        drawn_at=datetime.fromisoformat(d["drawn_at"]),
    )


def _movement(d: dict[str, Any]) -> Movement:
    return Movement(party_id(d["from"]), party_id(d["to"]), tuple(line_ref(line) for line in d["lines"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _validate(m: Manifest) -> None:
    window, point = m.moves_on, m.crossing_point
    if not _ID.match(m.id):
        raise InputNotUnderstood("not a manifest's reference", hint="it looks like M-0003")
    if None in (window.opens_at.utcoffset(), window.closes_at.utcoffset(), m.drawn_at.utcoffset()):
        raise InputNotUnderstood(
            "a time without its UTC offset", hint="write it as 2031-06-02T06:00:00+03:00", place=m.id
        )
    if window.closes_at <= window.opens_at:
        raise InputNotUnderstood("the window ends before it opens", hint="correct one of the times", place=m.id)
    if m.stage is not None and (type(m.stage) is not int or not 1 <= m.stage <= _MOST_STAGES):
        raise InputNotUnderstood("not the number of a stage", hint="stages count from 1", place=m.id)
    if not point.names or not all(point.names.values()):
        raise InputNotUnderstood("the crossing point has no name", hint="name it at least by one source", place=m.id)
    if any(len(n) > _MOST_OF_NAME or not n.isprintable() for n in point.names.values()):
        raise InputNotUnderstood("the name of the crossing point cannot be printed", hint="shorten it", place=m.id)
    _validate_point(m.id, point)
    _validate_movements(m)


def _validate_point(place: str, point: Place) -> None:
    if (point.latitude is None) != (point.longitude is None):
        raise InputNotUnderstood("half a position", hint="give latitude and longitude, or neither", place=place)
    for value, most in ((point.latitude, 90), (point.longitude, 180)):
        if value is not None and (type(value) not in (int, float) or not -most <= value <= most):
            raise InputNotUnderstood("not a position in degrees", hint=f"between -{most} and {most}", place=place)


def _validate_movements(m: Manifest) -> None:
    directions = [(v.from_party, v.to_party) for v in m.movements]
    if not m.movements or len(set(directions)) != len(directions):
        raise InputNotUnderstood("no movement, or one direction twice", hint="one movement per direction", place=m.id)
    if any(a == b for a, b in directions):
        raise InputNotUnderstood("a movement from a party to itself", hint="correct the direction", place=m.id)
    if len(set(m.lines)) != len(m.lines):
        raise InputNotUnderstood("a line stands twice", hint="everybody moves at most once", place=m.id)
    for v in m.movements:
        if list(v.lines) != sorted(v.lines, key=split_line):
            raise InputNotUnderstood("lines out of order", hint="order them by list and number", place=m.id)
