"""A power cut at any moment loses no acknowledged act, and the harness that says so can tell when one would.

The statements that Django sends are recorded once and run again on a disk in memory, which notes every write and every
sync. A power cut then keeps what was synced and, of everything later, keeps, loses or garbles each sector as it likes; a
file that was deleted may be back unless its folder was synced. The desk is opened on what is left.

Limits: one connection, with an exclusive lock (the disk has no shared memory for the write-ahead log), and SQLite's own
assumption that a write harms no bytes beside its own (powersafe overwrite, its default on every system).
"""

from __future__ import annotations

import gc
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.db.backends.signals import connection_created

from repatria.errors import RepatriaError
from repatria.store import open_archive, sqlite
from repatria.store.plain import open_plainly

apsw = pytest.importorskip("apsw")

LONG = os.environ.get("REPATRIA_LONG") == "1"
CUTS = 10_000 if LONG else 200
BLOCKS = 16
SECTOR = 512  # bytes that a disk writes as one
DESK = "/desk.sqlite3"

pytestmark = pytest.mark.timeout(3600)


@dataclass
class Acknowledged:
    """A mark among the statements, and then among the disk's operations: so many acts were acknowledged."""

    size: int


@dataclass
class File:
    """What a file holds for sure, and what was done to it since its last sync."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # a write at; or a cut to that size
    deleted: bool = False  # and its folder not yet synced
    named: bool = False  # its folder was synced since it was made
    before: File | None = None  # what had its name and was deleted, as long as the folder is not synced

    def sync(self) -> None:
        for at, data in self.pending:
            put(self.durable, at, data)
        self.pending.clear()
        self.named = True

    def after_cut(self, dice: random.Random) -> bytes | None:
        if (self.deleted or not self.named) and dice.random() < 0.5:
            return self.before.after_cut(dice) if self.before else None
        return self._torn(dice)

    def _torn(self, dice: random.Random) -> bytes:
        content = bytearray(self.durable)
        luck = dice.choice([0.0, 0.5, 0.9, 1.0])  # how much reached the disk
        for at, data in self.pending:
            if data is None:
                if dice.random() < luck:
                    put(content, at, None)
                continue
            for start, piece in sectors(at, data):
                if dice.random() < luck:
                    put(content, start, piece)
                elif dice.random() < 0.2:
                    put(content, start, dice.randbytes(len(piece)))
        return bytes(content)


def put(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


def sectors(at: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    end = at + len(data)
    while at < end:
        following = min(end, (at // SECTOR + 1) * SECTOR)
        yield at, data[at - end : following - end or None]
        at = following


class Disk(apsw.VFS):
    """A disk in memory that notes what is done to it."""

    def __init__(self, *, until_failure: int = -1, fails_with: type[apsw.Error] = apsw.FullError) -> None:
        self.files: dict[str, bytearray] = {DESK: bytearray()}
        self.noted: list[tuple[str, str, int, bytes | None] | Acknowledged] = []
        self.until_failure = until_failure
        self.fails_with = fails_with
        super().__init__("noting-disk", base="")

    def act(self) -> None:
        """Fails where it should: once."""
        self.until_failure -= 1
        if self.until_failure == 0:
            raise self.fails_with

    def xOpen(self, name: Any, flags: list[int]) -> OpenFile:
        name = name.filename() if isinstance(name, apsw.URIFilename) else name or f"/temporary-{len(self.files)}"
        flags[1] = flags[0]
        if name not in self.files:
            self.files[name] = bytearray()
            self.noted.append(("make", name, 0, None))
        return OpenFile(self, name, delete=bool(flags[0] & apsw.SQLITE_OPEN_DELETEONCLOSE))

    def xDelete(self, name: str, syncdir: bool) -> None:
        if name not in self.files:
            raise apsw.IOError
        self.act()
        del self.files[name]
        self.noted.append(("delete", name, int(syncdir), None))

    def xAccess(self, name: str, flags: int) -> bool:
        return name in self.files

    def xFullPathname(self, name: str) -> str:
        return name


class OpenFile:
    """A file of that disk, as SQLite sees it."""

    def __init__(self, disk: Disk, name: str, *, delete: bool) -> None:
        self.disk, self.name, self.delete = disk, name, delete
        self.content = disk.files[name]

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.act()
        put(self.content, offset, bytes(data))
        self.disk.noted.append(("write", self.name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        self.disk.act()
        put(self.content, size, None)
        self.disk.noted.append(("write", self.name, size, None))

    def xSync(self, flags: int) -> None:
        self.disk.act()
        self.disk.noted.append(("sync", self.name, 0, None))

    def xClose(self) -> None:
        if self.delete:
            self.disk.xDelete(self.name, syncdir=False)

    def xFileSize(self) -> int:
        return len(self.content)

    def xLock(self, level: int) -> None: ...

    def xUnlock(self, level: int) -> None: ...

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, operation: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)


@pytest.fixture(scope="module", params=["django", "plain"])
def statements(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str | Acknowledged]:
    """All that a desk sends to SQLite while it is made and filled, with a mark after each block."""
    from runpy import run_path

    write_block = run_path(str(Path(__file__).with_name("writer_process.py")))["write_block"]
    sent: list[str | Acknowledged] = []

    def listen(connection: Any, **_: Any) -> None:
        connection.connection.set_trace_callback(sent.append)

    path = tmp_path_factory.mktemp("recorded") / "desk.sqlite3"
    connection_created.connect(listen)
    try:
        with open_archive(path, create=True) as archive:
            if request.param == "django":
                sent.extend(Acknowledged(write_block(archive)) for _ in range(BLOCKS))
    finally:
        connection_created.disconnect(listen)
    if request.param == "plain":
        plain = open_plainly(path)
        assert plain is not None
        plain._connections.get().set_trace_callback(sent.append)
        with plain:
            sent.extend(Acknowledged(write_block(plain)) for _ in range(BLOCKS))
    return sent


def run_again(statements: list[str | Acknowledged], *, journal: str, synchronous: str) -> list[Any]:
    """Returns what a disk notes while the statements run on it."""
    disk = Disk()
    connection = connect(journal=journal, synchronous=synchronous)
    for statement in statements:
        if isinstance(statement, Acknowledged):
            disk.noted.append(statement)
        else:
            send(connection, statement, journal=journal)
    connection.close()
    disk.unregister()
    return disk.noted


def connect(*, journal: str, synchronous: str) -> apsw.Connection:
    connection = apsw.Connection(DESK, vfs="noting-disk")
    locking = "EXCLUSIVE" if journal == "wal" else "NORMAL"  # without shared memory there is no other write-ahead log
    # Checkpoints come after 20 pages instead of 1,000, so that there are many among the cuts.
    for first in (f"locking_mode={locking}", "wal_autocheckpoint=20", *_usual_pragmas(), f"synchronous={synchronous}"):
        connection.execute(f"PRAGMA {first}").fetchall()
    return connection


def send(connection: apsw.Connection, statement: str, *, journal: str) -> None:
    if not statement.startswith("PRAGMA journal_mode"):
        connection.execute(statement).fetchall()
    if statement == "COMMIT" and connection.pragma("journal_mode") != journal:
        assert connection.pragma("journal_mode", journal) == journal


def _usual_pragmas() -> list[str]:
    settings = sqlite.database(Path(DESK))["OPTIONS"]["init_command"]
    return [pragma.removeprefix("PRAGMA ") for pragma in settings.split(";")]


def cuts(noted: list[Any], *, number: int, seed: int) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Yields, for cuts at random moments, how many acts were acknowledged and what is left of each file."""
    dice = random.Random(seed)
    moments = sorted(dice.randrange(len(noted) + 1) for _ in range(number))
    files, acknowledged, done = {DESK: File(named=True)}, 0, 0
    for moment in moments:
        for operation in noted[done:moment]:
            if isinstance(operation, Acknowledged):
                acknowledged = operation.size
            else:
                _apply(files, *operation)
        done = moment
        left = {name: file.after_cut(dice) for name, file in files.items()}
        yield acknowledged, {name: content for name, content in left.items() if content is not None}


