"""A seat is taken: by its link, with a password of one's own; the second factor is asked for next."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from repatria.errors import RepatriaError
from repatria.store.clock import now
from repatria.store.site import seating
from repatria.web.forms.seats import PasswordForm
from repatria.web.pages.doors.entering import posted


@sensitive_post_parameters()
def take(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks for a password, takes the seat, and leads on to the second factor.

    Raises:
        Http404: The link was used, is too old, or never was: one cannot tell which.
    """
    given = seating.found(secret, at=now())
    if given is None:
        raise Http404
    name = seating.username(given.acts_as)
    form = PasswordForm(posted(request), username=name)
    if not form.is_bound or not form.is_valid():
        shown = {"form": form, "given": given, "name": name}
        return render(request, "invitation.html", shown, status=422 if form.is_bound else 200)
    try:
        user = seating.take(secret, password=form.cleaned_data["password"], at=now())
    except RepatriaError:
        raise Http404 from None
    logout(request)
    record_authentication(request, user, method="password", reauthenticated=True)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url="/"))
    return answer
