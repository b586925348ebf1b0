"""What else waits for somebody besides lines: texts and pairs, a board's decision, today's manifests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import ngettext

from repatria.desk.matching.judging import History
from repatria.desk.session import Desk
from repatria.desk.terms.texts import texts_to_sign
from repatria.people.party import Actor
from repatria.register.agreements import Manifest
from repatria.web.presenters.dead.boards import waits_for
from repatria.web.presenters.work import is_page, may


@dataclass(frozen=True, slots=True)
class Call:
    """Something that waits for an actor.

    Attributes:
        says: What, as a sentence.
        url: Where it is done.
        due_on: By when, where a day was agreed.
    """

    says: str
    url: str
    due_on: date | None = None


def calls_of(desk: Desk, history: History, actor: Actor, *, on: date, at: datetime) -> tuple[Call, ...]:
    """Returns what waits for an actor besides lines, what is due first at the top.

    Args:
        desk: The desk.
        history: What was judged so far.
        actor: Who looks.
        on: The desk's day; a demo's lies ahead.
        at: The wall clock's moment, after which what waited too long is gone.
    """
    found = [*_texts(desk, actor), *_pairs(desk, history, actor), *_boards(desk, actor, at), *_today(desk, actor, on)]
    return tuple(sorted(found, key=lambda call: call.due_on or date.max))


def _texts(desk: Desk, actor: Actor) -> list[Call]:
    waiting = texts_to_sign(desk.book(), actor.party) if may("sign-terms", actor) else ()
    if not waiting:
        return []
    days = [text.answer_due_on for text in waiting if text.answer_due_on]
    says = ngettext(
        "%(n)s text of terms waits for your side’s signature", "%(n)s texts of terms wait for your side’s signature",
        len(waiting),
    )  # fmt: skip
    return [Call(says % {"n": len(waiting)}, reverse("sign-terms"), min(days, default=None))]


def _pairs(desk: Desk, history: History, actor: Actor) -> list[Call]:
    owed = 0 if actor.is_mediator or not may("judge-match", actor) else history.owed(desk.book(), actor.party)
    if not owed:
        return []
    says = ngettext(
        "The other side has judged %(n)s pair of which yours has said nothing",
        "The other side has judged %(n)s pairs of which yours has said nothing", owed,
    )  # fmt: skip
    return [Call(says % {"n": owed}, reverse("matching"))]


def _boards(desk: Desk, actor: Actor, at: datetime) -> list[Call]:
    waiting = waits_for(desk.book(), actor, at=at) if may("identify", actor) else ()
    n = sum(not one.mine for one in waiting)
    says = ngettext("%(n)s decision of a board waits for your word", "%(n)s decisions of boards wait for your word", n)
    return [Call(says % {"n": n}, reverse("identify"))] if n else []


def _today(desk: Desk, actor: Actor, on: date) -> list[Call]:
    url = "/handover/"
    if not may("check-off", actor) or not is_page(url):
        return []
    n = sum(_moves_on(one, on) for one in desk.book().manifest_order)
    says = ngettext("%(n)s manifest moves today: check people off", "%(n)s manifests move today: check people off", n)
    return [Call(says % {"n": n}, url, on)] if n else []


def _moves_on(one: Manifest, day: date) -> bool:
    return one.in_force and not one.withdrawn and one.content.moves_on == day
