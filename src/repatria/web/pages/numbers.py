"""Numbers without names: the account, and the log that proves it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.register.account import account as account_of
from repatria.web.desk import at_the_desk
from repatria.web.presenters.numbers import log_of
from repatria.web.seats import only


@only()
def account(request: HttpRequest) -> HttpResponse:
    """Shows where every line ever handed in is."""
    with at_the_desk() as desk:
        found = account_of(desk.book())
        on = desk.clock.now().date()
    return render(request, "account.html", {"account": found, "on": on, "overdue": found.overdue(on)})


@only()
def log(request: HttpRequest) -> HttpResponse:
    """Shows the latest checkpoint and what was entered when; no names."""
    with at_the_desk() as desk:
        found = log_of(desk, settings.HOME, page=request.GET.get("page", ""))
    return render(request, "log.html", {"log": found})
