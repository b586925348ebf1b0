"""Who is signed in, as whom they act, and what every page knows of them.

A page that one may not see looks exactly like one that does not exist: `only` answers both with the same 404.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from repatria.people.party import Actor, Role
from repatria.store.site.models import Seat
from repatria.web.factors import lacks_one
from repatria.web.idle import seconds_left
from repatria.web.languages import speak_to
from repatria.web.menu import menu_of


class AtTheDesk:
    """Puts ``request.actor`` on every request: as whom the signed-in user acts, None for everybody else.

    Whoever has no second factor yet acts as nobody; ``request.seat`` is theirs all the same.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, knowing who asks."""
        sits = request.user.is_authenticated
        seat = Seat.objects.filter(user_id=request.user.pk, closed_at=None).first() if sits else None
        lacks = seat is not None and lacks_one(seat.user_id, seat.actor)
        request.seat, request.lacks_factor = seat, lacks  # type: ignore[attr-defined]
        request.actor = None if seat is None or lacks else seat.actor  # type: ignore[attr-defined]
        if seat is not None:
            speak_to(request, seat)
        return self._answer(request)


def actor_of(request: HttpRequest) -> Actor:
    """Returns as whom the user acts.

    Raises:
        Http404: Nobody who has a seat.
    """
    found: Actor | None = request.actor  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


View = Callable[..., HttpResponse]


def only(*roles: Role, mediator: bool = False) -> Callable[[View], View]:
    """Lets only these roles see a page; with ``mediator``, only the mediator's people among them.

    Whoever is not signed in is asked to sign in, for every address alike, also one that does not exist.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = actor_of(request)
            if (roles and actor.role not in roles) or (mediator and not actor.is_mediator):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def page(request: HttpRequest) -> dict[str, Any]:
    """Returns what every template knows: who is signed in, and whether the people are invented."""
    actor = getattr(request, "actor", None)
    left = seconds_left(request.session, now=int(time.time())) if actor else 0
    return {
        "actor": actor, "is_demo": settings.IS_DEMO, "menu": menu_of(request, actor) if actor else (),
        "idle_seconds": left, "idle_minutes": settings.SESSION_IDLE_S // 60 if actor else 0,
    }  # fmt: skip


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: seats are given by the mediator's registrar."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Returns False."""
        return False
