"""One person's file for a page."""

from __future__ import annotations

from datetime import date

from repatria.desk.person import LineFile, line_file
from repatria.desk.session import Desk
from repatria.errors import IllegalAct
from repatria.people.party import Actor
from repatria.people.refs import LineRef


def file_of(desk: Desk, actor: Actor, line: LineRef, *, on: date) -> LineFile | None:
    """Returns what an actor may know of the person on a line; None where there is no such line."""
    try:
        return line_file(desk, line=line, reader=actor, on=on)
    except IllegalAct:
        return None
