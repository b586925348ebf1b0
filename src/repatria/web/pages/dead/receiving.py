"""Counting a consignment, taking a laboratory's file in, adopting a policy: files are put down, looked at, accepted."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.people.party import Actor
from repatria.people.refs import ListId, list_id
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.remains.policy import DEFAULT, to_toml
from repatria.web.desk import at_the_desk
from repatria.web.forms.dead.receiving import (
    MOST_POLICY_BYTES,
    MOST_PROFILES_BYTES,
    MOST_TABLE_BYTES,
    CountForm,
    PolicyForm,
    ProfilesForm,
)
from repatria.web.forms.door import DoorForm
from repatria.web.pages.dead.trays import no_larger, put_down
from repatria.web.pages.doors.entering import isolated, posted, through
from repatria.web.presenters.dead.receiving import to_count
from repatria.web.seats import actor_of
from repatria.web.trays import kept


def _files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    return request.FILES if request.method == "POST" else None


def _show(request: HttpRequest, door: str, form: DoorForm, title: object, **about: object) -> HttpResponse:
    kept.forget_old(timezone.now())
    shown = {"form": form, "title": title, "door": door, "trays": kept.trays_of(str(actor_of(request)), door), **about}
    return render(request, f"dead/{door}.html", shown, status=422 if form.is_bound else 200)


@through("receive-remains")
def consignments(request: HttpRequest) -> HttpResponse:
    """Shows the consignments that an actor's side may count, with both sides' counts so far."""
    with at_the_desk() as desk:
        found = to_count(desk.book(), actor_of(request))
    trays = kept.trays_of(str(actor_of(request)), "receive-remains")
    return render(request, "dead/consignments.html", {"found": found, "trays": trays})


@no_larger(4 * MOST_TABLE_BYTES)
@through("receive-remains")
def receive_remains(request: HttpRequest, of: str) -> HttpResponse:
    """Asks for one side's count of a consignment.

    Raises:
        Http404: There is no such consignment.
    """
    actor = actor_of(request)
    with at_the_desk() as desk:
        book = desk.book()
        paper = _paper(book, list_id(of))
        parties = book.parties if actor.is_mediator else (actor.party,)
    form = CountForm(posted(request), _files(request), parties=parties)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        files = {name: given.pop(name) for name in ("tally", "contents", "custody", "effects")}
        return put_down(request, "receive-remains", said={"of": of, **given}, files=files)
    title = gettext("Count of consignment %(list)s") % {"list": isolated(of)}
    return _show(request, "receive-remains", form, title, of=of, bags=paper)


def _paper(book: Book, of: ListId) -> int:
    columns = book.lists.get(of)
    if columns is None or columns.received.subject is not Subject.REMAINS:
        raise Http404
    return columns.size


@no_larger(MOST_PROFILES_BYTES)
@through("receive-profiles")
def receive_profiles(request: HttpRequest) -> HttpResponse:
    """Asks for a laboratory's file."""
    form = ProfilesForm(posted(request), _files(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        said: kept.Said = {"of": given["of"].value, "laboratory": given["laboratory"].strip()}
        return put_down(request, "receive-profiles", said=said, files={"profiles": given["profiles"]})
    return _show(
        request, "receive-profiles", form, _("Hand in a laboratory's file"), handed_in=_handed_in(actor_of(request))
    )


def _handed_in(actor: Actor) -> tuple[object, ...]:
    with at_the_desk() as desk:
        acts = desk.book().dead.profiles
        return tuple(reversed([one for one in acts if actor.is_mediator or one.by.startswith(f"{actor.party}/")]))


@no_larger(MOST_POLICY_BYTES)
@through("adopt-policy", mediator=True)
def adopt_policy(request: HttpRequest) -> HttpResponse:
    """Asks for a policy; what it would re-open is shown before it is adopted."""
    with at_the_desk() as desk:
        policy = desk.book().dead.policy
        text = desk.archive.document(policy.sha256) if policy else to_toml(DEFAULT)
    form = PolicyForm(posted(request), _files(request), initial={"text": text.decode("utf-8-sig", "replace")})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        content = given["policy"] or (given["text"].replace("\r\n", "\n") + "\n").encode()
        return put_down(request, "adopt-policy", said={}, files={"policy": content})
    return _show(request, "adopt-policy", form, _("Adopt a policy of identification"), in_force=policy)
