"""The handover on a device: today's manifests, the page that works without a network, and what it takes along."""

from __future__ import annotations

import json
import secrets
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from repatria.desk.handover.pack import CODE_DIGITS, Chance, make_pack, parts_of
from repatria.desk.session import Desk
from repatria.errors import RepatriaError
from repatria.people.party import Actor
from repatria.people.refs import ManifestId
from repatria.register.agreements import Manifest
from repatria.store.keys import handover_secret
from repatria.web.desk import at_the_desk
from repatria.web.headers import POLICY, WITH_SCANNER
from repatria.web.pages.doors.entering import through
from repatria.web.presenters import shell
from repatria.web.presenters.handover import OUTCOMES, WORDS, is_business_of, moving
from repatria.web.seats import actor_of
from repatria.web.speech.messages import plain

SCOPE: Final = "/handover/"


def manifest_of(desk: Desk, name: str, actor: Actor) -> Manifest:
    """Returns a manifest that is an actor's business.

    Raises:
        Http404: There is none, or it is not.
    """
    known = desk.book().manifests.get(ManifestId(name))
    if known is None or not is_business_of(known, actor):
        raise Http404
    return known


@through("check-off")
def handover(request: HttpRequest) -> HttpResponse:
    """Shows the manifests in force, today's first."""
    with at_the_desk() as desk:
        on = desk.clock.now().date()
        found = moving(desk, actor_of(request), on=on)
    return render(request, "handover/today.html", {"found": found, "on": on})


@through("check-off")
def app(request: HttpRequest, manifest: str) -> HttpResponse:
    """Shows the page that takes a manifest along; nothing on it names a person."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        known = manifest_of(desk, manifest, actor)
        if desk.book().judge(actor.party) not in known.checkers:
            raise Http404
    response = render(request, "handover/app.html", _page(known, {"parts": parts_of(known)}))
    response["Content-Security-Policy"] = POLICY.replace("script-src 'self'", WITH_SCANNER)
    return response


def _page(known: Manifest, more: dict[str, Any]) -> dict[str, Any]:
    name = known.content.manifest
    urls = {"door": reverse("check-off", args=[name]), "sync": reverse("sync", args=[name]),
            "pack": reverse("handover-pack", args=[name]), "file": reverse("handover-file", args=[name])}  # fmt: skip
    scanner = {"script": static("vendor/zxing/reader/index.js"), "shell": shell.name(),
               "files": [static("vendor/zxing/share.js"), static("vendor/zxing/zxing_reader.wasm")]}  # fmt: skip
    config = {"manifest": name, "urls": urls, "worker": reverse("handover-worker"), "scope": SCOPE, "scanner": scanner}
    words = {key: str(said) for key, said in WORDS.items()}
    return {
        "manifest": name, "moves_on": known.content.moves_on, "words": words, "outcomes": list(OUTCOMES.items()),
        "config": config | more, "is_demo": settings.IS_DEMO,
    }  # fmt: skip


def _packed(request: HttpRequest, manifest: str) -> tuple[Manifest, dict[str, str], str]:
    """Makes a pack under a code that is drawn now and kept nowhere.

    Raises:
        Http404: The manifest is none of the actor's business, or nothing was sent.
        RepatriaError: It cannot be taken along.
    """
    if request.method != "POST":
        raise Http404
    actor, part = actor_of(request), request.POST.get("part", "1")
    chance = Chance(
        "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS)), secrets.token_urlsafe(16),
        secrets.token_bytes(16), secrets.token_bytes(12),
    )  # fmt: skip
    with at_the_desk() as desk:
        known = manifest_of(desk, manifest, actor)
        envelope = make_pack(
            desk, by=actor, manifest=ManifestId(manifest), part=int(part) if part.isdecimal() and len(part) < 5 else 0,
            secret=handover_secret(settings.HOME), chance=chance, at=desk.clock.now(),
        )  # fmt: skip
    return known, envelope, chance.code


def _refused(wrong: RepatriaError) -> JsonResponse:
    return JsonResponse({"wrong": plain(wrong.message)}, status=422)


@through("check-off")
def pack(request: HttpRequest, manifest: str) -> HttpResponse:
    """Returns a sealed pack, and its code for this once."""
    try:
        _known, envelope, code = _packed(request, manifest)
    except RepatriaError as wrong:
        return _refused(wrong)
    return JsonResponse({"envelope": envelope, "code": code})


@through("check-off")
def one_file(request: HttpRequest, manifest: str) -> HttpResponse:
    """Returns a sealed pack as a page in one file that needs no server, and its code for this once."""
    try:
        known, envelope, code = _packed(request, manifest)
    except RepatriaError as wrong:
        return _refused(wrong)
    page = _page(known, {"parts": 1, "envelope": envelope, "worker": "", "scanner": None, "urls": {"door": ""}})
    own = {"policy": shell.policy_of_file(), "style": shell.style(), "script": shell.script()}
    return JsonResponse({"file": render_to_string("handover/app.html", page | own), "code": code})


@require_GET
@through("check-off")
def worker(request: HttpRequest) -> HttpResponse:
    """Returns the script that keeps the page for when there is no network."""
    about = {"shell": shell.name(), "files": json.dumps(shell.files()), "static": settings.STATIC_URL}
    return render(request, "handover/worker.js", about, content_type="text/javascript")
