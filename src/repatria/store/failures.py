"""What Django and the databases report, told in the words of this library.

Their own texts are cut off: they may hold values of a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFailure

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

# Primary result codes of SQLite (https://sqlite.org/rescode.html): the low byte of the extended code.
_SQLITE = {5: _LOCKED, 6: _LOCKED, 8: _READ_ONLY, 10: _UNREADABLE, 11: _DAMAGED, 13: _FULL, 14: _READ_ONLY, 18: _FULL}
_SQLITE_NOTADB = 26

# SQLSTATE, whole or its class (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_POSTGRES = {
    "55P03": _LOCKED,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "58030": _UNREADABLE,
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
    except DatabaseFailure as failure:
        raise _tell(failure.__cause__ or failure, place) from None
    except ImproperlyConfigured:
        raise DeskUnavailable(
            "the driver of this database is not installed", hint="pip install 'repatria[postgres]'", place=place
        ) from None


def _tell(failure: BaseException, place: str) -> RepatriaError:
    code = getattr(failure, "sqlite_errorcode", None)
    if code is not None and code & 0xFF == _SQLITE_NOTADB:
        return not_a_desk(place)
    message, hint = _OTHER
    if code is not None:
        message, hint = _SQLITE.get(code & 0xFF, _OTHER)
    elif hasattr(failure, "sqlstate"):
        state = failure.sqlstate or "08000"  # the driver itself failed: no connection
        message, hint = _POSTGRES.get(state) or _POSTGRES.get(state[:2], _OTHER)
    return DeskUnavailable(message, hint=hint, place=place)


def not_a_desk(place: str) -> RepatriaError:
    """Returns the error for a file or database that is something else."""
    return InputNotUnderstood(
        "this is not a desk", hint="name the file that `repatria demo` or `--desk` made", place=place
    )


def damaged(place: str) -> RepatriaError:
    """Returns the error for a desk whose content contradicts itself."""
    message, hint = _DAMAGED
    return DeskUnavailable(message, hint=hint, place=place)
