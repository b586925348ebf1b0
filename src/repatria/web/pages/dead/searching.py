"""Searches on screen: asked for, left, come back to; conclusions with reports, and pairs to be judged."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.dead.laboratory import lines_of_families
from repatria.desk.papers import LANGUAGES
from repatria.people.party import Actor
from repatria.people.refs import Sha256
from repatria.register.acts import ProfilesReceived, Typed
from repatria.remains.conclusions import from_json
from repatria.remains.policy import read_policy
from repatria.store.clock import now
from repatria.web.desk import at_the_desk
from repatria.web.forms.dead.searching import MOST_FREQUENCIES_BYTES, ReassociateForm, SearchForm
from repatria.web.pages.dead.trays import PATIENCE_S, no_larger
from repatria.web.pages.doors.entering import posted, through
from repatria.web.presenters.dead.searching import called, handed_in, hits, pairs, samples
from repatria.web.searches import kept, running
from repatria.web.searches.kept import CLUSTERS, CONCLUSIONS, PAIRS, Asked, Kind
from repatria.web.seats import actor_of

_GIVEN: Final = {CONCLUSIONS: "application/json", CLUSTERS: "application/json", PAIRS: "text/csv; charset=utf-8"}


@through("identify")
def searches(request: HttpRequest) -> HttpResponse:
    """Shows what the people of an actor's party asked to be computed."""
    found = [(one, kept.state_of(one.token)) for one in kept.all_of(actor_of(request).party, at=now())]
    return render(request, "dead/searches.html", {"found": found})


@no_larger(MOST_FREQUENCIES_BYTES)
@through("identify")
def search(request: HttpRequest) -> HttpResponse:
    """Asks which profiles are searched among which families."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        remains, families = handed_in(desk, actor, Typed.REMAINS), handed_in(desk, actor, Typed.FAMILIES)
    files = request.FILES if request.method == "POST" else None
    form = SearchForm(posted(request), files, profiles=_choices(remains), families=_choices(families))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        chosen = [_chosen(remains, given["profiles"]), _chosen(families, given["families"])]
        with at_the_desk() as desk:
            profiles, relatives = (desk.archive.document(one.sha256) for one in chosen)
            policy = desk.book().dead.policy
            rules = {"policy.toml": desk.archive.document(policy.sha256)} if policy else {}
        inputs = {"profiles.csv": profiles, "families.jsonl": lines_of_families(relatives),
                  "frequencies.csv": given["frequencies"].read(), **rules}  # fmt: skip
        return _begun(actor, Kind.SEARCH, inputs, chosen, open_missing=given["open_missing"])
    about = {"form": form, "title": _("Search the families"), "lacks": not remains or not families}
    return render(request, "dead/search.html", about, status=422 if form.is_bound else 200)


@no_larger(MOST_FREQUENCIES_BYTES)
@through("identify")
def reassociate(request: HttpRequest) -> HttpResponse:
    """Asks which profiles are compared with each other."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        remains, own = handed_in(desk, actor, Typed.REMAINS), handed_in(desk, actor, Typed.OWN_SAMPLES)
    files = request.FILES if request.method == "POST" else None
    form = ReassociateForm(posted(request), files, profiles=_choices(remains), own=_choices(own))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        chosen = [_chosen(remains, given["profiles"]), *([_chosen(own, given["own"])] if given["own"] else [])]
        with at_the_desk() as desk:
            documents = [desk.archive.document(one.sha256) for one in chosen]
        inputs = dict(zip(("profiles.csv", "own.csv"), documents, strict=False))
        return _begun(actor, Kind.REASSOCIATION, inputs | {"frequencies.csv": given["frequencies"].read()}, chosen)
    about = {"form": form, "title": _("Which specimens are one person's?"), "lacks": not remains}
    return render(request, "dead/search.html", about, status=422 if form.is_bound else 200)


def _choices(files: tuple[ProfilesReceived, ...]) -> list[tuple[str, str]]:
    return [(one.sha256, called(one)) for one in files]


def _chosen(files: tuple[ProfilesReceived, ...], digest: str) -> ProfilesReceived:
    return next(one for one in files if one.sha256 == Sha256(digest))


def _begun(
    actor: Actor, kind: Kind, files: dict[str, bytes], chosen: list[ProfilesReceived], *, open_missing: int = 0
) -> HttpResponse:
    of = tuple(called(one) for one in chosen)
    asked = kept.put_down(
        seat=str(actor), party=actor.party, kind=kind, at=now(), files=files, of=of, open_missing=open_missing
    )
    running.begin(asked.token, wait_s=PATIENCE_S)
    return redirect("search", asked.token)


def _own(request: HttpRequest, token: str) -> Asked:
    found = kept.asked_of(token, actor_of(request).party)
    if found is None:
        raise Http404
    return found


@through("identify")
def one_search(request: HttpRequest, token: str) -> HttpResponse:
    """Shows how far a search is, and what it came to; removes it."""
    asked = _own(request, token)
    if request.method == "POST":
        return _decide(request, asked)
    state = kept.state_of(token)
    if state is None or not (state.done or state.message):
        running.begin(token, wait_s=0.2)
        state = kept.state_of(token)
    about: dict[str, Any] = {"asked": asked, "state": state}
    if state is None or not state.done:
        return render(request, "dead/search_under_way.html", about)
    if asked.kind is Kind.REASSOCIATION:
        about["pairs"], about["many"] = pairs(kept.result_of(token, PAIRS) or b"")
        return render(request, "dead/reassociated.html", about)
    found = from_json(kept.result_of(token, CONCLUSIONS) or b"")
    with at_the_desk() as desk:
        policy = desk.book().dead.policy
        rules = read_policy(desk.archive.document(policy.sha256)) if policy else None
        known = samples(desk, actor_of(request))
    page = Paginator(hits(found, rules, known), settings.PAGE_LINES).get_page(request.GET.get("page"))
    return render(request, "dead/searched.html", about | {"page": page, "languages": LANGUAGES, "about": found})


def _decide(request: HttpRequest, asked: Asked) -> HttpResponse:
    if "again" in request.POST:
        running.begin(asked.token, wait_s=PATIENCE_S)
        return redirect("search", asked.token)
    if "remove" in request.POST:
        kept.forget(asked.token)
        messages.success(request, gettext("The search is removed. Nothing had been entered by it."))
        return redirect("searches")
    return redirect("search", asked.token)


@through("identify")
def result(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Gives a file that came out of a search."""
    _own(request, token)
    content = kept.result_of(token, name) if name in _GIVEN else None
    if content is None:
        raise Http404
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_GIVEN[name], headers=named)


@through("identify")
def report(request: HttpRequest, token: str, row: int, language: str) -> HttpResponse:
    """Gives the report on one conclusion as PDF, made when it is first asked for.

    Raises:
        Http404: No such conclusion, or language.
    """
    asked = _own(request, token)
    state = kept.state_of(token)
    known = state is not None and state.done and row < state.figures.get("conclusions", 0)
    if not known or asked.kind is not Kind.SEARCH or language not in LANGUAGES:
        raise Http404
    name, words = f"report-{row}-{language}", ("report", str(row), language)
    content = kept.result_of(token, f"{name}.pdf")
    if content is None:
        running.begin(token, *words, wait_s=PATIENCE_S)
        content = kept.result_of(token, f"{name}.pdf")
    if content is None:
        about = {"asked": asked, "state": kept.state_of(token, running.name_of(words)), "of_report": True}
        return render(request, "dead/search_under_way.html", about)
    named = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=named)
