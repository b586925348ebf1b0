"""Prints one JSON line: which share of the true pairs blocking keeps, and how many pairs it looks at: `kept.py DIR`.

Asks each rule that was chosen for the two lists of the folder whether it brings the lines of a true pair together, so
that no pair need be written; a process of its own, so that it is not counted with the linking that is measured.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from repatria.linkage.blocking import Joined
from repatria.linkage.linking import link


def read_list(path: Path) -> pa.Table:
    """Returns a list with every column as text."""
    heads = path.open(encoding="utf-8").readline().replace('"', "").strip().split(",")
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(heads, pa.string()), strings_can_be_null=True)
    return pyarrow.csv.read_csv(path, convert_options=options)


def brought_together(rule: Joined, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Says of each pair of lines whether the rule makes it."""
    size = int(max(rule.order.max(initial=-1), right.max(initial=-1))) + 1
    place = np.full(size, -1, np.int64)  # lines without a key have no place
    place[rule.order] = np.arange(len(rule.order))
    return np.asarray((rule.begin[left] <= place[right]) & (place[right] < rule.end[left]))


def kept(folder: Path) -> dict[str, float]:
    """Returns the share of true pairs kept, the pairs looked at for each left line, and the share blocking believes in."""
    left, right = (read_list(folder / f"{side}.csv") for side in ("LEFT", "RIGHT"))
    found = link(left, right)
    texts = pyarrow.csv.ConvertOptions(column_types={"left_ref": pa.string(), "right_ref": pa.string()})
    truth = pyarrow.csv.read_csv(folder / "TRUTH.csv", convert_options=texts)
    lines = [
        np.asarray(pa.compute.index_in(truth[f"{side}_ref"], pa.array(refs)).to_numpy(), np.int64)
        for side, refs in (("left", found.encoded.left.refs), ("right", found.encoded.right.refs))
    ]
    made = np.zeros(len(truth), bool)
    for rule in found.blocking.joined:
        made |= brought_together(rule, *lines)
    return {
        "kept": float(made.mean()),
        "believed": found.blocking.kept,
        "pairs_a_line": found.looked_at / max(len(left), len(right)),
    }


if __name__ == "__main__":
    print(json.dumps(kept(Path(sys.argv[1]))))
