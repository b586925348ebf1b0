"""My work: what waits for whoever is signed in, by day."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.people.party import Role
from repatria.register.states import State
from repatria.register.steps import outstanding as steps_of
from repatria.store.clock import now
from repatria.web.desk import at_the_desk
from repatria.web.presenters.calls import calls_of
from repatria.web.presenters.work import work_of
from repatria.web.seats import actor_of, only
from repatria.web.warming import history_of


@only()
def work(request: HttpRequest) -> HttpResponse:
    """Shows the tasks of an actor, the most overdue first."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        today = desk.clock.now().date()
        found = work_of(desk, actor, on=today)
        calls = calls_of(desk, history_of(desk), actor, on=today, at=now())
    return render(request, "work.html", {"work": found, "calls": calls})


@only(*(role for role in Role if role is not Role.OBSERVER))
def outstanding(request: HttpRequest) -> HttpResponse:
    """Shows every step of one kind that an actor owes, a page at a time."""
    state = request.GET.get("state", "")
    with at_the_desk() as desk:
        party = actor_of(request).party
        states = [State(state)] if state in set(State) else ()
        steps = steps_of(desk.book(), owed_by=party, states=states, reader=party)
        on = desk.clock.now().date()
    page = Paginator(steps, settings.PAGE_LINES).get_page(request.GET.get("page"))
    return render(request, "outstanding.html", {"page": page, "state": state, "on": on})
