"""Taking in what devices recorded: each event once, in the order of its device, and none lost or doubled.

An event that was taken in before is a success. One that is not entered is answered with why, and stays on the device:
what happened at the crossing point is nowhere dropped. An event that does not follow on what the device sent before
waits for those between (``gap``), so that a file from which something was cut out is not taken for whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from repatria.desk.handover.events import Event
from repatria.desk.handover.pack import event_key
from repatria.desk.handover.progress import Progress, progress
from repatria.desk.handover.sheet import codes_of
from repatria.desk.movements import CheckOffRow, check_nobody_crossed
from repatria.desk.session import Desk, Entering, permit
from repatria.errors import IllegalAct
from repatria.exchange.outcome import Outcome
from repatria.people.party import Actor
from repatria.people.refs import LineRef, ManifestId, Sha256
from repatria.register import acts
from repatria.register.agreements import Manifest

GAP = "check-offs between are missing"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An event that was not entered: why, and what to do."""

    uuid: str
    why: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of some events.

    Attributes:
        accepted: Those that the desk has, by number, also those that it had before.
        conflicts: Those that it does not have.
        new: How many were entered now.
        progress: How far the manifest is after that; None where there is none for this side.
    """

    accepted: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    new: int
    progress: Progress | None


@dataclass(slots=True)
class _Taking:
    block: Entering
    by: Actor
    manifest: ManifestId
    known: Manifest
    secret: bytes
    lines: dict[str, LineRef]
    digests: dict[tuple[str, int], str] = field(default_factory=dict)  # of this time, entered or not


def take_in(desk: Desk, *, by: Actor, manifest: ManifestId, events: Iterable[Event], secret: bytes) -> TakenIn:
    """Enters what devices of an officer's side recorded.

    Args:
        desk: The desk.
        by: The officer who sends it, or hands the file in.
        manifest: The manifest whose page it comes to.
        events: What the devices recorded, in any order.
        secret: The desk's key of packs.
    """
    permit("check-off", by)
    accepted: list[str] = []
    conflicts: list[Conflict] = []
    with desk.entering() as block:
        known = block.book.manifests.get(manifest)
        in_order = sorted(events, key=lambda event: (event.device, event.seq))
        if known is None or not known.in_force or block.book.judge(by.party) not in known.checkers:
            why = "the manifest was withdrawn" if known and known.withdrawn else "the manifest is not in force"
            wrong = tuple(Conflict(event.uuid, why, "tell the mediator") for event in in_order)
            return TakenIn((), wrong, 0, None)
        lines = {code: line for line, code in codes_of(known).items()}
        taking = _Taking(block, by, manifest, known, secret, lines)
        for event in in_order:
            try:
                _take(taking, event)
                accepted.append(event.uuid)
            except IllegalAct as refused:
                conflicts.append(Conflict(event.uuid, refused.message, refused.hint))
        found = progress(block.book, manifest, by.party)
        new = len(block.entries)
    return TakenIn(tuple(accepted), tuple(conflicts), new, found)


def _take(taking: _Taking, event: Event) -> None:
    """Enters one event, or finds it entered.

    Raises:
        IllegalAct: It is not entered, and why.
    """
    known, judge = taking.known, taking.block.book.judge(taking.by.party)
    digest = Sha256(known.content.sha256)
    if event.manifest != taking.manifest or event.sha256 != digest:
        raise IllegalAct("a check-off of another manifest", hint="hand it in on that manifest's page")
    key = event_key(taking.secret, taking.manifest, digest, taking.by.party, event.pack)
    if not event.is_made_with(key):
        raise IllegalAct("not made with a pack of this side, or changed since", hint="do not use it; tell the mediator")
    taking.digests[event.device, event.seq] = event.digest
    before = known.heard.get(event.uuid)
    if before is not None:
        if (before.judge, before.sha256) != (judge, event.digest):
            raise IllegalAct("another check-off has this number", hint="tell the mediator")
        return
    _check_chain(taking, event, judge)
    taking.block.enter(_act(taking, event))


def _check_chain(taking: _Taking, event: Event, judge: int) -> None:
    there = taking.known.places.get((judge, event.device, event.seq))
    if there is not None:
        raise IllegalAct("the device told something else in this place", hint="tell the mediator")
    place = (event.device, event.seq - 1)
    before = taking.known.places.get((judge, *place)) or taking.digests.get(place)
    if event.seq == 1:
        before = ""
    if before is None:
        raise IllegalAct(GAP, hint="send everything that the device recorded")
    if event.prev != before:
        raise IllegalAct("it does not follow on what the device recorded before", hint="tell the mediator")


def _act(taking: _Taking, event: Event) -> acts.HandoverRecorded | acts.CheckOffTakenBack:
    told = acts.OnDevice(
        event=event.uuid, device=event.device, at=event.moment, seq=event.seq, sha256=Sha256(event.digest)
    )
    common = {"at": taking.block.at, "by": str(taking.by), "manifest": taking.manifest, "party": taking.by.party}
    if event.takes_back or not event.outcome:
        if event.outcome or not event.takes_back:
            raise IllegalAct("neither a check-off nor one that is taken back", hint="tell the mediator")
        return acts.CheckOffTakenBack(event=event.takes_back, on_device=told, **common)  # type: ignore[arg-type]
    line = taking.lines.get(event.code)
    if event.code and line is None:
        raise IllegalAct("nobody on this manifest has this code", hint="read the code again")
    outcome = Outcome(event.outcome)
    check_nobody_crossed([CheckOffRow(line, outcome)], taking.known.content, on=taking.block.at.date())
    return acts.HandoverRecorded(line=line, outcome=outcome, on_device=told, **common)  # type: ignore[arg-type]
