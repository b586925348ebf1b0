"""In which language a page is: the seat's, else what was chosen here, else the browser's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from repatria.store.site.models import Seat

COOKIE: Final = "language"


class Language:
    """Sets the language of a request before anything is said."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers in the language that was chosen."""
        chosen = request.COOKIES.get(COOKIE, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self._answer(request)
            response.setdefault("Content-Language", translation.get_language())
        return response


def speak_to(request: HttpRequest, seat: Seat) -> None:
    """Goes on in the language that was chosen at a seat, on whatever device; nothing changes where none was."""
    if seat.language in dict(settings.LANGUAGES):
        translation.activate(seat.language)  # until `Language` has its answer
        request.LANGUAGE_CODE = seat.language


def choose(request: HttpRequest) -> HttpResponse:
    """Keeps which language was chosen, for the seat and in this browser, and goes back."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    response = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            Seat.objects.filter(user=request.user).update(language=chosen)
        response.set_cookie(
            COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response
