"""Events: what a device recorded at the crossing point, each bound to the one before it and to the pack it was made with.

An event is twelve fields; written one a line they are what is hashed and authenticated, in a browser and here alike. The
chain of a device starts with an empty ``prev``. Nothing in an event names a person.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

from repatria.errors import InputNotUnderstood
from repatria.exchange.outcome import Outcome

FORMAT: Final = "repatria/check-off/1"
FILE_FORMAT: Final = "repatria/check-offs/1"
MOST_EVENTS: Final = 5_000
"""Events at once: 200 people, each corrected a few times, on many devices."""
MOST_BYTES: Final = 4 * 2**20

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_SHA256 = r"[0-9a-f]{64}"
_SHAPES: Final = {
    "uuid": _UUID,
    "manifest": r"M-[0-9]{4,9}",
    "sha256": _SHA256,
    "pack": r"[A-Za-z0-9_-]{22}",
    "device": r"[A-Z0-9]{4,12}",
    "prev": rf"(?:{_SHA256})?",
    "code": r"(?:[0-9]{7})?",
    "outcome": "|".join(["", *(one.value for one in Outcome)]),
    "takes_back": rf"(?:{_UUID})?",
    "at": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "mac": _SHA256,
}
_COMPILED: Final = {name: re.compile(rf"(?:{shape})\Z") for name, shape in _SHAPES.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a device recorded, as it wrote it.

    Attributes:
        uuid: Its own random number.
        manifest: Of which manifest.
        sha256: Digest of that manifest.
        pack: The pack it was made with.
        device: The device, by the random name that it gave itself.
        seq: Its place on the device, from 1.
        prev: Digest of the event before it; empty for the first.
        code: Short code of the person; empty for somebody on no list, and for what takes such a one back.
        outcome: What was recorded; empty for what takes back.
        takes_back: The event that is taken back; empty for all others.
        at: When, by the device's clock.
        mac: HMAC-SHA-256 of the text under the pack's key.
    """

    uuid: str
    manifest: str
    sha256: str
    pack: str
    device: str
    seq: int
    prev: str
    code: str
    outcome: str
    takes_back: str
    at: str
    mac: str

    @property
    def text(self) -> bytes:
        """The bytes that are hashed and authenticated."""
        values = [getattr(self, field.name) for field in fields(self) if field.name != "mac"]
        return "\n".join([FORMAT, *map(str, values)]).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text).hexdigest()

    @property
    def moment(self) -> datetime:
        """When, by the device's clock."""
        return datetime.fromisoformat(self.at).astimezone(UTC)

    def is_made_with(self, key: bytes) -> bool:
        """Whether the event is as a device with this pack's key wrote it."""
        return hmac.compare_digest(hmac.new(key, self.text, "sha256").hexdigest(), self.mac)


def read_events(content: bytes) -> Sequence[Event]:
    """Returns the events in what a device sent, or in the file that it wrote.

    Raises:
        InputNotUnderstood: Not such a document, or an event is not whole.
    """
    if len(content) > MOST_BYTES:
        raise InputNotUnderstood("too many check-offs at once", hint="hand in the file of one device")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise InputNotUnderstood("not a file of check-offs", hint="hand in the file that the device wrote") from None
    events = document.get("events") if isinstance(document, dict) else None
    if not isinstance(events, list) or len(events) > MOST_EVENTS or document.get("format") != FILE_FORMAT:
        raise InputNotUnderstood("not a file of check-offs", hint="hand in the file that the device wrote")
    return [_event(one, number) for number, one in enumerate(events, 1)]


def _event(value: Any, number: int) -> Event:
    names = {field.name for field in fields(Event)}
    if not isinstance(value, dict) or value.keys() != names or not _is_whole(value):
        raise InputNotUnderstood("a check-off that is not whole", place=f"event {number}", hint="have it written again")
    try:
        found = Event(**value)
        datetime.fromisoformat(found.at)
    except (ValueError, OverflowError):
        raise InputNotUnderstood("a check-off without its time", place=f"event {number}") from None
    return found


def _is_whole(value: dict[str, Any]) -> bool:
    seq = value["seq"]
    return type(seq) is int and 1 <= seq <= 2**31 and all(
        isinstance(value[name], str) and shape.match(value[name]) for name, shape in _COMPILED.items()
    )  # fmt: skip
