"""Consignments with known truth taken through the desk: false identifications, what is found of what can be, time and memory.

Usage: python benchmarks/remains.py [--size full|middle|small] [--seeds 1 2 3] [--lone partial|homozygote] [--keep DIR] [--into PAGE]

For each seed: remains and families are invented (`invented_remains`); who can be identified in principle is fixed by the slow twin;
`repatria remains reassociate` proposes which profiles are one person's; the benchmark plays the board of that and judges every
proposal *same*; `repatria remains joint` checks the families, searches, weighs and concludes at the default policy. Then all is held
against the truth. Commands run in processes of their own, so that time and memory are theirs. Exit status 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invented_remains import identifiable, make
from invented_remains.measures import (
    Identified,
    KeptOut,
    Pairs,
    identified,
    kept_out,
    most_errors,
    read_truth,
    reassociation,
    results,
    rows,
    tellable,
)

from kinship import machine, replaced
from repatria.people.facts import Truth
from repatria.remains.conclusions import Conclusion, from_json
from repatria.remains.policy import DEFAULT, assess

BEGIN = "<!-- figures: benchmarks/remains.py writes below this line -->"
TIMED = Path(__file__).resolve().parent / "invented_lists/timed.py"
MOST_SECONDS, MOST_BYTES = 180.0, 4e9
LEAST_FOUND, LEAST_PRECISION, LEAST_RECALL = 0.95, 0.999, 0.98


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took."""

    wall_s: float
    cpu_s: float
    peak_bytes: float

    def __str__(self) -> str:
        return f"{self.wall_s:.1f} s wall, {self.cpu_s:.1f} CPU s, {self.peak_bytes / 1e9:.2f} GB"


@dataclass(frozen=True, slots=True)
class Seed:
    """What one consignment came to.

    Attributes:
        number: The seed.
        size: Bags, profiles, people, families, missing persons.
        pairs: Re-association among profiles with enough markers in common.
        found: Identifications.
        missed_for: Why those who can be identified are not: reason → how many.
        families: Families set aside.
        leads: Conclusions that may not be decided on and speak for the right person, and for another.
        hits: Pairs kept for the joint stage.
        compared: Pairs compared.
        reassociating: What `remains reassociate` took.
        joining: What `remains joint` took.
    """

    number: int
    size: tuple[int, int, int, int, int]
    pairs: Pairs
    found: Identified
    missed_for: Counter[str]
    families: KeptOut
    leads: tuple[int, int]
    hits: int
    compared: int
    reassociating: Took
    joining: Took


