"""What other programs computed: every likelihood of the vectors, within 1e-7 in natural logarithm."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from repatria.kinship import FrequencyTable, Marker, Pedigree, log_likelihood
from repatria.kinship.cases import Reader, weigh

GOLDEN = Path(__file__).resolve().parents[1] / "golden/kinship"
WITHIN = 1e-7
KINDS = {
    "autosomal": 355,
    "inbred_founder": 21,
    "intmodel": 31,
    "linked": 185,
    "silent": 94,
    "theta": 149,
    "xchrom": 90,
}


def table(folder: Path, name: str) -> FrequencyTable:
    return FrequencyTable(json.loads((folder / f"{name}.json").read_text("utf-8"))["loci"], name=name)


def logs(values: Any) -> np.ndarray:
    listed = values if isinstance(values, list) else [values]
    return np.array([-np.inf if value == "-Inf" else value for value in listed])


def off(computed: np.ndarray, expected: np.ndarray) -> float:
    """Returns the largest difference; infinite where one is impossible and the other is not."""
    same = computed == expected
    return float(np.where(same, 0.0, np.abs(np.where(same, 0.0, computed) - np.where(same, 0.0, expected))).max())


def strayed(lines: Iterator[str], folder: Path) -> tuple[int, list[str]]:
    """Returns the number of cases, and the ids of those of which a likelihood is off."""
    reader = Reader(cache(lambda name: table(folder, name)))
    count, wrong = 0, []
    for line in lines:
        value, count = json.loads(line), count + 1
        ratio = weigh(reader.read(value))
        pairs = ((ratio.ln_h1, value["lnL_H1"]), (ratio.ln_h2, value["lnL_H2"]))
        if not all(off(computed, logs(expected)) < WITHIN for computed, expected in pairs):
            wrong.append(value["id"])
    return count, wrong


@pytest.mark.parametrize(("kind", "cases"), KINDS.items())
def test_cases_of_other_programs(kind: str, cases: int) -> None:
    with gzip.open(GOLDEN / f"{kind}_cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert strayed(lines, GOLDEN) == (cases, [])


@pytest.mark.reference
def test_cases_on_frequencies_of_europe(reference: Path) -> None:
    folder = reference / "kinship/reference" if (reference / "kinship").is_dir() else reference
    with (folder / "autosomal_cases_europe.jsonl").open(encoding="utf-8") as lines:
        assert strayed(lines, folder) == (511, [])


def stories(parts: list[dict[str, Any]]) -> Pedigree:
    return Pedigree.joined([Pedigree.of(part["id"], part["fid"], part["mid"], part["sex"]) for part in parts])


def test_every_pair_of_genotypes_under_every_relation_and_model() -> None:
    meta = json.loads((GOLDEN / "exhaustive_pairs_meta.json").read_text("utf-8"))
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    with gzip.open(GOLDEN / "exhaustive_pairs.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["relation"], row["mutation"]), []).append(row)
    matrices = {model["name"]: (model["female"], model["male"]) for model in meta["models"]}
    worst = {}
    for (relation, mutation), some in rows.items():
        female, male = (None if given is None else np.array(given) for given in matrices[mutation])
        marker = Marker("M", tuple(meta["alleles"]), np.array(meta["freq"]), female=female, male=male)
        seen = {"MP": [row["gMP"] for row in some], meta["pedigrees"][relation]["refs"]: [row["gRef"] for row in some]}
        for story in ("H1", "H2"):
            computed = log_likelihood(stories(meta["pedigrees"][relation][story]), [marker] * len(some), seen)
            with np.errstate(divide="ignore"):
                expected = np.log(np.array([float(row[f"L_{story}"]) for row in some]))
            worst[relation, mutation, story] = off(computed, expected)
    assert sum(map(len, rows.values())) == 10_500
    assert [key for key, value in worst.items() if not value < WITHIN] == []
