"""Who may sign in, and as whom they then act at the desk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from repatria.people.party import Actor, actor


class Seat(models.Model):
    """A person's seat at the desk: one user acts as one actor. Invariant: an actor has one user, a user one actor.

    Whoever leaves loses the seat by ``closed_at``; the row stays, so that acts can still be traced to somebody.
    """

    user: models.OneToOneField[object, object] = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seat"
    )
    user_id: int
    acts_as: models.CharField[str, str] = models.CharField(max_length=80, unique=True)
    language: models.CharField[str, str] = models.CharField(max_length=8, default="", blank=True)
    closed_at: models.DateTimeField[object, object] = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "repatria_seat"

    def __str__(self) -> str:
        return self.acts_as

    @property
    def actor(self) -> Actor:
        """As whom the user acts."""
        return actor(self.acts_as)


class Invitation(models.Model):
    """A link by which one person takes a seat, once. Invariant: the link itself is not kept, only its digest.

    A registrar's seat is asked for by one registrar and confirmed by another; until then there is no digest.
    """

    acts_as: models.CharField[str, str] = models.CharField(max_length=80)
    digest: models.CharField[str, str] = models.CharField(max_length=64, default="", db_index=True)
    asked_by: models.CharField[str, str] = models.CharField(max_length=80)
    confirmed_by: models.CharField[str, str] = models.CharField(max_length=80, default="")
    expires_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "repatria_invitation"

    def __str__(self) -> str:
        return self.acts_as

    @property
    def waits(self) -> bool:
        """Whether a second registrar has still to confirm it."""
        return not self.digest


class SeatRecord(models.Model):
    """What was done about a seat, and by whom: the record of access. Invariant: rows are only ever added."""

    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    acts_as: models.CharField[str, str] = models.CharField(max_length=80)
    what: models.CharField[str, str] = models.CharField(max_length=40)
    by: models.CharField[str, str] = models.CharField(max_length=80)

    class Meta:
        db_table = "repatria_seat_record"

    def __str__(self) -> str:
        return f"{self.acts_as}: {self.what}"


class Decision(models.Model):
    """What somebody brought before a board: whose remains a bag holds. Nothing of it is at the desk before the board has spoken.

    Invariant: it is entered at the desk at most once; when it has ended, its evidence is no longer kept here.
    """

    remains: models.CharField[str, str] = models.CharField(max_length=80)
    person: models.CharField[str, str] = models.CharField(max_length=80, default="")
    specimens: models.TextField[str, str] = models.TextField(default="")
    wrong_side: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    evidence: models.BinaryField[bytes, bytes] = models.BinaryField()
    brought_by: models.CharField[str, str] = models.CharField(max_length=80)
    expires_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "repatria_decision"

    def __str__(self) -> str:
        return self.remains


class Word(models.Model):
    """That a member of a board said yes to a decision, in their own seat. Invariant: one word a seat and decision."""

    decision: models.ForeignKey[Decision, Decision] = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="words"
    )
    acts_as: models.CharField[str, str] = models.CharField(max_length=80)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        db_table = "repatria_decision_word"
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "acts_as"], name="one_word_a_seat")]

    def __str__(self) -> str:
        return self.acts_as
