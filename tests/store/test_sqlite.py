"""The SQLite that is used, and the settings that keep the promise, read back from the connection."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from repatria.store import open_archive
from repatria.store.sqlite import is_wal_safe, library


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_the_wal_reset_bug_is_known_by_version(version: tuple[int, ...], safe: bool):
    assert is_wal_safe(version) is safe


def pragma(alias: str, name: str) -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_every_connection_is_durable_and_careful(tmp_path: Path):
    with open_archive(tmp_path / "desk.sqlite3", create=True) as archive:
        archive.close()  # the next connection has to be as careful as the first
        assert pragma(archive.alias, "foreign_keys") == 1
        assert pragma(archive.alias, "trusted_schema") == 0
        assert pragma(archive.alias, "cell_size_check") == 1
        assert pragma(archive.alias, "secure_delete") == 1
        assert pragma(archive.alias, "fullfsync") == 1
        assert pragma(archive.alias, "checkpoint_fullfsync") == 1
        assert pragma(archive.alias, "busy_timeout") == 20_000
        assert pragma(archive.alias, "mmap_size") == 0
        wal = is_wal_safe(library().sqlite_version_info)
        assert pragma(archive.alias, "journal_mode") == ("wal" if wal else "delete")
        assert pragma(archive.alias, "synchronous") == (2 if wal else 3)


def test_a_block_begins_as_a_writer(tmp_path: Path):
    with open_archive(tmp_path / "desk.sqlite3", create=True) as archive:
        statements: list[str] = []
        connections[archive.alias].ensure_connection()
        connections[archive.alias].connection.set_trace_callback(statements.append)
        with archive.writing():
            pass
        assert statements == ["BEGIN IMMEDIATE", "COMMIT"]


def test_the_rest_of_the_process_keeps_its_own_sqlite(tmp_path: Path):
    open_archive(tmp_path / "desk.sqlite3", create=True).close()
    assert sys.modules["sqlite3"] is sqlite3
    assert sqlite3.connect.__module__ == "_sqlite3"
    assert library().sqlite_version_info >= sqlite3.sqlite_version_info


WITHOUT_PYSQLITE3 = """
import sys
sys.modules["pysqlite3"] = None
import sqlite3
from pathlib import Path
from repatria.store import open_archive, sqlite
assert sqlite.library().connect is sqlite3.connect
sqlite.is_wal_safe = lambda version: False
from repatria.desk.ports import Entry
from django.db import connections
with open_archive(Path(sys.argv[1]), create=True) as archive:
    with archive.writing() as writer:
        writer.append([Entry(writer.size(), "ListReceived", b"{}", b"s" * 32)])
    cursor = connections[archive.alias].cursor()
    print([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")], archive.size())
"""


def test_a_desk_moves_between_a_fixed_sqlite_and_an_old_one(tmp_path: Path):
    path = tmp_path / "desk.sqlite3"

    def with_an_old_one() -> str:
        return subprocess.check_output([sys.executable, "-c", WITHOUT_PYSQLITE3, str(path)], text=True)

    assert with_an_old_one() == "['delete', 3] 1\n"
    with open_archive(path) as archive:
        assert pragma(archive.alias, "journal_mode") == (
            "wal" if is_wal_safe(library().sqlite_version_info) else "delete"
        )
        assert archive.size() == 1
    assert with_an_old_one() == "['delete', 3] 2\n"
