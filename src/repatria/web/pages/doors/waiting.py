"""Pages of lines that wait: to be answered, remarked on, asked in private, visited; found by name or list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from repatria.desk.session import Desk
from repatria.people.party import Actor
from repatria.register.steps import Steps
from repatria.web.desk import at_the_desk
from repatria.web.paging import page_number
from repatria.web.presenters.waiting import Answered, waiting_page
from repatria.web.seats import actor_of

Lines = Callable[[Desk, Actor], Steps | Answered]


@dataclass(frozen=True, slots=True)
class Queue:
    """What a page of waiting lines is about.

    Attributes:
        door: The door through which each line is gone on with, and where it is: ``answer-claim``.
        file: Whether many rows can be handed in at once.
        choices: Further queues that one can choose between, by code.
    """

    title: str | Promise
    lead: str | Promise
    door: str
    action: str | Promise
    nothing: str | Promise
    file: bool = True
    choices: tuple[tuple[str, str | Promise], ...] = ()


def waiting(request: HttpRequest, queue: Queue, lines: Lines) -> HttpResponse:
    """Shows the lines, a page at a time."""
    wanted = {name: request.GET.get(name, "").strip()[:200] for name in ("search", "list", "show")}
    with at_the_desk() as desk:
        actor = actor_of(request)
        found = waiting_page(
            desk, actor, lines(desk, actor), of=wanted["list"], search=wanted["search"], size=settings.PAGE_LINES,
            page=page_number(request.GET.get("page", "")),
            on=desk.clock.now().date(),
        )  # fmt: skip
    return render(request, "doors/waiting.html", {"queue": queue, "page": found, **wanted, "of": wanted["list"]})
