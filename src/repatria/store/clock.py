"""The wall clock: read here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


def now() -> datetime:
    """Returns the wall clock's moment in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class WallClock:
    """The wall clock; fulfils `desk.ports.Clock`."""

    def now(self) -> datetime:
        """Returns the present moment, UTC, whole seconds."""
        return now()
