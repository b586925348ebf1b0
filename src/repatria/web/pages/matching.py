"""Who is who: lists held against each other, two records side by side, judging them, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from repatria.desk.claims import JudgementRow, judge_matches
from repatria.desk.matching.judging import may_judge, said_of
from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.people.party import Actor, Role
from repatria.people.refs import LineRef, ListId, line_ref, list_id, split_line
from repatria.register.acts import Judgement
from repatria.web.desk import at_the_desk, publish_log
from repatria.web.presenters.judging import (
    contradictions_of,
    groups_of,
    list_pairs,
    may_ask,
    named,
    next_candidate,
    next_pair,
    owed_lines,
    progress_of,
    queue_rows,
)
from repatria.web.presenters.matching import Comparison, comparison_of
from repatria.web.proposals import Asked, Failed, Kept, Running, ask, kept, proposals_of, under_way
from repatria.web.seats import actor_of, only
from repatria.web.warming import history_of

JUDGES = (Role.REGISTRAR, Role.DELEGATE)
MOST_UNDONE = 20
"""Judgements that can be undone, one after the other."""
_BLIND, _KEYS_OFF, _DONE = "weights-hidden", "keys-off", "judged"


def _unsigned(desk: Desk, actor: Actor) -> int:
    """Number of judgements of one's side without its key's signature; 0 where no key could have signed."""
    return len(history_of(desk).unsigned.get(actor.party, ())) if desk.book().keys.get(actor.party) else 0


@only(*JUDGES)
def matching(request: HttpRequest) -> HttpResponse:
    """Shows which lists can be held against each other, and starts that for two others."""
    actor = actor_of(request)
    error = None
    if request.method == "POST":
        left, right = (request.POST.get(side, "").strip() for side in ("left", "right"))
        with at_the_desk() as desk:
            fits = may_ask(desk.book(), actor, ListId(left), ListId(right))
        if fits:
            return redirect("proposals", left=left, right=right)
        error = _("Choose two different lists of persons, one of them your own.")
    with at_the_desk() as desk:
        lists = [columns.received.list for columns in desk.book().order]
        found = {
            "pairs": list_pairs(desk, actor), "groups": len(groups_of(desk, actor)),
            "against": len(contradictions_of(desk, actor)), "has_keys": bool(desk.book().keys.get(actor.party)),
            "unsigned": _unsigned(desk, actor),
        }  # fmt: skip
    return render(request, "matching.html", found | {"lists": lists, "error": error, "post": request.POST},
                  status=422 if error else 200)  # fmt: skip


@only(*JUDGES)
def proposals(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Shows what is proposed for two lists, how far it is while it is made, and has it made."""
    actor, lists = actor_of(request), (list_id(left), list_id(right))
    with at_the_desk() as desk:
        if not may_ask(desk.book(), actor, *lists):
            raise Http404
    asked = Asked.by(actor, *lists)
    if request.method == "POST":
        ask(asked, reader=actor)
        return redirect("proposals", left=left, right=right)
    made = None if isinstance(under_way(asked), Running) else kept(asked)
    running = under_way(asked)
    if isinstance(running, Running):
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "parts/running.html", {"running": running})
        return render(request, "proposals.html", {"left": left, "right": right, "running": running})
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = _queue(request, actor, made) if made else {}
    failed = isinstance(running, Failed)
    return render(request, "proposals.html", {"left": left, "right": right, "failed": failed, "made": made, **page})


def _queue(request: HttpRequest, actor: Actor, made: Kept) -> dict[str, Any]:
    show = request.GET.get("show", "")
    is_party = not actor.is_mediator
    with at_the_desk() as desk:
        book = desk.book()
        progress = progress_of(book, made, actor.party)
        owed = owed_lines(book, made, actor.party) if is_party else ()
        match show:
            case "open":
                lines = tuple(made.lines[at] for at in progress.open)
            case "owed":
                lines = owed
            case _:
                lines, show = made.lines, ""
        page = Paginator(lines, settings.PAGE_LINES).get_page(request.GET.get("page"))
        rows = queue_rows(desk, made, actor, tuple(page))
        found = next_pair(book, made, actor.party, after=None)
        since = book.size - made.size
    return {"progress": progress, "page": page, "rows": rows, "next": found, "since": since,
            "show": show, "owed": len(owed), "is_party": is_party}  # fmt: skip


