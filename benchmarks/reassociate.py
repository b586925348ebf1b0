"""How fast profiles of remains are compared with each other: all pairs, new against known, from files to clusters.

Usage: python benchmarks/reassociate.py [PROFILES]

Prints the machine, wall and CPU time and memory of the command from files to clusters; comparisons a second and core; what giving up
early saves; time against profiles; one new profile against all. Markers and people are invented. How right the proposals are is measured
by `benchmarks/remains.py`, on consignments with known truth. Exit status 1 when the goal is missed: 20,000 profiles within a minute
and 1 GB.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from invented_families import loci
from invented_lists.timed import timed

from kinship import machine
from repatria.kinship import Marker
from repatria.kinship.direct import Model, Samples, comparing
from repatria.kinship.direct.comparing import compare_in
from repatria.kinship.direct.weighing import prepare
from repatria.kinship.files import read_profiles

GOAL_PROFILES, MOST_SECONDS, MOST_BYTES = 20_000, 60.0, 1e9
IN_SEVERAL, DROPOUT, LOST = 0.1, (0.02, 0.15), 0.05
"""Share of profiles that are of somebody who has one already; range of dropout; share of markers without a result."""


def main(profiles: int = GOAL_PROFILES) -> int:
    print(f"machine: {machine()}")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder, profiles)
        print(f"{profiles:,} profiles, 24 markers, dropout {DROPOUT[0]:.0%} to {DROPOUT[1]:.0%} of alleles")
        missed = from_files(folder, profiles)
        kernel(folder)
    return missed


def write(folder: Path, profiles: int, seed: int = 1) -> None:
    """Writes P.csv, C.csv and Q.csv: single alleles as 13/-, markers without a result empty."""
    dice, table = np.random.default_rng(seed), loci()
    own = profiles - int(profiles * IN_SEVERAL)
    who = np.concatenate([np.arange(own), dice.integers(0, own, profiles - own)])
    dropout = dice.uniform(*DROPOUT, profiles)[:, None]
    columns = []
    for of in table.values():
        names, chances = np.array(list(of)), np.array(list(of.values()))
        people = dice.choice(len(names), (own, 2), p=chances / chances.sum())[who]
        kept = dice.random((profiles, 2)) >= dropout
        lost = dice.random(profiles) < LOST
        columns.append([cell(names[pair[seen]], gone) for pair, seen, gone in zip(people, kept, lost, strict=True)])
    rows = [f"K-{i:05},{','.join(cells)}\n" for i, cells in enumerate(zip(*columns, strict=True))]
    (folder / "P.csv").write_text(f"profile,{','.join(table)}\n" + "".join(rows), "utf-8")
    lines = [f"{m},{a},{f}\n" for m, of in table.items() for a, f in of.items()]
    (folder / "Q.csv").write_text("marker,allele,frequency\n" + "".join(lines), "utf-8")
    bags = dice.integers(0, profiles, profiles)
    contents = [f"south-5:{bag + 1},{i},K-{i:05}\n" for i, bag in enumerate(bags.tolist())]
    (folder / "C.csv").write_text("bag,specimen,sample\n" + "".join(contents), "utf-8")


def cell(alleles: np.ndarray, gone: bool) -> str:
    seen = sorted(set(alleles.tolist()))
    return "" if gone or not seen else "/".join(seen) if len(seen) == 2 else f"{seen[0]}/-"


def from_files(folder: Path, profiles: int) -> int:
    """Runs the command in a process of its own: first with nothing compiled, then again; returns the exit status."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder / "numba")
    words = ["--profiles", "P.csv", "--frequencies", "Q.csv", "--contents", "C.csv", "--out", "CLUSTERS.json"]
    paths = [str(folder / word) if "." in word else word for word in words]
    for kind in ("nothing compiled", "compiled before"):
        took = timed([sys.executable, "-m", "repatria", "remains", "reassociate", *paths, "--json"])
        if took["status"]:
            raise SystemExit("the command failed")
        wall, peak = float(str(took["wall_s"])), float(str(took["peak_bytes"]))
        print(f"files to clusters, {kind}: {wall:.1f} s wall, {took['cpu_s']} CPU s, {peak / 1e9:.2f} GB")
    missed = profiles >= GOAL_PROFILES and (wall > MOST_SECONDS or peak > MOST_BYTES)
    print(
        f"goal for {GOAL_PROFILES:,} profiles: {MOST_SECONDS:.0f} s, {MOST_BYTES / 1e9:.0f} GB: {'missed' if missed else 'met'}"
    )
    return int(missed)


def kernel(folder: Path) -> None:
    """Prints what comparing alone costs, single-threaded, in CPU time."""
    table = read_profiles((folder / "P.csv").read_bytes())
    markers = [Marker.of(name, of) for name, of in loci().items()]
    model = Model()
    samples = Samples.of(table, markers=markers, model=model)
    start = time.process_time()
    prepared = prepare(samples, samples, markers=markers, model=model)
    for one in range(len(model.classes)):
        for other in range(one, len(model.classes)):
            [of.near(one, other) for of in prepared.tables]
    print(f"tables of all results, {len(model.classes)} classes of dropout: {time.process_time() - start:.1f} CPU s")
    usual, size = comparing.HEAD, len(samples)
    some = samples.chosen(range(32))
    compare_in(
        prepare(some, some, markers=markers, model=model), markers=markers, threshold=7.0
    )  # loads what is compiled
    for head, told in ((usual, f"after {usual} markers most pairs given up"), (24, "all markers of every pair")):
        comparing.HEAD = head  # type: ignore[misc]
        start = time.process_time()
        found = compare_in(prepared, markers=markers, threshold=7.0)
        spent = time.process_time() - start
        print(f"{told}: {found.comparisons / spent / 1e6:.0f} M comparisons/s/core, {len(found):,} pairs found")
    comparing.HEAD = usual  # type: ignore[misc]
    for many in (size // 4, size // 2, size):
        chosen = samples.chosen(range(many))
        part = prepare(chosen, chosen, markers=markers, model=model)
        start = time.process_time()
        compare_in(part, markers=markers, threshold=7.0)
        print(f"  {many:,} profiles with each other, tables among it: {time.process_time() - start:.1f} CPU s")
    start = time.perf_counter()
    one = samples.chosen([0])
    compare_in(prepare(one, samples, markers=markers, model=model), markers=markers, threshold=7.0)
    print(f"  one new profile with {size:,}: {(time.perf_counter() - start) * 1e3:.0f} ms")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