def _apply(files: dict[str, File], what: str, name: str, at: int, data: bytes | None) -> None:
    match what:
        case "make":
            files[name] = File(before=files.get(name))
        case "write":
            files[name].pending.append((at, data))
        case "sync":
            if not files[name].named:  # SQLite syncs the folder with the first sync of a new journal
                _sync_folder(files)
            files[name].sync()
        case _:
            files[name].deleted = True
            if at:
                _sync_folder(files)


def _sync_folder(files: dict[str, File]) -> None:
    for name in [name for name, file in files.items() if file.deleted]:
        del files[name]
    for file in files.values():
        file.named, file.before = True, None


def lost(noted: list[Any], folder: Path, whole_blocks: Callable[[Any], int], *, number: int) -> int:
    """Returns after how many power cuts an acknowledged act was missing or the desk was not sound."""
    bad = 0
    for acknowledged, left in cuts(noted, number=number, seed=7):
        for name, content in left.items():
            (folder / name[1:]).write_bytes(content)
        try:
            with open_archive(folder / DESK[1:], create=True) as archive:
                size = whole_blocks(archive)
                with connections[archive.alias].cursor() as cursor:
                    cursor.execute("PRAGMA integrity_check")
                    sound = cursor.fetchall() == [("ok",)]
            bad += not (sound and acknowledged <= size <= acknowledged + 5)
        except (RepatriaError, DatabaseError, AssertionError):
            bad += 1
        for file in folder.iterdir():
            file.unlink()
    return bad


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: what lies in it is the crash, and needs no further syncs."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


