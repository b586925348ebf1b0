"""The process that reads a list beside another (started by `repatria.cli.beside.parent`).

It reads a task from standard input and writes the list, with its keys, to standard output. Standard input stays open as
long as the other process lives; when it ends, this one does, with whatever it has begun.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from repatria.cli.beside.wire import give_answer, take_task
from repatria.cli.linkable import Linkable, keyed, read_linkable
from repatria.errors import InputNotUnderstood

FAILED = 3


def main() -> int:
    """Serves one task on standard input and output; returns the exit status."""
    task = take_task(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    answer: Linkable | InputNotUnderstood
    try:
        found = read_linkable(
            Path(os.fsdecode(task.path)), side=task.side, as_of=task.as_of, limits=task.limits, mapping=task.mapping
        )
        answer = keyed(found, side=task.side)
    except InputNotUnderstood as refused:
        answer = refused
    give_answer(sys.stdout.buffer, answer)
    return 0


def _end_with_the_other() -> None:
    """Ends this process, and its group, when standard input ends."""
    while os.read(0, 1):
        pass
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(FAILED)


if __name__ == "__main__":
    try:
        status = main()
    except BaseException:  # noqa: BLE001 - its text may hold a name: shown only where somebody looks for a fault
        if os.environ.get("REPATRIA_DEBUG") == "1":
            traceback.print_exc()
        status = FAILED
    os._exit(status)  # at once: a thread still waits for standard input
