"""The dead: consignments as each side counted them, a consignment's bags, decisions of boards, conclusions to be read."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.errors import RepatriaError
from repatria.people.party import Role
from repatria.people.refs import list_id
from repatria.remains.conclusions import from_json
from repatria.remains.policy import read_policy
from repatria.web.desk import at_the_desk
from repatria.web.forms.remains import ConclusionsForm
from repatria.web.paging import page_number
from repatria.web.presenters import remains as shown
from repatria.web.seats import actor_of, only

READERS = (Role.REGISTRAR, Role.LABORATORY, Role.DELEGATE)


@only(*READERS)
def remains(request: HttpRequest) -> HttpResponse:
    """Shows the consignments that an actor works on, and what boards decided on them."""
    with at_the_desk() as desk:
        page = shown.desk_of_the_dead(desk.book(), actor_of(request))
    decisions = Paginator(page.decisions, settings.PAGE_LINES).get_page(request.GET.get("page"))
    return render(request, "remains/remains.html", {"page": page, "decisions": decisions})


@only(*READERS)
def consignment(request: HttpRequest, of: str) -> HttpResponse:
    """Shows a consignment's bags, a page at a time."""
    page = page_number(request.GET.get("page", ""))
    with at_the_desk() as desk:
        book = desk.book()
        if not shown.may_see(book, actor_of(request), list_id(of)):
            raise Http404
        pages = max(1, -(-book.lists[list_id(of)].size // settings.PAGE_LINES))
        page = min(page, pages)
        found = shown.consignment(book, list_id(of), page=page, size=settings.PAGE_LINES)
    return render(request, "remains/consignment.html", {"found": found, "page": page, "pages": pages})


@only(*READERS)
def identification(request: HttpRequest, ref: str) -> HttpResponse:
    """Shows an identification that stands, and everything that followed from it."""
    with at_the_desk() as desk:
        found = shown.what_followed(desk.book(), actor_of(request), ref)
    if found is None:
        raise Http404
    return render(request, "remains/identification.html", {"found": found})


@only(*READERS)
def conclusions(request: HttpRequest) -> HttpResponse:
    """Shows a file of conclusions beside what the policy in force says of each; enters nothing, keeps nothing."""
    is_sent = request.method == "POST"
    form = ConclusionsForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = _told(form.cleaned_data["file"].read())
        except RepatriaError as wrong:
            form.refuse(wrong)
    return render(
        request, "remains/conclusions.html", {"form": form, "found": found}, status=422 if form.errors else 200
    )


def _told(content: bytes) -> shown.Told:
    read = from_json(content)
    with at_the_desk() as desk:
        policy = desk.book().dead.policy
        rules = read_policy(desk.archive.document(policy.sha256)) if policy else None
    return shown.told(read, rules)
