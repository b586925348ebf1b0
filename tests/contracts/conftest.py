"""A place to keep things, once per kind of archive: memory, SQLite, and PostgreSQL where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from repatria.desk.memory import MemoryArchive
from repatria.desk.ports import Archive
from repatria.store import open_archive, open_for_a_command

_numbers = count(1)


@dataclass
class Shelf:
    """One archive that can be opened several times."""

    kind: str
    address: str = ""
    memory: MemoryArchive = field(default_factory=MemoryArchive)

    def open(self) -> Archive:
        if self.kind == "memory":
            return self.memory
        if self.kind == "plain":
            open_archive(self.address, create=True).close()
            return open_for_a_command(self.address)
        return open_archive(self.address, create=True, wait_s=20)


@pytest.fixture(params=["memory", "sqlite", "plain", "postgres"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    match request.param:
        case "memory":
            yield Shelf("memory")
        case "sqlite":
            yield Shelf("sqlite", str(tmp_path / "desk.sqlite3"))
        case "plain":
            yield Shelf("plain", str(tmp_path / "desk.sqlite3"))
        case _:
            yield Shelf("postgres", request.getfixturevalue("postgres_database"))


@pytest.fixture
def archive(shelf: Shelf) -> Archive:
    return shelf.open()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that may be filled and spoilt: REPATRIA_POSTGRES, or one started for these tests."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if address := os.environ.get("REPATRIA_POSTGRES"):
        yield address
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not programs or not hasattr(os, "getuid"):
        pytest.skip("no PostgreSQL here: set REPATRIA_POSTGRES to test it")
    with tempfile.TemporaryDirectory(prefix="repatria-pg-", ignore_cleanup_errors=True) as folder:
        yield from _run_server(programs[-1], Path(folder))


def _run_server(programs: Path, folder: Path) -> Iterator[str]:
    as_owner: list[str] = []
    if os.getuid() == 0:  # a server refuses to run as root
        if shutil.which("runuser") is None:
            pytest.skip("PostgreSQL does not run as root, and there is no runuser")
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=40"
    control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    run(*as_owner, str(programs / "initdb"), "-D", str(data), "-U", "repatria", "-A", "trust", "-E", "UTF8", "-N")
    run(*control, "-o", options, "-l", str(folder / "server.log"), "start")
    try:
        yield f"postgresql://repatria@/postgres?host={folder}"
    finally:
        run(*control, "-m", "immediate", "stop")


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The address of an empty database of its own."""
    import psycopg
    from django.db import connections
    from psycopg.conninfo import conninfo_to_dict

    name = f"repatria_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        parts = conninfo_to_dict(postgres_server)
        login = f"{parts.get('user', '')}:{parts.get('password', '')}" if "password" in parts else parts.get("user", "")
        yield f"postgresql://{login}@/{name}?host={parts['host']}&port={parts.get('port', 5432)}"
        for connection in connections.all(initialized_only=True):
            connection.close()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
