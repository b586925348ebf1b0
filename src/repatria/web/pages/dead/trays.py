"""A tray on screen: looked at, then accepted or taken back; one page for every door that takes files about the dead."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import msgspec
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from repatria.web.forms.fields import too_large
from repatria.web.pages.doors.entering import through
from repatria.web.seats import View, actor_of
from repatria.web.trays import kept, working
from repatria.web.trays.kept import Stage, Tray
from repatria.web.trays.kinds import KINDS

PATIENCE_S: Final = 1.5
"""How long a request waits for a worker before it shows how far it is."""
_FORM_BYTES: Final = 512 * 1024
"""What the other fields of a form may take beside its files."""


def no_larger(most_bytes: int) -> Callable[[View], View]:
    """Refuses what is too large before a byte of it is read; who sent it is checked after that."""

    def guard(view: View) -> View:
        inner = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes + _FORM_BYTES:
                return render(request, "doors/too_large.html", {"message": too_large(most_bytes)}, status=413)
            answer: HttpResponse = inner(request, *args, **kwargs)
            return answer

        return guarded

    return guard


def put_down(request: HttpRequest, door: str, *, said: kept.Said, files: dict[str, Any]) -> HttpResponse:
    """Puts files down for a door, begins to look at them, and leads to their tray."""
    given = {name: file.chunks() if hasattr(file, "chunks") else [file] for name, file in files.items() if file}
    tray = kept.put_down(seat=str(actor_of(request)), door=door, said=said, files=given)
    working.look(tray, KINDS[door], wait_s=PATIENCE_S)
    return redirect("tray", door, tray.token)


def tray(request: HttpRequest, door: str, tray: str) -> HttpResponse:
    """Shows how far a tray is: being looked at, looked at, refused, entered; accepts it or takes it back.

    Raises:
        Http404: No door of the dead, or not the actor's, or no tray of the actor's.
    """
    if door not in KINDS:
        raise Http404
    return through(door)(_tray)(request, door, tray)


def _tray(request: HttpRequest, door: str, token: str) -> HttpResponse:
    found = _own(request, door, token)
    if request.method == "POST":
        return _decide(request, found)
    if found.stage in (Stage.LOOKING, Stage.ENTERING):
        work = working.look if found.stage is Stage.LOOKING else working.enter
        work(found, KINDS[door], wait_s=0.2)
        found = _own(request, door, token)
    about: dict[str, Any] = {"tray": found}
    match found.stage:
        case Stage.LOOKING | Stage.ENTERING:
            return render(request, "dead/under_way.html", about)
        case Stage.REFUSED:
            return render(request, "dead/refused.html", about)
        case Stage.ENTERED:
            return render(request, "dead/entered.html", about)
        case Stage.LOOKED:
            report = kept.report_of(token)
            page = Paginator(report.found, settings.PAGE_LINES).get_page(request.GET.get("page"))
            return render(request, f"dead/looked_at/{door}.html", about | {"report": report, "page": page})


def _own(request: HttpRequest, door: str, token: str) -> Tray:
    found = kept.tray_of(token, str(actor_of(request)))
    if found is None or found.door != door:
        raise Http404
    return found


def _decide(request: HttpRequest, found: Tray) -> HttpResponse:
    if "back" in request.POST and found.stage in (Stage.LOOKING, Stage.LOOKED, Stage.REFUSED):
        kept.forget(found.token)
        messages.success(request, gettext("It is taken back. Nothing was entered."))
        return redirect(found.door)
    if "accept" in request.POST and found.stage is Stage.LOOKED:
        accepted = msgspec.structs.replace(found, stage=Stage.ENTERING)
        kept.save(accepted)
        working.enter(accepted, KINDS[found.door], wait_s=PATIENCE_S)
    return redirect("tray", found.door, found.token)
