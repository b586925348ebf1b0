"""The plain way to the tables: no Django, the same settings, and every refusal in our own words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repatria.desk.ports import Entry
from repatria.errors import RepatriaError
from repatria.store import open_archive, open_for_a_command, sqlite
from repatria.store.plain import PlainArchive, open_plainly

ENTRY = Entry(0, "ListReceived", b"payload", bytes(32))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk.sqlite3"
    open_archive(path, create=True).close()
    return path


def test_it_is_what_a_command_opens(desk: Path) -> None:
    with open_for_a_command(str(desk)) as archive:
        assert isinstance(archive, PlainArchive)


def test_it_imports_no_django(desk: Path) -> None:
    program = (
        "import sys; from repatria.store import open_for_a_command\n"
        f"open_for_a_command({str(desk)!r}).size()\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] == 'django'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_it_keeps_the_promise_by_the_same_settings(desk: Path) -> None:
    archive = open_plainly(desk)
    assert archive is not None
    wal = sqlite.journal_mode() == "wal"
    wanted = {
        "synchronous": 2 if wal else 3, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1,
        "fullfsync": 1, "checkpoint_fullfsync": 1, "mmap_size": 0, "busy_timeout": 20_000,
        "journal_mode": "wal" if wal else "delete",
    }  # fmt: skip
    with archive:
        found = {name: archive._connections.get().execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted


def test_what_one_way_writes_the_other_reads(desk: Path) -> None:
    with open_for_a_command(str(desk)) as archive, archive.writing() as writer:
        digest = writer.keep(b"a list")
        writer.append([ENTRY])
    with open_archive(desk) as archive:
        assert (list(archive.entries()), archive.document(digest)) == ([ENTRY], b"a list")
        with archive.writing() as other:
            other.append([Entry(1, "ClaimAnswered", b"more", bytes(32))])
    with open_for_a_command(str(desk)) as archive:
        assert [entry.seq for entry in archive.entries()] == [0, 1]


def test_a_writer_that_takes_too_long_is_told(desk: Path) -> None:
    first, second = open_plainly(desk, wait_s=0.1), open_plainly(desk, wait_s=0.1)
    assert first is not None
    assert second is not None
    with first.writing(), pytest.raises(RepatriaError) as refused, second.writing():
        pass
    assert refused.value.message == "another program is writing to this desk; nothing was entered"


def test_a_file_that_is_something_else_is_no_desk(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("surname\nBoiko\n" * 200)
    with pytest.raises(RepatriaError) as refused:
        open_for_a_command(str(path))
    assert refused.value.message == "this is not a desk"


def test_a_damaged_desk_is_told(desk: Path) -> None:
    with open_for_a_command(str(desk)) as archive, archive.writing() as writer:
        writer.append([Entry(seq, "ClaimAnswered", b"x" * 500, bytes(32)) for seq in range(500)])
    content = bytearray(desk.read_bytes())
    content[8192 : len(content) - 4096] = b"\xff" * (len(content) - 12288)
    desk.write_bytes(content)
    with pytest.raises(RepatriaError), open_for_a_command(str(desk)) as archive:
        list(archive.entries())
