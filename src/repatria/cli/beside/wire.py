"""What goes through the pipes to the process that reads a list, and comes back: JSON, then tables as Arrow streams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import IO

import msgspec
import pyarrow as pa
import pyarrow.ipc

from repatria.cli.linkable import Linkable
from repatria.errors import Finding, InputNotUnderstood
from repatria.linkage.said.keying import Keyed
from repatria.lists import Limits
from repatria.people.fields import Field

_SIZE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Task:
    """Which list is to be read, and how; as `read_linkable` takes it; a path need not be text."""

    path: bytes
    side: str
    as_of: date
    limits: Limits
    mapping: dict[str, Field] | None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said before the tables of a list.

    Attributes:
        findings: Of the list.
        unread: As of `Keyed`.
    """

    findings: tuple[Finding, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a list is refused: the parts of an `InputNotUnderstood`."""

    message: str
    hint: str
    place: str


class CutShort(Exception):
    """The other side ended before it had said everything."""


def give_task(to: IO[bytes], task: Task) -> None:
    """Writes a task."""
    _give(to, msgspec.json.encode(task))
    to.flush()


def take_task(source: IO[bytes]) -> Task:
    """Returns the task that is read."""
    return msgspec.json.decode(_take(source), type=Task)


def give_answer(to: IO[bytes], answer: Linkable | InputNotUnderstood) -> None:
    """Writes a list with its keys, or why there is none."""
    if isinstance(answer, InputNotUnderstood):
        _give(to, b"-" + msgspec.json.encode(Refused(answer.message, answer.hint, answer.place)))
    else:
        assert answer.keyed is not None
        _give(to, b"+" + msgspec.json.encode(Said(answer.findings, answer.keyed.unread)))
        sink = pa.PythonFile(to, "w")  # left open: closing it would close what it writes to
        for table in (answer.table, answer.keyed.table):
            with pyarrow.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
    to.flush()


def take_answer(source: IO[bytes]) -> Linkable:
    """Returns the list that is read.

    Raises:
        InputNotUnderstood: The list was refused.
        CutShort: There is no answer, or not all of it.
    """
    head = _take(source)
    if head.startswith(b"-"):
        refused = msgspec.json.decode(head[1:], type=Refused)
        raise InputNotUnderstood(refused.message, hint=refused.hint, place=refused.place)
    said = msgspec.json.decode(head[1:], type=Said)
    try:
        stream = pa.PythonFile(source, "r")
        tables = [pyarrow.ipc.open_stream(stream).read_all() for _ in range(2)]
    except (pa.ArrowException, OSError):
        raise CutShort from None
    return Linkable(tables[0], said.findings, Keyed(tables[1], said.unread))


def _give(to: IO[bytes], message: bytes) -> None:
    to.write(len(message).to_bytes(_SIZE_BYTES, "big") + message)


def _take(source: IO[bytes]) -> bytes:
    size = int.from_bytes(source.read(_SIZE_BYTES), "big")
    message = source.read(size)
    if not size or len(message) < size:
        raise CutShort
    return message
