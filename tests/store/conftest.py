"""Processes that write and can be killed, and what must hold of a desk that they leave behind."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from runpy import run_path

import pytest

from repatria.desk.ports import Archive, Entry


@dataclass
class Nursery:
    """Talks to tests/store/writer_process.py."""

    process: subprocess.Popen[str]

    def start(self, path: Path, *, blocks: int) -> int:
        """Starts a child that writes; returns its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{path} {blocks}\n")
        self.process.stdin.flush()
        return int(self.heard()[1])

    def heard(self) -> list[str]:
        """Returns the words of the next line that the child or its parent says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def until_gone(self) -> list[int]:
        """Returns the sizes acknowledged from now on until the child is gone."""
        lines = iter(self.heard, ["gone"])
        return [int(line[1]) for line in lines if line[0] == "acknowledged"]


@pytest.fixture
def nursery_of() -> Iterator[Callable[[], Nursery]]:
    processes: list[subprocess.Popen[str]] = []

    def make() -> Nursery:
        program = Path(__file__).with_name("writer_process.py")
        process = subprocess.Popen(
            [sys.executable, str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        processes.append(process)
        return Nursery(process)

    yield make
    for process in processes:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=20)


@pytest.fixture
def write_block() -> Callable[[Archive], int]:
    """The function with which writer_process.py writes a block."""
    return run_path(str(Path(__file__).with_name("writer_process.py")))["write_block"]


def _whole_blocks(archive: Archive) -> int:
    kept: list[Entry] = list(archive.entries())
    assert [entry.seq for entry in kept] == list(range(archive.size()))
    following = 0
    while following < len(kept):
        start, length, digest = kept[following].payload.decode().split()
        block = kept[following : following + int(length)]
        assert [entry.payload for entry in block] == [f"{following} {length} {digest}".encode()] * int(length)
        assert [entry.salt for entry in block] == [hashlib.sha256(b"%d" % entry.seq).digest() for entry in block]
        assert archive.document(digest) == f"list {start}\n".encode() * (1 + following % 900)
        following += int(length)
    return following


@pytest.fixture
def whole_blocks() -> Callable[[Archive], int]:
    """A function that checks that a desk holds whole blocks of writer_process.py alone, and returns how many acts."""
    return _whole_blocks
