"""Commands on the dead: one side's count of a consignment, and a board's identifications."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, one_or_file, read_bytes, read_rows
from repatria.cli.session import Session
from repatria.errors import InputNotUnderstood
from repatria.people.refs import list_id, party_id


@click.command("receive-remains")
@click.argument("of", metavar="LIST")
@click.option("--file", "path", type=FILE, required=True, metavar="FILE", help="The tags counted, under heading bag.")
@click.option("--specimens", type=click.IntRange(0), required=True, help="Specimens in the bags.")
@click.option("--minimum-individuals", type=click.IntRange(0), required=True, help="At least so many people.")
@click.option("--party", metavar="NAME", help="Whose count it is; by default the actor's.")
@at_a_desk
def receive_remains(
    session: Session, *, of: str, path: Path, specimens: int, minimum_individuals: int, party: str | None
) -> None:
    """Enters one side's count of a consignment: which bags of its paper were there, and what was in them.

    Both sides count; numbers that differ are kept side by side. One bag is never taken for one body.
    """
    from repatria.desk.aftermath import receive_remains as door

    bags = read_rows(path, kind="tally", needs=("bag",), take=lambda row: row.text("bag"))
    if not all(bags):
        raise InputNotUnderstood("a row without a tag", hint="each row has the tag of one bag", place="tally")
    done = door(
        session.desk,
        by=session.by,
        of=list_id(of),
        party=party_id(party) if party else session.by.party,
        bags=bags,
        specimens=specimens,
        minimum_individuals=minimum_individuals,
    )
    if not session.as_json:
        voice.out(f"{done.bags} bags counted, {len(done.missing)} of the paper not among them")
        if done.unknown:
            voice.message(f"{done.unknown} tags are not on the paper", "compare them with the paper")
    session.entered(
        "receive-remains", done.entered, bags=done.bags, missing=list(done.missing), not_on_paper=done.unknown
    )


@click.command("identify")
@click.argument("remains", required=False)
@click.option("--person", metavar="LINE", help="Whose remains they are; left out when that is nobody on a list.")
@click.option("--file", "path", type=FILE, metavar="FILE", help="A board's whole session, as CSV or workbook.")
@click.option("--evidence", type=FILE, required=True, metavar="FILE", help="What the board relied on; kept.")
@click.option("--board", multiple=True, required=True, metavar="PARTY/ROLE-CODE", help="Who decided; at least two.")
@at_a_desk
def identify(
    session: Session,
    *,
    remains: str | None,
    person: str | None,
    path: Path | None,
    evidence: Path,
    board: tuple[str, ...],
) -> None:
    """Enters a board's decision on whose remains a bag holds.

    No identification is made by a number: at least two people decide, and what they relied on is kept. FILE has the
    heading remains and may have person; the evidence is then the minutes of the session.
    """
    from repatria.desk.aftermath import IdentificationRow
    from repatria.desk.aftermath import identify as door
    from repatria.people.party import actor

    rows = one_or_file(
        {"remains": remains, "person": person},
        path,
        kind="identifications",
        needs=("remains",),
        take=lambda row: IdentificationRow(row.line("remains"), row.line_or_none("person")),
    )
    done = door(
        session.desk,
        by=session.by,
        rows=rows,
        evidence=read_bytes(evidence, "evidence"),
        board=tuple(str(actor(member)) for member in board),
    )
    session.entered("identify", done)
