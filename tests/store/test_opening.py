"""A desk is opened only when it is one, and every other case has its own clear words."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from repatria.desk.ports import Entry
from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.store import open_archive
from repatria.store.failures import DeskUnavailable
from repatria.store.opening import APP, MIGRATIONS

LONG = os.environ.get("REPATRIA_LONG") == "1"
NOT_A_DESK = "this is not a desk"


# Django does not close a connection on which its first statements fail; Python 3.13's own sqlite3 complains of that.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()  # here, rather than in the tests of another module


def entry(seq: int, payload: bytes = b"{}") -> Entry:
    return Entry(seq, "ListReceived", payload, b"s" * 32)


def refusal(path: Path | str, *, create: bool = False) -> RepatriaError:
    with pytest.raises(RepatriaError) as refused:
        open_archive(path, create=create, wait_s=0.1)
    assert refused.value.exit_status == 2
    assert refused.value.__cause__ is None
    return refused.value


def make_desk(path: Path, *, acts: int = 0) -> None:
    with open_archive(path, create=True) as archive, archive.writing() as writer:
        writer.append(entry(seq) for seq in range(acts))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk.sqlite3"
    make_desk(path)
    return path


def test_a_desk_is_for_its_owner_alone(desk: Path):
    assert desk.stat().st_mode & 0o777 == 0o600


def test_a_desk_is_made_only_on_demand(tmp_path: Path):
    path = tmp_path / "desk.sqlite3"
    error = refusal(path)
    assert isinstance(error, InputNotUnderstood)
    assert str(error) == f"{path}: there is no desk here (check the path, or make a desk first)"
    assert not path.exists()


def test_create_opens_a_desk_that_is_there(desk: Path):
    make_desk(desk, acts=2)
    with open_archive(desk, create=True) as archive:
        assert archive.size() == 2


def test_strange_file_names_are_only_names(tmp_path: Path):
    for name in ("a desk?mode=memory", ":memory:", "file:x", "стіл-ق.sqlite3", "50%20.sqlite3", "#1", ";"):
        make_desk(tmp_path / name, acts=1)
        with open_archive(tmp_path / name) as archive:
            assert archive.size() == 1
        assert (tmp_path / name).is_file()


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_is_not_a_desk(tmp_path: Path, create: bool):
    assert refusal(tmp_path, create=create).message == "this is a folder, not a desk"


@pytest.mark.parametrize("create", [False, True])
def test_a_name_that_no_file_can_have_is_refused_and_not_repeated(tmp_path: Path, create: bool):
    for name in ("x" * 5_000, "a\0b"):
        assert str(refusal(tmp_path / name, create=create)) == "no file can have this name (choose a shorter path)"


def test_a_folder_that_is_not_there(tmp_path: Path):
    assert refusal(tmp_path / "no" / "desk", create=True).message == "the folder of this desk does not exist"


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
    connection.execute("INSERT INTO django_migrations VALUES ('store', '0001_initial')")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("name;born\n" * 1000),
        lambda path: path.write_bytes(b"SQLite format 3\0"),
        lambda path: path.write_bytes(b"\0" * 8192),
        other_database,
    ],
)
def test_other_files_are_refused_and_left_as_they_are(tmp_path: Path, make, create: bool):
    path = tmp_path / "list.csv"
    make(path)
    before = path.read_bytes()
    assert refusal(path, create=create).message == NOT_A_DESK
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def test_an_empty_file_becomes_a_desk_only_on_demand(tmp_path: Path):
    path = tmp_path / "desk.sqlite3"
    path.touch()
    assert refusal(path).message == NOT_A_DESK
    make_desk(path, acts=1)
    with open_archive(path) as archive:
        assert archive.size() == 1


def test_a_truncated_desk_is_damaged(tmp_path: Path):
    path = tmp_path / "desk.sqlite3"
    make_desk(path, acts=5000)
    whole = path.read_bytes()
    for part in (0.05, 0.5, 0.9):
        path.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(RepatriaError) as refused, open_archive(path) as archive:
            list(archive.entries())
        assert refused.value.message == "the desk is damaged"
        assert refused.value.place == str(path)


def test_garbage_anywhere_in_a_desk_is_told_in_our_words(tmp_path: Path):
    path, dice = tmp_path / "desk.sqlite3", random.Random(3)
    make_desk(path, acts=300)
    with open_archive(path) as archive, archive.writing() as writer:
        digest = writer.keep(b"held: 19" * 3000)
    whole, outcomes = path.read_bytes(), set()
    for _ in range(400 if LONG else 50):
        content = bytearray(whole)
        for _ in range(dice.choice([1, 20])):
            at, length = dice.randrange(len(content)), dice.choice([1, 30, 512])
            content[at : at + length] = dice.randbytes(len(content[at : at + length]))
        path.write_bytes(content)
        try:
            with open_archive(path) as archive:
                outcomes.add((archive.size(), len(list(archive.entries())), len(archive.document(digest))))
        except RepatriaError as error:
            outcomes.add(error.message)
    told = {"the desk is damaged", NOT_A_DESK, "no document with this digest is kept"}
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} - told == set()
    assert "the desk is damaged" in outcomes
    assert (300, 300, 24_000) in outcomes


@pytest.mark.parametrize("value", ["1099511627776", "'text'"])
def test_a_payload_of_another_type_is_damage(desk: Path, value: str):
    make_desk(desk, acts=3)
    with open_archive(desk) as archive, connections[archive.alias].cursor() as cursor:
        cursor.execute(f"UPDATE repatria_journal SET payload = {value} WHERE seq = 1")
        with pytest.raises(DeskUnavailable) as refused:
            list(archive.entries())
        assert refused.value.message == "the desk is damaged"


def test_a_missing_act_is_damage(desk: Path):
    make_desk(desk, acts=5)
    with open_archive(desk) as archive, connections[archive.alias].cursor() as cursor:
        cursor.execute("DELETE FROM repatria_salt WHERE entry_id = 2")
        assert [kept.salt for kept in archive.entries()] == [b"s" * 32, b"s" * 32, b"", b"s" * 32, b"s" * 32]
        cursor.execute("DELETE FROM repatria_journal WHERE seq = 2")
        with pytest.raises(DeskUnavailable) as refused:
            list(archive.entries())
        assert refused.value.message == "the desk is damaged"


@pytest.mark.parametrize("damage", ["UPDATE {} SET content = x'00'", "DELETE FROM {}"])
def test_a_changed_document_is_not_given_out(desk: Path, damage: str):
    with open_archive(desk) as archive:
        with archive.writing() as writer:
            digest = writer.keep(b"held: 19")
        with connections[archive.alias].cursor() as cursor:
            cursor.execute(damage.format("repatria_document_piece"))
        with pytest.raises(DeskUnavailable) as refused:
            archive.document(digest)
        assert refused.value.message == "the desk is damaged"


def test_a_desk_of_a_newer_version_is_refused(desk: Path):
    with open_archive(desk) as archive, connections[archive.alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, '9999_later', '2031-01-01')", [APP]
        )
    assert refusal(desk, create=True).message == "this desk was written by a newer version of repatria"


def test_the_migrations_that_are_asked_for_are_those_on_disk():
    loader = MigrationLoader(None)
    assert tuple(name for app, name in sorted(loader.disk_migrations) if app == APP) == MIGRATIONS


def test_the_models_need_no_further_migration():
    command = [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run", APP]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "repatria.store.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    assert subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0


def test_a_writer_does_not_wait_for_ever(desk: Path):
    with open_archive(desk, wait_s=0.1) as first, open_archive(desk, wait_s=0.1) as second:
        with first.writing(), pytest.raises(DeskUnavailable) as refused, second.writing():
            pass
        assert refused.value.message == "another program is writing to this desk; nothing was entered"
        with second.writing() as writer:
            writer.append([entry(0)])
        assert first.size() == 1


def test_a_full_disk_enters_nothing(desk: Path):
    with open_archive(desk) as archive:
        with archive.writing() as writer:
            writer.append([entry(0)])
        with connections[archive.alias].cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages + 3}")
        with pytest.raises(DeskUnavailable) as refused, archive.writing() as writer:
            digest = writer.keep(b"x")
            writer.append(entry(seq, b"{}" * 500) for seq in range(1, 100))
        assert refused.value.message == "the disk is full; nothing was entered"
        assert list(archive.entries()) == [entry(0)]
        with pytest.raises(InputNotUnderstood):
            archive.document(digest)
    with open_archive(desk) as archive, archive.writing() as writer:
        writer.append([entry(1)])


def _write_with_little_room(folder: Path) -> list[tuple[str, int]]:
    import resource

    results = []
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in range(0, 900_000, 30_000):
        path, outcome = folder / f"desk-{room}.sqlite3", "done"
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
        try:
            make_desk(path, acts=3000)
        except DeskUnavailable as error:
            outcome = error.message
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        with open_archive(path, create=True) as archive:
            results.append((outcome, archive.size()))
    return results


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs limits on file sizes")
def test_a_disk_that_ends_anywhere_leaves_all_or_nothing(tmp_path: Path):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        results = pool.apply(_write_with_little_room, (tmp_path,))
    assert set(results) == {("the disk does not read or write; nothing was entered", 0), ("done", 3000)}


def _open_as_nobody(folder: Path) -> list[str]:
    make_desk(folder / "desk")
    (folder / "desk").chmod(0o444)
    folder.chmod(0o555)
    if os.getuid() == 0:
        os.setuid(65534)  # root may write everywhere
    return [refusal(folder / "desk").message, refusal(folder / "new", create=True).message]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX permissions")
def test_a_desk_that_cannot_be_written_is_refused():
    with tempfile.TemporaryDirectory() as name, multiprocessing.get_context("spawn").Pool(1) as pool:
        folder = Path(name)
        folder.chmod(0o755)
        said = pool.apply(_open_as_nobody, (folder,))
        folder.chmod(0o755)
    assert said == ["the desk cannot be written here", "no desk can be made here"]
