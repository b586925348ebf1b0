"""Lists handed in and not yet accepted: kept in a private folder, read and entered by a worker, gone within a day.

A draft is for the seat that made it and for nobody else. Its folder has a random name (0700), its files are 0600: the
bytes as they came, what they were read as, and the rows to be mended. Nothing of it is in the book before it is accepted.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from repatria.people.fields import Field
from repatria.people.party import Stance
from repatria.people.refs import ExchangeId, ListId, PartyId
from repatria.register.acts import Subject
from repatria.web.private_files import forget_older, write, write_pieces

KEPT: Final = timedelta(hours=24)
"""How long a draft is kept that nobody accepts or takes back."""


class Stage(StrEnum):
    """How far a draft is."""

    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    ENTERING = "entering"
    ENTERED = "entered"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A list that somebody handed in, and what came of it so far.

    Attributes:
        seat: Whose it is (`people.party.Actor` as text).
        message: Why it was refused, with its ``hint``; empty otherwise.
        list: Its reference once it is entered.
        already: Whether it was there before.
    """

    token: str
    seat: str
    party: PartyId
    stance: Stance
    exchange: ExchangeId
    subject: Subject
    answer_by: date | None
    released: tuple[Field, ...]
    mediator_only: tuple[Field, ...]
    stage: Stage = Stage.READING
    message: str = ""
    hint: str = ""
    list: ListId | None = None
    lines: int = 0
    answers_due_on: date | None = None
    already: bool = False


class Found(msgspec.Struct, frozen=True):
    """One finding beside the cell that it is about, as received."""

    severity: str
    message: str
    hint: str
    column: str
    cell: str


class Marked(msgspec.Struct, frozen=True):
    """A line with findings; ``row`` is its row in the file."""

    number: int
    row: int
    found: tuple[Found, ...]


class Report(msgspec.Struct, frozen=True):
    """What a list was read as.

    Attributes:
        about: Findings on the whole file.
        marked: The first lines that have findings; ``marked_lines`` says how many there are.
        to_mend: Lines with an error or a warning: those of the file to be mended.
        headings: Every heading, and the field that it was taken for.
    """

    lines: int
    declared: int | None
    media_type: str
    encoding: str
    headings: dict[str, Field | None]
    about: tuple[Found, ...]
    marked: tuple[Marked, ...]
    marked_lines: int
    to_mend: int


def folder(token: str) -> Path:
    """Returns where a draft lies."""
    return settings.HOME / "drafts" / token  # type: ignore[no-any-return]


def keep(draft: Draft, pieces: Iterable[bytes]) -> None:
    """Keeps a new draft with the bytes of its file."""
    place = folder(draft.token)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.mkdir(mode=0o700)
    write_pieces(place / "list", pieces)
    save(draft)


def new_token() -> str:
    """Returns a name for a draft that nobody can guess: 128 bits."""
    return secrets.token_urlsafe(16)


def save(draft: Draft) -> None:
    """Keeps how far a draft is."""
    write(folder(draft.token) / "draft.json", msgspec.json.encode(draft))


def save_report(token: str, report: Report, mend: bytes) -> None:
    """Keeps what a draft was read as, and the rows to be mended."""
    write(folder(token) / "mend.csv", mend)
    write(folder(token) / "report.json", msgspec.json.encode(report))


def draft_of(token: str, seat: str) -> Draft | None:
    """Returns a seat's draft; None where there is none, or it is another's."""
    try:
        found = msgspec.json.decode((folder(token) / "draft.json").read_bytes(), type=Draft)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.seat == seat else None


def drafts_of(seat: str) -> tuple[Draft, ...]:
    """Returns the drafts of a seat that are neither entered nor refused."""
    with suppress(OSError):
        found = [draft_of(place.name, seat) for place in sorted((settings.HOME / "drafts").iterdir())]
        return tuple(one for one in found if one and one.stage in (Stage.READING, Stage.READ, Stage.ENTERING))
    return ()


def content_of(token: str) -> bytes:
    """Returns the bytes of a draft's file."""
    return (folder(token) / "list").read_bytes()


def report_of(token: str) -> Report:
    """Returns what a draft was read as."""
    return msgspec.json.decode((folder(token) / "report.json").read_bytes(), type=Report)


def mend_of(token: str) -> bytes:
    """Returns the rows to be mended, as a CSV."""
    return (folder(token) / "mend.csv").read_bytes()


def forget(token: str) -> None:
    """Removes a draft with everything of it."""
    shutil.rmtree(folder(token), ignore_errors=True)


def forget_content(token: str) -> None:
    """Removes what a draft holds about people; that it was entered stays for a day."""
    for name in ("list", "report.json", "mend.csv"):
        with suppress(OSError):
            (folder(token) / name).unlink()


def forget_old(now: datetime) -> None:
    """Removes every draft that is older than `KEPT`."""
    forget_older(settings.HOME / "drafts", now - KEPT)
