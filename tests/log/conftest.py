"""What the tests of the log share: a signer, and logs in temporary directories."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from repatria.log.note import Signer
from repatria.log.tiles import TileWriter

GOLDEN = Path(__file__).parents[1] / "golden/log"
MakeLog = Callable[..., Path]


@pytest.fixture(autouse=True, scope="module")
def no_waiting_for_the_disk() -> Iterator[None]:
    """The system's fsync does nothing: a process that dies loses no page of a running machine, only a power cut does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer("desk.example/log", bytes(range(32)))


@pytest.fixture(scope="session")
def go_vectors() -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((GOLDEN / "go-xmod.json").read_text("utf-8"))
    return vectors


@pytest.fixture(scope="session")
def note_example() -> dict[str, str]:
    example: dict[str, str] = json.loads((GOLDEN / "signed-note.json").read_text("utf-8"))
    return example


@pytest.fixture(scope="session")
def leaves() -> Callable[[int], list[bytes]]:
    return lambda size: [b"leaf-%d" % index for index in range(size)]


@pytest.fixture
def make_log(tmp_path: Path, signer: Signer) -> MakeLog:
    """Returns a function that writes leaves into a log, published at the given sizes and at the end."""

    def make(leaves: Iterable[bytes], *, name: str = "log", publish_at: Iterable[int] = ()) -> Path:
        everything = list(leaves)
        writer = TileWriter.open(tmp_path / name, key=signer.key)
        for size in sorted({*publish_at, len(everything)}):
            writer.append(everything[writer.size : size])
            writer.publish(signers=[signer])
        return tmp_path / name

    return make
