"""The command that plans who goes when, and draws up the manifests with everything that officers need."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE
from repatria.cli.session import Session
from repatria.cli.writing import csv_bytes, make_folder, write_private_file
from repatria.errors import InputNotUnderstood
from repatria.people.party import MEDIATOR
from repatria.people.refs import LineRef, ListId, exchange_id

if TYPE_CHECKING:
    from repatria.desk.planning import Drawn
    from repatria.exchange.manifest import Window
    from repatria.register.book import Book

OPENS, CLOSES = time(6, tzinfo=UTC), time(18, tzinfo=UTC)
"""When a crossing point is open on a day given without hours: an assumption, said in the help."""


@click.command("plan")
@click.argument("name", metavar="EXCHANGE")
@click.option("--out", type=FILE, required=True, metavar="DIR", help="Where the manifests are written.")
@click.option("--stage", "stages", type=click.IntRange(1), multiple=True, help="Draw this stage only (all).")
@click.option(
    "--moves-on", "days", multiple=True, metavar="DAY", help="A day (06:00 to 18:00 UTC), or FROM/TO as moments."
)
@click.option("--crossing-point", default="as agreed", show_default=True, metavar="NAME", help="Where.")
@click.option("--area", default="", metavar="NAME", help="Area of a truce that the terms name.")
@at_a_desk
def plan(
    session: Session,
    *,
    name: str,
    out: Path,
    stages: tuple[int, ...],
    days: tuple[str, ...],
    crossing_point: str,
    area: str,
) -> None:
    """Allocates everybody who may go, and draws up manifests to be signed; nothing is entered.

    \b
    For each manifest DIR has M-0001.json (what is signed), M-0001.txt (its signed text) and M-0001.csv (for the
    officers at the crossing point, with names as each party spells them: keep it safe).
    Exit status 1 when the terms are not in force, or no plan can keep them.
    """  # noqa: D301 - click's mark
    from repatria.desk.planning import plan as draw
    from repatria.exchange.manifest import Place

    drawn = draw(
        session.desk,
        exchange=exchange_id(name),
        stages=stages,
        days=[_window(day) for day in days] or [_window(session.today().isoformat())],
        crossing_point=Place({MEDIATOR: crossing_point}),
        area=area,
    )
    _write_manifests(session, out, drawn)
    _tell_plan(session, drawn)


def _window(text: str) -> Window:
    from repatria.exchange.manifest import Window

    first, between, last = text.partition("/")
    try:
        if not between:
            day = date.fromisoformat(first)
            return Window(datetime.combine(day, OPENS), datetime.combine(day, CLOSES))
        found = Window(datetime.fromisoformat(first), datetime.fromisoformat(last))
    except ValueError:
        raise InputNotUnderstood("--moves-on is not understood", hint="2031-06-12, or FROM/TO as moments") from None
    if found.opens_at.tzinfo is None or found.closes_at.tzinfo is None or found.closes_at <= found.opens_at:
        raise InputNotUnderstood("--moves-on needs UTC offsets, and an end after its beginning")
    return found


def _write_manifests(session: Session, folder: Path, drawn: Drawn) -> None:
    from repatria.exchange.manifest import manifest_text, to_bytes

    make_folder(folder)
    book = session.desk.book()
    for manifest in drawn.manifests:
        write_private_file(folder / f"{manifest.id}.json", to_bytes(manifest))
        write_private_file(folder / f"{manifest.id}.txt", manifest_text(manifest).encode())
        rows = [
            (part.from_party, part.to_party, line, *_spelled(session, book, line))
            for part in manifest.movements
            for line in part.lines
        ]
        parties = [f"{party} {what}" for party in book.parties for what in ("name", "date of birth")]
        write_private_file(folder / f"{manifest.id}.csv", csv_bytes(("from", "to", "line", *parties), rows))


def _spelled(session: Session, book: Book, line: LineRef) -> list[str]:
    """Returns name and date of birth as each party gives them, as far as the other party's officers may see them."""
    from repatria.desk.intake import record_of, visible
    from repatria.people.fields import Field
    from repatria.people.party import Actor, Role
    from repatria.register.files import person_file

    file = person_file(book, line, lambda ref: record_of(session.desk, ref))
    cells: dict[str, tuple[str, str]] = {}
    for record in file.records:
        received = book.lists[ListId(record.line.rpartition(":")[0])].received
        seen = visible(record, received, Actor(book.other(record.source), Role.OFFICER))
        names = (Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC)
        name = " ".join(seen[part] for part in names if seen.get(part)) or seen.get(Field.BAG, "")
        cells.setdefault(record.source, (name, seen.get(Field.DATE_OF_BIRTH, "")))
    return [cell for party in book.parties for cell in cells.get(party, ("", ""))]


def _tell_plan(session: Session, drawn: Drawn) -> None:
    manifests: list[dict[str, Any]] = [
        {
            "manifest": manifest.id,
            "stage": manifest.stage,
            "opens_at": manifest.moves_on.opens_at.isoformat(),
            "people": {f"{part.from_party} to {part.to_party}": len(part.lines) for part in manifest.movements},
        }
        for manifest in drawn.manifests
    ]
    held = Counter(finding.message for one in drawn.held_back for finding in one.hindrances)
    found = drawn.plan
    numbers = (
        {}
        if found is None
        else {"placed": found.placed, "left": len(found.left), "waiting": found.waiting, "bound": found.bound}
    )
    if session.as_json:
        voice.document(numbers | {"manifests": manifests, "held_back": len(drawn.held_back), "hindrances": dict(held)})
        return
    rows = [
        (one["manifest"], one["stage"] or "-", one["opens_at"], direction, people)
        for one in manifests
        for direction, people in one["people"].items()
    ]
    voice.table(("manifest", "stage", "opens at", "direction", "people"), rows)
    if found is not None:
        voice.out(f"placed {found.placed}, left {len(found.left)}; objective {found.waiting}, bound {found.bound}")
    if held:
        voice.table(("held back because", "people"), held.most_common())
