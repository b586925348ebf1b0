"""Trays: files that somebody put down for a door, with what was found in them; kept privately and gone within a day.

A tray is for the seat that made it and for nobody else. Its folder has a random name (0700), its files are 0600. Nothing of
it is in the book before it is accepted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
from django.conf import settings

from repatria.web.drafts import KEPT, new_token
from repatria.web.private_files import forget_older, write, write_pieces

Said = dict[str, str | int | bool | None]


class Stage(StrEnum):
    """How far a tray is."""

    LOOKING = "being looked at"
    LOOKED = "to be accepted"
    REFUSED = "refused"
    ENTERING = "being entered"
    ENTERED = "entered"


class Tray(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody put down for a door.

    Attributes:
        seat: Whose it is (`people.party.Actor` as text).
        said: What was asked for beside the files.
        files: Names of the files that were given, by what they are.
        message: Why it was refused, with its ``hint`` and where; empty otherwise.
        wrong: All that is to be mended, each with its place, what is wrong and what to do.
        new: Acts that are new; known once it is entered.
    """

    token: str
    seat: str
    door: str
    said: Said
    files: tuple[str, ...]
    stage: Stage = Stage.LOOKING
    message: str = ""
    hint: str = ""
    place: str = ""
    wrong: tuple[tuple[str, str, str], ...] = ()
    new: int = 0


class Found(msgspec.Struct, frozen=True):
    """One finding beside the cell that it is about, as received; row 0 for a whole file."""

    severity: str
    file: str
    row: int
    column: str
    cell: str
    message: str
    hint: str


class Report(msgspec.Struct, frozen=True):
    """What files were looked at as.

    Attributes:
        figures: Numbers by what they count.
        refs: References by what is told of them.
        rows: What else is told, a row each.
        found: The first findings; ``findings`` says how many there are.
    """

    figures: dict[str, int] = {}
    refs: dict[str, tuple[str, ...]] = {}
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    found: tuple[Found, ...] = ()
    findings: int = 0


def folder(token: str) -> Path:
    """Returns where a tray lies."""
    return settings.HOME / "trays" / token  # type: ignore[no-any-return]


def put_down(*, seat: str, door: str, said: Said, files: Mapping[str, Iterable[bytes]]) -> Tray:
    """Keeps files that somebody put down for a door, and returns their tray."""
    tray = Tray(token=new_token(), seat=seat, door=door, said=said, files=tuple(files))
    place = folder(tray.token)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.mkdir(mode=0o700)
    for name, pieces in files.items():
        write_pieces(place / f"{name}.file", pieces)
    save(tray)
    return tray


def save(tray: Tray) -> None:
    """Keeps how far a tray is."""
    write(folder(tray.token) / "tray.json", msgspec.json.encode(tray))


def save_report(token: str, report: Report) -> None:
    """Keeps what was found."""
    write(folder(token) / "report.json", msgspec.json.encode(report))


def tray_of(token: str, seat: str) -> Tray | None:
    """Returns a seat's tray; None where there is none, or it is another's."""
    try:
        found = msgspec.json.decode((folder(token) / "tray.json").read_bytes(), type=Tray)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.seat == seat else None


def trays_of(seat: str, door: str) -> tuple[Tray, ...]:
    """Returns what a seat put down for a door and did not accept yet."""
    open_ones = (Stage.LOOKING, Stage.LOOKED, Stage.ENTERING)
    with suppress(OSError):
        found = [tray_of(place.name, seat) for place in sorted((settings.HOME / "trays").iterdir())]
        return tuple(one for one in found if one and one.door == door and one.stage in open_ones)
    return ()


def content_of(tray: Tray, name: str) -> bytes | None:
    """Returns the bytes of one of a tray's files; None where it was not given."""
    return (folder(tray.token) / f"{name}.file").read_bytes() if name in tray.files else None


def report_of(token: str) -> Report:
    """Returns what was found."""
    return msgspec.json.decode((folder(token) / "report.json").read_bytes(), type=Report)


def forget(token: str) -> None:
    """Removes a tray with everything in it."""
    shutil.rmtree(folder(token), ignore_errors=True)


def forget_content(tray: Tray) -> None:
    """Removes what a tray holds about people; that it was entered stays for a day."""
    for name in ("report.json", *(f"{name}.file" for name in tray.files)):
        with suppress(OSError):
            (folder(tray.token) / name).unlink()


def forget_old(now: datetime) -> None:
    """Removes every tray that is older than `KEPT`."""
    forget_older(settings.HOME / "trays", now - KEPT)
