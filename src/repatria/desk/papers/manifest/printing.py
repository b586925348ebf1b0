"""From a manifest and its people to a PDF in one language, for one reader."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from repatria.desk.manifests.kept import Kept, may_read
from repatria.desk.manifests.people import Gate, Going, Spelled, people_on, places_on
from repatria.desk.papers.setting import typeset, words
from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.exchange.codes import qr_text, spaced
from repatria.exchange.manifest import Manifest, Movement
from repatria.people.facts import Truth
from repatria.people.party import MEDIATOR, Actor
from repatria.people.refs import ManifestId, PartyId

PACKAGE: Final = "repatria.desk.papers.manifest"

Said = Mapping[str, Any]


def print_manifest(desk: Desk, kept: Kept, *, by: Actor, copy: PartyId, language: str) -> bytes:
    """Returns a copy of a manifest as PDF: `contents`, set by `rendered`."""
    return rendered(contents(desk, kept, by=by, copy=copy, language=language))


def rendered(shown: Mapping[str, Any]) -> bytes:
    """Returns contents as PDF. It needs no desk, and takes most of the time: 10 s of a processor for 800 people."""
    for part in shown["directions"]:
        for block in part["blocks"]:
            if "qr" in block:
                block["qr"] = _qr(block["qr"])
    return typeset(PACKAGE, "manifest.typ", shown)


def contents(desk: Desk, kept: Kept, *, by: Actor, copy: PartyId, language: str) -> dict[str, Any]:
    """Returns what a copy shows.

    Args:
        desk: The desk.
        kept: The manifest.
        by: Who prints: the mediator's people print any copy, a party's its own.
        copy: Whose copy: a party's, or the mediator's, which alone shows what is kept for the mediator.
        language: One of `LANGUAGES`.

    Raises:
        NotPermitted: Somebody else's copy, or another's business.
        InputNotUnderstood: There is no such copy: the party is not on the manifest.
    """
    parties = kept.parties
    if not may_read(by, parties) or (copy != by.party and not by.is_mediator):
        raise NotPermitted("another's copy of the manifest", hint="a party prints its own; the mediator any")
    if copy not in (MEDIATOR, *parties):
        raise InputNotUnderstood("no such copy", hint="one of " + ", ".join((*parties, MEDIATOR)))
    return _document(desk, kept, copy=copy, language=language)


def _document(desk: Desk, kept: Kept, *, copy: PartyId, language: str) -> dict[str, Any]:
    said, manifest = words(PACKAGE, language), kept.manifest
    people = people_on(desk, manifest, places_on(desk, manifest), copy=copy)
    digest = hashlib.sha256(kept.content).hexdigest()
    title = _filled(said["title"], manifest=_code(manifest.id))
    return {
        "language": language,
        "texts": {key: value for key, value in said.items() if isinstance(value, str)},
        "title": title,
        "manifest": manifest.id,
        "copy": _filled(said["copy"], party=_party(copy, said)),
        "facts": list(_facts(kept, said)),
        "directions": [
            _direction(part, [one for one in people if _goes(one, part)], manifest.id, said)
            for part in manifest.movements
        ],
        "totals": [[_way(part, said), str(len(part.lines))] for part in manifest.movements],
        "hands": list(_hands(manifest, said)),
        "digests": [
            [said["digest"], digest],
            [said["terms_digest"], manifest.terms],
        ],
        "short_digest": digest[:16],
    }


def _facts(kept: Kept, said: Said) -> Iterator[list[str]]:
    manifest, window = kept.manifest, kept.manifest.moves_on
    yield [said["exchange"], _code(manifest.exchange)]
    if manifest.stage is not None:
        yield [said["stage"], str(manifest.stage)]
    for part in manifest.movements:
        yield [said["direction_of"], _way(part, said)]
    point = manifest.crossing_point
    names = "; ".join(
        name if len(point.names) == 1 else f"{name} ({_party(by, said)})" for by, name in sorted(point.names.items())
    )
    if point.latitude is not None and point.longitude is not None:
        names += "; " + _code(f"{point.latitude:.5f}, {point.longitude:.5f}")
    yield [said["crossing_point"], names]
    yield [said["day"], _day(window.opens_at, said)]
    opens, closes = window.opens_at, window.closes_at
    last = f"{closes:%H:%M}" if closes.date() == opens.date() else f"{closes:%Y-%m-%d %H:%M}"
    offset = f"{opens:%z}"
    yield [said["window"], _code(f"{opens:%H:%M}–{last} UTC{offset[:3]}:{offset[3:]}")]
    yield [said["drawn"], _day(manifest.drawn_at, said)]
    yield [said["signed_by"], _parties(kept.signed_by, said) or said["nobody"]]
    if kept.entered is not None and kept.entered.withdrawn:
        yield [said["state"], said["withdrawn"]]
    elif kept.entered is None or kept.waiting_for:
        waiting = _parties(kept.waiting_for, said)
        yield [said["state"], _filled(said["waits"], parties=waiting) if waiting else said["unsigned"]]
    else:
        yield [said["state"], said["in_force"]]


def _goes(one: Going, part: Movement) -> bool:
    return (one.place.from_party, one.place.to_party) == (part.from_party, part.to_party)


def _direction(part: Movement, people: Sequence[Going], manifest: ManifestId, said: Said) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    together: dict[int, list[int]] = defaultdict(list)
    for one in people:
        together[one.place.group].append(one.place.number)
    last = 0
    for one in people:
        group = one.place.group
        if group and group != last:
            numbers = ", ".join(str(number) for number in together[group])
            blocks.append({"head": _filled(said["group"], letter=letter(group), numbers=_code(numbers))})
        last = group
        blocks.append(_block(one, manifest, said))
    return {
        "way": _way(part, said),
        "count": " · ".join(_counts(people, said)),
        "is_bags": all(one.is_bag for one in people),
        "blocks": blocks,
    }


def _counts(people: Sequence[Going], said: Said) -> Iterator[str]:
    bags = sum(one.is_bag for one in people)
    if bags < len(people):
        yield _filled(said["people_count"], count=len(people) - bags)
    if bags:
        yield _filled(said["bags_count"], count=bags)


def _block(one: Going, manifest: ManifestId, said: Said) -> dict[str, Any]:
    return {
        "head": "",
        "number": str(one.place.number),
        "line": one.place.line,
        "code": spaced(one.code),
        "qr": qr_text(manifest, one.code),
        "qr_alt": _filled(said["qr_alt"], code=_code(spaced(one.code))),
        "group": letter(one.place.group) if one.place.group else "",
        "is_bag": one.is_bag,
        "names": [
            [_party(spelled.party, said), spelled.name or said["no_name"], _sex_and_birth(spelled, said)]
            for spelled in one.spelled
        ],
        "gates": [[_mark(truth), _gate(gate, truth, said)] for gate, truth in one.gates.items()],
        "boxes": said["bag_boxes"] if one.is_bag else said["boxes"],
    }


def _sex_and_birth(spelled: Spelled, said: Said) -> list[str]:
    parts = [said["sexes"][spelled.sex.value]] if spelled.sex else []
    return [*parts, _filled(said["born"], on=_code(spelled.born))] if spelled.born else parts


def _gate(gate: Gate, truth: Truth, said: Said) -> str:
    return str(said["gates"][f"{gate.value}_{truth.value}"])


def _mark(truth: Truth) -> str:
    return {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "unknown"}[truth]


def _hands(manifest: Manifest, said: Said) -> Iterator[list[str]]:
    for part in manifest.movements:
        yield [_filled(said["hands_over"], party=_party(part.from_party, said)), _way(part, said)]
        yield [_filled(said["receives"], party=_party(part.to_party, said)), _way(part, said)]
    yield [said["witnesses"], ""]


def _qr(text: str) -> str:
    """Returns a square code as SVG: as sharp on paper as the printer is, where pixels are blurred by some viewers."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=2)
    return out.getvalue().decode()


def letter(group: int) -> str:
    """Returns A to Z, then AA: how those who travel together are called aloud."""
    text = ""
    while group:
        group, at = divmod(group - 1, 26)
        text = chr(ord("A") + at) + text
    return text


def _way(part: Movement, said: Said) -> str:
    return _filled(said["way"], giver=_party(part.from_party, said), taker=_party(part.to_party, said))


def _party(party: PartyId, said: Said) -> str:
    return str(said["mediator"]) if party == MEDIATOR else str(said["parties"].get(party, party.capitalize()))


def _parties(parties: Sequence[PartyId], said: Said) -> str:
    return ", ".join(_party(party, said) for party in parties)


def _day(moment: datetime, said: Said) -> str:
    month = said["months"][moment.month - 1]
    return _filled(said["date"], day=moment.day, month=month, year=moment.year)


def _filled(text: str, **values: object) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def _code(text: str) -> str:
    """Returns a reference for a sentence of any direction: it reads from left to right by itself (Unicode LRI, PDI)."""
    return f"\u2066{text}\u2069"
