"""How one person was checked off at the crossing point: words that the book shares with the craft."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a line at the crossing point."""

    CROSSED = "crossed"
    DECLINED = "declined"
    ABSENT = "absent"
    UNFIT = "unfit"
    DIED = "died"
    MISTAKEN_IDENTITY = "mistaken identity"
    NOT_ON_THE_MANIFEST = "not on the manifest"  # crossed or came, though the manifest does not have the line
