"""Checking off at the desk: one person, a file of rows, the file of a device; and what devices send over the network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.handover.events import read_events
from repatria.desk.handover.intake import GAP, Conflict, TakenIn, take_in
from repatria.desk.handover.pack import told as told_to_device
from repatria.desk.handover.progress import differences, progress
from repatria.desk.handover.sheet import codes_of
from repatria.desk.movements import CheckOffRow, check_off
from repatria.desk.rows import check_off_row
from repatria.desk.session import Desk, Entered
from repatria.errors import RepatriaError
from repatria.exchange.codes import spaced
from repatria.lists import rows_limited
from repatria.people.refs import ManifestId
from repatria.people.rows import taken
from repatria.store.keys import handover_secret
from repatria.web.desk import at_the_desk, publish_log
from repatria.web.forms.crossing import CheckOffForm, FromCrossingForm
from repatria.web.forms.door import Cleaned
from repatria.web.pages.doors.entering import Asked, ask, isolated, posted, through
from repatria.web.pages.handover import manifest_of
from repatria.web.seats import actor_of
from repatria.web.speech.messages import plain


@through("check-off")
def check_off_one(request: HttpRequest, manifest: str) -> HttpResponse:
    """Asks whom, and what became of the person; shows what differs."""
    actor, name = actor_of(request), ManifestId(manifest)
    with at_the_desk() as desk:
        known = manifest_of(desk, manifest, actor)
        book, codes = desk.book(), codes_of(known)
        about = {
            "manifest": known.content, "progress": progress(book, name, actor.party), "in_force": known.in_force,
            "checks": book.judge(actor.party) in known.checkers,
            "differences": [(line, spaced(codes[line]) if line in codes else "", said)
                            for line, said in differences(book, name).items()],
        }  # fmt: skip

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        return check_off(desk, by=actor, manifest=name, rows=[CheckOffRow(cleaned["who"], cleaned["outcome"])])

    here = reverse("check-off", args=[manifest])
    asked = Asked(
        gettext("Check off on %(manifest)s") % {"manifest": isolated(manifest)},
        CheckOffForm(posted(request), codes={code: line for line, code in codes.items()}), enter,
        _("It is recorded at the desk."), here, (reverse("handover"), _("Today's manifests")), about,
        button=_("Record"),
    )  # fmt: skip
    return ask(request, asked, template="doors/crossing.html")


@through("check-off")
def from_crossing(request: HttpRequest, manifest: str) -> HttpResponse:
    """Asks for a file: what a device saved, or rows. What a device recorded is entered check-off by check-off."""
    actor, name = actor_of(request), ManifestId(manifest)
    with at_the_desk() as desk:
        manifest_of(desk, manifest, actor)
    about: dict[str, Any] = {}
    rows: list[CheckOffRow] = []
    events: list[Any] = []

    def prepare(cleaned: Cleaned) -> None:
        content = cleaned["file"].read()
        if content.lstrip()[:1] == b"{":
            events.extend(read_events(content))
            return
        sheet = rows_limited(content)
        numbered = ((row.number, row.cells) for row in sheet.rows)
        rows.extend(
            taken(sheet.headings, numbered, kind="check-offs", needs=("line", "outcome"), take=check_off_row)
        )  # fmt: skip

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        del cleaned
        if not events:
            return check_off(desk, by=actor, manifest=name, rows=rows)
        found = take_in(desk, by=actor, manifest=name, events=events, secret=handover_secret(settings.HOME))
        about["conflicts"] = found.conflicts
        return Entered(found.new, len(found.accepted) - found.new)

    here = reverse("check-off", args=[manifest])
    asked = Asked(
        _("A file from the crossing point"),
        FromCrossingForm(request.POST, request.FILES) if request.method == "POST" else FromCrossingForm(), enter,
        _("The file is entered."), here, (here, _("Back")), about, button=_("Take in"), prepare=prepare,
    )  # fmt: skip
    response = ask(request, asked, template="doors/from_crossing.html")
    if about.get("conflicts"):
        return render(request, "doors/from_crossing.html", {"asked": asked, "form": FromCrossingForm(), **about})
    return response


@through("check-off")
def sync(request: HttpRequest, manifest: str) -> HttpResponse:
    """Tells a device how far the manifest is, and takes in what it recorded."""
    actor, name = actor_of(request), ManifestId(manifest)
    with at_the_desk() as desk:
        known = manifest_of(desk, manifest, actor)
        if request.method != "POST":
            how_far = told_to_device(progress(desk.book(), name, actor.party)) if known.in_force else None
            return JsonResponse(
                {"token": get_token(request), "now": f"{desk.clock.now():%Y-%m-%dT%H:%M:%SZ}",
                 "in_force": known.in_force, "sha256": known.content.sha256, "told": how_far}
            )  # fmt: skip
        try:
            found = take_in(
                desk, by=actor, manifest=name, events=read_events(request.body), secret=handover_secret(settings.HOME)
            )
        except RepatriaError as wrong:
            return JsonResponse({"wrong": plain(wrong.message)}, status=422)
        if found.new:
            publish_log(desk)
    return JsonResponse(_answer(found))


def _answer(found: TakenIn) -> dict[str, Any]:
    return {
        "accepted": list(found.accepted),
        "conflicts": [_conflict(one) for one in found.conflicts],
        "told": told_to_device(found.progress) if found.progress else None,
    }


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "uuid": one.uuid, "gap": one.why == GAP, "why": plain(one.why), "hint": plain(one.hint),
    }  # fmt: skip
