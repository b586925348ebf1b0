"""A manifest in force on its day, packs made of it, and devices that record."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

from repatria.desk.handover.events import Event
from repatria.desk.handover.intake import TakenIn, take_in
from repatria.desk.handover.pack import Chance, event_key, make_pack
from repatria.desk.handover.sheet import codes_of
from repatria.people.party import actor

SECRET = b"s" * 32


@dataclass
class Device:
    """A device with a pack, that records as the one in a browser does."""

    office: Any
    manifest: Any
    name: str
    side: str = "north"
    pack: str = "p" * 22
    key: bytes = b""
    log: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = self.office.desk.book().manifests[self.manifest.id]
        self.codes = codes_of(known)
        self.digest = known.content.sha256
        self.key = event_key(SECRET, self.manifest.id, self.digest, self.side, self.pack)

    def records(
        self, line: str | None, outcome: str, *, takes_back: str = "", at: str = "2031-07-01T07:00:00Z"
    ) -> Event:
        seq = len(self.log) + 1
        number = UUID(bytes=f"{self.name:>8}{seq:08d}".encode(), version=4)
        event = Event(
            str(number), self.manifest.id, self.digest, self.pack, self.name, seq,
            self.log[-1].digest if self.log else "", self.codes[line] if line else "", outcome, takes_back, at, "",
        )  # fmt: skip
        self.log.append(self.seals(event))
        return self.log[-1]

    def seals(self, event: Event) -> Event:
        import hmac

        return replace(event, mac=hmac.new(self.key, event.text, "sha256").hexdigest())

    def sends(self, *events: Event) -> TakenIn:
        return take_in(
            self.office.desk, by=actor(f"{self.side}/officer"), manifest=self.manifest.id,
            events=events or self.log, secret=SECRET,
        )  # fmt: skip


@pytest.fixture
def moving(office: Any) -> Any:
    """The manifest that takes three children from South to North, in force, on its day."""
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[1]
    office.signs_manifest(manifest, "north", "south", "mediator")
    office.clock.moment = manifest.moves_on.opens_at
    return manifest


@pytest.fixture
def device(office: Any, moving: Any) -> Callable[..., Device]:
    """Returns a device by its name."""
    return lambda name="AAAA", **more: Device(office, moving, name, **more)


@pytest.fixture
def packed(office: Any, moving: Any) -> Callable[..., dict[str, str]]:
    """Makes a pack for an officer; always the same code, salt and nonce."""

    def making(by: str = "north/officer", part: int = 1, manifest: str = "") -> dict[str, str]:
        chance = Chance("314159265358979323", "p" * 22, b"t" * 16, b"n" * 12)
        return make_pack(
            office.desk, by=actor(by), manifest=manifest or moving.id, part=part, secret=SECRET, chance=chance,
            at=office.clock.now(),
        )  # fmt: skip

    return making


def opened(pack: dict[str, str], code: str = "314159265358979323") -> Any:
    """Opens a pack as a browser does, by the words of the standard only."""
    import hashlib

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce, sealed = (base64.b64decode(pack[name]) for name in ("salt", "nonce", "sealed"))
    key = hashlib.pbkdf2_hmac("sha256", code.encode(), salt, json.loads(pack["header"])["iterations"])
    return json.loads(AESGCM(key).decrypt(nonce, sealed, pack["header"].encode()))


@pytest.fixture
def open_pack() -> Callable[..., Any]:
    """Opens a pack with a code."""
    return opened
