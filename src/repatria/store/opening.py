"""Opens a desk: starts Django once per process, finds out what a file is, and makes or updates its tables.

A desk is made in one transaction. Whoever is killed while making one leaves an empty file; making it again goes on there.
"""

from __future__ import annotations

import os
import weakref
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repatria.errors import InputNotUnderstood, RepatriaError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from repatria.store.archive import DjangoArchive
    from repatria.store.plain import PlainArchive

APP = "repatria_store"
MIGRATIONS = ("0001_initial",)  # all that this version knows, in order; asked with one query instead of read from disk
WAIT_S = 20.0  # how long a writer waits for another

_numbers = count(1)


def open_archive(path: Path | str, *, create: bool = False, wait_s: float = WAIT_S) -> DjangoArchive:
    """Opens the desk at ``path``, a file or a ``postgresql://`` address, and returns its archive.

    Args:
        path: Where the desk lies.
        create: Whether to make it when there is none yet, or to finish one that was being made. The file gets mode 0600.
        wait_s: Seconds that a writer waits for another before giving up.

    Raises:
        InputNotUnderstood: Nothing is there, or something that is no desk, or a desk of a newer version.
        DeskUnavailable: The desk cannot be read and written now: locked, full, read-only, damaged.
    """
    _start_django()
    alias, place = _attach(path, create=create, wait_s=wait_s)
    from repatria.store.archive import DjangoArchive

    archive = DjangoArchive(alias=alias, place=place, wait_s=wait_s)
    weakref.finalize(archive, _detach, alias)  # also when the process ends: SQLite then empties its write-ahead log
    _make_ready(archive, create=create)
    return archive


def open_for_a_command(place: str) -> PlainArchive | DjangoArchive:
    """Opens a desk that is there for a process that does little else, without importing Django where that can be.

    Raises:
        As `open_archive`.
    """
    from repatria.store import postgres
    from repatria.store.plain import open_plainly

    if not place.startswith(postgres.SCHEMES) and (found := open_plainly(Path(place))) is not None:
        return found
    return open_archive(place)


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.store.settings")
    from django.apps import apps
    from django.conf import settings

    if not apps.ready:
        apps.populate(settings.INSTALLED_APPS)  # django.setup() without loading URLs, which takes a tenth of a second
    if not apps.is_installed("repatria.store"):
        raise RepatriaError("Django is set up without repatria.store", hint="add it to INSTALLED_APPS")


def _attach(path: Path | str, *, create: bool, wait_s: float) -> tuple[str, str]:
    from repatria.store import postgres, sqlite

    if isinstance(path, str) and path.startswith(postgres.SCHEMES):
        database = postgres.database(path)
        place = f"{database.get('HOST', '')}/{database['NAME']}"
    else:
        path, place = Path(path), str(path)
        _require_file(path, create=create)
        database = sqlite.database(path, wait_s=wait_s)
    return _register(database), place


def _register(database: dict[str, Any]) -> str:
    from django.db import connections

    alias = f"desk-{next(_numbers)}"
    known: dict[str, Any] = connections.settings
    known.update(connections.configure_settings({**known, alias: database}))
    return alias


def _detach(alias: str) -> None:
    from django.db import connections

    with suppress(Exception):  # the interpreter may be half gone
        connections[alias].close()
        del connections[alias]
        connections.settings.pop(alias)


def _require_file(path: Path, *, create: bool) -> None:
    # What the file begins with says nothing: after a power cut it may be torn until SQLite has mended it.
    from repatria.store.failures import DeskUnavailable

    place = str(path)
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        pass
    except (OSError, ValueError):
        raise InputNotUnderstood("no file can have this name", hint="choose a shorter path") from None
    if path.is_dir():
        raise InputNotUnderstood("this is a folder, not a desk", hint="name the file in it", place=place)
    if create and not path.exists():
        _make_file(path)
    if not path.is_file():
        raise InputNotUnderstood("there is no desk here", hint="check the path, or make a desk first", place=place)
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        raise DeskUnavailable(
            "the desk cannot be written here", hint="copy it to a folder where you may write", place=place
        )


def _make_file(path: Path) -> None:
    from repatria.store.failures import DeskUnavailable

    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except FileNotFoundError:
        raise InputNotUnderstood(
            "the folder of this desk does not exist", hint="make it first", place=str(path)
        ) from None
    except OSError:
        raise DeskUnavailable("no desk can be made here", hint="choose another folder", place=str(path)) from None


def _make_ready(archive: DjangoArchive, *, create: bool) -> None:
    from django.db import connections

    from repatria.store import postgres
    from repatria.store.failures import told, told_while_reading

    connection = connections[archive.alias]
    with told_while_reading(archive.place):
        needed = _needs_migration(connection, place=archive.place, create=create)
    with told(archive.place):
        if needed:
            _migrate(connection, archive, create=create)
        if connection.vendor == "sqlite":
            _set_journal_mode(connection, archive.place)
        else:
            postgres.require_durable(connection)


def _needs_migration(connection: BaseDatabaseWrapper, *, place: str, create: bool) -> bool:
    """Returns whether tables are to be made or updated; refuses what is no desk, or one of a newer version."""
    from repatria.store.failures import not_a_desk

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if not tables and create:
            return True
        if "django_migrations" not in tables:
            raise not_a_desk(place)
        cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [APP])
        applied = {name for (name,) in cursor.fetchall()}
    if not applied:
        raise not_a_desk(place)
    if not applied <= set(MIGRATIONS):
        raise InputNotUnderstood(
            "this desk was written by a newer version of repatria", hint="install that version", place=place
        )
    return applied != set(MIGRATIONS)


def _migrate(connection: BaseDatabaseWrapper, archive: DjangoArchive, *, create: bool) -> None:
    from django.db.migrations.executor import MigrationExecutor

    with connection.constraint_checks_disabled(), archive.writing():  # SQLite allows no switch within a transaction
        if _needs_migration(connection, place=archive.place, create=create):  # nobody else was faster
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes(APP))


def _set_journal_mode(connection: BaseDatabaseWrapper, place: str) -> None:
    from repatria.store import sqlite
    from repatria.store.failures import DeskUnavailable

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone() != (sqlite.journal_mode(),):
            cursor.execute(f"PRAGMA journal_mode={sqlite.journal_mode()}")
            if cursor.fetchone() != (sqlite.journal_mode(),):
                raise DeskUnavailable(
                    "the desk cannot be kept safely with this SQLite", hint="install pysqlite3", place=place
                )