@only(*JUDGES)
def pair(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Shows two lines side by side, and enters what the reader's side judges of them."""
    actor = actor_of(request)
    lines = _lines(left, right)
    if request.method != "POST":
        return _pair_page(request, actor, *lines)
    with at_the_desk() as desk:
        _check(desk, actor, *lines)
    said = request.POST.get("judgement", "")
    try:
        if said not in set(Judgement):
            raise InputNotUnderstood(_("nothing was chosen"), hint=_("say: the same, different or unsure"))
        _enter(request, actor, [JudgementRow(*lines, Judgement(said))])
    except RepatriaError as wrong:
        return _pair_page(request, actor, *lines, wrong=wrong)
    return _onwards(actor, lines[0], lines[1], is_done=said == Judgement.SAME)


@only(*JUDGES)
@require_POST
def none_of_these(request: HttpRequest, left: str, of: str) -> HttpResponse:
    """Enters that a line is none of those of a list that are proposed for it."""
    actor, (line, _same) = actor_of(request), _lines(left, left)
    made = kept(Asked.by(actor, split_line(line)[0], list_id(of)))
    rights = [one.right for one in made.of.get(line, ()) if one.right is not None] if made else []
    if not rights:
        raise Http404
    with at_the_desk() as desk:
        _check(desk, actor, line, rights[0])
    try:
        _enter(request, actor, [JudgementRow(line, right, Judgement.DIFFERENT) for right in rights])
    except RepatriaError as wrong:
        return _pair_page(request, actor, line, rights[0], wrong=wrong)
    return _onwards(actor, line, rights[0], is_done=True)


@only(*JUDGES)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Enters again what stood before the last judgement, and brings its candidates back; where nothing stood, *unsure*."""
    actor, done = actor_of(request), list(request.session.get(_DONE, ()))
    if not done:
        messages.error(request, _("There is nothing to undo."))
        return redirect("matching")
    last = done.pop()
    rows = [JudgementRow(LineRef(a), LineRef(b), Judgement(was or Judgement.UNSURE)) for a, b, was in last]
    request.session[_DONE] = done
    try:
        with at_the_desk() as desk:
            judge_matches(desk, by=actor, judgements=rows)
            publish_log(desk)
    except RepatriaError as wrong:
        return _pair_page(request, actor, *_lines(rows[0].left, rows[0].right), wrong=wrong)
    messages.success(request, _("Undone: what stood before stands again. Where nothing stood, “unsure” was entered."))
    return redirect("judge-match", left=rows[0].left, right=rows[0].right)


@only(*JUDGES)
@require_POST
def habits(request: HttpRequest) -> HttpResponse:
    """Keeps for this session whether weights are hidden until judged, and whether single keys judge."""
    for name, key in (("weights", _BLIND), ("keys", _KEYS_OFF)):
        if name in request.POST:
            request.session[key] = request.POST[name] == "off"
    try:
        return redirect("judge-match", *_lines(request.POST.get("left", ""), request.POST.get("right", "")))
    except (Http404, InputNotUnderstood):
        return redirect("matching")


@only(*JUDGES)
def groups(request: HttpRequest) -> HttpResponse:
    """Shows persons who stand on more than two lines."""
    return _groups(request, "groups.html", contradicting=False)


@only(*JUDGES)
def contradicting(request: HttpRequest) -> HttpResponse:
    """Shows pairs that a party calls different although a chain of *same* joins them."""
    return _groups(request, "contradictions.html", contradicting=True)


def _groups(request: HttpRequest, template: str, *, contradicting: bool) -> HttpResponse:
    actor = actor_of(request)
    with at_the_desk() as desk:
        found = contradictions_of(desk, actor) if contradicting else groups_of(desk, actor)
        page = Paginator(found, settings.PAGE_LINES).get_page(request.GET.get("page"))
        rows = named(desk, actor, tuple(page))
    return render(request, template, {"page": page, "groups": rows, "count": len(found)})


def _lines(left: str, right: str) -> tuple[LineRef, LineRef]:
    try:
        return line_ref(left), line_ref(right)
    except InputNotUnderstood:
        raise Http404 from None


def _check(desk: Desk, actor: Actor, left: LineRef, right: LineRef) -> None:
    try:
        fits = may_judge(desk.book(), left, right, reader=actor)
    except RepatriaError:
        fits = False
    if not fits:
        raise Http404


@dataclass(frozen=True, slots=True)
class _Onwards:
    """Where judging goes from a pair: how far it is, and the next one."""

    progress: object
    next: tuple[LineRef, LineRef] | None


def _pair_page(
    request: HttpRequest, actor: Actor, left: LineRef, right: LineRef, *, wrong: RepatriaError | None = None
) -> HttpResponse:
    blind = bool(request.session.get(_BLIND))
    with at_the_desk() as desk:
        _check(desk, actor, left, right)
        book = desk.book()
        made = kept(Asked.by(actor, split_line(left)[0], split_line(right)[0]))
        found: Comparison | None = comparison_of(
            desk, history_of(desk), actor, left=left, right=right, kept=made, blind=blind
        )
        onwards = _Onwards(
            progress_of(book, made, actor.party) if made else None,
            next_pair(book, made, actor.party, after=left) if made else None,
        )
        unsigned = _unsigned(desk, actor)
    context = {
        "pair": found, "onwards": onwards, "lists": (split_line(left)[0], split_line(right)[0]), "blind": blind,
        "keys_off": bool(request.session.get(_KEYS_OFF)), "can_undo": bool(request.session.get(_DONE)),
        "unsigned": unsigned, "wrong": wrong,
    }  # fmt: skip
    return render(request, "pair.html", context, status=422 if wrong else 200)


def _enter(request: HttpRequest, actor: Actor, rows: list[JudgementRow]) -> None:
    """Enters judgements, and remembers what stood before.

    Raises:
        RepatriaError: They were refused; nothing was entered.
    """
    with at_the_desk() as desk:
        before = [said_of(desk.book(), LineRef(row.left), LineRef(row.right)).get(actor.party) for row in rows]
        entered = judge_matches(desk, by=actor, judgements=rows)
        publish_log(desk)
    if entered.new:
        last = [[row.left, row.right, was or ""] for row, was in zip(rows, before, strict=True)]
        request.session[_DONE] = [*request.session.get(_DONE, ()), last][-MOST_UNDONE:]
    messages.success(request, _("Entered."))


def _onwards(actor: Actor, left: LineRef, right: LineRef, *, is_done: bool) -> HttpResponse:
    """Goes to the next candidate of the line, else to the next line, else to the page of the two lists."""
    lists = split_line(left)[0], split_line(right)[0]
    made = proposals_of(Asked.by(actor, *lists))
    if not isinstance(made, Kept) or left not in made.of:
        return redirect("judge-match", left=left, right=right)
    with at_the_desk() as desk:
        book = desk.book()
        candidate = next_candidate(book, made, actor.party, line=left)
        if not is_done and actor.party not in said_of(book, left, candidate):
            return redirect("judge-match", left=left, right=candidate)
        found = next_pair(book, made, actor.party, after=left)
    if found is None:
        return redirect(reverse("proposals", kwargs={"left": lists[0], "right": lists[1]}))
    return redirect("judge-match", left=found[0], right=found[1])
