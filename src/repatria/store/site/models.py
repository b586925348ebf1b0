"""Who may sign in, and as whom they then act at the desk."""

from __future__ import annotations

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
    acts_as: models.CharField[str, str] = models.CharField(max_length=80, unique=True)
    language: models.CharField[str, str] = models.CharField(max_length=8, default="en")
    closed_at: models.DateTimeField[object, object] = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "repatria_seat"

    def __str__(self) -> str:
        return self.acts_as

    @property
    def actor(self) -> Actor:
        """As whom the user acts."""
        return actor(self.acts_as)
