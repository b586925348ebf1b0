"""Families whose declared relatives cannot be: they are kept out before anybody is held against them, and listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from repatria.desk.identification.references import References, as_family
from repatria.errors import InputNotUnderstood
from repatria.kinship import Marker
from repatria.kinship.files import Family

Check = Callable[[Sequence[Family], Sequence[Marker]], Sequence[str]]
"""Takes families and markers; gives for each family why it is kept out, an empty text where it is not."""


def relatives_as_declared(families: Sequence[Family], markers: Sequence[Marker]) -> tuple[str, ...]:
    """Returns why a family is kept out: a relative is likelier something else than what was declared (`kinship.declared`)."""
    from repatria.kinship.declared import check_families

    return tuple(one.reason for one in check_families(families, markers))


AT_ONCE = 1 << 12
"""Families that are in memory at once while they are checked."""


def check_references(
    references: References,
    markers: Sequence[Marker],
    check: Check,
    *,
    tell: Callable[[str], None] = lambda _told: None,
) -> dict[int, str]:
    """Returns row → why it is kept out, of the rows that a check does not pass.

    Args:
        references: The rows; those kept out already are not looked at.
        markers: With their frequencies and mutation.
        check: How a family is checked.
        tell: Called with how far it is.
    """
    found: dict[int, str] = {}
    rows = iter([one.row for one in references.searched])
    done = 0
    while some := list(islice(rows, AT_ONCE)):
        families = list(_readable(references, some, found))
        reasons = check([family for _, family in families], markers)
        found |= {row: why for (row, _), why in zip(families, reasons, strict=True) if why}
        done += len(some)
        tell(f"checking declared relatives: {done:,}")
    return found


def _readable(references: References, rows: Sequence[int], found: dict[int, str]) -> Iterator[tuple[int, Family]]:
    for row, line in zip(rows, references.lines(rows), strict=True):
        try:
            yield row, as_family(row, line)
        except InputNotUnderstood as wrong:
            found[row] = f"the row is no family: {wrong.message}"