def run(*words: str | Path) -> tuple[Took, dict[str, Any]]:
    """Runs a command of the program with --json and returns what it took and what it said.

    Raises:
        SystemExit: It did not finish.
    """
    command = [sys.executable, str(TIMED), sys.executable, "-m", "repatria", *map(str, words), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8")
    took = json.loads(done.stdout)
    if took["status"] != 0:
        raise SystemExit(f"{' '.join(map(str, words[:2]))} ended with status {took['status']}")
    return Took(took["wall_s"], took["cpu_s"], took["peak_bytes"]), json.loads(took["said"])


def reassociate(folder: Path) -> tuple[Took, list[list[str]]]:
    """Returns what re-association took, and the clusters it proposes; the board judges them all *same*."""
    took, _ = run(
        "remains", "reassociate", "--profiles", folder / "profiles.csv", "--frequencies", folder / "frequencies.csv",
        "--contents", folder / "contents.csv", "--out", folder / "CLUSTERS.json",
    )  # fmt: skip
    proposed = json.loads((folder / "CLUSTERS.json").read_text("utf-8"))["clusters"]
    clusters = [one["profiles"] for one in proposed]
    judged = {"clusters": [{"profiles": names, "judged": "same"} for names in clusters]}
    (folder / "JUDGED.json").write_text(json.dumps(judged), "utf-8")
    return took, clusters


def joint(folder: Path, open_missing: int) -> tuple[Took, dict[str, Any], tuple[Conclusion, ...]]:
    """Returns what search, joint stage and table took, what was said, and the conclusions."""
    took, said = run(
        "remains", "joint", "--profiles", folder / "profiles.csv", "--families", folder / "families.jsonl",
        "--frequencies", folder / "frequencies.csv", "--clusters", folder / "JUDGED.json",
        "--open-missing", str(open_missing), "--out", folder / "CONCLUSIONS.json", "--table", folder / "TABLE.csv",
    )  # fmt: skip
    return took, said, from_json((folder / "CONCLUSIONS.json").read_bytes()).conclusions


def measure(folder: Path, *, size: str, seed: int, lone: str) -> Seed:
    """Invents a consignment, takes it through the desk and returns what came of it."""
    bags, families = make.SIZES[size]
    world = make.make(out=folder, bags=bags, families=families, seed=seed, lone=lone)
    open_missing, people = world.open_missing, len(world.dead)
    del world
    identifiable.write(folder)
    reassociating, clusters = reassociate(folder)
    joining, said, conclusions = joint(folder, open_missing)
    truth, able = read_truth(folder), rows(folder / "identifiable.csv")
    found = identified(((c.profile, c.family, c.missing) for c in conclusions if c.passes is Truth.YES), truth, able)
    aside = {one["family"] for one in said["kept_out"]}
    return Seed(
        number=seed,
        size=(bags, len(truth), people, families, open_missing),
        pairs=reassociation(clusters, truth, results(folder)),
        found=found,
        missed_for=missed_for(folder, found, conclusions, aside),
        families=families_set_aside(folder, aside),
        leads=leads(conclusions, truth),
        hits=said["hits"],
        compared=said["comparisons"],
        reassociating=reassociating,
        joining=joining,
    )


def leads(conclusions: Iterable[Conclusion], truth: Any) -> tuple[int, int]:
    """Returns how many conclusions are leads to the right person, and to another."""
    some = [one for one in conclusions if assess(DEFAULT, one.basis).lead]
    right = sum(
        (truth[one.profile]["family"], truth[one.profile]["missing"]) == (one.family, one.missing) for one in some
    )
    return right, len(some) - right


def families_set_aside(folder: Path, aside: Iterable[str]) -> KeptOut:
    """Returns how many families were set aside, and how many of the false ones are among them."""
    false = rows(folder / "false_relatives.csv")
    names = {row["family"] for row in false}
    typed: dict[str, Sequence[str]] = {}
    with (folder / "families.jsonl").open(encoding="utf-8") as file:
        for line in file:
            if line[11 : line.index('"', 11)] in names:
                said = json.loads(line)
                typed[said["family"]] = tuple(said["genotypes"])
    can = {row["family"] for row in false if tellable(row["relative"], row["kind"], typed[row["family"]])}
    return kept_out(aside, names, can)


def missed_for(
    folder: Path, found: Identified, conclusions: Iterable[Conclusion], aside: Iterable[str]
) -> Counter[str]:  # fmt: skip
    """Returns why people who can be identified were not found."""
    false, out = {row["family"] for row in rows(folder / "false_relatives.csv")}, set(aside)
    truth = read_truth(folder)
    told = {(truth[one.profile]["person"], one.family, one.missing): one for one in conclusions}
    family = {row["person"]: (row["family"], row["missing"]) for row in rows(folder / "persons.csv")}

    def why(person: str) -> str:
        conclusion = told.get((person, *family[person]))
        if family[person][0] in out:
            which = "a false relative" if family[person][0] in false else "no false relative"
            return f"family set aside, with {which}"
        if family[person][0] in false:
            return "false relative in the family, not set aside"
        return "no hit" if conclusion is None else f"conclusion {conclusion.word}"

    return Counter(map(why, found.missed))


def told(one: Seed) -> list[str]:
    """Returns the figures of one consignment, a line each."""
    bags, profiles, people, families, missing = one.size
    found, pairs, aside = one.found, one.pairs, one.families
    return [
        f"seed {one.number}: {bags:,} bags, {profiles:,} profiles of {people:,} people; {families:,} families, {missing:,} missing",
        (
            f"  re-association, 12 markers or more in common: precision {share(pairs.precision)} of {pairs.proposed:,} pairs proposed, "
            f"recall {share(pairs.recall)} of {pairs.true:,}; {one.reassociating}"
        ),
        f"  search + joint stage + table: {one.joining}; {one.compared:,} pairs compared, {one.hits:,} hits",
        (
            f"  identified: {found.passed:,}; false: {len(found.false)}; of {found.able:,} identifiable in principle found "
            f"{found.found:,} = {share(found.share)}; beyond them {found.beyond}"
        ),
        *(f"    missed, {why}: {count}" for why, count in sorted(one.missed_for.items())),
        (
            f"  families set aside: {aside.families:,}, of them with a false relative {aside.right:,}; false relatives in {aside.false:,} "
            f"families, can be told in {aside.tellable:,}, of these set aside {aside.caught:,}"
        ),
        f"  leads: {sum(one.leads):,}, to the right person {one.leads[0]:,}, to another {one.leads[1]:,}",
    ]


def share(value: float) -> str:
    """Returns a share in per cent, cut and never rounded up."""
    return f"{int(value * 10_000) / 100:.2f} %"


def all_told(seeds: Sequence[Seed]) -> list[str]:
    """Returns what the seeds come to together."""
    passed, false = sum(one.found.passed for one in seeds), sum(len(one.found.false) for one in seeds)
    pairs = sum((one.pairs for one in seeds), Pairs(0, 0, 0))
    able, found = (sum(getattr(one.found, name) for one in seeds) for name in ("able", "found"))
    return [
        (
            f"all seeds: {passed:,} identified, {false} false: the error rate is at most {most_errors(false, passed) * 100:.3f} % (95 %, one-sided, "
            "Clopper-Pearson), under the generator's assumptions"
        ),
        f"  found of those identifiable in principle: {found:,} of {able:,} = {share(found / max(1, able))} (goal 95 %)",
        f"  re-association: precision {share(pairs.precision)} (goal 99.9 %), recall {share(pairs.recall)} (goal 98 %)",
        (
            f"  search + joint stage + table: at most {max(one.joining.wall_s for one in seeds):.0f} s wall (goal 180), "
            f"{max(one.joining.peak_bytes for one in seeds) / 1e9:.2f} GB (goal 4)"
        ),
    ]


def missed_goals(seeds: Sequence[Seed]) -> list[str]:
    """Returns the goals that were missed."""
    pairs = sum((one.pairs for one in seeds), Pairs(0, 0, 0))
    met = {
        "no false identification": not any(one.found.false for one in seeds),
        "found": all(one.found.share >= LEAST_FOUND for one in seeds),
        "precision": pairs.precision >= LEAST_PRECISION,
        "recall": pairs.recall >= LEAST_RECALL,
        "time": all(one.joining.wall_s <= MOST_SECONDS for one in seeds),
        "memory": all(one.joining.peak_bytes <= MOST_BYTES for one in seeds),
    }
    return [name for name, is_met in met.items() if not is_met]


def main() -> int:
    """Measures the seeds asked for, prints and perhaps writes the figures, and returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", choices=tuple(make.SIZES), default="full")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--lone", choices=tuple(make.LONE), default="partial", help="how one allele alone is written")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep all files in a folder")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="write the figures into a page")
    asked = parser.parse_args()
    lines = [machine() if asked.into else f"{machine()}, load {os.getloadavg()[0]:.1f}"]
    print(lines[0], flush=True)
    seeds = []
    for number in asked.seeds:
        with tempfile.TemporaryDirectory() as made:
            folder = asked.keep / f"seed-{number}" if asked.keep else Path(made)
            seeds.append(measure(folder, size=asked.size, seed=number, lone=asked.lone))
        lines += told(seeds[-1])
        print("\n".join(told(seeds[-1])), flush=True)
    missed = missed_goals(seeds)
    end = [*all_told(seeds), f"goals missed: {', '.join(missed)}" if missed else "goals reached"]
    print("\n".join(end))
    if asked.into is not None:
        page = replaced(asked.into.read_text("utf-8"), "\n".join([*lines, *end]), begin=BEGIN)
        asked.into.write_text(page, "utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
