"""Decisions that wait for a board: brought by one, looked at and agreed to by each member in their own seat.

What cannot be undone takes two people (OWASP ASVS 5.0, 2.3.5): a list of members that one person types is no proof that
they sat. A word counts while the seat that gave it is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from repatria.errors import InputNotUnderstood
from repatria.people.party import Actor
from repatria.store.site.models import Decision, Seat, Word

LASTS: Final = timedelta(days=14)
"""How long a decision waits for its board: two weeks, so that a member on leave can still speak; then it is brought again."""


def bring(
    *, remains: str, person: str, specimens: Sequence[str], wrong_side: bool, evidence: bytes, by: Actor, at: datetime
) -> Decision:
    """Keeps a decision until its board has spoken; whoever brings it has not agreed to it yet."""
    return Decision.objects.create(
        remains=remains, person=person, specimens=" ".join(specimens), wrong_side=wrong_side, evidence=evidence,
        brought_by=str(by), expires_at=at + LASTS,
    )  # fmt: skip


def waiting(*, at: datetime) -> Sequence[Decision]:
    """Returns the decisions that wait, the oldest first, without their evidence; those that are too old end here."""
    Decision.objects.filter(ended_at=None, expires_at__lte=at).update(ended_at=at, evidence=b"")
    found = Decision.objects.filter(ended_at=None).defer("evidence").prefetch_related("words").order_by("pk")
    return list(found)


def found(number: int, *, at: datetime) -> Decision | None:
    """Returns the decision of this number that waits; None when none does."""
    return Decision.objects.filter(pk=number, ended_at=None, expires_at__gt=at).first()


def members(decision: Decision) -> Sequence[str]:
    """Returns who agreed so far and still has the seat, in the order in which they did."""
    said = [word.acts_as for word in sorted(decision.words.all(), key=lambda word: (word.at, word.pk))]  # type: ignore[attr-defined]
    open_seats = set(Seat.objects.filter(acts_as__in=said, closed_at=None).values_list("acts_as", flat=True))
    return [one for one in said if one in open_seats]


def agree(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Keeps that a member agrees; again changes nothing.

    Raises:
        InputNotUnderstood: The decision no longer waits.
    """
    with transaction.atomic():
        if not Decision.objects.filter(pk=decision.pk, ended_at=None, expires_at__gt=at).exists():
            raise InputNotUnderstood("this decision no longer waits", hint="open the page of decisions again")
        Word.objects.get_or_create(decision=decision, acts_as=str(by), defaults={"at": at})


def end(decision: Decision, *, at: datetime) -> None:
    """Ends a decision, entered or taken back; its evidence is no longer kept here."""
    Decision.objects.filter(pk=decision.pk, ended_at=None).update(ended_at=at, evidence=b"")
