"""What a file of weighed pairs is worth, held against the truth: F1, errors, one-to-one, calibration."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
_WIDTH = 10**9  # references of the generator are numbers below
BANDS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is the same person.

    Attributes:
        keys: the true pairs, sorted.
        withheld: of each of them, whether the name is in no table.
        script: of each of them, how the right line is written.
        left_withheld, right_withheld: the lines of all people of such names, sorted.
    """

    keys: Numbers
    withheld: Mask
    script: NDArray[np.object_]
    left_withheld: Numbers
    right_withheld: Numbers

    def true(self, keys: Numbers) -> Mask:
        """Says which of the pairs are true."""
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.asarray(self.keys[at] == keys)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs that a program wrote, the weightiest first.

    Attributes:
        keys: both references in one number.
        weight, probability: as written.
        proposed: the program put the pair forward one to one.
        true: the truth.
    """

    keys: Numbers
    weight: NDArray[np.float64]
    probability: NDArray[np.float64]
    proposed: Mask
    true: Mask


@dataclass(frozen=True, slots=True)
class Found:
    """How much of the truth a choice of pairs found, and how much else.

    Attributes:
        chosen, right, all: how many were chosen, how many of these are true, and how many true ones there are.
        above: the bound from which on pairs were chosen; nan where there is none.
    """

    chosen: int
    right: int
    all: int
    above: float = float("nan")

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.chosen + self.all)

    @property
    def precision(self) -> float:
        """The share of the chosen that are true."""
        return self.right / max(1, self.chosen)

    @property
    def recall(self) -> float:
        """The share of the true that were chosen."""
        return self.right / self.all

    @property
    def errors(self) -> int:
        """Wrong pairs chosen and true pairs missed."""
        return self.chosen + self.all - 2 * self.right


def _refs(table: pa.Table, name: str) -> Numbers:
    return np.asarray(table[name].to_numpy(), np.int64)


def _read(path: Path, columns: dict[str, pa.DataType]) -> pa.Table:
    options = pyarrow.csv.ConvertOptions(include_columns=list(columns), column_types=columns)
    return pyarrow.csv.read_csv(path, convert_options=options)


def read_truth(folder: Path) -> Truth:
    """Returns the truth about the lists that `make.py` wrote into the folder."""
    kinds = {"left_ref": pa.int64(), "right_ref": pa.int64(), "withheld": pa.int8(), "script": pa.string()}
    table = _read(folder / "TRUTH.csv", kinds)
    keys = _refs(table, "left_ref") * _WIDTH + _refs(table, "right_ref")
    order = np.argsort(keys)
    withheld, script = table["withheld"].to_numpy()[order] == 1, table["script"].to_numpy()[order]
    lines = _read(folder / "WITHHELD.csv", {"side": pa.string(), "ref": pa.int64()})
    side, ref = lines["side"].to_numpy(), _refs(lines, "ref")
    return Truth(keys[order], withheld, script, np.sort(ref[side == "left"]), np.sort(ref[side == "right"]))


def read_pairs(path: Path, truth: Truth, *, proposed: str) -> Pairs:
    """Returns the pairs of a file.

    Args:
        path: CSV with left_ref, right_ref, weight_bits, probability and the column `proposed`.
        truth: what is true.
        proposed: `one_to_one` (1 where put forward) or `proposal` (`link` where put forward).
    """
    kinds = {"left_ref": pa.int64(), "right_ref": pa.int64(), "weight_bits": pa.float64(), "probability": pa.float64()}
    table = _read(path, kinds | {proposed: pa.string()})
    keys = _refs(table, "left_ref") * _WIDTH + _refs(table, "right_ref")
    if len(np.unique(keys)) != len(keys):
        raise SystemExit(f"{path.name} has a pair twice")
    put = pa.compute.is_in(table[proposed], pa.array(["1", "link"])).to_numpy()
    weight, probability = (np.asarray(table[name].to_numpy(), float) for name in ("weight_bits", "probability"))
    order = np.lexsort((keys, -weight))
    keys = keys[order]
    return Pairs(keys, weight[order], probability[order], put[order], truth.true(keys))


def best(by: NDArray[np.float64], true: Mask, all_true: int) -> Found:
    """Returns the choice of all pairs above a bound, at the bound where F1 is highest."""
    order = np.argsort(-by, kind="stable")
    ordered, right = by[order], np.cumsum(true[order])
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))  # pairs that weigh the same go together
    f1 = 2 * right[ends] / (ends + 1 + all_true)
    at = ends[np.argmax(f1)]
    return Found(int(at) + 1, int(right[at]), all_true, float(ordered[at]))


def one_to_one(pairs: Pairs) -> Mask:
    """Says which pairs remain when the weightiest is taken and its two lines go, and so on.

    A pair that is the first of both its lines is taken; that is repeated among the lines that are left.
    """
    left, right = (np.unique(part, return_inverse=True)[1] for part in np.divmod(pairs.keys, _WIDTH))
    taken = np.zeros(len(pairs.keys), bool)
    rest = np.arange(len(pairs.keys))
    lefts, rights = left.max(initial=0) + 1, right.max(initial=0) + 1
    while len(rest):
        first_left, first_right = np.empty(lefts, np.int64), np.empty(rights, np.int64)
        back = rest[::-1]
        first_left[left[back]] = back  # the last to be written stays: the weightiest
        first_right[right[back]] = back
        chosen = rest[(first_left[left[rest]] == rest) & (first_right[right[rest]] == rest)]
        taken[chosen] = True
        gone_left, gone_right = np.zeros(lefts, bool), np.zeros(rights, bool)
        gone_left[left[chosen]] = gone_right[right[chosen]] = True
        rest = rest[~gone_left[left[rest]] & ~gone_right[right[rest]]]
    return taken


def calibration(pairs: Pairs) -> list[tuple[str, int, float, float]]:
    """Returns for each band of probability: its name, how many pairs, the mean announced, the share that is true."""
    band = np.digitize(pairs.probability, BANDS[:-1]) - 1
    rows = []
    for number, (low, high) in enumerate(pairwise(BANDS)):
        inside = band == number
        if count := int(inside.sum()):
            said, true = pairs.probability[inside].mean(), pairs.true[inside].mean()
            rows.append((f"{low:g}-{high:g}", count, float(said), float(true)))
    return rows


def apart(pairs: Pairs, chosen: Mask, truth: Truth) -> dict[str, Found]:
    """Returns what a choice found among people whose names tables know, and among those withheld from them."""
    left, right = np.divmod(pairs.keys[chosen], _WIDTH)
    withheld = np.isin(left, truth.left_withheld) | np.isin(right, truth.right_withheld)
    true = pairs.true[chosen]
    return {
        name: Found(int(mask.sum()), int((mask & true).sum()), int(sought.sum()))
        for name, mask, sought in (
            ("known", ~withheld, ~truth.withheld),
            ("withheld", withheld, truth.withheld),
        )
    }


def recall_by_script(pairs: Pairs, chosen: Mask, truth: Truth) -> dict[str, float]:
    """Returns the share of true pairs that a choice found, by how the right line is written."""
    found = np.isin(truth.keys, pairs.keys[chosen])
    return {str(script): float(found[truth.script == script].mean()) for script in np.unique(truth.script.astype(str))}
