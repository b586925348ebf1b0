"""What each door of the dead does with the files put down for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from repatria.desk.dead.boards import adopt_policy, look_at_policy
from repatria.desk.dead.laboratory import look_at_profiles, read_typed, receive_profiles
from repatria.desk.dead.mortuary import open_table
from repatria.desk.dead.receiving import look_at_remains, receive_remains
from repatria.desk.intake import records
from repatria.desk.session import Desk, Entered
from repatria.errors import InputNotUnderstood
from repatria.kinship.files.laboratory.forms import Laboratory
from repatria.lists import rows_limited
from repatria.lists.writing import csv_bytes
from repatria.people.fields import Field
from repatria.people.party import actor
from repatria.people.refs import ListId, PartyId
from repatria.register.acts import Typed
from repatria.web.desk import at_the_desk
from repatria.web.trays.cells import beside_cells
from repatria.web.trays.kept import Report, Tray, content_of
from repatria.web.trays.working import Kind

MOST_TOLD: Final = 200
"""References of one kind on a page."""


def _nothing(tray: Tray) -> object:
    del tray
    return None


# --- a side's count ---------------------------------------------------------------------------------------------------


def _tags(tray: Tray) -> object:
    """The tags of a file of the count, read in a limited process; None where they were typed, or are all of the paper."""
    content = content_of(tray, "tally")
    if content is None:
        return None
    tags = [row.text("bag") for row in open_table(content, kind="tally", needs=("bag",))]
    if not all(tags):
        raise InputNotUnderstood("a row without a tag", hint="each row has the tag of one bag", place="tally")
    return tags


def _count(desk: Desk, tray: Tray, read: object) -> dict[str, Any]:
    said, of = tray.said, ListId(str(tray.said["of"]))
    bags = cast("Sequence[str] | None", read)
    if bags is None:
        typed = str(said["tags"]).splitlines() if said["tags"] else None
        bags = typed or [record.get(Field.BAG) for record in records(desk, of).values()]
    files = {name: content_of(tray, name) for name in ("contents", "custody", "effects")}
    return {
        "by": actor(tray.seat), "of": of, "party": PartyId(str(said["party"])), "bags": bags,
        "minimum_individuals": said["minimum_individuals"], "specimens": said["specimens"], **files,
    }  # fmt: skip


def _look_at_count(tray: Tray) -> Report:
    read = _tags(tray)
    with at_the_desk() as desk:
        done = look_at_remains(desk, **_count(desk, tray, read))
    files = {name: content for name in tray.files if (content := content_of(tray, name)) is not None}
    return Report(
        figures={"bags": done.bags, "specimens": done.specimens, "missing": len(done.missing), "unknown": done.unknown,
                 "unplaced": done.unplaced, "handings": done.handings, "effects": done.effects},
        refs={"missing": tuple(done.missing[:MOST_TOLD])},
        found=beside_cells(done.findings, files), findings=len(done.findings),
    )  # fmt: skip


def _enter_count(desk: Desk, tray: Tray, read: object) -> Entered:
    return receive_remains(desk, **_count(desk, tray, read)).entered


# --- a laboratory's file ----------------------------------------------------------------------------------------------


def _typed_content(tray: Tray) -> bytes:
    """A laboratory's file; of a workbook its first sheet, as a table."""
    content = content_of(tray, "profiles") or b""
    if not content.startswith(b"PK"):
        return content
    sheet = rows_limited(content)
    return csv_bytes(list(sheet.headings), [list(row.cells) for row in sheet.rows])


def _typed(tray: Tray) -> object:
    return read_typed(_typed_content(tray), of=Typed(str(tray.said["of"])))


def _look_at_profiles(tray: Tray) -> Report:
    content, of = _typed_content(tray), Typed(str(tray.said["of"]))
    read = read_typed(content, of=of)
    with at_the_desk() as desk:
        done = look_at_profiles(desk, by=actor(tray.seat), read=read, of=of)
    return Report(
        figures={"profiles": done.profiles, "markers": done.markers, "known": done.known, "apart": len(read.table.apart)},
        found=beside_cells(done.findings, {"profiles": content}), findings=len(done.findings),
    )  # fmt: skip


def _enter_profiles(desk: Desk, tray: Tray, read: object) -> Entered:
    return receive_profiles(
        desk, by=actor(tray.seat), content=_typed_content(tray), laboratory=str(tray.said["laboratory"]),
        of=Typed(str(tray.said["of"])), read=cast("Laboratory", read),
    ).entered  # fmt: skip


# --- a policy ---------------------------------------------------------------------------------------------------------


def _look_at_policy(tray: Tray) -> Report:
    content = content_of(tray, "policy") or b""
    with at_the_desk() as desk:
        done = look_at_policy(desk, by=actor(tray.seat), content=content)
    rows = [(one.identification, one.remains, one.person or "", "; ".join(one.reasons)) for one in done.reopened]
    return Report(
        figures={"assessed": done.assessed, "reopened": len(rows)}, refs={"name": (done.name,), "digest": (done.sha256,)},
        rows=tuple(rows[:MOST_TOLD]), text=content.decode("utf-8-sig", "replace"),
    )  # fmt: skip


def _enter_policy(desk: Desk, tray: Tray, read: object) -> Entered:
    del read
    return adopt_policy(desk, by=actor(tray.seat), content=content_of(tray, "policy") or b"").entered


KINDS: Final = {
    "receive-remains": Kind(_look_at_count, _tags, _enter_count),
    "receive-profiles": Kind(_look_at_profiles, _typed, _enter_profiles),
    "adopt-policy": Kind(_look_at_policy, _nothing, _enter_policy),
}
