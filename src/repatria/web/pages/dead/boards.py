"""A board on screen: one brings a decision, each member looks at the evidence and agrees in their own seat, then it is entered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.dead.boards import IdentificationRow, identify
from repatria.desk.dead.deliberating import Considered, consider, may_bring, specimens_of
from repatria.desk.session import Desk
from repatria.errors import AnswerIsNo, IllegalAct, InputNotUnderstood, RepatriaError
from repatria.people.party import Actor, actor
from repatria.people.refs import LineRef
from repatria.store.clock import now
from repatria.store.site import boards
from repatria.store.site.models import Decision
from repatria.web.desk import at_the_desk, publish_log
from repatria.web.factors import confirmed
from repatria.web.forms.dead.boards import MOST_EVIDENCE_BYTES, BringForm, WhichBag
from repatria.web.forms.door import Cleaned
from repatria.web.pages.dead.trays import no_larger
from repatria.web.pages.doors.entering import isolated, posted, through
from repatria.web.presenters.dead.boards import before, brings, may_see, row_of, waits_for
from repatria.web.searches import kept
from repatria.web.seats import actor_of

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}\Z")


@through("identify")
def decisions(request: HttpRequest) -> HttpResponse:
    """Shows the decisions that wait for a board, and asks for the bag of a new one."""
    by = actor_of(request)
    form = WhichBag(request.GET if "bag" in request.GET else None)
    with at_the_desk() as desk:
        if form.is_bound and form.is_valid():
            if brings(desk.book(), by, form.cleaned_data["bag"]):
                return redirect("identify-bag", form.cleaned_data["bag"])
            form.add_error("bag", _("No such bag lies with your side."))
        found = waits_for(desk.book(), by, at=now())
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "dead/decisions.html", {"found": found, "form": form}, status=status)


@no_larger(MOST_EVIDENCE_BYTES)
@through("identify")
def bring(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks whose remains a bag holds and on what evidence; nothing is entered before a board has spoken.

    Raises:
        Http404: There is no such bag, or the actor's side does not have it.
    """
    by, bag = actor_of(request), LineRef(ref)
    with at_the_desk() as desk:
        if not brings(desk.book(), by, bag):
            raise Http404
        known = specimens_of(desk, bag)
    files = request.FILES if request.method == "POST" else None
    start = {"person": request.GET.get("person", "")[:80], "search": _search(request.GET.get("search", ""), by),
             "specimens": [request.GET.get("specimen", "")[:80]]}  # fmt: skip
    form = BringForm(posted(request), files, known=known, initial=start)
    if start["search"]:
        form.fields["evidence"].help_text = _("Left open: what the search came to that you come from.")
    if form.is_bound and form.is_valid():
        decision = _brought(by, bag, form)
        if decision is not None:
            return redirect("decision", decision.pk)
    title = gettext("Whose remains are in %(bag)s?") % {"bag": isolated(ref)}
    shown = {"form": form, "title": title, "bag": bag}
    return render(request, "dead/bring.html", shown, status=422 if form.is_bound else 200)


def _search(token: str, by: Actor) -> str:
    """A search of the actor's side that came to conclusions; empty for any other."""
    is_own = bool(_TOKEN.match(token)) and kept.asked_of(token, by.party) is not None
    return token if is_own and kept.result_of(token, kept.CONCLUSIONS) is not None else ""


def _evidence(given: Cleaned, by: Actor) -> bytes:
    if given["evidence"]:
        content: bytes = given["evidence"].read()
        return content
    found = kept.result_of(given["search"], kept.CONCLUSIONS) if _search(given["search"], by) else None
    if found is None:
        raise InputNotUnderstood("this search is not here any more", hint="choose a file")
    return found


def _brought(by: Actor, bag: LineRef, form: BringForm) -> Decision | None:
    given = form.cleaned_data
    row = IdentificationRow(bag, given["person"], form.chosen, given["wrong_side"])
    try:
        evidence = _evidence(given, by)
        with at_the_desk() as desk:
            consider(desk, by=by, row=row, evidence=evidence)
    except RepatriaError as wrong:
        form.refuse(wrong)
        return None
    return boards.bring(
        remains=bag, person=row.person or "", specimens=row.specimens, wrong_side=row.wrong_side, evidence=evidence, by=by,
        at=now(),
    )  # fmt: skip


@through("identify")
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """Shows a decision with its evidence to a member of its board, and takes the member's word."""
    found = _seen(request, number)
    if request.method == "POST":
        return _answer(request, found)
    by = actor_of(request)
    may_take_back = found.brought_by == str(by)
    try:
        with at_the_desk() as desk:
            considered = _considered(desk, by, found)
    except IllegalAct as wrong:  # something else was entered meanwhile
        return render(request, "dead/overtaken.html", {"wrong": wrong, "may_take_back": may_take_back})
    shown = {"found": before(found, considered, by), "may_take_back": may_take_back}
    return render(request, "dead/decision.html", shown)


def _seen(request: HttpRequest, number: int) -> Decision:
    found = boards.found(number, at=now())
    if found is None:
        raise Http404
    with at_the_desk() as desk:
        if not may_see(desk.book(), actor_of(request), found, boards.members(found)):
            raise Http404
    return found


def _considered(desk: Desk, by: Actor, found: Decision) -> Considered:
    return consider(desk, by=by, row=row_of(found), evidence=bytes(found.evidence))


def _answer(request: HttpRequest, found: Decision) -> HttpResponse:
    if "back" in request.POST and found.brought_by == str(actor_of(request)):
        boards.end(found, at=now())
        messages.success(request, gettext("The decision is taken back. Nothing was entered."))
        return redirect("identify")
    if "agree" in request.POST:
        return _agree(request, found)
    return redirect("decision", found.pk)


@confirmed
def _agree(request: HttpRequest, found: Decision) -> HttpResponse:
    """Takes a member's word; when the board is whole, what it decided is entered."""
    by = actor_of(request)
    try:
        with at_the_desk() as desk:
            considered = _considered(desk, by, found)
            if considered.reasons:
                raise AnswerIsNo("the evidence does not carry this decision under the policy in force")
            boards.agree(found, by=by, at=now())
            members = boards.members(found)
            if considered.board.lacks(members)[0]:
                messages.success(request, gettext("You agreed. The decision waits for the other members of its board."))
                return redirect("identify")
            _enter(desk, found, members)
            boards.end(found, at=now())
            publish_log(desk)
    except RepatriaError as wrong:
        messages.error(
            request, f"{gettext(wrong.message)}: {gettext(wrong.hint)}" if wrong.hint else gettext(wrong.message)
        )
        return redirect("decision", found.pk)
    messages.success(request, gettext("The board has decided, and its decision is entered."))
    return redirect("remains")


def _enter(desk: Desk, found: Decision, members: Sequence[str]) -> None:
    """Enters a decision by whoever brought it, else by the first member of the side where the remains are."""
    row, book = row_of(found), desk.book()
    first = [found.brought_by] if found.brought_by in members else []
    by = next(one for one in map(actor, (*first, *members)) if may_bring(book, one, row.remains))
    identify(desk, by=by, rows=[row], evidence=bytes(found.evidence), board=tuple(members))


@through("identify")
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Gives the evidence of a decision to a member of its board, as it was handed in."""
    found = _seen(request, number)
    named = {"Content-Disposition": f'attachment; filename="evidence-{number}"'}
    return HttpResponse(bytes(found.evidence), content_type="application/octet-stream", headers=named)
