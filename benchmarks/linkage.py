"""How well and how fast two lists are linked, beside Splink on the same files in the same run.

Usage: python benchmarks/linkage.py [--lines N ...] [--full] [--process first|second|both] [--seed N] [--keep DIR]
                                    [--without-peer] [--without-ours] [--without-blocking] [--json FILE]

The lists are invented (`benchmarks/invented_lists`). Each program runs as a command of its own, so that its processor
seconds and its peak memory are its own. Of the second process only totals are printed: nothing may be tuned to it.
The peer is `linkage/splink_baseline.py` of REPATRIA_REFERENCE, unaltered; it needs the extra `peers`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from invented_lists.measures import (
    Found,
    Pairs,
    Truth,
    apart,
    best,
    calibration,
    one_to_one,
    read_pairs,
    read_truth,
    recall_by_script,
)

HERE = Path(__file__).resolve().parent
FULL = (100_000, 1_000_000)
Figures = dict[str, Any]


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cpu = names[0] if names else platform.processor()
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def timed(command: list[str]) -> Figures:
    """Runs a command in a small process of its own; returns what it took, or ends with what it said."""
    env = {name: value for name, value in os.environ.items() if name != "LINKAGE_DATA"}
    timer = [sys.executable, str(HERE / "invented_lists" / "timed.py"), *command]
    with tempfile.TemporaryDirectory() as scratch:  # the peer spills there what its memory does not hold
        done = subprocess.run(timer, capture_output=True, text=True, check=False, env=env, cwd=scratch)
    took: Figures = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"status": done.returncode}
    if took["status"] not in {0, 1}:
        sys.exit(f"{' '.join(command[:4])} ended with {took['status']}:\n{done.stderr[-2000:]}")
    return took


def invent(folder: Path, lines: int, process: str, seed: int) -> None:
    """Writes the lists, unless the folder has them."""
    if not (folder / "WITHHELD.csv").exists():
        maker = [sys.executable, str(HERE / "invented_lists" / "make.py"), "--lines", str(lines), "--seed", str(seed)]
        subprocess.run([*maker, "--process", process, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)


def link(folder: Path, out: Path, *, above: float | None = -5) -> Figures:
    """Runs `repatria link` on the lists of the folder; ``above`` None writes what users get, else every pair of so many bits."""
    lists = [str(folder / "LEFT.csv"), str(folder / "RIGHT.csv")]
    every = [] if above is None else ["--all-above", str(above)]
    took = timed([sys.executable, "-m", "repatria", "link", *lists, "--out", str(out), *every, "--json"])
    took["report"] = json.loads(took.pop("said"))
    return took


def peer(folder: Path, out: Path) -> Figures:
    """Runs the peer on the lists of the folder."""
    script = Path(os.environ["REPATRIA_REFERENCE"]) / "linkage" / "splink_baseline.py"
    lists = [str(folder / "LEFT.csv"), str(folder / "RIGHT.csv"), str(out)]
    took = timed([sys.executable, str(script), *lists])
    took["report"] = json.loads(took.pop("said").splitlines()[-1])
    return took


def plain(found: Found) -> Figures:
    figures = {
        "f1": found.f1, "precision": found.precision, "recall": found.recall, "wrong": found.chosen - found.right,
        "missed": found.all - found.right, "errors": found.errors,
    }  # fmt: skip
    return figures if np.isnan(found.above) else figures | {"above": found.above}


def judge(pairs: Pairs, truth: Truth) -> Figures:
    """Returns all that is said of one program's pairs."""
    count, single = len(truth.keys), one_to_one(pairs)
    by_weight = best(pairs.weight, pairs.true, count)
    swept = best(pairs.weight[single], pairs.true[single], count)
    given = Found(int(pairs.proposed.sum()), int((pairs.proposed & pairs.true).sum()), count)
    chosen = single & (pairs.weight >= swept.above)
    return {
        "written": len(pairs.keys),
        "true_pairs": count,
        "kept": float(pairs.true.sum() / count),
        "pairs": plain(by_weight),
        "pairs_by_probability": plain(best(pairs.probability, pairs.true, count)),
        "one_to_one_as_given": plain(given),
        "one_to_one_best": plain(swept),
        "apart": {name: plain(part) for name, part in apart(pairs, chosen, truth).items()},
        "scripts": recall_by_script(pairs, chosen, truth),
        "bands": calibration(pairs),
    }


def tell(name: str, took: Figures, found: Figures, *, look: bool) -> None:
    """Prints one program's figures; what could be tuned to only where it may be looked at."""
    print(
        f"\n  {name}: {took['cpu_s']:.1f} CPU s, {took['wall_s']:.1f} s, peak {took['peak_bytes'] / 1e9:.2f} GB, "
        f"{found['written']:,} pairs written, {found['true_pairs']:,} true"
    )
    for title, key in (
        ("pairs, best by weight", "pairs"),
        ("pairs, best by probability", "pairs_by_probability"),
        ("one to one, as proposed", "one_to_one_as_given"),
        ("one to one, best bound", "one_to_one_best"),
    ):
        row = found[key]
        print(
            f"    {title:28} F1 {row['f1']:.4f}  precision {row['precision']:.4f}  recall {row['recall']:.4f}"
            f"  errors {row['errors']:,} ({row['wrong']:,} wrong, {row['missed']:,} missed)"
        )
    print("    " + ", ".join(f"{title} names F1 {row['f1']:.4f}" for title, row in found["apart"].items()))
    print(
        "    announced and true: "
        + "; ".join(f"{b} {said:.3f} {true:.3f} ({n:,})" for b, n, said, true in found["bands"])
    )
    if look:
        print(
            "    recall by script: " + ", ".join(f"{script} {share:.3f}" for script, share in found["scripts"].items())
        )


