"""Manifests: all that one may see, one of them with everybody on it, its printed copies, and signing it."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from repatria.desk.manifests.kept import READERS, Kept
from repatria.desk.movements import sign_manifest as enter_signature
from repatria.desk.papers import LANGUAGES
from repatria.desk.papers.manifest import contents, rendered
from repatria.desk.session import Desk, Entered
from repatria.errors import RepatriaError
from repatria.exchange.manifest import manifest_text
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.refs import ManifestId, PartyId
from repatria.web.desk import at_the_desk
from repatria.web.forms.door import Cleaned
from repatria.web.forms.signature import SignatureForm, lines_to_sign, signing_about, to_sign
from repatria.web.pages.doors.entering import Asked, ask, isolated, posted, through
from repatria.web.pages.doors.exchange import exchanges_of
from repatria.web.paging import page_number
from repatria.web.presenters.movements.manifests import (
    find,
    manifest_shown,
    manifests_of,
    may_sign,
    people_shown,
)
from repatria.web.presenters.work import is_page
from repatria.web.seats import actor_of, only


@only(*READERS)
def manifests(request: HttpRequest) -> HttpResponse:
    """Shows every manifest that the reader may see, and where plans are drawn."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        rows = manifests_of(desk, actor)
        plans = exchanges_of(desk) if actor.role in (Role.REGISTRAR, Role.DELEGATE) else ()
    return render(request, "movements/manifests.html", {"rows": rows, "plans": plans})


@only(*READERS)
def manifest(request: HttpRequest, manifest: str) -> HttpResponse:
    """Shows one manifest: who is on it, who has signed, and what each side counted."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        kept = _found(desk, actor, manifest)
        shown = manifest_shown(desk, actor, kept)
        page = Paginator(shown.places, settings.PAGE_LINES).get_page(page_number(request.GET.get("page", "")))
        people = people_shown(desk, actor, kept, tuple(page))
    crossing = f"/handover/{kept.manifest.id}/"
    about = {
        "shown": shown, "row": shown.row, "manifest": kept.manifest, "page": page, "people": people,
        "languages": settings.LANGUAGES, "language": get_language(),
        "handover": crossing if shown.checks_off and is_page(crossing) else "",
        "may_withdraw": actor.role is Role.REGISTRAR and shown.row.state in ("awaiting signatures", "in force"),
    }  # fmt: skip
    return render(request, "movements/manifest.html", about)


@only(*READERS)
def print_manifest(request: HttpRequest, manifest: str) -> HttpResponse:
    """Returns a copy of a manifest as PDF."""
    actor = actor_of(request)
    copy, language = PartyId(request.GET.get("copy", actor.party)), request.GET.get("language", "en")
    with at_the_desk() as desk:
        kept = _found(desk, actor, manifest)
        if language not in LANGUAGES or copy not in (MEDIATOR, *kept.parties):
            raise Http404
        try:
            made = contents(desk, kept, by=actor, copy=copy, language=language)
        except RepatriaError:
            raise Http404 from None
    file = f"{kept.manifest.id}-{copy}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return HttpResponse(rendered(made), content_type="application/pdf", headers=headers)


@through("sign-manifest")
def to_be_signed(request: HttpRequest) -> HttpResponse:
    """Leads to the manifests, where those stand first that wait for a signature."""
    del request
    return redirect("manifests")


@through("sign-manifest")
def sign_manifest(request: HttpRequest, manifest: str) -> HttpResponse:
    """Shows what is signed and asks for the signature of the reader's side; the mediator's is the first."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        kept = _found(desk, actor, manifest)
        if not may_sign(actor, kept):
            raise Http404
        shown = manifest_shown(desk, actor, kept)
        signing = to_sign(desk, actor.party, text=manifest_text(kept.manifest), file=f"{kept.manifest.id}.txt")
    if "lines" in request.GET:
        return lines_to_sign(signing)
    if "document" in request.GET:
        named = {"Content-Disposition": f'attachment; filename="{kept.manifest.id}.json"'}
        return HttpResponse(kept.content, content_type="application/json", headers=named)
    here = reverse("manifest", args=[kept.manifest.id])
    about = {"shown": shown, "row": shown.row, "manifest": kept.manifest,
             "once_more": "movements/summary.html", **signing_about(signing)}  # fmt: skip
    name = isolated(kept.manifest.id)
    asked = Asked(
        _("Sign manifest %(manifest)s") % {"manifest": name}, SignatureForm(posted(request), signing=signing),
        lambda desk, cleaned: _entered(desk, actor, kept, cleaned),
        _("The manifest is signed for your side."), here, (here, name), about,
        check=_("A signature cannot be taken back by your side. Is everything on the manifest right?"),
        button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked, template="movements/sign.html")


def _entered(desk: Desk, actor: Actor, kept: Kept, cleaned: Cleaned) -> Entered:
    return enter_signature(desk, by=actor, content=kept.content, key=cleaned["signature"])


def _found(desk: Desk, actor: Actor, manifest: str) -> Kept:
    kept = find(desk, actor, ManifestId(manifest))
    if kept is None:
        raise Http404
    return kept
