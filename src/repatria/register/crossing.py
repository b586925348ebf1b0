"""What may be entered at the crossing point: check-offs by each side, by each device of a side, and what is taken back.

Invariant: a place on a manifest has, for each checker, one word for each device that spoke and one for the desk. While
they are the same, that is the side's check-off; while they differ, the side contradicts itself (`CONTESTED`) and nobody's
word is dropped. What is entered at the desk, without a device, settles it for that side.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from repatria.errors import IllegalAct
from repatria.exchange.outcome import Outcome
from repatria.people.party import MEDIATOR
from repatria.people.refs import LineRef, ManifestId, PartyId, join_line
from repatria.register import acts
from repatria.register.acts import Subject
from repatria.register.agreements import Heard, Manifest, Word
from repatria.register.claims import party_of
from repatria.register.columns import CONTESTED, OUTCOME_CODE
from repatria.register.fates import Place, check_free, check_may_cross, check_still_free, is_willing

if TYPE_CHECKING:
    from repatria.register.book import Book

UNLISTED = -1
"""Stands for the number of the line of somebody who is on no list."""


def check_off(book: Book, act: acts.HandoverRecorded) -> None:
    """Enters one side's check-off of one person; a later one by the same side, or the same device of it, replaces it."""
    manifest, judge = _manifest_and_judge(book, act)
    if act.line is None:
        if act.outcome is not Outcome.NOT_ON_THE_MANIFEST:
            raise IllegalAct("somebody who stands on no list can only be 'not on the manifest'", place=act.manifest)
        manifest.unlisted[judge] = manifest.unlisted.get(judge, 0) + 1
        manifest.moved = True
        _hear(manifest, judge, UNLISTED, OUTCOME_CODE[act.outcome], act)
        return
    columns, at = book.place(act.line)
    if columns.manifest[at] == manifest.number:
        check_still_free(book, act.line, (columns, at), act.outcome)
        _check_listed(book, manifest, act.line, (columns, at), act.outcome)
    else:
        _check_extra(book, act.line, (columns, at), act.outcome)
        columns.clear_checks(at)
        for checker in manifest.checkers:
            manifest.words.pop((checker, columns.first + at), None)
        columns.manifest[at] = manifest.number
        manifest.extra.append(act.line)
    manifest.moved = True
    _say(manifest, judge, (columns, at), act)
    columns.checked_on[at] = act.at.toordinal()
    book.touched.append(columns.first + at)
    _hear(manifest, judge, columns.first + at, OUTCOME_CODE[act.outcome], act)


def take_back(book: Book, act: acts.CheckOffTakenBack) -> None:
    """Enters that a device takes back what it said of somebody, as if it had not spoken."""
    manifest, judge = _manifest_and_judge(book, act)
    earlier = manifest.heard.get(act.event)
    device = act.on_device.device
    if earlier is None or (earlier.judge, earlier.device) != (judge, device) or earlier.taken_back or not earlier.code:
        raise IllegalAct(
            "this device said nothing of the kind", place=act.manifest, hint="only its own word is taken back"
        )
    if earlier.number == UNLISTED:
        manifest.unlisted[judge] -= 1
    else:
        columns, at = book.where(earlier.number)
        ref = join_line(columns.received.list, at + 1)
        word = manifest.words.get((judge, earlier.number), {}).get(device)
        if columns.manifest[at] != manifest.number or word is None or word.event != act.event:
            raise IllegalAct("the device has said something else since, or the desk has", place=ref)
        if ref in manifest.extra:
            raise IllegalAct("the person was added here", place=ref, hint="check off with another outcome")
        check_free_again(book, ref, (columns, at))
        words = manifest.words[judge, earlier.number]
        del words[device]
        columns.checks(judge)[at] = _one(words)
        if not words:
            del manifest.words[judge, earlier.number]
        if not any(columns.checks(checker)[at] for checker in manifest.checkers):
            columns.checked_on[at] = 0
        book.touched.append(earlier.number)
    manifest.heard[act.event] = Heard(
        judge, earlier.number, earlier.code, device, earlier.seq, earlier.sha256, taken_back=True
    )
    _hear(manifest, judge, earlier.number, 0, act)


