"""The second factor: nobody sees anything before there is one.

Whoever can enter something, or read a name, needs a passkey, which no false page can be handed; observers, who read numbers
only, may use an authenticator app instead (OWASP ASVS 5.0, 6.3.3). A demo's seats are chosen, not signed in to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from repatria.people.party import Actor, Role

READS_NUMBERS_ONLY: Final = frozenset({Role.OBSERVER})
"""Roles for which an authenticator app is enough."""
SETTING_UP: Final = ("/sign-in/", "/language/")
"""Addresses that are open without a factor: those where one is set up, signing out, and the language."""


def enough(actor: Actor) -> tuple[str, ...]:
    """Returns the kinds of factors of which an actor needs one."""
    passkey, app = Authenticator.Type.WEBAUTHN.value, Authenticator.Type.TOTP.value
    return (passkey, app) if actor.role in READS_NUMBERS_ONLY else (passkey,)


def lacks_one(user: int, actor: Actor) -> bool:
    """Whether an actor has no factor that is enough."""
    if settings.IS_DEMO:
        return False
    return not Authenticator.objects.filter(user_id=user, type__in=enough(actor)).exists()


class SecondFactor:
    """Leads whoever has no factor to where one is set up, and nowhere else."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, or leads on."""
        if getattr(request, "lacks_factor", False) and not request.path.startswith(SETTING_UP):
            return redirect("mfa_index")
        return self._answer(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Keeps authenticator apps from those who need a passkey.

        Raises:
            Http404: An app is not enough for them.
        """
        del view, args, kwargs
        seat = getattr(request, "seat", None)
        match = request.resolver_match
        if match and match.url_name == "mfa_activate_totp" and (not seat or "totp" not in enough(seat.actor)):
            raise Http404


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """The last factor that is enough cannot be taken away; another one is set up first."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another factor remains that is enough."""
        seat = getattr(authenticator.user, "seat", None)
        if seat is None:
            return True
        left = Authenticator.objects.filter(user=authenticator.user, type__in=enough(seat.actor))
        return bool(left.exclude(pk=authenticator.pk).exists())


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks for the password or passkey again before a page that gives or takes rights, unless that was just done."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.IS_DEMO or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return asked
