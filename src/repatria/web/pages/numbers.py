"""Numbers without names: the account, and the log that proves it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.desk.publication import openings
from repatria.errors import RepatriaError
from repatria.log.layout import LogBroken
from repatria.log.verify import verify_log
from repatria.people.party import Role
from repatria.web.desk import at_the_desk
from repatria.web.forms.verifying import VerifyForm
from repatria.web.pages.observing import published
from repatria.web.presenters.account import account_page
from repatria.web.presenters.log import log_of, tiles_zip, what_was_checked
from repatria.web.seats import actor_of, only


@only()
def account(request: HttpRequest) -> HttpResponse:
    """Shows where every line ever handed in is; to observers as it may be published."""
    if actor_of(request).role is Role.OBSERVER:
        return published(request)
    with at_the_desk() as desk:
        on = desk.clock.now().date()
        page = account_page(desk.book(), on=on, reader=actor_of(request).party)
    return render(request, "account.html", {"page": page, "on": on})


@only()
def log(request: HttpRequest) -> HttpResponse:
    """Shows the latest checkpoint and what was entered when; no names."""
    with at_the_desk() as desk:
        found = log_of(desk, settings.HOME, page=request.GET.get("page", ""))
    return render(request, "log.html", {"log": found})


@only()
def verify(request: HttpRequest) -> HttpResponse:
    """Verifies the whole log with a key that is brought along, as a page or as a text; changes nothing."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _verified(request, form)
        except RepatriaError as wrong:
            form.refuse(wrong)
    return render(request, "verify.html", {"form": form}, status=422 if form.errors else 200)


def _verified(request: HttpRequest, form: VerifyForm) -> HttpResponse:
    key, since = form.cleaned_data["key"], form.cleaned_data["since"]
    with at_the_desk() as desk:  # nothing is entered meanwhile, so journal and log end together
        at = desk.clock.now()
        found = verify_log(settings.HOME / "log", key=key, since=since, openings=openings(desk.archive))
    text = what_was_checked(found, key=str(key), at=at, with_older=since is not None, with_journal=True)
    if "text" in request.POST:
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="verification.txt"'
        return response
    return render(request, "verify.html", {"form": form, "found": found, "text": text})


@only()
def tiles(request: HttpRequest) -> HttpResponse:
    """Hands out the public files of the log, for whoever verifies with other software."""
    del request
    try:
        with at_the_desk():
            packed = tiles_zip(settings.HOME / "log")
    except LogBroken:
        packed = None
    if packed is None:
        raise Http404
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="log.zip"'
    return response
