"""Who falls under a text, and what it would change: counted at once or in the background, told as far as the reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import read_again
from repatria.desk.terms.texts import Text, text_of, texts
from repatria.exchange.terms import Terms
from repatria.people.facts import Truth
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, Sha256
from repatria.web.counts import Asked, Kept, Running, counted
from repatria.web.desk import at_the_desk
from repatria.web.pages.doors.entering import through
from repatria.web.paging import page_number
from repatria.web.presenters.terms.eligible import clause_counts, people_page
from repatria.web.presenters.terms.tabled import tabled_of
from repatria.web.presenters.terms.what_if import changes, trial_rows
from repatria.web.seats import actor_of

SHOWN = 25
"""People shown of each change; their number stands beside them."""


@dataclass(frozen=True, slots=True)
class _Counting:
    """A text that is being looked at, with what it comes to for a reader."""

    text: Text
    terms: Terms
    asked: Asked
    kept: Kept


class _NotYet(Exception):
    """A count is under way; whoever shows it must not hold the desk."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.running = running


@through("propose-terms")
def eligible(request: HttpRequest, exchange: str) -> HttpResponse:
    """Shows who falls under each clause of the terms in force: yes, no, unknown, and why."""
    try:
        with at_the_desk() as desk:
            about = _eligible(desk, request, ExchangeId(exchange))
    except _NotYet as no:
        return _under_way(request, no.running, exchange)
    return render(request, "terms/eligible.html", about)


@through("propose-terms")
def what_if(request: HttpRequest, exchange: str, digest: str) -> HttpResponse:
    """Shows what a text would come to, beside the text in force or another on the table."""
    try:
        with at_the_desk() as desk:
            about = _what_if(desk, request, ExchangeId(exchange), Sha256(digest))
    except _NotYet as no:
        return _under_way(request, no.running, exchange)
    return render(request, "terms/what_if.html", about)


def _eligible(desk: Desk, request: HttpRequest, exchange: ExchangeId) -> dict[str, Any]:
    actor, known = actor_of(request), desk.book().exchanges.get(exchange)
    if known is None or known.in_force is None:
        raise Http404
    of = _of(desk, actor, exchange, known.in_force, told=True, anew="anew" in request.GET)
    found = of.kept.counted
    return {
        "tabled": tabled_of(desk, actor, of.text, suspended=known.suspended), "exchange": exchange,
        "clauses": clause_counts(of.terms, found), "people": len(found.lines),
        "is_old": of.kept.size != desk.book().size, "page": _people(desk, actor, of, request),
    }  # fmt: skip


def _what_if(desk: Desk, request: HttpRequest, exchange: ExchangeId, digest: Sha256) -> dict[str, Any]:
    actor, anew = actor_of(request), "anew" in request.GET
    one = _of(desk, actor, exchange, digest, told=False, anew=anew)
    others = [text for text in texts(desk.book(), exchange) if text.sha256 != digest]
    suspended = desk.book().exchanges[exchange].suspended
    about: dict[str, Any] = {
        "tabled": tabled_of(desk, actor, one.text, suspended=suspended), "exchange": exchange,
        "others": [tabled_of(desk, actor, text, suspended=suspended) for text in others],
        "is_old": one.kept.size != desk.book().size, **_alone(one.terms, one.kept),
    }  # fmt: skip
    against = _against(others, request.GET.get("against", ""))
    if against is not None:
        other = _of(desk, actor, exchange, against.sha256, told=False, anew=anew or not about["is_old"])
        about |= {
            "against": tabled_of(desk, actor, against, suspended=suspended),
            "compared": changes(desk, actor, one.terms, one.kept.counted, other.kept.counted, size=SHOWN),
            "other_clauses": clause_counts(other.terms, other.kept.counted),
        }
    return about


def _of(desk: Desk, actor: Actor, exchange: ExchangeId, digest: Sha256, *, told: bool, anew: bool) -> _Counting:
    """Counts a text; ``told`` says whether answers are those of the register, as they are only for terms in force."""
    text = text_of(desk.book(), exchange, digest)
    if text is None:
        raise Http404
    terms = read_again(desk, digest)
    asked = Asked(exchange, digest, Actor(actor.party, actor.role), told and text.in_force)
    found = counted(desk, asked, terms, anew=anew)
    if isinstance(found, Running):
        raise _NotYet(found)
    return _Counting(text, terms, asked, found)


def _alone(terms: Terms, kept: Kept) -> dict[str, Any]:
    trial = kept.counted.trial
    return {
        "clauses": clause_counts(terms, kept.counted), "people": len(kept.counted.lines), "trial": trial,
        "stages": trial_rows(terms, trial) if trial else (), "parties": terms.parties,
    }  # fmt: skip


def _against(others: list[Text], wanted: str) -> Text | None:
    """The text to hold it against: the one that was asked for, else the one in force, else the last that is a position."""
    named = (text for text in others if text.sha256 == wanted)
    in_force = (text for text in others if text.in_force)
    positions = (text for text in reversed(others) if text.positions)
    return next(named, None) or next(in_force, None) or next(positions, None)


def _people(desk: Desk, actor: Actor, of: _Counting, request: HttpRequest) -> Any:
    clause, truth = request.GET.get("clause", ""), request.GET.get("answer", "")
    if clause not in of.kept.counted.answers or truth not in set(Truth):
        return None
    return people_page(
        desk, actor, of.terms, of.kept.counted, clause=clause, truth=Truth(truth), in_force=of.asked.in_force,
        page=page_number(request.GET.get("page", "")), size=settings.PAGE_LINES,
    )  # fmt: skip


def _under_way(request: HttpRequest, running: Running, exchange: str) -> HttpResponse:
    again = request.get_full_path()
    if running.is_done_soon():
        return redirect(again)
    return render(request, "terms/under_way.html", {"exchange": exchange, "running": running, "again": again})
