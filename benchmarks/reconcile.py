"""How long a desk takes from two parties' files to proposals, cold, and how good these are.

    python benchmarks/reconcile.py [--lines 640] [--seed 1] [--process first|second]

The lists are invented (`benchmarks/invented_lists`, which needs REPATRIA_REFERENCE); North's seeks, South's holds. Each
command is a fresh process: a desk is made, both lists are handed in, then `repatria reconcile` reads them from the desk,
learns, weighs and writes its proposals. Goal for 640 x 640 lines: 3 s for `reconcile`. Of the second process only totals
are printed: nothing may be tuned to it.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from pathlib import Path

from linkage import Figures, invent, machine, timed

GOAL_LINES, GOAL_SECONDS = 640, 3.0
HEADINGS = "No,Surname,Given names,Patronymic,Sex,Date of birth,Place of birth\n"
Pairs = set[tuple[str, str]]


def repatria(*words: str) -> Figures:
    """Runs a command in a process of its own."""
    took = timed([sys.executable, "-m", "repatria", *words])
    if took["status"]:
        sys.exit(f"repatria {words[0]} ended with {took['status']}")
    return took


def hand_in(folder: Path, side: str, party: str, stance: str, desk: str) -> tuple[dict[str, str], Figures]:
    """Hands in a list under headings that offices use; returns reference → line, and what it took."""
    text = (folder / side).read_text("utf-8")
    file = folder / f"{party}.csv"
    file.write_text(HEADINGS + text.partition("\n")[2], "utf-8")
    took = repatria(
        "receive-list", str(file), "--party", party, "--stance", stance, "--exchange", "all-2031", "--by",
        f"{party}/delegate", "--desk", desk, "--json",
    )  # fmt: skip
    refs = [row["ref"] for row in csv.DictReader(text.splitlines())]
    return {ref: f"{party}-1:{n}" for n, ref in enumerate(refs, 1)}, took


def measure(folder: Path, lines: int, process: str, seed: int) -> bool:
    """Prints the figures; returns whether the goal is met, where there is one for so many lines."""
    invent(folder, lines, process, seed)
    desk, out = str(folder / "desk.sqlite3"), folder / "proposals.csv"
    repatria("desk", "new", "--desk", desk, "--party", "north", "--party", "south", "--demo-seed", "1")
    ours, took_left = hand_in(folder, "LEFT.csv", "north", "seeks", desk)
    theirs, took_right = hand_in(folder, "RIGHT.csv", "south", "holds", desk)
    took = repatria("reconcile", "north-1", "south-1", "--out", str(out), "--desk", desk, "--json")
    truth = (folder / "TRUTH.csv").read_text("utf-8").splitlines()
    true = {(ours[row["left_ref"]], theirs[row["right_ref"]]) for row in csv.DictReader(truth)}
    found = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    for name, figures in (("receive-list", took_left), ("receive-list", took_right), ("reconcile", took)):
        print(
            f"  {name}: {figures['wall_s']:.2f} s, {figures['cpu_s']:.2f} CPU s, peak {figures['peak_bytes'] / 1e6:.0f} MB"
        )
    tell("same", {(row["left"], row["right"]) for row in found if row["proposal"] == "same"}, true)
    tell("same or review", {(row["left"], row["right"]) for row in found if row["right"]}, true)
    return lines != GOAL_LINES or took["wall_s"] <= GOAL_SECONDS


def tell(name: str, said: Pairs, true: Pairs) -> None:
    right = len(said & true)
    print(f"  {name}: {len(said):,} pairs, precision {right / max(1, len(said)):.4f}, recall {right / len(true):.4f}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the way from two files at a desk to proposals.")
    parser.add_argument("--lines", type=int, default=GOAL_LINES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--process", choices=("first", "second"), default="first")
    asked = parser.parse_args()
    if not os.environ.get("REPATRIA_REFERENCE"):
        sys.exit("REPATRIA_REFERENCE is not set: the invented lists are drawn from it")
    print(f"{machine()}\n{asked.lines:,} x {asked.lines:,} lines, {asked.process} process, seed {asked.seed}")
    with tempfile.TemporaryDirectory() as folder:
        met = measure(Path(folder), asked.lines, asked.process, asked.seed)
    print("goal met" if met else f"goal missed: {GOAL_SECONDS} s")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
