"""Handing in a list: a file and what it says; then what was read, line by line; then it is accepted or taken back."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from repatria.web import drafts, reading
from repatria.web.desk import at_the_desk
from repatria.web.drafts import Draft, Stage
from repatria.web.forms.fields import too_large
from repatria.web.forms.lists import MOST_BYTES, HandInForm
from repatria.web.pages.doors.entering import posted, through
from repatria.web.pages.doors.exchange import exchanges_of
from repatria.web.paging import page_number
from repatria.web.presenters.handing_in import marked_page
from repatria.web.seats import actor_of

PATIENCE_S: Final = 1.5
"""How long a request waits for a worker before it shows how far it is."""
_FORM_BYTES: Final = 64 * 1024
"""What the other fields of the form may take beside the file."""


def _most_bytes() -> int:
    return int(getattr(settings, "LIST_MOST_BYTES", MOST_BYTES))


def _receive_list(request: HttpRequest) -> HttpResponse:
    """Asks for a list, or refuses one that is too large before a byte of it is read."""
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > _most_bytes() + _FORM_BYTES:
        return render(request, "doors/too_large.html", {"message": too_large(_most_bytes())}, status=413)
    return _ask(request)


receive_list = csrf_exempt(through("receive-list")(_receive_list))
"""The page; who sent the form is checked in `_ask`, after the size of what was sent."""


@csrf_protect
def _ask(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    drafts.forget_old(timezone.now())
    with at_the_desk() as desk:
        parties = desk.book().parties if actor.is_mediator else (actor.party,)
        exchanges = exchanges_of(desk)
    files = request.FILES if request.method == "POST" else None
    form = HandInForm(posted(request), files, parties=parties, exchanges=exchanges, most_bytes=_most_bytes())
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file")
        draft = Draft(token=drafts.new_token(), seat=str(actor), **given)
        drafts.keep(draft, file.chunks())
        reading.read_on(draft, wait_s=PATIENCE_S)
        return redirect("draft", draft.token)
    about = {"form": form, "drafts": drafts.drafts_of(str(actor))}
    return render(request, "doors/hand_in.html", about, status=422 if form.is_bound else 200)


def _own(request: HttpRequest, token: str) -> Draft:
    found = drafts.draft_of(token, str(actor_of(request)))
    if found is None:
        raise Http404
    return found


@through("receive-list")
def draft(request: HttpRequest, draft: str) -> HttpResponse:
    """Shows how far a list is: being read, read, refused, entered; accepts it or takes it back."""
    found = _own(request, draft)
    if request.method == "POST":
        return _decide(request, found)
    if found.stage in (Stage.READING, Stage.ENTERING):
        _go_on(found, wait_s=0.2)
        found = _own(request, draft)
    match found.stage:
        case Stage.READING | Stage.ENTERING:
            return render(request, "doors/under_way.html", {"draft": found})
        case Stage.REFUSED:
            return render(request, "doors/refused.html", {"draft": found})
        case Stage.ENTERED:
            return render(request, "doors/entered.html", {"draft": found})
        case Stage.READ:
            page = page_number(request.GET.get("page", ""))
            report = drafts.report_of(draft)
            marked = marked_page(report, page=page, size=settings.PAGE_LINES)
            return render(request, "doors/read.html", {"draft": found, "report": report, "marked": marked})


def _go_on(found: Draft, *, wait_s: float) -> None:
    work = reading.read_on if found.stage is Stage.READING else reading.enter
    work(found, wait_s=wait_s)


def _decide(request: HttpRequest, found: Draft) -> HttpResponse:
    if "back" in request.POST and found.stage in (Stage.READING, Stage.READ, Stage.REFUSED):
        drafts.forget(found.token)
        messages.success(request, gettext("The list is taken back. Nothing was entered."))
        return redirect("receive-list")
    if "accept" in request.POST and found.stage is Stage.READ:
        accepted = _accepted(found)
        reading.enter(accepted, wait_s=PATIENCE_S)
    return redirect("draft", found.token)


def _accepted(found: Draft) -> Draft:
    from msgspec.structs import replace

    accepted = replace(found, stage=Stage.ENTERING)
    drafts.save(accepted)
    return accepted


@through("receive-list")
def mend(request: HttpRequest, draft: str) -> HttpResponse:
    """Gives the rows with errors and warnings as a file to be mended."""
    found = _own(request, draft)
    if found.stage is not Stage.READ:
        raise Http404
    named = {"Content-Disposition": 'attachment; filename="mend.csv"'}
    return HttpResponse(drafts.mend_of(found.token), content_type="text/csv; charset=utf-8", headers=named)
