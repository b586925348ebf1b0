"""Signed in, and for how long: a seat that nobody uses is signed out, and nobody stays signed in for more than a day's work.

What was typed in a form of a door when the time was over is kept in the same browser's new session, for the same seat, and can be
brought back to the form after signing in; files and decisions are not. Nothing of it is entered by that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext, ngettext

SINCE: Final = "signed_in_at"
LAST: Final = "used_at"
TYPED: Final = "typed"
EVERY_S: Final = 30
"""How often it is written down that a session is used; a click more does not write."""
TYPED_S: Final = 3_600
"""How long what was typed waits for whoever typed it: as long as the longest break before one signs in again."""
MOST_TYPED_BYTES: Final = 256 * 1024
_FORMS: Final = ("repatria.web.pages.doors.", "repatria.web.pages.dead.")
_BUTTONS: Final = frozenset({"csrfmiddlewaretoken", "accept", "agree", "back", "change", "checked"})


class SignedOutWhenIdle:
    """Ends a session that was not used for `settings.SESSION_IDLE_S`, or is older than `settings.SESSION_WHOLE_S`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, or leads to signing in."""
        if not request.user.is_authenticated:
            return self._answer(request)
        now, session = int(time.time()), request.session
        if seconds_left(session, now=now) <= 0:
            return _signed_out(request, now)
        session.setdefault(SINCE, now)
        only_asks = request.method == "GET" and request.path == reverse("stay")
        if not only_asks and now - session.get(LAST, 0) >= EVERY_S:
            session[LAST] = now
        if request.method == "POST" and session.get(TYPED, {}).get("path") == request.path:
            del session[TYPED]
        return self._answer(request)


def seconds_left(session: Any, *, now: int) -> int:
    """Returns for how long a session lasts if nobody uses it; nothing or less when it is over."""
    whole = session.get(SINCE, now) + settings.SESSION_WHOLE_S - now
    return int(min(whole, session.get(LAST, now) + settings.SESSION_IDLE_S - now))


def _signed_out(request: HttpRequest, now: int) -> HttpResponse:
    typed = _typed(request, now)
    was_idle = now - request.session.get(LAST, now) >= settings.SESSION_IDLE_S
    logout(request)
    if was_idle:
        n = settings.SESSION_IDLE_S // 60
        told = ngettext("You were signed out after %(n)s minute without use.",
                        "You were signed out after %(n)s minutes without use.", n) % {"n": n}  # fmt: skip
    else:
        n = settings.SESSION_WHOLE_S // 3600
        told = ngettext("You were signed out after %(n)s hour.", "You were signed out after %(n)s hours.", n) % {"n": n}
    if typed:
        request.session[TYPED] = typed
        told += " " + gettext("What you typed is kept for you for an hour: sign in again in this browser.")
    messages.warning(request, told)
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect_to_login(reverse("typed") if typed else back)


def _typed(request: HttpRequest, now: int) -> dict[str, Any] | None:
    """What was typed in a form of a door, with whose it is; None where there is nothing that may be kept."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        module = getattr(resolve(request.path).func, "__module__", "")
    except (ValueError, Resolver404):
        return None
    if request.method != "POST" or length > MOST_TYPED_BYTES or not module.startswith(_FORMS):
        return None
    if CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {}) is not None:
        return None  # sent from elsewhere
    fields = [[name, value] for name, values in request.POST.lists() if name not in _BUTTONS for value in values]
    if not any(value for _name, value in fields):
        return None
    return {"user": request.user.pk, "path": request.get_full_path(), "fields": fields, "at": now}


def _nothing(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse()


def typed_before(request: HttpRequest) -> dict[str, Any] | None:
    """Returns what whoever is signed in typed before they were signed out; None where there is nothing, or it is another's."""
    found: dict[str, Any] | None = request.session.get(TYPED)
    if found is None:
        return None
    if found["user"] != request.user.pk or time.time() - found["at"] > TYPED_S:
        del request.session[TYPED]
        return None
    return found
