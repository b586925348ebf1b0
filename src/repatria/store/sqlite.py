"""SQLite as a desk needs it: a library without the WAL-reset bug, and settings under which no acknowledged act is lost.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections write and checkpoint at the same moment
(https://sqlite.org/wal.html#walresetbug; fixed in 3.51.3, and in 3.50.7 and 3.44.6 for those lines). Python often comes
with an older one, so `pysqlite3`, which brings its own SQLite, stands in for it where it is newer; where there is none,
the desk is kept without WAL.
"""

from __future__ import annotations

import importlib
import sqlite3
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from repatria.store.opening import WAIT_S

Version = tuple[int, ...]

MOST_PARAMETERS = 999
"""What every SQLite takes (https://sqlite.org/limits.html, before 3.32.0), and Django up to 5.2 goes by."""

BACKEND = "django.db.backends.sqlite3"


def is_wal_safe(version: Version) -> bool:
    """Returns whether this version of SQLite is free of the WAL-reset bug."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


@cache
def library() -> ModuleType:
    """Returns the SQLite library that Django uses in this process, making it the newest there is.

    `pysqlite3` takes the place of `sqlite3` only while Django's backend is imported: everybody else in the process
    keeps the standard library's. If the backend was imported earlier, it stays as it is.
    """
    if f"{BACKEND}.base" not in sys.modules:
        _import_backend(newest())
    module: ModuleType = sys.modules[f"{BACKEND}.base"].Database
    return module


@cache
def newest() -> ModuleType:
    """Returns the SQLite library with the newest SQLite: the standard one or `pysqlite3`."""
    try:
        other: ModuleType = importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3
    return other if other.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def _import_backend(instead: ModuleType) -> None:
    names = ("sqlite3", "sqlite3.dbapi2")
    usual = {name: sys.modules[name] for name in names}
    sys.modules.update({"sqlite3": instead, "sqlite3.dbapi2": instead.dbapi2})
    try:
        importlib.import_module(f"{BACKEND}.base")
    finally:
        sys.modules.update(usual)
    if not hasattr(instead.Connection, "getlimit"):
        _say_limit()


def _say_limit() -> None:
    """Tells Django how many parameters a query may have: from Django 6 on it asks, and `pysqlite3` cannot answer."""
    from django.db.backends.sqlite3.features import DatabaseFeatures

    setattr(DatabaseFeatures, "max_query_params", MOST_PARAMETERS)  # noqa: B010 - on 5.2 a number, on 6 a property


def journal_mode() -> str:
    """Returns ``wal`` where that is safe with this process's SQLite, else ``delete``."""
    loaded = sys.modules.get(f"{BACKEND}.base")
    version: Version = (loaded.Database if loaded else newest()).sqlite_version_info
    return "wal" if is_wal_safe(version) else "delete"


def database(path: Path, *, wait_s: float = WAIT_S) -> dict[str, Any]:
    """Returns Django's database settings for a desk in an existing file; connecting never creates one.

    The journal mode is not among them: it is written into the file, so it is set when a file is known to be a desk.
    """
    library()
    return {
        "ENGINE": BACKEND,
        "NAME": f"{path.absolute().as_uri()}?mode=rw",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": wait_s, "init_command": ";".join(pragmas())},
    }


def pragmas() -> list[str]:
    """Returns the statements that every connection to a desk begins with."""
    # EXTRA also syncs the folder when the rollback journal goes, which is what commits without WAL. NORMAL would lose
    # acknowledged acts in a power cut: tests/store/test_power_cut.py shows it.
    synchronous = "FULL" if journal_mode() == "wal" else "EXTRA"
    return [
        f"PRAGMA synchronous={synchronous}",
        "PRAGMA fullfsync=ON",  # macOS: fsync alone does not reach the disk; elsewhere without effect
        "PRAGMA checkpoint_fullfsync=ON",
        "PRAGMA foreign_keys=ON",
        "PRAGMA trusted_schema=OFF",
        "PRAGMA cell_size_check=ON",
        "PRAGMA mmap_size=0",
        "PRAGMA secure_delete=ON",
    ]
