"""The menu: which pages an actor can go to, in the order of an exchange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.people.party import Actor, Role

_STAFF: Final = (Role.REGISTRAR, Role.DELEGATE)
_ENTRIES: Final[tuple[tuple[str, Promise, tuple[Role, ...]], ...]] = (
    ("work", _("My work"), tuple(role for role in Role if role is not Role.OBSERVER)),
    ("lists", _("Lists"), tuple(role for role in Role if role is not Role.OBSERVER)),
    ("matching", _("Who is who"), _STAFF),
    ("exchanges", _("Terms"), _STAFF),
    ("manifests", _("Manifests"), (*_STAFF, Role.OFFICER)),
    ("remains", _("Remains"), (*_STAFF, Role.LABORATORY)),
    ("account", _("The account"), tuple(role for role in Role if role is not Role.OBSERVER)),
    ("observing", _("Numbers"), (Role.OBSERVER,)),
    ("log", _("Log"), tuple(Role)),
    ("administration", _("Administration"), (Role.REGISTRAR,)),
)
"""Name of the page, its title, and who finds it in the menu."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu."""

    title: Promise
    url: str
    here: bool


def menu_of(request: HttpRequest, actor: Actor) -> tuple[Entry, ...]:
    """Returns the menu of an actor; the page that is shown is marked."""
    found = []
    for name, title, roles in _ENTRIES:
        if actor.role in roles:
            url = reverse(name)
            found.append(Entry(title, url, request.path == url))
    return tuple(found)