def check_free_again(book: Book, ref: LineRef, place: Place) -> None:
    """Checks that nothing rests by now on what a device takes back.

    Raises:
        IllegalAct: The person went another way meanwhile, or was visited after the return.
    """
    columns, at = place
    check_still_free(book, ref, place, Outcome.ABSENT)
    if any(c.follow_ups[i] for c, i in book.members(columns, at)):
        raise IllegalAct("the person was visited after the return", place=ref, hint="correct the check-off at the desk")


def _manifest_and_judge(book: Book, act: acts.HandoverRecorded | acts.CheckOffTakenBack) -> tuple[Manifest, int]:
    manifest = book.manifests.get(act.manifest)
    if manifest is None or not manifest.in_force:
        raise IllegalAct("the manifest is not in force", place=act.manifest, hint="everybody named on it must sign")
    judge = book.judge(act.party)
    if judge not in manifest.checkers or party_of(act) != act.party:
        raise IllegalAct("each side checks off for itself", place=act.manifest)
    told = act.on_device
    if told is not None:
        if told.event in manifest.heard:
            raise IllegalAct("this was entered before", place=act.manifest)
        if (judge, told.device, told.seq) in manifest.places:
            raise IllegalAct("the device told something else in this place", place=act.manifest)
    return manifest, judge


def _say(manifest: Manifest, judge: int, place: Place, act: acts.HandoverRecorded) -> None:
    """Puts a device's word beside those of others of its side; a word of the desk settles it."""
    columns, at = place
    key, column, code = (judge, columns.first + at), columns.checks(judge), OUTCOME_CODE[act.outcome]
    told = act.on_device
    if told is None:
        manifest.words.pop(key, None)
        column[at] = code
        return
    words = manifest.words.setdefault(key, {"": Word(column[at])} if column[at] else {})
    words[told.device] = Word(code, told.at, told.event)
    column[at] = _one(words)


def _one(words: dict[str, Word]) -> int:
    codes = {word.code for word in words.values()}
    return CONTESTED if len(codes) > 1 else next(iter(codes), 0)


def _hear(
    manifest: Manifest, judge: int, number: int, code: int, act: acts.HandoverRecorded | acts.CheckOffTakenBack
) -> None:
    told = act.on_device
    if told is not None:
        manifest.heard[told.event] = Heard(judge, number, code, told.device, told.seq, told.sha256)
        manifest.places[judge, told.device, told.seq] = told.sha256


def disagreeing(book: Book, name: ManifestId) -> Iterator[tuple[LineRef, PartyId, dict[str, Word]]]:
    """Yields each person of whom one side's devices say different things: the line, the side, each device's word."""
    manifest = book.manifests[name]
    for (judge, number), words in sorted(manifest.words.items()):
        columns, at = book.where(number)
        if columns.manifest[at] == manifest.number and columns.checks(judge)[at] == CONTESTED:
            yield join_line(columns.received.list, at + 1), name_of(book, judge), words


def name_of(book: Book, judge: int) -> PartyId:
    """Returns who stands at a position: a party (0, 1) or the mediator (2); the inverse of `Book.judge`."""
    return (*book.parties, MEDIATOR)[judge]


def _check_listed(book: Book, manifest: Manifest, line: LineRef, place: Place, outcome: Outcome) -> None:
    """Checks what is said of somebody who stands on the manifest, or was added to it at the crossing."""
    if outcome is Outcome.CROSSED:
        if line in manifest.extra:
            raise IllegalAct("nobody had put the person on this manifest", place=line, hint="use 'not on the manifest'")
        check_may_cross(book, line, place)
    elif outcome is Outcome.NOT_ON_THE_MANIFEST and line not in manifest.extra and is_willing(book, place):
        raise IllegalAct("the person is on this manifest", place=line, hint="use 'crossed'")


def _check_extra(book: Book, line: LineRef, place: Place, outcome: Outcome) -> None:
    """Checks what is said of somebody on a list whom nobody had put on this manifest."""
    if outcome is not Outcome.NOT_ON_THE_MANIFEST:
        raise IllegalAct("the person is not on this manifest", place=line, hint="use 'not on the manifest'")
    if place[0].received.subject is not Subject.PERSONS:
        raise IllegalAct("a bag does not cross by itself", place=line, hint="count it with receive-remains")
    check_free(book, line, place, book.members(*place))
