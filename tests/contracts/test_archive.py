"""What every archive promises the desk, held against each kind of archive that there is."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator

import pytest

from repatria.desk.ports import Archive, Entry
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.refs import Sha256


def entry(seq: int, *, kind: str = "ClaimAnswered") -> Entry:
    return Entry(seq=seq, kind=kind, payload=b'{"n":%d}' % seq, salt=hashlib.sha256(b"%d" % seq).digest())


def entries(start: int, end: int) -> list[Entry]:
    return [entry(seq) for seq in range(start, end)]


def append(archive: Archive, new: list[Entry]) -> None:
    with archive.writing() as writer:
        writer.append(new)


class Stop(Exception):
    pass


def test_a_new_archive_is_empty(archive: Archive):
    assert archive.size() == 0
    assert list(archive.entries()) == []


def test_no_more_acts_are_read_than_are_wanted(archive: Archive):
    append(archive, entries(0, 5))
    assert [len(list(archive.entries(start=1, at_most=wanted))) for wanted in (0, 1, 3, 9)] == [0, 1, 3, 4]
    assert list(archive.entries(start=2, at_most=2)) == entries(2, 4)


def test_what_was_appended_is_read_back_in_order(archive: Archive):
    append(archive, entries(0, 3))
    append(archive, [])
    append(archive, entries(3, 5))
    assert archive.size() == 5
    assert list(archive.entries()) == entries(0, 5)


@pytest.mark.parametrize("size", [1999, 2000, 2001, 4000, 4001])  # around the rows that are read or written at a time
def test_reading_can_start_anywhere(archive: Archive, size: int):
    append(archive, entries(0, size))
    assert list(archive.entries()) == entries(0, size)
    for start in (1, 1998, 2000, size - 1, size, size + 1):
        assert list(archive.entries(start=start)) == entries(start, size)


def test_every_byte_and_letter_survives(archive: Archive):
    odd = Entry(seq=0, kind="Закон-ق-𝟘", payload=bytes(range(256)) * 3, salt=bytes(range(255, 223, -1)))
    append(archive, [odd])
    assert list(archive.entries()) == [odd]


def test_an_archive_opened_again_has_everything(shelf):
    with shelf.open().writing() as writer:
        digest = writer.keep(b"sought: 29")
        writer.append(entries(0, 2))
    again = shelf.open()
    assert list(again.entries()) == entries(0, 2)
    assert again.document(digest) == b"sought: 29"


def test_a_document_is_kept_under_its_sha256(archive: Archive):
    with archive.writing() as writer:
        digests = [writer.keep(b""), writer.keep(b"held: 19"), writer.keep(b"held: 19")]
    assert digests == [hashlib.sha256(content).hexdigest() for content in (b"", b"held: 19", b"held: 19")]
    assert [archive.document(digest) for digest in digests] == [b"", b"held: 19", b"held: 19"]
    with archive.writing() as writer:
        assert writer.keep(b"held: 19") == digests[1]
    assert archive.document(digests[1]) == b"held: 19"


@pytest.mark.parametrize("size", [8 * 2**20 - 1, 8 * 2**20, 16 * 2**20 + 1])  # pieces have 8 MiB
def test_a_large_document_comes_back_whole(archive: Archive, size: int):
    content = hashlib.shake_128(b"large").digest(size)
    with archive.writing() as writer:
        digest = writer.keep(content)
    assert archive.document(digest) == content


def test_a_document_that_is_not_kept_is_refused(archive: Archive):
    with archive.writing() as writer:
        kept = writer.keep(b"kept")
    for reader in (archive, writer):
        assert reader.document(kept) == b"kept"
        with pytest.raises(InputNotUnderstood) as refusal:
            reader.document(Sha256("0" * 64))
        assert refusal.value.message == "no document with this digest is kept"
        assert refusal.value.place == "sha256:" + "0" * 64


def test_a_writer_sees_its_own_writes(archive: Archive):
    append(archive, entries(0, 1))
    with archive.writing() as writer:
        writer.append(entries(1, 3))
        digest = writer.keep(b"new")
        assert writer.size() == 3
        assert list(writer.entries(start=1)) == entries(1, 3)
        assert writer.document(digest) == b"new"


def test_a_block_that_fails_leaves_nothing(archive: Archive):
    append(archive, entries(0, 1))
    with pytest.raises(Stop), archive.writing() as writer:
        digest = writer.keep(b"half a list")
        writer.append(entries(1, 3))
        raise Stop
    assert list(archive.entries()) == entries(0, 1)
    with pytest.raises(InputNotUnderstood):
        archive.document(digest)
    append(archive, entries(1, 2))
    assert list(archive.entries()) == entries(0, 2)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ([3], "act 3 does not continue the journal: number 2 is next"),
        ([1], "act 1 does not continue the journal: number 2 is next"),
        ([0], "act 0 does not continue the journal: number 2 is next"),
        ([2, 4], "act 4 does not continue the journal: number 3 is next"),
        ([2, 2], "act 2 does not continue the journal: number 3 is next"),
    ],
)
def test_numbers_have_no_gap_and_no_double(archive: Archive, new: list[int], message: str):
    append(archive, entries(0, 2))
    with pytest.raises(IllegalAct) as refusal:
        append(archive, [entry(seq) for seq in new])
    assert refusal.value.message == message
    assert list(archive.entries()) == entries(0, 2)


def test_an_append_that_is_refused_appends_nothing_even_if_the_writer_goes_on(archive: Archive):
    def broken() -> Iterator[Entry]:
        yield from entries(0, 5000)  # more than is written at a time
        raise Stop

    with archive.writing() as writer:
        with pytest.raises(IllegalAct):
            writer.append([*entries(0, 4500), entry(7)])
        with pytest.raises(Stop):
            writer.append(broken())
        writer.append(entries(0, 2))
    assert list(archive.entries()) == entries(0, 2)


def test_writing_does_not_nest(archive: Archive):
    with archive.writing() as writer:
        writer.append(entries(0, 1))
        with pytest.raises(IllegalAct) as refusal, archive.writing():
            pass
        writer.append(entries(1, 2))
    assert refusal.value.message == "the archive is already open for writing"
    assert list(archive.entries()) == entries(0, 2)


@pytest.mark.parametrize("fails", [False, True])
def test_a_writer_ends_with_its_block(archive: Archive, fails: bool):
    try:
        with archive.writing() as writer:
            if fails:
                raise Stop
    except Stop:
        pass
    for late in (lambda: writer.keep(b"late"), lambda: writer.append(entries(0, 1))):
        with pytest.raises(IllegalAct) as refusal:
            late()
        assert refusal.value.message == "the archive is no longer open for writing"
    assert archive.size() == 0


def test_a_reader_sees_only_whole_blocks(shelf):
    archive = shelf.open()
    append(archive, entries(0, 1))
    seen: list[int] = []

    def read() -> None:
        reader = shelf.open()
        seen.append(reader.size())
        seen.append(len(list(reader.entries())))

    with archive.writing() as writer:
        writer.append(entries(1, 9))
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    read()
    assert seen == [1, 1, 9, 9]


def test_reading_goes_on_while_others_write(archive: Archive):
    append(archive, entries(0, 3000))
    reading = archive.entries()
    first = next(reading)
    append(archive, entries(3000, 3002))
    read = [first, *reading]
    assert read == entries(0, len(read))
    assert len(read) >= 3000


def test_writers_take_turns(shelf):
    def write() -> None:
        archive = shelf.open()
        for _ in range(10):
            with archive.writing() as writer:
                size = writer.size()
                writer.append(entries(size, size + 2))

    threads = [threading.Thread(target=write) for _ in range(4)]
    shelf.open()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(shelf.open().entries()) == entries(0, 80)
