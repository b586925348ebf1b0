"""How long a new list takes against an index of many earlier lines, and how well it is linked.

Usage: python benchmarks/link_book.py [--lines N] [--new N] [--seed N] [--lists FOLDER] [--keep FOLDER]

Two invented lists of N / 2 lines each are linked once and kept as an index; then lines of the right list that were left
out are linked against it, as a command of its own: start-up, opening and checking the index, and writing are counted.
Needs REPATRIA_REFERENCE, unless --lists has LEFT.csv, RIGHT.csv and TRUTH.csv of `invented_lists/make.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPATRIA = [sys.executable, "-m", "repatria"]


def timed(command: list[str]) -> dict[str, Any]:
    timer = [sys.executable, str(HERE / "invented_lists" / "timed.py"), *command]
    done = subprocess.run(timer, capture_output=True, text=True, check=False)
    took: dict[str, Any] = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"status": done.returncode}
    if took["status"] != 0:
        sys.exit(f"{' '.join(command[3:5])} ended with {took['status']}:\n{done.stderr[-2000:]}")
    return took


def cut(source: Path, target: Path, begin: int, end: int) -> None:
    """Writes some lines of a list, below its headings."""
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        out.write(next(lines))
        out.writelines(islice(lines, begin, end))


def lists_of(folder: Path, scratch: Path, half: int, new: int) -> None:
    """Writes the two lists of the index and the new one, which is cut from the end of the right list."""
    cut(folder / "LEFT.csv", scratch / "north.csv", 0, half)
    cut(folder / "RIGHT.csv", scratch / "south.csv", 0, half)
    cut(folder / "RIGHT.csv", scratch / "new.csv", half, half + new)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(pairs: Path, folder: Path, scratch: Path) -> str:
    """Returns how many of the new lines that stand in the north list were linked with the right line of it."""
    new = {row["ref"] for row in rows(scratch / "new.csv")}
    north = {row["ref"] for row in rows(scratch / "north.csv")}
    truth = {(row["right_ref"], f"north/{row['left_ref']}") for row in rows(folder / "TRUTH.csv") if row["left_ref"] in north and row["right_ref"] in new}  # fmt: skip
    links = {(r["left_ref"], r["right_ref"]) for r in rows(pairs) if r["proposal"] == "link"}
    right = len(links & truth)
    return (
        f"{len(truth):,} new lines stand in the index; {len(links):,} links, {right / max(1, len(links)):.4f} of them right, "
        f"recall {right / max(1, len(truth)):.4f}"
    )


def tell(what: str, took: dict[str, Any]) -> None:
    print(
        f"{what}: {took['wall_s']:.1f} s, {took['cpu_s']:.1f} CPU s, peak {took['peak_bytes'] / 1e9:.2f} GB", flush=True
    )


def run(asked: argparse.Namespace, scratch: Path) -> None:
    half = asked.lines // 2
    folder = asked.lists or scratch / "lists"
    if asked.lists is None:
        maker = [sys.executable, str(HERE / "invented_lists" / "make.py"), "--lines", str(half + asked.new)]
        subprocess.run([*maker, "--seed", str(asked.seed), "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)
    lists_of(folder, scratch, half, asked.new)
    index = asked.keep or scratch / "index"
    north, south, new, pairs = (str(scratch / f"{name}.csv") for name in ("north", "south", "new", "pairs"))
    if not (index / "manifest.json").exists():
        tell(
            "two lists linked and kept", timed([*REPATRIA, "link", north, south, "--out", pairs, "--keep", str(index)])
        )
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    print(f"index of {2 * half:,} lines: {size / 1e6:,.0f} MB")
    for time in ("first", "second"):
        took = timed([*REPATRIA, "link", new, "--book", str(index), "--out", pairs, "--json", "--timings"])
        tell(f"{asked.new:,} new lines, {time} run", took)
    said = json.loads(took["said"])
    print("  " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in said["seconds"].items()))
    print(f"  {said['looked_at']:,} pairs looked at; {judge(Path(pairs), folder, scratch)}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Links a new list against an index of invented lists.")
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lists", type=Path, help="takes the lists from this folder")
    parser.add_argument("--keep", type=Path, help="keeps the index in this folder, and takes it from there")
    asked = parser.parse_args()
    if asked.lists is None and "REPATRIA_REFERENCE" not in os.environ:
        print("Not run: set REPATRIA_REFERENCE, or give --lists; the lists are invented from its name tables.")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        run(asked, Path(scratch))
    return 0


if __name__ == "__main__":
    sys.exit(main())
