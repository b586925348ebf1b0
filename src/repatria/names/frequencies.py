"""How many people bear a name: shares by class key."""

from __future__ import annotations

from repatria.names.classes import Part

_FLOOR = {Part.GIVEN: 1e-5, Part.PATRONYMIC: 1e-5, Part.SURNAME: 1e-6}


def share(key: str, part: Part) -> float:
    """Returns the share of people, between 0 and 1, who bear a name of this class key; a floor for unknown ones."""
    return _FLOOR[part] if key else 1.0
