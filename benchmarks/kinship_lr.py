"""How long one exact likelihood ratio takes: warm from Python, and cold on the command line.

    python benchmarks/kinship_lr.py

Families are those of the vectors in tests/golden/kinship; profiles are drawn from frequencies with a fixed seed. "24 markers" are the
invented ones there (6 to 37 alleles), stationary stepwise mutation; "15 alleles" are 24 markers of 15 alleles each. Times are CPU
seconds of one thread, the least of five rounds. A ratio is both stories, from texts of genotypes to log10. Peers: pedprobr 1.1.0 under R 4.2.2 on
a 2-core EPYC (Zen 5), CPU seconds; its 23 loci are the same kind of markers, loops were measured at one locus.
Goals: 1 ms for parent and child to grandparents, 50 ms for cousins and loops, 3 s cold; every likelihood within 1e-7 of what
other programs computed.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from repatria.kinship import FrequencyTable, Marker, Mutation, Pedigree, likelihood_ratio, log_likelihood
from repatria.kinship.cases import Reader, weigh

GOLDEN = Path(__file__).resolve().parents[1] / "tests/golden/kinship"
KINDS = ("autosomal", "inbred_founder", "intmodel", "linked", "silent", "theta", "xchrom")
NEAR = {  # family → CPU ms of pedprobr, 23 loci, stepwise
    "father->MP child": 8,
    "MP father, spouse + child": 8,
    "both parents": None,
    "1 full sib": 15,
    "2 full sibs": 18,
    "mother + 1 sib": None,
    "1 half sib (paternal)": None,
    "uncle -> MP nephew": 84,
    "grandparent (paternal GM)": 29,
    "both paternal grandparents": None,
}
FAR = {  # family → CPU ms of pedprobr, stepwise: cousin 10 loci, loops ONE locus of 15 alleles
    "1 first cousin": "17 ms for 10 loci",
    "1 second cousin": "",
    "double first cousin": "2.9 s for 1 locus",
    "inbred: parents first cousins, ref sib": "1.8 s for 1 locus",
    "inbred: uncle-niece marriage, ref sib": "",
    "incest: parents full sibs, ref sib": "",
}
NEAR_GOAL_S, FAR_GOAL_S, COLD_GOAL_S, GOAL_APART = 1e-3, 50e-3, 3.0, 1e-7
REFERENCE = os.environ.get("REPATRIA_REFERENCE")


def lines(kind: str) -> list[str]:
    with gzip.open(GOLDEN / f"{kind}_cases.jsonl.gz", "rt", encoding="utf-8") as file:
        return file.readlines()


def stories() -> dict[str, tuple[Pedigree, Pedigree, list[str]]]:
    """Returns each family's H1, H2 and who is typed."""
    found = {}
    for line in lines("autosomal"):
        case = json.loads(line)
        h1, h2 = (
            Pedigree.joined([Pedigree.of(part["id"], part["fid"], part["mid"], part["sex"]) for part in case[story]])
            for story in ("H1", "H2")
        )
        found[case["relation"]] = (h1, h2, list(case["genotypes"]))
    return found


def profiles(persons: Sequence[str], markers: Sequence[Marker]) -> dict[str, list[str]]:
    rng = np.random.default_rng(20310602)
    return {
        person: ["/".join(rng.choice(marker.alleles, 2, p=marker.frequencies)) for marker in markers]
        for person in persons
    }


def seconds(story: tuple[Pedigree, Pedigree, list[str]], markers: Sequence[Marker], *, rounds: int = 5) -> float:
    """Returns CPU seconds of one ratio, warm."""
    h1, h2, persons = story
    seen = profiles(persons, markers)
    likelihood_ratio(h1, h2, markers, seen)
    times = 20
    best = math.inf
    for _ in range(rounds):
        begun = time.process_time()
        for _ in range(times):
            likelihood_ratio(h1, h2, markers, seen)
        best = min(best, (time.process_time() - begun) / times)
    return best


def of_fifteen() -> list[Marker]:
    rng = np.random.default_rng(15)
    weights = rng.dirichlet([2.0] * 15, 24)
    names = [str(8 + k) for k in range(13)] + ["15.3", "17.3"]
    usual = Mutation.usual()
    return [
        Marker.of(f"F{k}", dict(zip(names, row.tolist(), strict=True)), mutation=usual) for k, row in enumerate(weights)
    ]


def warm() -> bool:
    loci = json.loads((GOLDEN / "synth24.json").read_text("utf-8"))["loci"]
    markers = [Marker.of(name, table, mutation=Mutation.usual()) for name, table in loci.items()]
    families, met = stories(), True
    print(f"\none ratio warm, 24 markers, CPU ms (goal {NEAR_GOAL_S * 1e3:g})")
    for name, peer in NEAR.items():
        took = seconds(families[name], markers)
        met &= took <= NEAR_GOAL_S
        beside = f"   pedprobr {peer} ms: {peer / took / 1e3:,.0f} times" if peer else ""
        print(f"  {name:42}{took * 1e3:8.3f}{beside}", flush=True)
    print(f"\nthe same, 24 markers of 15 alleles, CPU ms (goal {FAR_GOAL_S * 1e3:g})")
    fifteen = of_fifteen()
    for name, told in FAR.items():
        took = seconds(families[name], fifteen, rounds=3)
        met &= took <= FAR_GOAL_S
        print(f"  {name:42}{took * 1e3:8.3f}" + (f"   pedprobr {told}" if told else ""), flush=True)
    return met


