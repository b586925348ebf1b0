"""A pack: what one side's device takes along of one manifest, sealed under a code of 18 digits that is kept nowhere.

The key is PBKDF2-HMAC-SHA-256 of the code with 600,000 iterations (OWASP, *Password Storage Cheat Sheet*, for this
function), which every browser has; the content is sealed with AES-256-GCM, the header bound to it. 18 random digits are
59.8 bits; the iterations make each guess 2^19 times dearer.
"""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from repatria.desk.handover.progress import Progress, progress
from repatria.desk.handover.sheet import PART, Called, sheet
from repatria.desk.session import Desk, permit
from repatria.errors import IllegalAct
from repatria.people.party import Actor
from repatria.people.refs import ManifestId, PartyId, Sha256
from repatria.register.agreements import Manifest
from repatria.register.book import Book

FORMAT: Final = "repatria/handover-pack/1"
CODE_DIGITS: Final = 18
ITERATIONS: Final = 600_000
LIFE: Final = timedelta(hours=24)
"""How long a pack can be opened: the day of a movement, and the night after it."""
AHEAD: Final = timedelta(1)
"""How long before its day a manifest may be taken along: devices are made ready the evening before."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What has to be random about a pack, drawn by the door.

    Attributes:
        code: 18 digits.
        pack: Name of the pack, 22 letters of base64url.
        salt: 16 bytes.
        nonce: 12 bytes.
    """

    code: str
    pack: str
    salt: bytes
    nonce: bytes


def manifest_for(book: Book, name: ManifestId, by: Actor) -> Manifest:
    """Returns a manifest in force on which an actor's side checks people off.

    Raises:
        IllegalAct: There is none, or it is not in force, or another side's.
    """
    known = book.manifests.get(name)
    if known is None or not known.in_force:
        raise IllegalAct("the manifest is not in force", place=name, hint="everybody named on it must sign")
    if book.judge(by.party) not in known.checkers:
        raise IllegalAct("each side checks off for itself", place=name)
    return known


def parts_of(known: Manifest) -> int:
    """Returns into how many packs a manifest goes."""
    return max(1, -(-len(known.content.lines) // PART))


def make_pack(
    desk: Desk, *, by: Actor, manifest: ManifestId, part: int, secret: bytes, chance: Chance, at: datetime
) -> dict[str, str]:
    """Returns a sealed pack as it is kept on a device.

    Args:
        desk: The desk.
        by: An officer of the side it is for.
        manifest: The manifest.
        part: Which 200 people, from 1.
        secret: The desk's key of packs; events made with the pack are known by it.
        chance: What is random.
        at: The moment.

    Raises:
        IllegalAct: The manifest is not in force, not this side's, or moves later than tomorrow.
    """
    permit("check-off", by)
    known = manifest_for(desk.book(), manifest, by)
    if at.date() < known.content.moves_on - AHEAD:
        raise IllegalAct(
            "it is too early to take the manifest along", place=manifest, hint="from the day before it moves"
        )
    if not 1 <= part <= parts_of(known):
        raise IllegalAct("the manifest has no such part", place=manifest)
    header = json.dumps(
        {
            "format": FORMAT, "manifest": manifest, "sha256": known.content.sha256, "side": by.party,
            "pack": chance.pack, "part": part, "parts": parts_of(known), "made_at": _written(at),
            "expires_at": _written(at + LIFE), "kdf": "PBKDF2-HMAC-SHA-256", "iterations": ITERATIONS,
        },
        separators=(",", ":"),
    )  # fmt: skip
    content = {
        "key": _base64(event_key(secret, manifest, known.content.sha256, by.party, chance.pack)),
        "people": [_person(one) for one in sheet(desk, manifest=manifest, reader=by, part=part)],
        "desk": told(progress(desk.book(), manifest, by.party)),
    }
    return seal(header, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), chance)


def event_key(secret: bytes, manifest: ManifestId, digest: Sha256, side: PartyId, pack: str) -> bytes:
    """Returns the key by which a pack's events are authenticated (HMAC-SHA-256); it lies in the pack only, sealed."""
    return hmac.digest(secret, f"repatria/handover-key/1\n{manifest}\n{digest}\n{side}\n{pack}".encode(), "sha256")


def seal(header: str, content: bytes, chance: Chance) -> dict[str, str]:
    """Returns header and sealed content; who changes the header cannot open it any more."""
    key = PBKDF2HMAC(SHA256(), 32, chance.salt, ITERATIONS).derive(chance.code.encode())
    sealed = AESGCM(key).encrypt(chance.nonce, content, header.encode())
    return {
        "header": header, "salt": _base64(chance.salt), "nonce": _base64(chance.nonce), "sealed": _base64(sealed),
    }  # fmt: skip


def told(found: Progress) -> dict[str, Any]:
    """Returns what a device is told of how far a manifest is: both sides' counts, and its own side's check-offs by code; own side's count first."""
    return {
        "of": found.of,
        "counts": [asdict(count) for count in found.counts],
        "recorded": found.recorded,
        "differ": list(found.differ),
    }


def _person(one: Called) -> dict[str, Any]:
    return {
        "code": one.code, "number": one.number, "from": one.from_party, "to": one.to_party, "who": one.who,
        "born": one.born, "bag": one.is_bag,
    }  # fmt: skip


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
