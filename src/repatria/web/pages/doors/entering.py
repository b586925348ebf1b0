"""The one way from a form into the book: show it, tell what is wrong, show it again to be checked, enter, and go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext

from repatria.desk.session import DOORS, Desk, Entered, permit
from repatria.errors import NotPermitted, RepatriaError
from repatria.people.party import MEDIATOR
from repatria.people.refs import PartyId
from repatria.web.desk import at_the_desk, publish_log
from repatria.web.forms.door import Cleaned, DoorForm
from repatria.web.seats import View, actor_of, only

Enter = Callable[[Desk, Cleaned], Entered]


def _nothing_first(cleaned: Cleaned) -> None:
    del cleaned


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of a door asks.

    Attributes:
        title: The page's heading.
        form: What is asked.
        enter: Enters what was answered.
        told: What is said when something new was entered.
        after: Where one goes then.
        up: Where one comes from: address and title.
        about: What else the template shows.
        check: What is asked when everything is shown once more before it is entered; empty where it is not.
        button: What the button says.
        prepare: Takes apart what was answered while nobody waits for the desk.
    """

    title: str | Promise
    form: DoorForm
    enter: Enter
    told: str | Promise
    after: str
    up: tuple[str, str | Promise]
    about: dict[str, Any] = field(default_factory=dict)
    check: str | Promise = ""
    button: str | Promise = ""
    prepare: Callable[[Cleaned], None] = _nothing_first


def through(door: str, *, mediator: bool = False) -> Callable[[View], View]:
    """Lets only those see a page who may use the door; for everybody else there is no such page."""

    def guard(view: View) -> View:
        @only(*DOORS[door])
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                permit(door, actor_of(request), only=PartyId(MEDIATOR) if mediator else None)
            except NotPermitted:
                raise Http404 from None
            return view(request, *args, **kwargs)

        return guarded

    return guard


def posted(request: HttpRequest) -> QueryDict | None:
    """Returns what was sent, None where the page is only looked at: an empty form was sent all the same."""
    return request.POST if request.method == "POST" else None


def isolated(ref: str) -> str:
    """Returns a reference for a sentence of any direction: it reads from left to right by itself (Unicode LRI, PDI)."""
    return f"\u2066{ref}\u2069"


def ask(request: HttpRequest, asked: Asked, *, template: str = "doors/door.html") -> HttpResponse:
    """Answers a request for a page of a door; what was typed is never lost."""
    form = asked.form
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        if asked.check and request.POST.get("checked") != "yes":
            return render(request, "doors/check.html", {"asked": asked, "form": form, **asked.about})
        if _enter(request, asked):
            return redirect(asked.after)
    return show(request, asked, template=template)


def show(request: HttpRequest, asked: Asked, *, template: str = "doors/door.html") -> HttpResponse:
    """Shows the form, with what is wrong in it."""
    wrong = asked.form.is_bound and bool(asked.form.errors) and "change" not in request.POST
    return render(request, template, {"asked": asked, "form": asked.form, **asked.about}, status=422 if wrong else 200)


def _publish(request: HttpRequest, desk: Desk) -> None:
    if not publish_log(desk):
        messages.warning(request, gettext("The log could not be written now; it is written with what is entered next."))


def _enter(request: HttpRequest, asked: Asked) -> bool:
    try:
        asked.prepare(asked.form.cleaned_data)
        with at_the_desk() as desk:
            done = asked.enter(desk, asked.form.cleaned_data)
            _publish(request, desk)
    except RepatriaError as wrong:
        asked.form.refuse(wrong)
        asked.about["findings"] = getattr(wrong, "findings", ())
        return False
    if done.new:
        messages.success(request, str(asked.told))
    else:
        messages.success(request, gettext("It stood there already; nothing new was entered."))
    return True
