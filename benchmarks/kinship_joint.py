"""How long joint identification takes: reading nothing, all assignments weighed, the best thousand listed, marginals.

    REPATRIA_REFERENCE=... python benchmarks/kinship_joint.py [--listing]

The example sets of dvir (GPL-3) are read from the reference data, never shipped; without it the invented cases of tests/golden are
timed alone. CPU seconds of one process, the first identification in it and the least of five. Peer: dvir 3.4.2
under R 4.2.2, dviJoint with everything enumerated, CPU seconds on a 2-core EPYC (Zen 5); for grave extrapolated from 21 ms an
assignment; the others are out of its reach. Goals: icmp 1 s, grave and planecrash 5 s; exclusionExample exact or said why not.
With --listing each answer is held against the slow twin: every assignment enumerated, weighed with the exact
engine for pedigrees (grave in full; minutes).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from repatria.kinship.joint import Case, conclude, identify, read_case
from repatria.kinship.joint.enumeration import enumerated

GOLDEN = Path(__file__).resolve().parents[1] / "tests/golden/kinship"
REFERENCE = os.environ.get("REPATRIA_REFERENCE")
GOALS = {"icmp": 1.0, "grave": 5.0, "planecrash": 5.0}
PEERS = {"icmp": 107.0, "grave": 1127.0}
LISTED = ("icmp", "grave", "planecrash", "syn_singles5")
ROUNDS = 5


def read(path: Path) -> Case:
    return read_case(json.loads(path.read_text()), lambda name: json.loads((path.parent / f"{name}.json").read_text()))


def seconds(work: object, *arguments: object) -> float:
    begin = time.process_time()
    work(*arguments)  # type: ignore[operator]
    return time.process_time() - begin


def measured(name: str, case: Case) -> float:
    first = seconds(identify, case)
    least = min(seconds(identify, case) for _ in range(ROUNDS))
    words = seconds(conclude, case)
    found = identify(case)
    goal, peer = GOALS.get(name), PEERS.get(name)
    print(
        f"  {name:24} {found.n_assignments:>18,} {first:8.3f} {least:8.3f} {words:8.3f} {found.states:>8,}"
        f" {f'{goal:.0f} s' if goal else '-':>6} {f'{peer:,.0f} s' if peer else '-':>8}"
        f" {f'{peer / least:,.0f}x' if peer else '-':>8}"
    )
    return first


def difference(case: Case) -> tuple[int, float, float]:
    """Returns how many assignments were enumerated, and the largest differences: of ln-likelihoods, of marginals."""
    found = identify(case, most_listed=10**6)
    mine = {tuple(one.pairs.values()): one for one in found.assignments}
    listed = list(enumerated(case))
    largest = max(value for _, value in listed)
    total = largest + math.log(math.fsum(math.exp(value - largest) for _, value in listed))
    apart = 0.0
    shares: dict[tuple[str, str], float] = {}
    for pairs, value in listed:
        own = mine[pairs].ln_likelihood
        apart = max(apart, 0.0 if own == value else abs(own - value))
        for victim, person in zip(case.victims, pairs, strict=True):
            key = victim.name, person or "none"
            shares[key] = shares.get(key, 0.0) + math.exp(value - total)
    of_marginals = max(abs(found.marginals[victim][person] - value) for (victim, person), value in shares.items())
    return len(listed), apart, of_marginals


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listing", action="store_true", help="compare with every assignment enumerated (minutes)")
    arguments, _ = parser.parse_known_args()
    folders = [Path(REFERENCE) / "kinship" / "reference"] if REFERENCE else [GOLDEN]
    cases = {path.stem[4:]: read(path) for folder in folders for path in sorted(folder.glob("dvi_*.json"))}
    print(
        f"joint identification on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; CPU seconds"
    )
    print(
        f"  {'case':24} {'assignments':>18} {'first':>8} {'least':>8} {'words':>8} {'states':>8} {'goal':>6} {'dvir':>8} {'faster':>8}"
    )
    firsts = {name: measured(name, case) for name, case in cases.items()}
    missed = [name for name, goal in GOALS.items() if name in firsts and firsts[name] > goal]
    if arguments.listing:
        for name in (one for one in LISTED if one in cases):
            count, apart, of_marginals = difference(cases[name])
            print(
                f"  {name}: {count:,} enumerated; ln-likelihoods within {apart:.1e}, marginals within {of_marginals:.1e}"
            )
    if not REFERENCE:
        print("  dvir's example sets were not timed: REPATRIA_REFERENCE is not set")
    print("goals reached" if not missed else f"goals missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
