"""Lists: every list handed in with how much of it is answered; one list, line by line; one line."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.errors import InputNotUnderstood
from repatria.people.party import Role
from repatria.people.refs import line_ref, list_id
from repatria.web.desk import at_the_desk
from repatria.web.paging import page_number
from repatria.web.presenters.lists import list_page, lists_of
from repatria.web.presenters.person import file_of
from repatria.web.seats import actor_of, only

READERS = (Role.REGISTRAR, Role.DELEGATE, Role.VERIFIER, Role.LABORATORY, Role.OFFICER)


@only(*READERS)
def lists(request: HttpRequest) -> HttpResponse:
    """Shows the lists that an actor may know of."""
    with at_the_desk() as desk:
        found = lists_of(desk, actor_of(request))
    return render(request, "lists.html", {"lists": found})


@only(*READERS)
def one_list(request: HttpRequest, of: str) -> HttpResponse:
    """Shows a list's lines, a page at a time, with search and a filter by state."""
    wanted = {name: request.GET.get(name, "").strip() for name in ("search", "state")}
    with at_the_desk() as desk:
        found = list_page(
            desk,
            actor_of(request),
            of=list_id(of),
            search=wanted["search"],
            state=wanted["state"],
            page=page_number(request.GET.get("page", "")),
            size=settings.PAGE_LINES,
        )
    if found is None:
        raise Http404
    part = "parts/lines.html" if request.htmx else "list.html"  # type: ignore[attr-defined]
    return render(request, part, {"page": found, **wanted})


@only(*READERS)
def line(request: HttpRequest, ref: str) -> HttpResponse:
    """Shows all that an actor may know of the person on a line."""
    try:
        with at_the_desk() as desk:
            found = file_of(desk, actor_of(request), line_ref(ref), on=desk.clock.now().date())
    except InputNotUnderstood:
        raise Http404 from None
    if found is None:
        raise Http404
    return render(request, "line.html", {"page": found})
