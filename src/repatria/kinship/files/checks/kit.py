"""Whether a table has the markers of the kit that it claims."""

from __future__ import annotations

from collections.abc import Iterator

from repatria.errors import Finding, Severity
from repatria.kinship.files.naming import Kit, Use, use_of
from repatria.kinship.files.profiles import ProfileTable


def check_kit(table: ProfileTable, kit: Kit, *, kind: str = "profiles") -> tuple[Finding, ...]:
    """Returns the markers that a table lacks of a kit, and those that it adds; quality sensors count as neither."""
    there = {*table.markers, *table.others}
    return tuple(_told(there, kit, kind))


def _told(there: set[str], kit: Kit, kind: str) -> Iterator[Finding]:
    place = f"headings of {kind}"
    for marker in sorted(kit.markers - there):
        message = f"{kit.name} has this marker, the table lacks it"
        yield Finding(
            Severity.WARNING, "kit-lacks", place, message, "export it too, or name the kit that was used", marker
        )
    for marker in sorted(there - kit.markers):
        if use_of(marker) is not Use.SENSOR:
            message = f"{kit.name} has no such marker"
            hint = "check its name, or name the kit that was used"
            yield Finding(Severity.WARNING, "kit-adds", place, message, hint, marker)
