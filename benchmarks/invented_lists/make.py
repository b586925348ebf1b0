"""Writes LEFT.csv, RIGHT.csv, TRUTH.csv and WITHHELD.csv: two invented parties' lists, and who is the same person.

Usage: python benchmarks/invented_lists/make.py --lines 100000 --seed 1 --out DIR [--process first|second] [--share-in-both 0.5]

LEFT is North's list in Ukrainian, RIGHT is South's in Russian, in Latin letters and in Ukrainian. TRUTH has `left_ref`,
`right_ref`, `withheld` (1: surname or given name are in no table that ships) and `script` (how the right line is
written); WITHHELD has the references of every line, on either side, of a person of such a name. Needs
REPATRIA_REFERENCE. All people and places are invented; which rates were assumed stands in `rates.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from invented_lists.lines import FIELDS, Lines, Office
from invented_lists.people import People, draw
from invented_lists.rates import Process, Rates
from invented_lists.tables import load


def make(*, lines: int, seed: int, out: Path, process: Process = "first", share: float | None = None) -> None:
    """Writes the four files of two lists of `lines` lines each into the folder `out`."""
    rng, rates = np.random.default_rng([seed, process == "second"]), Rates(process)
    shared = round(lines * (rates("people.in_both") if share is None else share))
    tables = load(rng, rates)
    people = draw(rng, tables, 2 * lines - shared, rates)
    order = rng.permutation(2 * lines - shared)
    out.mkdir(parents=True, exist_ok=True)
    withheld, written = people.withheld(tables), []
    for side, members in enumerate((order[:lines], order[lines - shared :])):
        who = rng.permutation(members)
        office = Office(rng, tables, rates, side=side, count=lines)
        found = office.write(_some(people, who))
        refs = _refs(rng, lines)
        _write(out / ("LEFT.csv", "RIGHT.csv")[side], {"ref": refs} | {name: found.columns[name] for name in FIELDS})
        written.append((who, refs, found))
    _write_truth(out, written, withheld)


def _some(people: People, who: NDArray[np.int64]) -> People:
    return People(**{name: getattr(people, name)[who] for name in People.__slots__})


def _refs(rng: np.random.Generator, count: int) -> NDArray[np.object_]:
    """Returns references that say nothing: drawn without order from ten times as many."""
    numbers = rng.choice(10 * count, count, replace=False)
    found = np.empty(count, object)
    found[:] = [f"{number:08}" for number in numbers.tolist()]
    return found


def _write_truth(
    out: Path, written: list[tuple[NDArray[np.int64], NDArray[np.object_], Lines]], withheld: NDArray[np.bool_]
) -> None:
    (left, left_refs, _), (right, right_refs, found) = written
    where = np.full(len(withheld), -1)
    where[left] = np.arange(len(left))
    both = np.flatnonzero(where[right] >= 0)
    pairs = {
        "left_ref": left_refs[where[right[both]]], "right_ref": right_refs[both],
        "withheld": withheld[right[both]].astype(np.int8), "script": found.script()[both],
    }  # fmt: skip
    _write(out / "TRUTH.csv", pairs)
    sides = np.repeat(np.array(["left", "right"], object), [withheld[left].sum(), withheld[right].sum()])
    refs = np.concatenate([left_refs[withheld[left]], right_refs[withheld[right]]])
    _write(out / "WITHHELD.csv", {"side": sides, "ref": refs})


def _write(path: Path, columns: dict[str, NDArray[np.object_]]) -> None:
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    # without quotes: readers take a quoted empty cell for a text of its own, and all such lines would agree
    pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(quoting_style="none"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes two invented lists and the truth about them.")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--process", choices=("first", "second"), default="first")
    parser.add_argument("--share-in-both", type=float)
    asked = parser.parse_args()
    begun = time.process_time()
    make(lines=asked.lines, seed=asked.seed, out=asked.out, process=asked.process, share=asked.share_in_both)
    print(f"wrote 2 x {asked.lines:,} lines to {asked.out} in {time.process_time() - begun:.1f} CPU s")


if __name__ == "__main__":
    main()
