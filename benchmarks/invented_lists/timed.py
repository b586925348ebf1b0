"""Runs a command and prints one JSON line on what it took: `python timed.py COMMAND [ARGUMENT ...]`.

Standard library only, and a process of its own: a child's peak memory counts that of the process that starts it, so the
one that starts it must be small. The command's standard output is kept in the line as `said`; its errors go through.
"""

import json
import os
import subprocess
import sys
import tempfile
import time


def timed(command: list[str]) -> dict[str, object]:
    """Returns exit status, seconds, processor seconds (with its children's), peak bytes and what the command said."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=said)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {
        "status": os.waitstatus_to_exitcode(status), "wall_s": round(seconds, 2),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2), "peak_bytes": peak, "said": text,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(timed(sys.argv[1:])))
