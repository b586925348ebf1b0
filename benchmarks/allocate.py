"""Times the allocation of 12,000 invented people to 12 stages, with groups, category caps and parity per stage.

Run: ``python benchmarks/allocate.py [--people 12000] [--seed 1]``. Prints time, kinds, objective and bound.
"""

from __future__ import annotations

import argparse
import random
import time

from repatria.exchange.allocation import Candidate, Impossible, allocate
from repatria.exchange.allocation.units import gather
from repatria.exchange.terms import read_terms

HEAD = """
format = 1
exchange = "bench-2031"
version = 1
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02
overlap = "any clause counts, once"
"""
CATEGORY = """
[[category]]
id = "{id}"
wording = "adults, {id}"
age = {{ from = 18, from_inclusive = true }}
certified_by = "commission"
"""
CLAUSE = """
[[clause]]
id = "all-{id}"
wording = "all {id}"
formula = "{formula}"
{number}
counts = "person"
both = true
category = "{id}"
"""
STAGE = """
[[stage]]
number = {n}
caps = {{ north = {cap}, south = {cap} }}
category_caps = {{ ill = {{ north = {ill}, south = {ill} }}, young = {{ north = {young}, south = {young} }} }}
parity = 20
exposure = 150
"""
CATEGORIES = {"ill": "all for all", "young": "all for all", "old": "all for all", "others": "n for n"}


def people(n: int, rng: random.Random) -> list[Candidate]:
    """Invents people: half held by each party, one in fifteen in a group of two to five, three priorities."""
    made: list[Candidate] = []
    shares = {"ill": 0.11, "young": 0.32, "old": 0.22, "others": 0.35}
    for holder in ("north", "south"):
        half: list[Candidate] = []
        group = 0
        while len(half) < n // 2:
            size = rng.choice((2, 3, 4, 5)) if rng.random() < 1 / 50 else 1
            group += size > 1
            for _ in range(min(size, n // 2 - len(half))):
                clauses = {rng.choices(list(shares), list(shares.values()))[0]}
                if rng.random() < 0.1 and "others" not in clauses:
                    clauses.add("ill")
                half.append(
                    Candidate(
                        f"P-{len(made) + len(half) + 1:05}", holder, frozenset(f"all-{c}" for c in clauses),
                        rng.choices((0, 1, 2), (0.8, 0.15, 0.05))[0], f"{holder}-{group}" if size > 1 else "",
                    )
                )  # fmt: skip
        made += half
    return made


def terms_for(n: int, stages: int) -> str:
    """Returns terms whose stages carry a little more than everybody."""
    cap = round(n / 2 / stages * 1.02)
    parts = [HEAD]
    for id_, formula in CATEGORIES.items():
        parts.append(CATEGORY.format(id=id_))
        number = f"number = {round(n / 2 * 0.32)}" if formula == "n for n" else ""
        parts.append(CLAUSE.format(id=id_, formula=formula, number=number))
    parts += [STAGE.format(n=i, cap=cap, ill=round(cap * 0.3), young=round(cap * 0.4)) for i in range(1, stages + 1)]
    return "".join(parts)


def main() -> None:
    """Runs once and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=12_000)
    options.add_argument("--stages", type=int, default=12)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    read = read_terms(terms_for(given.people, given.stages))
    assert read.terms is not None, read.findings
    candidates = people(given.people, random.Random(given.seed))
    started, worked = time.perf_counter(), time.process_time()
    plan = allocate(candidates=candidates, terms=read.terms)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    kinds = gather(candidates, read.terms)
    groups = len({c.group for c in candidates if c.group})
    print(f"{given.people} people, {groups} groups, {len(kinds)} kinds of units, {given.stages} stages")
    print(f"{seconds:.2f} s on the clock, {cpu:.2f} s of one core")
    print(plan)
    if not isinstance(plan, Impossible):
        print(f"objective {plan.waiting}, bound {plan.bound}")


if __name__ == "__main__":
    main()
