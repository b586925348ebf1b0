"""The day at the crossing point on pages: which manifests move, and all words that a device says without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.handover.pack import AHEAD
from repatria.desk.handover.progress import Progress, progress
from repatria.desk.session import Desk
from repatria.exchange.outcome import Outcome
from repatria.people.party import Actor
from repatria.people.refs import ManifestId
from repatria.register.agreements import Manifest

OUTCOMES: Final[Mapping[str, Promise]] = {
    Outcome.CROSSED: _("Crossed"),
    Outcome.DECLINED: _("Declined"),
    Outcome.ABSENT: _("Absent"),
    Outcome.UNFIT: _("Unfit to travel"),
    Outcome.DIED: _("Died"),
    Outcome.MISTAKEN_IDENTITY: _("Mistaken identity"),
}
"""What may be said of somebody on the manifest, most frequent first."""

WORDS: Final[Mapping[str, Promise]] = {
    **{f"outcome {name.value}": said for name, said in OUTCOMES.items()},  # type: ignore[attr-defined]
    "outcome not on the manifest": _("Not on the manifest"),
    "outcome differ": _("Your side's devices differ"),
    "of": _("{n} of {of}"),
    "crossed_n": _("crossed: {n}"),
    "extra_n": _("not on the manifest: {n}"),
    "as_of": _("received at {time}"),
    "as_packed": _("as it was when the manifest was taken along"),
    "not_received": _("not received yet"),
    "reached_device": _("recorded on this device"),
    "reached_both": _("the desk has it, and both sides' counts are here"),
    "reached_refused": _("recorded on this device; the desk did not take it"),
    "differs": _("The check-offs differ; both are kept"),
    "nameless": _("No name is known"),
    "bag": _("Bag {tag}"),
    "number_n": _("number {n}"),
    "code_n": _("code {code}"),
    "born": _("born {year}"),
    "goes": _("from {from} to {to}"),
    "recorded": _("✓ Recorded on this device: {who}, {outcome}."),
    "recorded_extra": _("✓ Recorded on this device: somebody who is not on the manifest."),
    "taken_back": _("Undone on this device: {who}."),
    "unsent": _("Recorded on this device and not at the desk yet: {n}"),
    "all_sent": _("The desk has everything that was recorded here."),
    "refused": _("The desk did not take {who}: {why}. {hint} It stays recorded on this device."),
    "reached_desk": _("The desk was reached."),
    "offline": _("No network. Go on: everything is recorded on this device and sent later."),
    "signed_out": _("The network is there, and you are signed out. Go on; sign in later to send what is recorded here."),
    "not_found": _("The desk does not let you send this. Go on, and save what is recorded as a file for the desk."),
    "failed": _("The desk could not answer. It is tried again."),
    "no_pack": _("The manifest cannot be taken along: it is too early, or it is not in force."),
    "withdrawn": _("This manifest is no longer in force. Stop, and ask the mediator. What is recorded here stays."),
    "other_manifest": _("The desk has another manifest under this number. Stop, and ask the mediator. What is recorded here stays."),
    "clock_off": _("This device's clock is {n} minutes off. Set it right; both times are kept."),
    "clock_before": _("This device's clock is wrong: it shows a time before the manifest was taken along. Set it right."),
    "code_length": _("The code has 18 digits."),
    "opening": _("Opening …"),
    "wrong_code": _("This is not the code of this manifest. Read it again, digit by digit."),
    "not_a_code": _("A short code has 7 digits."),
    "misread": _("A digit is wrong. Read the code again, digit by digit."),
    "nobody_has_it": _("Nobody on this device's part of the manifest has this code."),
    "other_square": _("This square code is of another manifest."),
    "no_camera": _("The camera cannot be used. Type the code."),
    "no_reader": _("This browser cannot read square codes. Type the code."),
    "full": _("NOT recorded: this device is full. Write it on paper, make room on the device, and record it again."),
    "not_recorded": _("NOT recorded: the device did not take it. Write it on paper, and record it again."),
    "no_storage": _("This browser keeps nothing. Use another one, or check off on paper."),
    "no_worker": _("This page will not open without a network: the desk has to be served with TLS. It works as long as it stays open."),
    "pack_of_part": _("part {part} of {parts}, taken along {time}"),
    "good_until": _("It can be opened until {time}."),
    "expired": _("The manifest on this device was 24 hours old and is deleted."),
    "expired_file": _("This file is 24 hours old and no longer opens. Delete it."),
    "expired_unsent": _("The manifest on this device was 24 hours old and is deleted. Some check-offs are not at the desk yet: open with the code to send them or save them."),
    "extra_sure": _("Is somebody here who is not on the manifest?"),
    "extra_yes": _("Yes, record one more person"),
    "delete_sure": _("Delete the manifest and everything recorded here from this device?"),
    "delete_unsent": _("The desk does not have everything that was recorded here. It is lost when you delete it: {n}"),
    "delete_yes": _("Delete"),
    "delete_file": _("What was recorded here is deleted. Delete the file too."),
}  # fmt: skip
"""What a device says; the page brings them along in its language."""


@dataclass(frozen=True, slots=True)
class Moving:
    """One manifest in force, as an actor sees it.

    Attributes:
        is_mine: Whether the actor's side checks people off on it.
        is_early: Whether it moves too late to be taken along yet.
        is_done: Whether everybody on it is checked off by those who check off.
    """

    manifest: ManifestId
    moves_on: date
    progress: Progress
    is_mine: bool
    is_early: bool
    is_done: bool


def moving(desk: Desk, actor: Actor, *, on: date) -> Sequence[Moving]:
    """Returns the manifests in force that are an actor's business: those of today first, what is done last."""
    book = desk.book()
    found = []
    for known in book.manifest_order:
        if known.in_force and is_business_of(known, actor):
            content = known.content
            how_far = progress(book, content.manifest, actor.party)
            found.append(
                Moving(
                    content.manifest, content.moves_on, how_far, book.judge(actor.party) in known.checkers,
                    on < content.moves_on - AHEAD, all(count.checked == how_far.of for count in how_far.counts),
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.is_done, one.is_early, one.moves_on, one.manifest))


def is_business_of(known: Manifest, actor: Actor) -> bool:
    """Whether somebody may know of a manifest: a side whose word it needs, and the mediator."""
    return actor.is_mediator or actor.party in known.content.needs
