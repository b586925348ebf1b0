"""What a search came to, for a page: conclusions with the bag that each is on, clusters proposed, pairs to be judged."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from repatria.desk.dead.mortuary import contents_of
from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood
from repatria.people.party import Actor
from repatria.people.refs import LineRef, SpecimenRef, bag_of, line_ref
from repatria.register.acts import ProfilesReceived, Typed
from repatria.register.dead.specimens import holder
from repatria.remains.conclusions import Conclusions
from repatria.remains.policy import Policy
from repatria.web.presenters.remains import Judged, judged

MOST_PAIRS: Final = 100
"""Pairs of a re-association on a page; the table to be filled in has all of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A conclusion, the specimen that its profile is of, and the line of its missing person, where they are known here.

    Attributes:
        row: Its place in the file.
    """

    row: int
    judged: Judged
    specimen: SpecimenRef | None
    bag: LineRef | None
    person: LineRef | None


def handed_in(desk: Desk, actor: Actor, of: Typed) -> tuple[ProfilesReceived, ...]:
    """Returns the laboratories' files that an actor's people handed in, all of them for the mediator's, the newest first."""
    acts = desk.book().dead.profiles
    own = [one for one in acts if one.of is of and (actor.is_mediator or one.by.startswith(f"{actor.party}/"))]
    return tuple(reversed(own))


def called(one: ProfilesReceived) -> str:
    """Returns what a file is called where one is chosen: laboratory, day, how many."""
    return f"{one.laboratory}, {one.at:%Y-%m-%d}, {one.profiles}"


def samples(desk: Desk, actor: Actor) -> Mapping[str, SpecimenRef]:
    """Returns label of a sample → its specimen, of the consignments that lie with an actor's side."""
    book = desk.book()
    found: dict[str, SpecimenRef] = {}
    for of in book.dead.contents:
        if actor.is_mediator or holder(book, book.lists[of]) == actor.party:
            found |= contents_of(desk, book, of).by_sample
    return found


def hits(found: Conclusions, policy: Policy | None, known: Mapping[str, SpecimenRef]) -> Sequence[Hit]:
    """Returns the conclusions, the strongest first."""
    ordered = sorted(enumerate(found.conclusions), key=lambda pair: -pair[1].log10_lr)
    told = []
    for row, one in ordered:
        specimen = known.get(one.profile)
        bag = bag_of(specimen) if specimen else None
        told.append(Hit(row, judged(one, policy), specimen, bag, _line(one.missing) or _line(one.family)))
    return told


def _line(text: str) -> LineRef | None:
    try:
        return line_ref(text)
    except InputNotUnderstood:
        return None


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair of a re-association: two specimens (or profiles, where the bags are not known), and what they say."""

    left: str
    right: str
    proposal: str
    log10_lr: float
    against_siblings: float
    shared: int
    conflicts: int
    can_be_judged: bool


def pairs(content: bytes) -> tuple[tuple[PairRow, ...], int]:
    """Returns the first pairs of a table, the strongest first, and how many there are."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    told = tuple(
        PairRow(
            row["left"], row["right"], row["proposal"], float(row["log10_lr"]), float(row["log10_against_siblings"]),
            int(row["shared_markers"]), int(row["conflicts"]), "/" in row["left"] and "/" in row["right"],
        )
        for row in rows[:MOST_PAIRS]
    )  # fmt: skip
    return told, len(rows)
