"""Prints all figures of kinship: exact ratios one at a time, screening, joint identification, beside their peers.

Run: ``python benchmarks/kinship.py [--into docs/explanation/kinship.md]``. With ``--into`` what is printed is written into
a page, between its two marks, so that figures are never copied by hand. Cases of the reference are read from
REPATRIA_REFERENCE; without it the parts that need them say so. Exit status 1 when a part failed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ("kinship_lr", "kinship_screen", "kinship_joint")
BEGIN = "<!-- figures: benchmarks/kinship.py writes below this line -->"
END = "<!-- figures: and above this line -->"


def machine() -> str:
    """Returns what the figures were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = (line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line)
        model = next(named, model)
    return f"{model}, {os.cpu_count()} processors; Python {platform.python_version()}, {platform.system()}"


def part(name: str) -> tuple[str, int]:
    """Runs one benchmark, shows what it prints as it comes, and returns it with the exit status."""
    printed = []
    with subprocess.Popen(
        [sys.executable, "-u", str(HERE / f"{name}.py")], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            printed.append(line.rstrip())
    return "\n".join(printed), running.returncode


def replaced(page: str, figures: str, *, begin: str = BEGIN) -> str:
    """Returns a page with figures between its marks.

    Args:
        page: The page.
        figures: What was printed.
        begin: The first mark, which names who writes there.

    Raises:
        SystemExit: The page has not both marks, in this order.
    """
    head, found, rest = page.partition(begin)
    _, end, tail = rest.partition(END)
    if not found or not end:
        raise SystemExit("the page has no place for figures")
    return f"{head}{begin}\n\n```text\n{figures}\n```\n\n{END}{tail}"


def main() -> int:
    """Runs all parts and returns the exit status."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--into", type=Path, metavar="PAGE", help="write the figures into a page")
    into = asked.parse_args().into
    head = machine()
    print(head, flush=True)
    told, worst = [head], 0
    for name in PARTS:
        print(f"\n{name}", flush=True)
        text, status = part(name)
        told.append(f"\n{name}\n{text}" if status == 0 else f"\n{name}\n{text}\n(did not finish: exit status {status})")
        worst = max(worst, min(status, 1) if status >= 0 else 1)
    if into is not None:
        into.write_text(replaced(into.read_text("utf-8"), "\n".join(told)), "utf-8")
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
