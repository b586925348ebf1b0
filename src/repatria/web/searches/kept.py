"""What somebody asked to be searched: files in a private folder, how far it is, and what came out.

A folder (0700) has the files that go in, ``asked.json``, ``state.json`` that only the process writes, and what came out. It is
for the people of one party, or the mediator's, and is removed by whoever asked, or after `KEPT`.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from repatria.web.private_files import write

KEPT: Final = timedelta(days=30)
"""How long a search is kept: longer than a decision waits for its board (two weeks), and no archive."""
CONCLUSIONS: Final = "conclusions.json"
CLUSTERS: Final = "clusters.json"
PAIRS: Final = "pairs.csv"


class Kind(StrEnum):
    """What is computed."""

    SEARCH = "search"  # profiles against families, and what hits come to
    REASSOCIATION = "re-association"  # profiles against each other


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is computed, for whom, and of what.

    Attributes:
        seat: Who asked (`people.party.Actor` as text).
        party: Whose people see it.
        open_missing: How many persons are openly missing; of a search only.
        of: What went in, in words that are safe to show: laboratory and day of each file.
    """

    token: str
    seat: str
    party: str
    kind: Kind
    at: datetime
    open_missing: int = 0
    of: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is.

    Attributes:
        stage: What is being done, in words.
        done: Whether it ended well.
        message: Why it ended badly, with its ``hint``; empty otherwise.
        figures: Numbers by what they count, when it is done.
    """

    stage: str = ""
    done: bool = False
    message: str = ""
    hint: str = ""
    figures: dict[str, int] = {}


def root() -> Path:
    """Returns where searches lie."""
    return Path(settings.HOME) / "work" / "searches"


def folder(token: str) -> Path:
    """Returns where a search lies."""
    return root() / token


def put_down(*, seat: str, party: str, kind: Kind, at: datetime, files: Mapping[str, bytes], of: tuple[str, ...],
             open_missing: int = 0) -> Asked:  # fmt: skip
    """Keeps what goes in, and returns what is asked."""
    asked = Asked(
        token=secrets.token_urlsafe(16), seat=seat, party=party, kind=kind, at=at, of=of, open_missing=open_missing
    )
    place = folder(asked.token)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.mkdir(mode=0o700)
    for name, content in files.items():
        write(place / name, content)
    write(place / "asked.json", msgspec.json.encode(asked))
    return asked


def asked_of(token: str, party: str) -> Asked | None:
    """Returns what the people of a party asked for; None where there is no such, or it is another's."""
    try:  # a token has neither dots nor slashes: pages see to that
        found = msgspec.json.decode((folder(token) / "asked.json").read_bytes(), type=Asked)
    except (OSError, msgspec.MsgspecError):
        return None
    return found if found.party == party else None


def all_of(party: str, *, at: datetime) -> tuple[Asked, ...]:
    """Returns what the people of a party asked for, the newest first; what is too old is removed."""
    found = []
    with suppress(OSError):
        for place in root().iterdir():
            one = asked_of(place.name, party)
            if datetime.fromtimestamp(place.stat().st_mtime, UTC) < at - KEPT:
                shutil.rmtree(place, ignore_errors=True)
            elif one is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def state_of(token: str, name: str = "state") -> State | None:
    """Returns how far a search is, or a report of it; None where nothing was begun."""
    try:
        return msgspec.json.decode((folder(token) / f"{name}.json").read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        return None


def result_of(token: str, name: str) -> bytes | None:
    """Returns a file that came out; None where there is none."""
    try:
        return (folder(token) / name).read_bytes()
    except OSError:
        return None


def forget(token: str) -> None:
    """Removes a search with everything of it."""
    shutil.rmtree(folder(token), ignore_errors=True)
