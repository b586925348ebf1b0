"""How well and how fast pairs of names are compared, beside peers on the same pairs; and how the weights are learned.

Usage: python benchmarks/names.py [--pairs N] [--without-peers] [--fit] [--json FILE]

Public pairs are read from REPATRIA_REFERENCE (linkage/public_pairs, development halves) and never printed, but for
name_bench (MIT), whose disagreements are. Speed is measured on invented people (`benchmarks/invented_lists`), CSV to CSV,
after the compiler has done its work. `--fit` learns the weights anew and prints the table of
`repatria/names/comparing/weights.py`. Peers need the extra `peers`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from runpy import run_path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from repatria.cli.commands.names import weigh_file
from repatria.names.comparing import FEW, Columns, comparer, edtf_births, plain, weights
from repatria.names.comparing.births import BirthLevel, birth_level
from repatria.names.comparing.levels import AGREEING, Level
from repatria.names.comparing.words import spellings

Floats = NDArray[np.float64]
Row = dict[str, str]
SETS = {"cross_script": "one Cyrillic, one Latin name", "persons": "all spellings", "name_bench": "hard cases"}
SHARE_OF_SETS = {
    "cross_script": 1.5,
    "persons": 0.8,
    "name_bench": 1.0,
}  # what a pair of each counts when weights are learned
DRAWS = 1000
DIVISIONS = 6


def reference() -> Path:
    return Path(os.environ["REPATRIA_REFERENCE"]) / "linkage"


def read_pairs(name: str) -> list[Row]:
    with (reference() / "public_pairs" / f"{name}_dev.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- measures ---


def f1_at(true: Floats, score: Floats, threshold: float) -> float:
    said = score >= threshold
    return float(2 * (said * true).sum() / (said.sum() + true.sum()))


def best_f1(true: Floats, score: Floats) -> tuple[float, float]:
    """Returns the best F1 and the threshold that gives it."""
    return max((f1_at(true, score, threshold), float(threshold)) for threshold in np.unique(score))


def area(true: Floats, score: Floats) -> float:
    """Returns the area under the ROC curve: how often a true pair is above a false one, ties half."""
    yes, no = score[true == 1], score[true == 0]
    return float(((yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])).mean())


def interval(measure: Callable[..., float], true: Floats, *scores: Floats) -> tuple[float, float]:
    """Returns the middle 95 % of a measure over pairs drawn again with replacement."""
    rng = np.random.default_rng(1)
    draws = [rng.integers(0, len(true), len(true)) for _ in range(DRAWS)]
    found = [measure(true[draw], *(s[draw] for s in scores)) for draw in draws if 0 < true[draw].sum() < len(true)]
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def ceiling(true: Floats, names: Floats, births: Floats) -> float:
    """Returns the AUC that no weights of dates can exceed: a false pair that is no worse in names and in dates stays above."""
    yes, no = true == 1, true == 0

    def above(found: Floats) -> Any:
        return np.sign(found[no][:, None] - found[yes][None, :])

    by_name, by_date = above(names), above(births)
    lost = (by_name >= 0) & (by_date >= 0)
    even = (by_name == 0) & (by_date == 0)
    return float(1 - (lost - 0.5 * even).mean())


def contradicted(rows: Sequence[Row]) -> tuple[int, int]:
    """Returns how many false pairs agree in the day of birth and in every word, and how many stand under both labels."""
    false, true = ([row for row in rows if row["is_match"] == label] for label in "01")

    def cells(row: Row) -> frozenset[tuple[str, str]]:
        return frozenset([(row["a_name"], row["a_birth"]), (row["b_name"], row["b_birth"])])

    def agrees(row: Row) -> bool:
        found = plain.weigh_names(*(spellings(cell) for cell in sorted((row["a_name"], row["b_name"]))))
        day = birth_level(edtf_births(row["a_birth"]), edtf_births(row["b_birth"]))
        return day is BirthLevel.SAME and found is not None and all(one.level <= AGREEING for one in found.words)

    known = {cells(row) for row in true}
    return sum(map(agrees, false)), sum(cells(row) in known for row in false)


def bounds() -> dict[str, Any]:
    """Prints what holds the AUC down where dates of birth are given; returns it."""
    found: dict[str, Any] = {}
    print(
        "\nWhat holds the AUC down: however dates are weighed, a false pair stays above a true one whose names and dates"
    )
    print("agree no better. Beside it the false pairs that no comparison can tell, and how many there are in all.\n")
    for name in ("cross_script", "persons"):
        rows = read_pairs(name)
        true = np.array([float(row["is_match"]) for row in rows])
        names, births = ours(rows, births=False), ours(rows, births=True)
        days = np.round(births - names, 6)
        most, spread = ceiling(true, names, days), interval(ceiling, true, names, days)
        agreeing, both = contradicted(rows)
        found[name] = {"ceiling": most, "ceiling_95": spread, "agreeing": agreeing, "both_labels": both}
        print(
            f"{name:13} AUC at most {most:.3f} ({spread[0]:.3f} to {spread[1]:.3f}); of {int((true == 0).sum())} false "
            f"pairs {agreeing} agree in every word and the day of birth, {both} stand under both labels"
        )
    return found


# --- ours and the peers: a score for each pair ---


def ours(rows: Sequence[Row], *, births: bool) -> Floats:
    columns = ("a_name", "b_name", "a_birth", "b_birth")
    cells = [[row[name] if births or "name" in name else "" for row in rows] for name in columns]
    bits, _ = comparer(edtf_births, pairs=len(rows)).weigh(Columns(*cells))
    return np.array(bits)


def logic_v2(rows: Sequence[Row], *, births: bool) -> Floats:
    from followthemoney import model
    from nomenklatura.matching import LogicV2

    config = LogicV2.default_config()

    def person(side: str, row: Row) -> Any:
        told = {"name": row[f"{side}_name"].split("|")} | (
            {"birthDate": row[f"{side}_birth"].split("|")} if births else {}
        )
        return model.get_proxy({"id": uuid4().hex, "schema": "Person", "properties": told})

    return np.array(
        [LogicV2.compare(person("a", row), person("b", row), config).score for row in rows]  # remembered by id
    )


def recipe(rows: Sequence[Row], *, births: bool) -> Floats:  # noqa: ARG001 - it knows no dates
    """The fold of linkage/fold.py, words sorted, Jaro-Winkler of the best pair of spellings."""
    from rapidfuzz.distance import JaroWinkler

    made = run_path(str(reference() / "fold.py"))

    def keys(cell: str) -> list[str]:
        return [" ".join(sorted(map(made["fold_token"], made["tokens"](text)))) for text in cell.split("|")]

    return np.array(
        [max(JaroWinkler.similarity(a, b) for a in keys(row["a_name"]) for b in keys(row["b_name"])) for row in rows]
    )


METHODS: dict[str, tuple[Callable[..., Floats], bool]] = {
    "repatria, names and dates": (ours, True),
    "repatria, names alone": (ours, False),
    "logic-v2, names and dates": (logic_v2, True),
    "logic-v2, names alone": (logic_v2, False),
    "fold recipe, names alone": (recipe, False),
}


def accuracy(*, peers: bool) -> dict[str, Any]:
    """Prints F1 and AUC of every method on every set; returns them."""
    found: dict[str, Any] = {}
    print(
        "\nF1 at the threshold given, best F1 on these pairs, and AUC, each with a 95 % bootstrap interval where said."
    )
    print(
        "Ours has one threshold for all sets: 0 bits, a probability of one half. A peer has its best one on the set.\n"
    )
    print(f"{'pairs':13} {'method':26} {'threshold':>9}  {'F1':25} {'best F1':>7}  AUC")
    for name in SETS:
        rows = read_pairs(name)
        true = np.array([float(row["is_match"]) for row in rows])
        for method, (score_of, births) in METHODS.items():
            if (births and name == "name_bench") or (score_of is not ours and not peers):
                continue
            score = score_of(rows, births=births)
            top, at = best_f1(true, score)
            threshold = 0.0 if score_of is ours else at
            f1, auc = f1_at(true, score, threshold), area(true, score)
            spread = interval(lambda t, s, at=threshold: f1_at(t, s, at), true, score)
            wide = interval(area, true, score)
            found[f"{name}: {method}"] = {"f1": f1, "f1_95": spread, "best_f1": top, "auc": auc, "auc_95": wide}
            said = f"{f1:.3f} ({spread[0]:.3f} to {spread[1]:.3f})"
            print(
                f"{name:13} {method:26} {threshold:9.2f}  {said:25} {top:7.3f}  {auc:.3f} ({wide[0]:.3f} to {wide[1]:.3f})"
            )
    return found


def disagreements() -> None:
    """Prints the pairs of name_bench where 0 bits and the label part ways."""
    rows = read_pairs("name_bench")
    print("\nname_bench, where we disagree with the label (label, bits, names):")
    for bits, row in sorted(zip(ours(rows, births=False), rows, strict=True), key=lambda pair: -pair[0]):
        if (bits >= 0) != (row["is_match"] == "1"):
            print(f"  {row['is_match']} {bits:6.2f}  {row['a_name']}  /  {row['b_name']}")


# --- learning ---

NAMES = [*(level.name for level in Level), "RAREST", "TURNED", "SPELLING", *(f"BIRTH {b.name}" for b in BirthLevel)]
RAREST, TURNED, SPELLING = (NAMES.index(name) for name in ("RAREST", "TURNED", "SPELLING"))
BIRTH = SPELLING + 1
RIDGE = 1.0  # how strongly weights are held to where they begin: as much as one pair would
LEAST_RAREST = (
    0.1  # learned freely it is about 0: public figures are compared, whose names are rare; lists are not like that
)
LEAST_STEP = 0.3  # bits between one level and the next worse
LIGHT_OF_OTHER = (
    0.55  # two words crossed with two particles weigh no less than particles with each other and two other words
)
FIXED = {Level.SPELT: -0.2, Level.FORM: -0.3, Level.VARIANT: -0.3}


def features(row: Row) -> Floats:
    """Returns how often each level is met when a pair is aligned under the present weights."""
    a, b = sorted((row["a_name"], row["b_name"]))
    left, right = spellings(a), spellings(b)
    found = np.zeros(len(NAMES))
    if (weighed := plain.weigh_names(left, right)) is not None:
        for one in weighed.words:
            found[one.level] += 1
        found[Level.OTHER] += weighed.crossed
        found[[RAREST, TURNED, SPELLING]] = weighed.rarest_bits, weighed.turned, np.log2(len(left) * len(right))
        found[BIRTH + birth_level(edtf_births(row["a_birth"]), edtf_births(row["b_birth"]))] = 1
    return found


def parameters() -> tuple[Floats, Floats, Floats, Floats]:
    """Returns what each free parameter adds to the weights (a column each), its least, its most, and where it begins.

    A worse level is a better one and a step down; so no data can turn their order round.
    """
    ladder = [(Level.CLOSE,), (Level.NEAR,), (Level.FAR, Level.ALIKE), (Level.OTHER,)]
    rows: list[tuple[dict[int, float], float, float, float]] = []
    for n, begin in enumerate((0.7, 0.7, 3.0, 2.0)):
        below = [*chain.from_iterable(ladder[n:]), *([Level.JOINED] if n == 0 else [])]
        rows.append((dict.fromkeys(map(int, below), -1.0) | {int(Level.LIGHT): -LIGHT_OF_OTHER}, LEAST_STEP, 9, begin))
    rows.append(({Level.INITIAL: -1.0}, LEAST_STEP, 9, 0.7))
    for level, begin in (
        (Level.SHORTENED, -1.0), (Level.FATHER, -1.5), (Level.OTHER_PATRONYMIC, -5.0), (Level.OTHER_PART, -4.0),
        (Level.LEFT_WORD, -1.4), (Level.LEFT_PATRONYMIC, -0.2), (Level.LEFT_INITIAL, -0.1),
        (Level.LEFT_LIGHT, -0.2),
    ):  # fmt: skip
        rows.append(({level: 1.0}, -9, -0.05, begin))
    rows += [
        ({RAREST: 1.0}, LEAST_RAREST, 1, LEAST_RAREST),
        ({TURNED: 1.0}, -9, 0, -0.5),
        ({SPELLING: 1.0}, -1, -0.05, -0.15),
    ]
    for birth, begin in zip(BirthLevel, (3.6, 3.0, 2.0, -1.0, -0.5, -0.9, -5.5), strict=False):
        good = birth <= BirthLevel.COMPATIBLE
        rows.append(({BIRTH + birth: 1.0}, 0 if good else -9, 9 if good else 0, begin))
    made = np.zeros((len(NAMES), len(rows)))
    for column, (adds, *_) in enumerate(rows):
        for place, amount in adds.items():
            made[place, column] = amount
    low, high, begin_at = (np.array([row[n] for row in rows]) for n in (1, 2, 3))
    return made, low, high, begin_at


def learned(found: Floats, true: Floats, counts: Floats) -> tuple[Floats, float]:
    """Returns weights and what is there before any word, by logistic regression in bits, projected gradient steps."""
    made, low, high, begin = parameters()
    fixed = np.zeros(len(NAMES))
    fixed[list(FIXED)] = list(FIXED.values())
    inputs, offset = np.column_stack([found @ made, np.ones(len(found))]), found @ fixed
    low, high, begin = np.append(low, -20), np.append(high, 20), np.append(begin, 3.0)
    held = np.append(np.full(len(begin) - 1, RIDGE), 0.0) * np.log(2)
    at, momentum, step = (
        begin.copy(),
        begin.copy(),
        1 / (np.log(2) * 0.25 * np.linalg.norm(inputs, 2) ** 2 * counts.max() + 2 * RIDGE),
    )
    for turn in range(20_000):
        said = 1 / (1 + np.exp2(-(inputs @ momentum + offset)))
        slope = inputs.T @ (counts * (said - true)) + 2 * held * (momentum - begin)
        after = np.clip(momentum - step * slope, low, high)
        momentum = after + turn / (turn + 3) * (after - at)
        at = after
    return made @ at[:-1] + fixed, float(at[-1])


def use(bits: Floats, base: float) -> None:
    """Makes the plain way weigh with these weights."""
    weights.LEVEL_BITS.update({level: float(bits[level]) for level in Level})
    for name, place in (("RAREST_BITS", RAREST), ("TURNED_BITS", TURNED), ("SPELLING_BITS", SPELLING)):
        setattr(plain, name, float(bits[place]))
    plain.BASE_BITS = base  # type: ignore[misc]  # a constant everywhere else


def left_out_in_turn(found: Floats, true: Floats, counts: Floats, seed: int) -> Floats:
    """Returns the weight of each pair by what is learned from the other four of five parts of the pairs."""
    parts, bits = np.random.default_rng(seed).integers(0, 5, len(true)), np.zeros(len(true))
    for part in range(5):
        held, rest = parts == part, parts != part
        weighed, base = learned(found[rest], true[rest], counts[rest])
        bits[held] = found[held] @ weighed + base
    return bits


def fit() -> None:
    """Learns the weights from all development pairs, says how well they do on pairs left out, and prints them."""
    sets = {name: read_pairs(name) for name in SETS}
    rows = [row for found in sets.values() for row in found]
    of = np.concatenate([np.full(len(found), n) for n, found in enumerate(sets.values())])
    true = np.array([float(row["is_match"]) for row in rows])
    counts = np.array(list(SHARE_OF_SETS.values()))[of]
    for _ in range(3):  # the alignment depends on the weights
        found = np.array([features(row) for row in rows])
        bits, base = learned(found, true, counts)
        use(bits, base)
    divisions = [left_out_in_turn(found, true, counts, seed) for seed in range(DIVISIONS)]
    for n, name in enumerate(SETS):
        here = of == n
        measured = [
            (f1_at(true[here], bits[here], 0), best_f1(true[here], bits[here])[0], area(true[here], bits[here]))
            for bits in divisions
        ]
        f1, top, auc = np.mean(measured, axis=0)
        print(f"{name:13} left out in turn: F1 at 0 bits {f1:.3f}, best {top:.3f}, AUC {auc:.3f}")
    left_out = divisions[0]
    said = 1 / (1 + np.exp2(-left_out))
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        band = (said >= low) & (said < high)
        if band.any():
            print(
                f"announced {low:.1f} to {min(high, 1):.1f}: {band.sum():4} pairs, mean {said[band].mean():.2f}, true {true[band].mean():.2f}"
            )
    print(f"BASE_BITS {base:.2f}")
    for name, value in zip(NAMES, bits, strict=True):
        print(f"{name:20} {value:6.2f}")


# --- speed ---


def invented_pairs(path: Path, count: int) -> None:
    """Writes pairs of names of invented people: the true one for a third, somebody else for the rest; all are distinct."""
    from invented_lists.make import make

    folder = path.parent
    make(lines=count, seed=3, out=folder)
    with (folder / "LEFT.csv").open(encoding="utf-8") as left, (folder / "RIGHT.csv").open(encoding="utf-8") as right:
        a, b = list(csv.DictReader(left)), list(csv.DictReader(right))
    with (folder / "TRUTH.csv").open(encoding="utf-8") as file:
        mates = {row["left_ref"]: row["right_ref"] for row in csv.DictReader(file)}
    places = {row["ref"]: n for n, row in enumerate(b)}

    def name(row: Row) -> str:
        return " ".join(filter(None, (row["surname"], row["given_names"], row["patronymic"])))

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("a_name", "b_name", "a_birth", "b_birth"))
        for n, row in enumerate(a):
            other = b[places[mates[row["ref"]]] if n % 3 and row["ref"] in mates else n]
            writer.writerow((name(row), name(other), row["date_of_birth"], other["date_of_birth"]))


def speed(count: int) -> dict[str, float]:
    """Prints pairs a second of processor time, CSV to CSV; returns it with the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        pairs, scores = Path(folder) / "pairs.csv", Path(folder) / "scores.csv"
        invented_pairs(pairs, count)
        few = "a_name,b_name,a_birth,b_birth\n" + "Mira Gorse,Міра Горсе,1990,1990\n" * (FEW + 1)
        weigh_file(io.StringIO(few), io.BytesIO(), as_of=date(2032, 1, 1))  # compiles, and loads the tables
        begun, began = time.process_time(), time.perf_counter()
        with pairs.open(encoding="utf-8", newline="") as file, scores.open("wb") as target:
            told = weigh_file(file, target, as_of=date(2032, 1, 1))
        cpu, wall = time.process_time() - begun, time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\n{told.pairs:,} pairs: {cpu:.1f} CPU s, {wall:.1f} s; {told.pairs / cpu:,.0f} a CPU second; peak {peak:,} MB with the making"
    )
    return {"pairs": told.pairs, "pairs_a_cpu_second": told.pairs / cpu, "peak_mb": peak}


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description="Measures the comparison of names, or learns its weights.")
    parser.add_argument("--pairs", type=int, default=100_000, help="invented pairs for the speed; 0 for none")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--fit", action="store_true", help="learn the weights and print them")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if "REPATRIA_REFERENCE" not in os.environ:
        sys.exit("set REPATRIA_REFERENCE to the folder of the reference data")
    if asked.fit:
        fit()
        return
    figures: dict[str, Any] = {"accuracy": accuracy(peers=not asked.without_peers)}
    figures["bounds"] = bounds()
    disagreements()
    if asked.pairs:
        figures["speed"] = speed(asked.pairs)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main()
