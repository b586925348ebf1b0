"""Reading a file that nobody has vetted: it is parsed by a child process that may use little memory and time.

The child hands back text cells or a refusal, in JSON; nothing that it says is executed. Where the system has no limits
for processes (Windows) the child still has a limit of time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from repatria.errors import InputNotUnderstood
from repatria.lists.reading import ReadList, interpret, sheet_of
from repatria.lists.sheet import DEFAULT_LIMITS, Decoded, Limits, Sheet
from repatria.people.fields import Field
from repatria.people.refs import ListId, PartyId


@dataclass(frozen=True, slots=True)
class Task:
    """What the child is to do: the limits, and how many bytes follow."""

    limits: Limits
    size: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is refused: the parts of an `InputNotUnderstood`."""

    message: str
    hint: str
    place: str


def read_limited(
    content: bytes,
    *,
    list_id: ListId,
    party: PartyId,
    as_of: date,
    mapping: Mapping[str, Field] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ReadList:
    """Returns the same as `read`, but the file is parsed in a child process within the limits.

    Raises:
        InputNotUnderstood: As `read`; also when parsing needs more memory or time than the limits allow.
    """
    decoded = decode_limited(content, limits)
    return interpret(decoded, list_id=list_id, party=party, as_of=as_of, mapping=mapping)


def rows_limited(content: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """Returns the same as `rows`, but the file is parsed in a child process within the limits.

    Raises:
        InputNotUnderstood: As `rows`; also when parsing needs more memory or time than the limits allow.
    """
    return sheet_of(decode_limited(content, limits))


def decode_limited(content: bytes, limits: Limits) -> Decoded:
    """Returns the file's sheets as text, parsed in a child process.

    Raises:
        InputNotUnderstood: Refused, or more memory or time needed than allowed.
    """
    task = msgspec.json.encode(Task(limits, len(content)))
    head = len(task).to_bytes(4, "big") + task
    # the child's own limit is processor time; this one is for a machine that is busy, or has no such limit
    wall_seconds = 10 + 5 * limits.seconds
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "repatria.lists.child"],
            input=head + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refused() from None
    if done.returncode != 0 or not done.stdout:
        raise _refused()
    return _answer(done.stdout)


def _answer(answer: bytes) -> Decoded:
    if answer.startswith(b"-"):
        refusal = msgspec.json.decode(answer[1:], type=Refusal)
        raise InputNotUnderstood(refusal.message, hint=refusal.hint, place=refusal.place)
    return msgspec.json.decode(answer[1:], type=Decoded)


def _refused() -> InputNotUnderstood:
    message = "the file needs more memory or time than a list of its size may; refused as hostile"
    return InputNotUnderstood(message, hint="save the list as a new .xlsx or .csv file")


def _environment() -> dict[str, str]:
    """Returns an environment in which the child finds the same modules and nothing of the caller's secrets."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "COVERAGE_PROCESS_START")
    paths = os.pathsep.join(path for path in sys.path if path)
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONPATH": paths,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
