"""Long work in a process of its own, that opens the desk and nothing of the site; what it tells of itself can be followed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress


def run(
    module: str, *words: str, desk: str, telling: Callable[[str], None] | None = None, most_s: float | None = None
) -> bool:
    """Runs ``python -m MODULE WORDS`` to its end, and returns whether it ended well; it never raises.

    Args:
        module: What is run.
        words: Its arguments.
        desk: The desk it opens, as ``REPATRIA_DESK``.
        telling: Is called with each line that it prints; what it prints is dropped when left out.
        most_s: Seconds after which it is given up; waited for without an end when left out, and wherever it is followed.
    """
    path = os.pathsep.join(entry for entry in sys.path if entry)
    own = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    own |= {"PYTHONPATH": path, "REPATRIA_DESK": desk}
    out = subprocess.PIPE if telling else subprocess.DEVNULL
    with (
        suppress(OSError),
        subprocess.Popen(
            [sys.executable, "-m", module, *words], env=own, stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.DEVNULL, text=True,
        ) as process,
    ):  # fmt: skip
        if telling and process.stdout:
            for line in process.stdout:
                telling(line.strip())
        try:
            return process.wait(most_s) == 0
        except subprocess.TimeoutExpired:
            process.kill()
    return False
