"""The child process in which an unvetted file is parsed (started by `repatria.lists.limited`).

It reads a task and the file from standard input and writes ``+`` and the decoded sheets, or ``-`` and a refusal, both
in JSON. Its limits grow with what the file, once checked, has been shown to unpack to, so that a small file cannot cost
what only a large one may.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from repatria.errors import InputNotUnderstood
from repatria.lists.formats import decode
from repatria.lists.formats.archive import unpacked_size
from repatria.lists.limited import Refusal, Task
from repatria.lists.sheet import Limits

_BASE_BYTES = 200 * 2**20  # beside what the interpreter and its libraries have reserved (27 MB measured): under 256 MB
_BYTES_FOR_ONE = 40  # memory for one byte of text: 24 measured where every cell is empty, 11 on an ordinary list
_BYTES_FOR_ONE_PACKED = 16  # memory for one byte of an unpacked workbook: 5 measured
_BASE_SECONDS = 2.0
_BYTES_A_SECOND = 2 * 2**20  # unpacked bytes parsed in a second: 8 to 30 MB measured, a quarter of the least taken


def main() -> int:
    """Serves one task on standard input and output; returns the exit status."""
    source = sys.stdin.buffer
    task = msgspec.json.decode(source.read(int.from_bytes(source.read(4), "big")), type=Task)
    content = source.read(task.size)
    try:
        limit_process(content, task.limits)
        answer = b"+" + msgspec.json.encode(decode(content, task.limits))
    except InputNotUnderstood as refusal:
        answer = b"-" + msgspec.json.encode(Refusal(refusal.message, refusal.hint, refusal.place))
    except MemoryError:
        return 3
    sys.stdout.buffer.write(answer)
    return 0


def limit_process(content: bytes, limits: Limits) -> None:
    """Limits memory and processor time of this process by the size that the file declares; no-op where there are none.

    Raises:
        InputNotUnderstood: The file is an archive whose directory cannot be read.
    """
    packed = min(unpacked_size(content), limits.unpacked_bytes)
    unpacked = max(len(content), packed)
    try:
        import resource  # not on Windows
    except ImportError:
        return
    memory = _reserved() + min(
        limits.memory_bytes, _BASE_BYTES + (_BYTES_FOR_ONE_PACKED if packed else _BYTES_FOR_ONE) * unpacked
    )
    seconds = max(1, round(min(limits.seconds, _BASE_SECONDS + unpacked / _BYTES_A_SECOND)))
    for what, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or amount <= hard:
            resource.setrlimit(what, (amount, amount))


def _reserved() -> int:
    """Returns the bytes of address space that this process has, 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