def logs(values: Any) -> list[float]:
    listed = values if isinstance(values, list) else [values]
    return [-math.inf if value == "-Inf" else value for value in listed]


def apart(computed: Iterable[float], expected: Iterable[float]) -> float:
    """Returns the largest difference; infinite where one is impossible and the other is not."""
    return max(0.0 if one == other else abs(one - other) for one, other in zip(computed, expected, strict=True))


def reference() -> bool:
    """Compares every vector with the engine, kind by kind; a case that is refused stops the benchmark."""
    print("\nlargest difference in ln to what other programs computed (goal 1e-7), plans compiled on the way")
    of_kinds = [compared(kind, map(json.loads, lines(kind)), GOLDEN) for kind in KINDS]
    of_kinds.append(exhaustive())
    if REFERENCE is None:
        print("  autosomal, on frequencies of Europe: not run, REPATRIA_REFERENCE is not set")
    else:
        folder = Path(REFERENCE) / "kinship/reference"
        with (folder / "autosomal_cases_europe.jsonl").open(encoding="utf-8") as file:
            of_kinds.append(compared("autosomal, on frequencies of Europe", map(json.loads, file), folder))
    return max(of_kinds) <= GOAL_APART


def told(kind: str, what: str, worst: float, begun: float) -> float:
    print(f"  {kind:42}{what:32}{worst:8.1e}{time.process_time() - begun:7.1f} CPU s", flush=True)
    return worst


def compared(kind: str, cases: Iterable[dict[str, Any]], folder: Path) -> float:
    """Returns the largest difference of cases of one kind; tables of frequencies stand in their folder."""
    begun, worst, count, number = time.process_time(), 0.0, 0, 0
    reader = Reader(
        cache(lambda name: FrequencyTable(json.loads((folder / f"{name}.json").read_text("utf-8"))["loci"]))
    )
    for case in cases:
        ratio, number = weigh(reader.read(case)), number + 1
        for computed, expected in ((ratio.ln_h1, case["lnL_H1"]), (ratio.ln_h2, case["lnL_H2"])):
            worst = max(worst, apart(computed.tolist(), logs(expected)))
            count += len(computed)
    return told(kind, f"{number:,} cases, {count:,} likelihoods", worst, begun)


def exhaustive() -> float:
    """Returns the largest difference over all pairs of genotypes, through the Python API."""
    begun, worst, count = time.process_time(), 0.0, 0
    meta = json.loads((GOLDEN / "exhaustive_pairs_meta.json").read_text("utf-8"))
    matrices = {model["name"]: (model["female"], model["male"]) for model in meta["models"]}
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    with gzip.open(GOLDEN / "exhaustive_pairs.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["relation"], row["mutation"]), []).append(row)
    for (relation, mutation), some in rows.items():
        female, male = (None if given is None else np.array(given) for given in matrices[mutation])
        marker = Marker("M", tuple(meta["alleles"]), np.array(meta["freq"]), female=female, male=male)
        tree = meta["pedigrees"][relation]
        seen = {"MP": [row["gMP"] for row in some], tree["refs"]: [row["gRef"] for row in some]}
        for story in ("H1", "H2"):
            pedigree = Pedigree.joined([Pedigree.of(p["id"], p["fid"], p["mid"], p["sex"]) for p in tree[story]])
            computed = log_likelihood(pedigree, [marker] * len(some), seen)
            expected = [float(row[f"L_{story}"]) for row in some]
            worst = max(worst, apart(computed.tolist(), [math.log(one) if one else -math.inf for one in expected]))
            count += len(some)
    return told("every pair of genotypes", f"{count // 2:,} pairs, {count:,} likelihoods", worst, begun)


def cold() -> bool:
    """Times a process for one case, and what it spends on the way."""
    with tempfile.TemporaryDirectory() as folder:
        case = next(line for line in lines("autosomal") if '"stepPM"' in line)
        Path(folder, "case.jsonl").write_text(case, "utf-8")
        Path(folder, "synth24.json").write_bytes((GOLDEN / "synth24.json").read_bytes())
        whole = ["-m", "repatria", "kinship", "lr", str(Path(folder, "case.jsonl")), "--out", str(Path(folder, "out"))]
        ways = {
            "interpreter alone": ["-c", "pass"],
            "and NumPy": ["-c", "import numpy"],
            "and the command line": ["-c", "import numpy, repatria.cli, repatria.cli.commands.kinship"],
            "and the engine": ["-c", "import repatria.cli, repatria.cli.commands.kinship, repatria.kinship.cases"],
            "the whole command, one case": whole,
        }
        print(f"\none ratio cold, wall s, least of three (goal {COLD_GOAL_S:g})")
        for name, words in ways.items():
            took = min(_wall([sys.executable, *words]) for _ in range(3))
            print(f"  {name:42}{took:8.2f}", flush=True)
    return took <= COLD_GOAL_S


def _wall(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> int:
    met = [reference(), warm(), cold()]
    print(f"\n{'every goal met' if all(met) else 'MISSED: a goal above'}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
