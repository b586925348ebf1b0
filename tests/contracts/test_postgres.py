"""What is special about a desk on a PostgreSQL server."""

from __future__ import annotations

import time

import pytest
from django.db import connections

from repatria.desk.ports import Entry
from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.store import open_archive
from repatria.store.failures import DeskUnavailable


def refusal(address: str, *, create: bool = False) -> RepatriaError:
    with pytest.raises(RepatriaError) as refused:
        open_archive(address, create=create)
    assert refused.value.__cause__ is None
    return refused.value


def test_a_database_becomes_a_desk_only_on_demand(postgres_database: str):
    error = refusal(postgres_database)
    assert isinstance(error, InputNotUnderstood)
    assert error.message == "this is not a desk"
    open_archive(postgres_database, create=True).close()
    with open_archive(postgres_database) as archive:
        assert archive.size() == 0


def test_a_database_of_others_is_left_alone(postgres_database: str):
    import psycopg

    with psycopg.connect(postgres_database) as server:
        server.execute("CREATE TABLE visits (day date)")
    assert refusal(postgres_database, create=True).message == "this is not a desk"


def test_a_server_that_is_away_is_named_without_its_password():
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    error = refusal("postgresql://someone:opensesame@127.0.0.1:1/desk")
    assert isinstance(error, DeskUnavailable)
    assert error.message == "the database server cannot be reached or refuses the log-in"
    assert "opensesame" not in f"{error!s} {error!r} {error.place} {error.hint}"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://localhost", "the address names no database"),
        ("postgresql://localhost/desk?no-such-option=1", "not an address of a database"),
    ],
)
def test_an_address_that_cannot_be_read(address: str, message: str):
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    error = refusal(address)
    assert isinstance(error, InputNotUnderstood)
    assert error.message == message


def test_a_server_that_forgets_is_refused(postgres_server: str, postgres_database: str):
    import psycopg

    open_archive(postgres_database, create=True).close()
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute("ALTER SYSTEM SET fsync = off")
        server.execute("SELECT pg_reload_conf()")
        try:
            message = ""
            for _ in range(100):  # the reload takes a moment
                if server.execute("SELECT current_setting('fsync')").fetchone() == ("off",):
                    message = refusal(postgres_database).message
                    break
                time.sleep(0.05)
        finally:
            server.execute("ALTER SYSTEM RESET fsync")
            server.execute("SELECT pg_reload_conf()")
    assert message == "the server runs with fsync=off and could lose acts"


def test_a_commit_reaches_the_disk_even_if_the_database_is_set_to_be_lazy(postgres_database: str):
    import psycopg

    with psycopg.connect(postgres_database, autocommit=True) as server:
        name = server.info.dbname
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    archive = open_archive(postgres_database, create=True)
    with archive.writing(), connections[archive.alias].cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("on",)


def test_a_writer_does_not_wait_for_ever(postgres_database: str):
    with open_archive(postgres_database, create=True) as first, open_archive(postgres_database, wait_s=0.1) as second:
        with first.writing(), pytest.raises(DeskUnavailable) as refused, second.writing():
            pass
        assert refused.value.message == "another program is writing to this desk; nothing was entered"
        with second.writing() as writer:
            writer.append([Entry(0, "ListReceived", b"{}", b"s" * 32)])
        assert first.size() == 1
