"""Seats are given, taken and closed here; `models` says what is kept of it.

A seat is given by a link: 256 random bits that are shown once and kept as a digest only, good for 72 hours and for one
person. By it a seat is taken for the first time, or anew by whoever lost the password or the device. A registrar's seat
takes two registrars, so that nobody makes himself a second pair of eyes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction

from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.store.site.models import Invitation, Seat
from repatria.store.site.record import MACHINE, What, note

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

LASTS: Final = timedelta(hours=72)
"""How long a link can be used."""
FIRST_SEATS: Final = tuple(Actor(MEDIATOR, Role.REGISTRAR, code) for code in ("", "2"))
"""The two that stand at the beginning: every further registrar's seat takes two."""


def first_links(*, at: datetime) -> Sequence[tuple[Actor, str]]:
    """Returns links to the first two registrars' seats while nobody sits in one; none afterwards."""
    if _registrars():
        return ()
    with transaction.atomic():
        for seat in FIRST_SEATS:
            note(What.FIRST, str(seat), by=MACHINE, at=at)
        return [(seat, _link(_asked(seat, by="", at=at), by="")) for seat in FIRST_SEATS]


def recover(seat: Actor, *, at: datetime) -> str:
    """Returns the secret of a link to a registrar's seat, given on the machine where too few registrars are left to give it.

    It stands in the record of access, where every registrar sees it. Whoever may use it may read the desk's files already.

    Raises:
        InputNotUnderstood: No registrar's seat of the mediator, or one that was closed.
        NotPermitted: Nobody sits here yet, or two other registrars can give the seat.
    """
    if not seat.is_mediator or seat.role is not Role.REGISTRAR:
        raise InputNotUnderstood("not a registrar's seat", hint="registrars give every other seat under Administration")
    sitting = _registrars()
    if not sitting:
        raise NotPermitted("nobody has a seat yet", hint="start the desk: repatria serve prints the first links")
    if sum(_can_sign_in(one) for one in sitting if one.acts_as != str(seat)) > 1:
        raise NotPermitted(
            "two other registrars can give this seat", hint="one asks, another confirms, under Administration"
        )
    _check_open(seat)
    with transaction.atomic():
        note(What.RECOVERED, str(seat), by=MACHINE, at=at)
        return _link(_asked(seat, by=MACHINE, at=at), by=MACHINE)


def _can_sign_in(seat: Seat) -> bool:
    return bool(Authenticator.objects.filter(user_id=seat.user_id, type=Authenticator.Type.WEBAUTHN).exists())


def _check_open(seat: Actor) -> None:
    if Seat.objects.exclude(closed_at=None).filter(acts_as=str(seat)).exists():
        raise InputNotUnderstood("the seat was closed", hint="give another code: acts are traced to one person")


def invite(seat: Actor, *, by: Actor, at: datetime) -> str | None:
    """Returns the secret of a link to a seat; None for a registrar's, which another registrar has to confirm.

    Links to the seat that were given before are good for nothing from now on.

    Raises:
        InputNotUnderstood: The seat was closed, or there is no such seat: registrars are the mediator's, delegates a party's.
    """
    if seat.role is Role.REGISTRAR and not seat.is_mediator:
        raise InputNotUnderstood("registrars are the mediator's", hint="choose another role, or the mediator")
    if seat.role is Role.DELEGATE and seat.is_mediator:
        raise InputNotUnderstood("delegates are a party's", hint="choose another role, or a party")
    _check_open(seat)
    with transaction.atomic():
        asked = _asked(seat, by=str(by), at=at)
        note(What.ASKED if seat.role is Role.REGISTRAR else What.GIVEN, str(seat), by=str(by), at=at)
        return None if seat.role is Role.REGISTRAR else _link(asked, by=str(by))


def waiting(number: int, *, at: datetime) -> Invitation | None:
    """Returns the registrar's seat of this number that waits for a second registrar; None when none does."""
    return Invitation.objects.filter(pk=number, digest="", ended_at=None, expires_at__gt=at).first()


def confirm(number: int, *, by: Actor, at: datetime) -> str:
    """Returns the secret of the link to a registrar's seat for which another registrar asked.

    Raises:
        InputNotUnderstood: Nothing of this number waits.
        NotPermitted: Whoever asked, or sits there, cannot confirm.
    """
    with transaction.atomic():
        asked = waiting(number, at=at)
        if asked is None:
            raise InputNotUnderstood("nothing waits to be confirmed", hint="open the page of seats again")
        if str(by) in (asked.asked_by, asked.acts_as):
            raise NotPermitted("two people give a registrar's seat", hint="another registrar confirms it")
        note(What.GIVEN, asked.acts_as, by=str(by), at=at)
        return _link(asked, by=str(by))


def found(secret: str, *, at: datetime) -> Invitation | None:
    """Returns the invitation of a link; None when there is none, it was used, or it is too old."""
    return Invitation.objects.filter(digest=_digest(secret), ended_at=None, expires_at__gt=at).first()


def username(acts_as: str) -> str:
    """Returns the name with which whoever sits in a seat signs in."""
    return acts_as.replace("/", "-")


def take(secret: str, *, password: str, at: datetime) -> AbstractBaseUser:
    """Takes a seat by a link and returns the user; earlier factors and sessions of the seat are gone.

    Raises:
        InputNotUnderstood: The link is good for nothing.
    """
    with transaction.atomic():
        given = found(secret, at=at)
        used = Invitation.objects.filter(pk=given.pk, ended_at=None).update(ended_at=at) if given else 0
        if given is None or not used:
            raise InputNotUnderstood("this link is good for nothing", hint="ask the registrar for a new one")
        user, _ = get_user_model().objects.get_or_create(username=username(given.acts_as))
        Seat.objects.get_or_create(user=user, defaults={"acts_as": given.acts_as})
        Authenticator.objects.filter(user=user).delete()
        user.set_password(password)
        user.save()
        end_sessions(user.pk)
        note(What.TAKEN, given.acts_as, by=given.acts_as, at=at)
    return user


def close(seat: Seat, *, by: str, at: datetime) -> None:
    """Closes a seat: whoever sits there is out with the next click, and links to it are good for nothing.

    Raises:
        NotPermitted: It is the last registrar's.
    """
    with transaction.atomic():
        if seat.actor.role is Role.REGISTRAR and len(_registrars()) < 2:
            raise NotPermitted("the last registrar's seat stays", hint="give another registrar's seat first")
        Seat.objects.filter(pk=seat.pk, closed_at=None).update(closed_at=at)
        user = get_user_model().objects.get(seat=seat)
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)
        Invitation.objects.filter(acts_as=seat.acts_as, ended_at=None).update(ended_at=at)
        end_sessions(user.pk)
        note(What.CLOSED, seat.acts_as, by=by, at=at)


def end_sessions(user: int) -> None:
    """Ends every session of a user."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user):
            session.delete()


def _registrars() -> Sequence[Seat]:
    return [seat for seat in Seat.objects.filter(closed_at=None) if seat.actor.role is Role.REGISTRAR]


def _asked(seat: Actor, *, by: str, at: datetime) -> Invitation:
    Invitation.objects.filter(acts_as=str(seat), ended_at=None).update(ended_at=at)
    return Invitation.objects.create(acts_as=str(seat), asked_by=by, expires_at=at + LASTS)


def _link(asked: Invitation, *, by: str) -> str:
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=asked.pk).update(digest=_digest(secret), confirmed_by=by)
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
