"""A desk in a database does exactly what the memory archive does."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.desk.memory import MemoryArchive
from repatria.desk.ports import Archive, Entry, Reader
from repatria.errors import RepatriaError
from repatria.people.refs import Sha256
from repatria.store import open_archive

LONG = os.environ.get("REPATRIA_LONG") == "1"
pytestmark = pytest.mark.timeout(1800 if LONG else 120)
CONTENTS = [b"", b"sought: 29", b"held: 19", bytes(300)]

steps = st.one_of(
    st.tuples(st.just("keep"), st.sampled_from(CONTENTS)),
    # how far the first number is off, and how many acts follow
    st.tuples(st.just("append"), st.tuples(st.sampled_from([0, 0, 0, 0, -1, 1]), st.integers(0, 9))),
    st.tuples(st.just("nest"), st.none()),
)
blocks = st.lists(st.tuples(st.lists(steps, max_size=6), st.booleans()), max_size=6)


class Stop(Exception):
    pass


@pytest.fixture(scope="module")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "desk.sqlite3"
    open_archive(path, create=True).close()
    return path


def told(deed: Callable[[], object]) -> object:
    """Returns what a deed returns, or the class and words of its refusal."""
    try:
        return deed()
    except RepatriaError as error:
        return type(error), error.message


def seen(reader: Reader) -> object:
    documents = [Sha256(hashlib.sha256(content).hexdigest()) for content in CONTENTS]
    kept = [told(lambda digest=digest: reader.document(digest)) for digest in documents]
    return reader.size(), list(reader.entries()), list(reader.entries(start=3)), kept


def run(archive: Archive, work: list[tuple[list[tuple[str, object]], bool]]) -> list[object]:
    answers: list[object] = []
    for number, (deeds, fails) in enumerate(work):
        try:
            with archive.writing() as writer:
                for deed in deeds:
                    match deed:
                        case "keep", bytes(content):
                            answers.append(writer.keep(content))
                        case "append", (int(off), int(length)):
                            start = writer.size() + off
                            new = [
                                Entry(s, "Act", b"%d:%d" % (number, s), bytes(32)) for s in range(start, start + length)
                            ]
                            answers.append(told(lambda new=new: writer.append(new)))
                        case _:
                            answers.append(told(lambda: archive.writing().__enter__()))
                    answers.append(seen(writer))
                if fails:
                    raise Stop
        except Stop:
            answers.append("stopped")
        answers.append(seen(archive))
    return answers


@settings(max_examples=300 if LONG else 15, deadline=None)
@given(blocks)
def test_memory_and_database_answer_alike(empty_desk: Path, work):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_desk, folder))
        with open_archive(path) as archive:
            answers = run(archive, work)
            assert answers == run(MemoryArchive(), work)
        with open_archive(path) as archive:
            assert not answers or seen(archive) == answers[-1]


@given(size=st.integers(0, 3 * 8 * 2**20))
@settings(max_examples=4, deadline=None)
def test_a_document_of_any_size_comes_back(empty_desk: Path, size: int):
    content = hashlib.shake_128(b"any").digest(size)
    with open_archive(empty_desk) as archive:
        with archive.writing() as writer:
            digest = writer.keep(content)
        assert archive.document(digest) == content
