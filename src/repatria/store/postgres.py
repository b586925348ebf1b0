"""PostgreSQL as a desk needs it: an address taken apart, one writer at a time, and commits that reach the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repatria.errors import InputNotUnderstood
from repatria.store.failures import DeskUnavailable

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SCHEMES = ("postgresql://", "postgres://")

# Any number will do that no other program on this database uses: the first eight bytes of SHA-256 of "repatria/desk".
WRITER_LOCK = 0x73E3ECEA835B2CC4

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database(url: str) -> dict[str, Any]:
    """Returns Django's database settings for a ``postgresql://`` address.

    Raises:
        InputNotUnderstood: The address cannot be read, or names no database.
        DeskUnavailable: The driver is not installed.
    """
    parts = _parts(url)
    if "dbname" not in parts:
        raise InputNotUnderstood("the address names no database", hint="it looks like postgresql://user@host/name")
    known: dict[str, Any] = {_NAMES[key]: value for key, value in parts.items() if key in _NAMES}
    rest = {key: value for key, value in parts.items() if key not in _NAMES}
    return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": rest}


def _parts(url: str) -> dict[str, Any]:
    try:
        from psycopg import Error, conninfo
    except ImportError:
        raise DeskUnavailable(
            "the driver for PostgreSQL is not installed", hint="pip install 'repatria[postgres]'"
        ) from None
    try:
        return dict(conninfo.conninfo_to_dict(url))
    except Error:
        raise InputNotUnderstood(
            "not an address of a database", hint="it looks like postgresql://user@host/name"
        ) from None


def lock_for_writing(connection: BaseDatabaseWrapper, *, wait_s: float) -> None:
    """Waits for the right to write, until the transaction ends; makes its commit durable even if the server's is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{wait_s * 1000:.0f}ms"])
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
        )
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])


def require_durable(connection: BaseDatabaseWrapper) -> None:
    """Refuses a server that forgets acknowledged commits in a power cut.

    Raises:
        DeskUnavailable: The server runs with ``fsync=off``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync')")
        row = cursor.fetchone()
    if row != ("on",):
        raise DeskUnavailable("the server runs with fsync=off and could lose acts", hint="set fsync=on and restart it")
