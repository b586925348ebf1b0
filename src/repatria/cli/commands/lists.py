"""Commands on lists: looking at one before anything is entered, handing one in, looking at what was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.options import Day, at_a_desk, within_limits, without_a_desk
from repatria.cli.rows import FILE, MOST_BYTES, fields, read_bytes, read_text
from repatria.cli.session import Session
from repatria.errors import Finding
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Stance
from repatria.people.refs import exchange_id, list_id, nth_list, party_id

if TYPE_CHECKING:
    from repatria.lists import Limits, ReadList
    from repatria.people.record import Record

MOST_LINES = 20
"""Lines shown of a list unless --all is given."""

LONG_BYTES = 8 * 2**20
"""From here on it is said that a list is being read."""

_stance = click.option("--stance", required=True, type=click.Choice([s.value for s in Stance]), help="What it says.")
_subject = click.option(
    "--subject", default="persons", type=click.Choice(["persons", "remains"]), show_default=True, help="Of whom."
)
_mapping = click.option("--mapping", type=FILE, metavar="TOML", help='What headings mean: "Heading" = "surname".')
_party = click.option("--party", required=True, metavar="NAME", help="Who sent it.")
_all = click.option("--all", "show_all", is_flag=True, help=f"Show every line, not the first {MOST_LINES}.")


@click.group("list")
def group() -> None:
    """Looks at lists without entering anything."""


@group.command("read")
@click.argument("file", type=FILE)
@_party
@_stance
@_subject
@_mapping
@_all
@within_limits
@without_a_desk
def read(
    session: Session,
    *,
    file: Path,
    party: str,
    stance: str,
    subject: str,
    mapping: Path | None,
    show_all: bool,
    limits: Limits,
) -> None:
    """Shows lines, findings and totals of a file without entering anything.

    FILE is CSV, XLSX, ODS or PFIF. Lines are numbered as if it were the party's first list; --at is the day it is read
    against (ages, years of two digits).
    """
    from repatria.lists import mapping_from_toml, read_limited

    sender = party_id(party)
    found = read_limited(
        _content(file, limits),
        list_id=nth_list(sender, 1),
        party=sender,
        as_of=session.today(),
        mapping=mapping_from_toml(read_text(mapping, "mapping")) if mapping else None,
        limits=limits,
    )
    if session.as_json:
        head = {"party": sender, "stance": stance, "subject": subject}
        voice.document(head | _read_json(found))
        return
    voice.findings(found.findings)
    shown = [name for name in dict.fromkeys(found.headings.values()) if name]
    cells = [(line.record.line, line.row, *map(line.record.get, shown)) for line in found.lines]
    _lines(("line", "row", *shown), cells, show_all=show_all)
    _totals(found)


def _lines(headings: tuple[str, ...], cells: Sequence[Sequence[object]], *, show_all: bool) -> None:
    voice.table(headings, cells if show_all else cells[:MOST_LINES])
    if not show_all and len(cells) > MOST_LINES:
        voice.out(f"and {len(cells) - MOST_LINES} more lines (--all shows them)")


def _totals(found: ReadList) -> None:
    declared = "none" if found.declared_total is None else str(found.declared_total)
    encoding = f", {found.encoding}" if found.encoding else ""
    voice.out(f"lines: {len(found.lines)}; declared total: {declared}; findings: {len(found.findings)}")
    voice.out(f"read as {found.media_type}{encoding}")


def _read_json(found: ReadList) -> dict[str, Any]:
    return {
        "total": len(found.lines),
        "declared_total": found.declared_total,
        "media_type": found.media_type,
        "encoding": found.encoding,
        "headings": {heading: name.value if name else None for heading, name in found.headings.items()},
        "lines": [_line_json(line.record, line.row) for line in found.lines],
        "findings": [voice.finding_json(one) for one in found.findings],
    }


def _line_json(record: Record, row: int) -> dict[str, Any]:
    return {
        "line": record.line,
        "row": row,
        "values": {name.value: cell for name, cell in record.values.items()},
        "dates": {name.value: day.text for name, day in record.dates.items()},
        "sex": record.sex.value if record.sex else None,
        "unnamed": dict(record.unnamed or {}),
    }


@group.command("show")
@click.argument("of", metavar="LIST")
@click.option("--as", "reader", metavar="PARTY", help="Whose eyes; only the mediator looks through another's.")
@_all
@at_a_desk
def show(session: Session, *, of: str, reader: str | None, show_all: bool) -> None:
    """Shows the cells of a list that was handed in, as a reader may see them.

    The sender and the mediator see every field. The other party does not see what is for the mediator only, and is
    told which fields that is.
    """
    from repatria.desk.intake import hidden_from, records, visible

    wanted = list_id(of)
    seen = records(session.desk, wanted)
    received = session.desk.book().lists[wanted].received
    eyes = session.looking_as(reader)
    cells = {line: visible(record, received, eyes) for line, record in seen.items()}
    used = dict.fromkeys(name for record in seen.values() for name in record.values)
    hidden = [name.value for name in used if name in hidden_from(received, eyes)]
    unnamed = any(record.unnamed for record in seen.values()) and eyes.party not in (MEDIATOR, received.party)
    shown = [name for name in used if name.value not in hidden]
    if session.as_json:
        rows = {line: {name.value: cell for name, cell in row.items()} for line, row in cells.items()}
        voice.document({"list": wanted, "as": str(eyes), "hidden": hidden, "unnamed_hidden": unnamed, "lines": rows})
        return
    table = [(line, *(row.get(name, "") for name in shown)) for line, row in cells.items()]
    _lines(("line", *shown), table, show_all=show_all)
    if hidden or unnamed:
        voice.out("hidden: " + ", ".join([*hidden, *(["columns without a known heading"] if unnamed else [])]))
    voice.out(f"shown as {eyes} may see it")


@click.command("receive-list")
@click.argument("file", type=FILE)
@_party
@_stance
@click.option("--exchange", required=True, metavar="ID", help="What it is for, such as children-2031.")
@_subject
@_mapping
@click.option("--answer-by", type=Day(), metavar="DAY", help="When the other party owes its answers (28 days on).")
@click.option("--release", multiple=True, metavar="FIELD", help="Let the other party see a field kept back otherwise.")
@click.option("--mediator-only", multiple=True, metavar="FIELD", help="Keep a further field from the other party.")
@within_limits
@at_a_desk
def receive_list(
    session: Session,
    *,
    file: Path,
    party: str,
    stance: str,
    exchange: str,
    subject: str,
    mapping: Path | None,
    answer_by: date | None,
    release: tuple[str, ...],
    mediator_only: tuple[str, ...],
    limits: Limits,
) -> None:
    """Takes in a party's list: keeps its bytes, reads it within limits, and enters it as one act.

    The same file handed in twice changes nothing. No line is dropped: what is doubtful becomes a finding.
    """
    from repatria.desk.intake import receive_list as door
    from repatria.register.acts import Subject

    done = door(
        session.desk,
        by=session.by,
        content=_content(file, limits),
        party=party_id(party),
        stance=Stance(stance),
        exchange=exchange_id(exchange),
        subject=Subject(subject),
        mapping=read_text(mapping, "mapping") if mapping else "",
        answer_due_on=answer_by,
        released=fields(release),
        mediator_only=fields(mediator_only),
        limits=limits,
    )
    found = replace(done.read, findings=_without_headings(done.read.findings))
    if not session.as_json:
        voice.findings(found.findings)
        voice.out(f"{done.list}: {len(found.lines)} lines, answers due on {done.received.answer_due_on}")
        _totals(found)
    session.finish("receive-list", new=int(not done.already), already=int(done.already), **_outcome(done.list, found))


def _content(file: Path, limits: Limits) -> bytes:
    """Returns a list's bytes, and says so before a long one is read: 33 MB with 1,000,000 lines took half a minute."""
    content = read_bytes(file, "list", at_most=max(MOST_BYTES, limits.unpacked_bytes))
    if len(content) > LONG_BYTES:
        voice.message(f"reading a list of {len(content) // 2**20} MB, which takes a while")
    return content


def _without_headings(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Returns findings that repeat no heading but those that are known: a first row may be somebody's name.

    ``list read`` shows the headings, as it shows the cells.
    """
    known = {"", *Field}
    return tuple(one if one.column in known else replace(one, column="another column") for one in found)


def _outcome(of: str, found: ReadList) -> Mapping[str, Any]:
    return {
        "list": of,
        "lines": len(found.lines),
        "declared_total": found.declared_total,
        "findings": [voice.finding_json(one) for one in found.findings],
    }
