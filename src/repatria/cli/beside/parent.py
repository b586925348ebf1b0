"""The process that reads a list beside this one: begun, asked, and ended whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

from repatria.cli.beside.wire import CutShort, Task, give_task, take_answer
from repatria.cli.linkable import Linkable
from repatria.errors import RepatriaError


class Beside:
    """A list that is being read by a process of its own; ended with the block, and by itself when this process is gone."""

    def __init__(self, task: Task) -> None:
        """Begins to read."""
        told = None if os.environ.get("REPATRIA_DEBUG") == "1" else subprocess.DEVNULL  # a traceback may hold a name
        self._side = task.side
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "repatria.cli.beside.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            process_group=0,  # Ctrl-C is for this process; it ends the other one, and whatever that has begun
        )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has ended already; `answer` says so
            give_task(self._process.stdin, task)

    def answer(self) -> Linkable:
        """Returns the list, when it has been read.

        Raises:
            InputNotUnderstood: The list is refused.
            RepatriaError: The process was ended.
        """
        assert self._process.stdout is not None
        try:
            return take_answer(self._process.stdout)
        except CutShort:
            raise RepatriaError(
                "the process that reads the list was ended before it was done",
                hint="there may be too little memory; close other programs and try again",
                place=self._side,
            ) from None

    def __enter__(self) -> Self:
        """Returns this."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the process."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # it has not been waited for: the number is still its own
        self._process.__exit__(kind, failure, trace)
