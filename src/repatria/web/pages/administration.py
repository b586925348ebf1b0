"""Administration, by the registrar: seats are given and closed, keys registered, what is kept how long."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.terms.agreements import register_key as enter_key
from repatria.errors import RepatriaError
from repatria.people.party import Role
from repatria.store.clock import now
from repatria.store.site import seating
from repatria.store.site.models import Seat
from repatria.web.desk import at_the_desk
from repatria.web.factors import confirmed
from repatria.web.forms.seats import KeyForm, SeatForm
from repatria.web.pages.doors.entering import Asked, ask, posted, through
from repatria.web.presenters.seats import administration_of, holders
from repatria.web.seats import actor_of, only
from repatria.web.speech.messages import told

_UP = _("Administration")


@only(Role.REGISTRAR, mediator=True)
@confirmed
def administration(request: HttpRequest) -> HttpResponse:
    """Shows who sits where, which links are out, and whose keys are registered."""
    with at_the_desk() as desk:
        found = administration_of(desk, actor_of(request), at=now())
    return render(request, "administration/overview.html", {"found": found})


@only(Role.REGISTRAR, mediator=True)
@confirmed
def invite(request: HttpRequest) -> HttpResponse:
    """Asks whose seat is given, and shows the link to it, once."""
    with at_the_desk() as desk:
        form = SeatForm(posted(request), parties=holders(desk))
    if form.is_bound and form.is_valid():
        try:
            secret = seating.invite(form.seat, by=actor_of(request), at=now())
        except RepatriaError as wrong:
            form.refuse(wrong)
        else:
            return _given(request, str(form.seat), secret)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "administration/invite.html", {"form": form}, status=status)


def _given(request: HttpRequest, acts_as: str, secret: str | None) -> HttpResponse:
    if secret is None:
        messages.success(request, gettext("Another registrar has to confirm this seat before there is a link."))
        return redirect("administration")
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    return render(request, "administration/link.html", {"link": link, "acts_as": acts_as})


@only(Role.REGISTRAR, mediator=True)
@confirmed
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Asks a second registrar to confirm a registrar's seat, and shows the link, once."""
    waiting = seating.waiting(number, at=now())
    if waiting is None:
        raise Http404
    if request.method != "POST":
        return render(request, "administration/confirm.html", {"waiting": waiting})
    try:
        secret = seating.confirm(number, by=actor_of(request), at=now())
    except RepatriaError as wrong:
        messages.error(request, told(wrong.message, wrong.hint))
        return redirect("administration")
    return _given(request, waiting.acts_as, secret)


@only(Role.REGISTRAR, mediator=True)
@confirmed
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Asks whether a seat is closed, and closes it at once."""
    seat = get_object_or_404(Seat, pk=number, closed_at=None)
    if request.method != "POST":
        return render(request, "administration/close.html", {"seat": seat})
    try:
        seating.close(seat, by=str(actor_of(request)), at=now())
    except RepatriaError as wrong:
        messages.error(request, told(wrong.message, wrong.hint))
    else:
        messages.success(request, gettext("The seat %(seat)s is closed.") % {"seat": seat.acts_as})
    return redirect("administration")


@only(Role.REGISTRAR, mediator=True)
def retention(request: HttpRequest) -> HttpResponse:
    """Shows what is kept where, and until when."""
    return render(request, "administration/retention.html")


@through("register-key", mediator=True)
@confirmed
def register_key(request: HttpRequest) -> HttpResponse:
    """Asks for the public half of the key with which a party, or the mediator, signs from now on."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        known = holders(desk)
    asked = Asked(
        _("Register a key"), KeyForm(posted(request), holders=known),
        lambda desk, cleaned: enter_key(desk, by=actor, **cleaned),
        _("The key is registered."), reverse("administration"), (reverse("administration"), _UP),
        check=_("Whoever has this key signs for them from now on. Is it theirs?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked)
