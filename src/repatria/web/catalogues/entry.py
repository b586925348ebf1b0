"""Something that is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to be translated.

    Attributes:
        text: As it stands in the source, with its placeholders.
        plural: For more than one; empty where numbers make no difference.
        context: What tells it from another text of the same letters.
        where: The file that says it, from the package on.
    """

    text: str
    plural: str = ""
    context: str = ""
    where: str = ""
