"""The record of access: links given, seats taken and closed, each with who did it; rows are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from repatria.store.site.models import SeatRecord

MACHINE: Final = "the machine"
"""Who gives a link by a command: somebody who may read the desk's own files."""


class What(StrEnum):
    """What was done."""

    ASKED = "a registrar's seat was asked for"
    GIVEN = "a link was given"
    FIRST = "a first link was given"
    RECOVERED = "a link was made on the machine"
    TAKEN = "the seat was taken"
    CLOSED = "the seat was closed"


def note(what: What, acts_as: str, *, by: str, at: datetime) -> None:
    """Adds a row."""
    SeatRecord.objects.create(what=what.value, acts_as=acts_as, by=by, at=at)


def latest(many: int) -> Sequence[SeatRecord]:
    """Returns the last rows, the newest first."""
    return list(SeatRecord.objects.order_by("-pk")[:many])
