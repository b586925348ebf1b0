"""How far a handover is, as each side counts it, and where the check-offs differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from repatria.desk.handover.sheet import codes_of
from repatria.people.refs import LineRef, ManifestId, PartyId
from repatria.register.agreements import Manifest
from repatria.register.book import Book
from repatria.register.columns import CONTESTED, OUTCOMES
from repatria.register.crossing import disagreeing, name_of
from repatria.register.states import CROSSED_CODES


@dataclass(frozen=True, slots=True)
class Count:
    """What one side counted.

    Attributes:
        party: Whose count.
        checked: People of the manifest of whom it said something.
        crossed: Those of them who crossed.
        unlisted: People who crossed and are not on the manifest.
    """

    party: PartyId
    checked: int
    crossed: int
    unlisted: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one manifest is.

    Attributes:
        of: People on it.
        counts: The reader's own side first, then the other; only of those who check off on it.
        recorded: The reader's side's check-offs by short code; "differ" where its devices contradict each other.
        differ: Short codes of those whom the sides, or devices of one, checked off differently.
    """

    of: int
    counts: tuple[Count, ...]
    recorded: dict[str, str]
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a side said of somebody of whom something differs: where, the outcome, and when by the device's clock.

    ``device`` is empty for what was entered at the desk.
    """

    party: PartyId
    device: str
    outcome: str
    at: datetime | None


def progress(book: Book, manifest: ManifestId, party: PartyId) -> Progress:
    """Returns how far a manifest is, for one side or for the mediator. Cost: linear in its lines."""
    known = book.manifests[manifest]
    codes, mine = codes_of(known), book.judge(party)
    order = sorted(known.checkers, key=lambda judge: judge != mine)
    recorded, differ = {}, []
    for line, code in codes.items():
        said = _said(book, known, line)
        if said.get(mine):
            recorded[code] = "differ" if said[mine] == CONTESTED else OUTCOMES[said[mine] - 1].value
        if CONTESTED in said.values() or (len(set(said.values())) > 1 and 0 not in said.values()):
            differ.append(code)
    return Progress(
        len(known.content.lines), tuple(_count(book, known, judge) for judge in order), recorded, tuple(differ)
    )


def differences(book: Book, manifest: ManifestId) -> dict[LineRef, tuple[Said, ...]]:
    """Returns everything that was said of each person of whom not everybody says the same."""
    known = book.manifests[manifest]
    names = {judge: name_of(book, judge) for judge in known.checkers}
    found: dict[LineRef, tuple[Said, ...]] = {}
    apart = {(line, party): words for line, party, words in disagreeing(book, manifest)}
    for line in dict.fromkeys((*known.content.lines, *known.extra)):
        said = _said(book, known, line)
        if CONTESTED not in said.values() and (len(set(said.values())) == 1 or 0 in said.values()):
            continue
        rows: list[Said] = []
        for judge, code in said.items():
            party = names[judge]
            if words := apart.get((line, party)):
                rows += [Said(party, device, OUTCOMES[w.code - 1].value, w.said_at) for device, w in words.items()]
            elif code:
                rows.append(Said(party, "", OUTCOMES[code - 1].value, None))
        found[line] = tuple(rows)
    return found


def _said(book: Book, known: Manifest, line: LineRef) -> dict[int, int]:
    """Returns the code of each checker's check-off of a line; 0 where it is none of this manifest's."""
    columns, at = book.place(line)
    here = columns.manifest[at] == known.number
    return {judge: columns.checks(judge)[at] if here else 0 for judge in known.checkers}


def _count(book: Book, known: Manifest, judge: int) -> Count:
    codes = [_said(book, known, line)[judge] for line in known.content.lines]
    extra = [_said(book, known, line)[judge] for line in dict.fromkeys(known.extra)]
    return Count(
        name_of(book, judge),
        sum(map(bool, codes)),
        sum(code in CROSSED_CODES for code in codes),
        known.unlisted.get(judge, 0) + sum(code in CROSSED_CODES for code in extra),
    )