def compare(ours: Figures, theirs: Figures) -> Figures:
    """Returns our errors and processor seconds as shares of the peer's."""
    given = min(theirs["found"][key]["errors"] for key in ("one_to_one_as_given", "one_to_one_best"))
    return {
        "errors_of_pairs": ours["found"]["pairs"]["errors"] / theirs["found"]["pairs"]["errors"],
        "errors_one_to_one": ours["found"]["one_to_one_best"]["errors"] / given,
        "cpu": ours["took"]["cpu_s"] / theirs["took"]["cpu_s"],
        "cpu_to_proposals": ours["usual"]["cpu_s"] / theirs["took"]["cpu_s"],
        "peak": ours["took"]["peak_bytes"] / theirs["took"]["peak_bytes"],
    }


def measure(folder: Path, asked: argparse.Namespace, lines: int, process: str) -> Figures:
    """Runs and judges both programs on one pair of lists; prints as it goes, returns the figures."""
    invent(folder, lines, process, asked.seed)
    truth = read_truth(folder)
    print(f"\n{lines:,} x {lines:,} lines, {process} process, seed {asked.seed}", flush=True)
    figures: Figures = {"lines": lines, "process": process, "seed": asked.seed}
    for name, run, column, wanted in (
        ("ours", link, "proposal", asked.ours),
        ("splink", peer, "one_to_one", asked.peer),
    ):
        if wanted:
            out = folder / f"{name}.csv"
            took = run(folder, out)
            found = judge(read_pairs(out, truth, proposed=column), truth)
            figures[name] = {"took": took, "found": found}
            tell(name, took, found, look=process == "first")
            sys.stdout.flush()
    if asked.ours:
        usual = figures["ours"]["usual"] = link(folder, folder / "usual.csv", above=None)
        print(
            f"\n  ours, from files to proposals in the usual output: {usual['cpu_s']:.1f} CPU s, {usual['wall_s']:.1f} s, "
            f"peak {usual['peak_bytes'] / 1e9:.2f} GB"
        )
    if asked.ours and asked.blocking:
        figures["blocking"] = blocking(folder)
    if asked.ours and asked.peer:
        figures["beside"] = compare(figures["ours"], figures["splink"])
        print("\n  ours / Splink: " + ", ".join(f"{name} {share:.3f}" for name, share in figures["beside"].items()))
    return figures


def blocking(folder: Path) -> Figures:
    """Returns which share of the true pairs our blocking keeps: the ceiling of everything after it."""
    took = timed([sys.executable, str(HERE / "invented_lists" / "kept.py"), str(folder)])
    found: Figures = json.loads(took["said"])
    print(f"\n  blocking keeps {found['kept']:.4f} of the true pairs with {found['pairs_a_line']:.1f} pairs a line")
    return found


def warm_up(folder: Path) -> None:
    """Compiles what is compiled once on a machine, so that it is not counted."""
    invent(folder, 500, "first", 0)
    took = link(folder, folder / "ours.csv")
    print(f"made ready: first run on 500 x 500 lines took {took['wall_s']:.1f} s (compiling, where it was not yet)")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Links invented lists, ours beside Splink.")
    parser.add_argument("--lines", type=int, nargs="+", default=[20_000])
    parser.add_argument("--full", action="store_true", help="100,000 and 1,000,000 lines")
    parser.add_argument("--process", choices=("first", "second", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keeps the lists and pairs in this folder, and takes lists from it")
    parser.add_argument("--without-peer", dest="peer", action="store_false")
    parser.add_argument("--without-ours", dest="ours", action="store_false")
    parser.add_argument("--without-blocking", dest="blocking", action="store_false", help="saves a run of ours")
    parser.add_argument("--json", type=Path, help="writes all figures there")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    if "REPATRIA_REFERENCE" not in os.environ:
        print("Not run: set REPATRIA_REFERENCE; the lists are invented from the name tables in its linkage/names/.")
        return 0
    if asked.peer and importlib.util.find_spec("splink") is None:
        print("Splink is not installed (the extra `peers`): ours alone.")
        asked.peer = False
    print(f"machine: {machine()}", flush=True)
    sizes, processes = (
        FULL if asked.full else asked.lines,
        ("first", "second") if asked.process == "both" else (asked.process,),
    )
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.keep or Path(scratch)
        if asked.ours:
            warm_up(home / "warm")
        found = [
            measure(home / f"{process}-{lines}-{asked.seed}", asked, lines, process)
            for lines in sizes
            for process in processes
        ]
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), "runs": found}, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
