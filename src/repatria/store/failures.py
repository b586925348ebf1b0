"""What Django and the databases report, told in the words of this library.

Their own texts are cut off: they may hold values of a row. Nothing here imports Django: what has not been imported has
not failed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from repatria.errors import InputNotUnderstood, RepatriaError


class DeskUnavailable(RepatriaError):
    """The desk cannot be read or written now: locked, full, read-only, damaged, or its server is away (exit status 2)."""


_NOTHING = "nothing was entered"
_DAMAGED = ("the desk is damaged", "restore it from a backup and compare its log with a checkpoint that was given out")
_FULL = ("the disk is full; " + _NOTHING, "make room and run the command again")
_LOCKED = ("another program is writing to this desk; " + _NOTHING, "wait until it is done and run the command again")
_READ_ONLY = ("the desk cannot be written here", "copy it to a folder where you may write, or change its permissions")
_UNREADABLE = ("the disk does not read or write; " + _NOTHING, "check the disk, and restore from a backup if need be")
_AWAY = (
    "the database server cannot be reached or refuses the log-in",
    "check that it runs, its name, user and password",
)
_OTHER = ("the database refuses; " + _NOTHING, "check the desk and run the command again")

# Primary result codes of SQLite (https://sqlite.org/rescode.html): the low byte of the extended code. 1 means that it did
# not understand the statement; ours are fixed, so the tables are not what they were.
_SQLITE = {
    1: _DAMAGED,
    5: _LOCKED,
    6: _LOCKED,
    8: _READ_ONLY,
    10: _UNREADABLE,
    11: _DAMAGED,
    13: _FULL,
    14: _READ_ONLY,
}
_SQLITE_NOTADB = 26

# SQLSTATE, whole or its class (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_POSTGRES = {
    "55P03": _LOCKED,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "58030": _UNREADABLE,
    "42": _DAMAGED,
    "08": _AWAY,
    "28": _AWAY,
    "3D": _AWAY,
    "57": _AWAY,
    "XX": _DAMAGED,
}


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns every failure of Django or a database inside the block into a `RepatriaError` about ``place``."""
    try:
        yield
    except _known("sqlite3.Error", "pysqlite3.dbapi2.Error", "django.db.Error") as failure:
        raise _tell(failure.__cause__ or failure, place) from None
    except _known("django.core.exceptions.ImproperlyConfigured"):
        raise DeskUnavailable(
            "the driver of this database is not installed", hint="pip install 'repatria[postgres]'", place=place
        ) from None


@contextmanager
def told_while_reading(place: str) -> Iterator[None]:
    """Like `told`; values that make no sense are damage too. Only for blocks that run no code of a caller."""
    try:
        with told(place):
            yield
    except (TypeError, ValueError, OverflowError):
        raise damaged(place) from None
    except _known(*_NOT_ONE):
        raise damaged(place) from None


_NOT_ONE = ("django.core.exceptions.ObjectDoesNotExist", "django.core.exceptions.MultipleObjectsReturned")


def _known(*names: str) -> tuple[type[Exception], ...]:
    """The exception classes of these names whose modules this process has imported."""
    found = (getattr(sys.modules.get(name.rpartition(".")[0]), name.rpartition(".")[2], None) for name in names)
    return tuple(kind for kind in found if isinstance(kind, type))


def _tell(failure: BaseException, place: str) -> RepatriaError:
    if (code := getattr(failure, "sqlite_errorcode", None)) is not None:
        primary = code & 0xFF
        return not_a_desk(place) if primary == _SQLITE_NOTADB else _unavailable(_SQLITE.get(primary, _OTHER), place)
    if hasattr(failure, "sqlstate"):
        state = failure.sqlstate or "08000"  # the driver itself failed: no connection
        return _unavailable(_POSTGRES.get(state) or _POSTGRES.get(state[:2], _OTHER), place)
    if str(failure).startswith("Could not decode to UTF-8"):  # Python's sqlite3 gives this one no code
        return damaged(place)
    return _unavailable(_OTHER, place)


def _unavailable(words: tuple[str, str], place: str) -> DeskUnavailable:
    message, hint = words
    return DeskUnavailable(message, hint=hint, place=place)


def not_a_desk(place: str) -> RepatriaError:
    """Returns the error for a file or database that is something else."""
    return InputNotUnderstood(
        "this is not a desk", hint="name the file that `repatria demo` or `--desk` made", place=place
    )


def damaged(place: str) -> RepatriaError:
    """Returns the error for a desk whose content contradicts itself."""
    return _unavailable(_DAMAGED, place)