@pytest.mark.parametrize(("journal", "synchronous", "number"), [("wal", "FULL", CUTS), ("delete", "EXTRA", CUTS // 4)])
def test_no_power_cut_loses_an_acknowledged_act(
    statements, folder: Path, whole_blocks, journal: str, synchronous: str, number: int
):
    noted = run_again(statements, journal=journal, synchronous=synchronous)
    assert lost(noted, folder, whole_blocks, number=number) == 0


# Django does not close a connection on which its first statements fail; Python 3.13's own sqlite3 complains of that.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("journal", "synchronous"), [("wal", "NORMAL"), ("wal", "OFF"), ("delete", "FULL"), ("delete", "OFF")]
)
def test_the_harness_sees_what_weaker_settings_lose(
    statements, folder: Path, whole_blocks, journal: str, synchronous: str
):
    noted = run_again(statements, journal=journal, synchronous=synchronous)
    assert lost(noted, folder, whole_blocks, number=60) > 0
    gc.collect()


def after_a_failure(statements: list[str | Acknowledged], disk: Disk, *, journal: str, synchronous: str) -> int:
    """Runs blocks until an operation of the disk fails, rolls back as Django does; returns how many acts were told."""
    connection, acknowledged = connect(journal=journal, synchronous=synchronous), 0
    try:
        for statement in statements:
            if isinstance(statement, Acknowledged):
                acknowledged = statement.size
            else:
                send(connection, statement, journal=journal)
    except (apsw.FullError, apsw.IOError):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    with suppress(apsw.Error):
        connection.close()
    disk.unregister()
    return acknowledged


@pytest.mark.parametrize("failure", [apsw.FullError, apsw.IOError])
@pytest.mark.parametrize(("journal", "synchronous"), [("wal", "FULL"), ("delete", "EXTRA")])
def test_each_operation_of_the_disk_may_fail_once(
    statements, folder: Path, whole_blocks, journal: str, synchronous: str, failure: type[apsw.Error]
):
    operations = sum(
        note[0] != "make"
        for note in run_again(statements, journal=journal, synchronous=synchronous)
        if isinstance(note, tuple)
    )
    for number in range(1, operations, 1 if LONG else operations // 12):
        disk = Disk(until_failure=number, fails_with=failure)
        acknowledged = after_a_failure(statements, disk, journal=journal, synchronous=synchronous)
        for name, content in disk.files.items():
            (folder / name[1:]).write_bytes(content)
        with open_archive(folder / DESK[1:], create=True) as archive:
            assert acknowledged <= whole_blocks(archive) <= acknowledged + 5
        for file in folder.iterdir():
            file.unlink()
