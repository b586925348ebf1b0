"""Writes an invented consignment of remains, the families that look for them, and the truth.

Usage: python benchmarks/invented_remains/make.py --out DIR [--size full|small] [--seed 1] [--lone partial|homozygote]

For the desk: contents.csv, profiles.csv, families.jsonl, frequencies.csv. The truth: truth.csv (one row a specimen),
persons.csv (one row a person among the dead), true_families.jsonl (their families as they are), false_relatives.csv.
assumptions.json has every rate with its source, and the number of missing persons. Same seed, same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import invented_remains
from invented_remains.dead import NOBODY, PARTS, Dead, Specimens, lay, layers
from invented_remains.families import HALF, TRUE, Group, draw, true_people
from invented_remains.genetics import Ladder
from invented_remains.rates import TABLE, rate

SIZES = {"full": (6_000, 70_000), "middle": (1_500, 12_000), "small": (150, 900)}
"""Name → bags, families."""

LONE = {"partial": "{0}/-", "homozygote": "{0}/{0}"}


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """All that was drawn."""

    ladder: Ladder
    groups: list[Group]
    dead: Dead
    specimens: Specimens
    profiles: list[list[str]]
    dropout: NDArray[np.float64]

    @property
    def open_missing(self) -> int:
        """Returns how many persons are missing: those whom families look for, and those for whom nobody does."""
        looked_for = sum(len(group) * len(group.missing) for group in self.groups)
        return round(looked_for / (1 - rate("missing.without_reference")))


def invent(*, bags: int, families: int, seed: int, lone: str = "partial") -> World:
    """Returns a world; the same for the same arguments."""
    rngs = [np.random.default_rng([seed, stream]) for stream in range(4)]
    ladder = Ladder.synth24()
    groups = draw(rngs[0], ladder, families)
    sizes, people = layers(rngs[1], bags)
    dead = Dead.draw(rngs[2], ladder, groups, people)
    specimens = lay(rngs[1], sizes, people)
    rng, many = rngs[3], len(specimens)
    dropout = rng.uniform(rate("profile.dropout_least"), rate("profile.dropout_most"), many)
    lost = np.full(many, rate("profile.marker_lost"))
    bad = rng.random(many) < rate("profile.bad")
    lost[bad] = rng.uniform(rate("profile.bad_least"), rate("profile.bad_most"), int(bad.sum()))
    seen = ladder.degraded(rng, dead.alleles[specimens.person], dropout=dropout, lost=lost)
    return World(ladder, groups, dead, specimens, ladder.written(seen, lone=LONE[lone]), dropout)


def make(*, out: Path, bags: int, families: int, seed: int, lone: str = "partial") -> World:
    """Writes all files into a folder and returns the world."""
    world = invent(bags=bags, families=families, seed=seed, lone=lone)
    out.mkdir(parents=True, exist_ok=True)
    ladder, dead = world.ladder, world.dead
    rows = [
        (marker, allele, f"{frequency:.6f}")
        for marker, some, of in zip(ladder.markers, ladder.labels, ladder.frequencies, strict=True)
        for allele, frequency in zip(some, of, strict=True)
    ]
    _write(out / "frequencies.csv", ("marker", "allele", "frequency"), rows)
    with (out / "families.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(_family_lines(ladder, world.groups))
    with (out / "true_families.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(_true_lines(ladder, world.groups, dead))
    sexes = np.where(dead.women, 2, 1)[world.specimens.person].tolist()
    samples = [(sample(k), sex, *row) for k, (sex, row) in enumerate(zip(sexes, world.profiles, strict=True))]
    _write(out / "profiles.csv", ("profile", "sex", *ladder.markers), samples)
    _write(out / "contents.csv", CONTENTS, _contents(world, seed))
    _write_truth(out, world)
    _write(out / "false_relatives.csv", ("family", "relative", "kind"), false_relatives(world.groups))
    (out / "assumptions.json").write_text(
        json.dumps(_assumptions(world, bags, families, seed, lone), indent=1), "utf-8"
    )
    return world


def sample(number: int) -> str:
    """Returns the label of a sample, which is that of its profile."""
    return f"SM-{number + 1:05}"


def bag(number: int) -> str:
    """Returns the tag of a bag."""
    return f"S-{number + 10_001}"


def family_name(number: int) -> str:
    """Returns the reference of a family."""
    return f"F-{number + 1:06}"


def specimen_labels(specimens: Specimens) -> list[str]:
    """Returns the label of each specimen: its bag's tag and a number."""
    first = np.searchsorted(specimens.bag, specimens.bag, side="left")
    nth = (np.arange(len(specimens)) - first + 1).tolist()
    return [f"{bag(number)}-{n}" for number, n in zip(specimens.bag.tolist(), nth, strict=True)]


def false_relatives(groups: list[Group]) -> list[tuple[str, str, str]]:
    """Returns who is not what they are declared to be: family, relative, kind."""
    found = [
        (family_name(int(group.numbers[row])), who, "half" if kind[row] == HALF else "unrelated")
        for group in groups
        for who, kind in group.kind.items()
        for row in np.flatnonzero(kind != TRUE).tolist()
    ]
    return sorted(found)


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def _head(people: Sequence[tuple[str, str, str, int]], missing: str, ladder: Ladder) -> str:
    ids, fathers, mothers, sexes = zip(*people, strict=True)
    said = {"id": ids, "fid": fathers, "mid": mothers, "sex": sexes, "missing": missing, "markers": ladder.markers}
    return json.dumps(said, separators=(",", ":"))[1:-1]


def _line(name: str, head: str, genotypes: dict[str, list[str]]) -> str:
    told = ",".join(f'"{who}":["' + '","'.join(row) + '"]' for who, row in genotypes.items())
    return f'{{"family":"{name}",{head},"genotypes":{{{told}}}}}\n'


def _family_lines(ladder: Ladder, groups: list[Group]) -> Iterator[str]:
    """Yields families as they are declared, by number; one line a missing person."""
    lines: dict[int, list[str]] = {}
    for group in groups:
        people = [(who, *said) for who, said in group.shape.people().items()]
        texts = {who: ladder.genotypes(group.typed[who], shown=group.shown[who]).tolist() for who in group.shape.typed}
        heads = [_head(people, missing, ladder) for missing in group.shape.missing]
        for row, number in enumerate(group.numbers.tolist()):
            mine = {who: of[row] for who, of in texts.items()}
            lines[number] = [_line(family_name(number), head, mine) for head in heads]
    for number in sorted(lines):
        yield from lines[number]


def _true_lines(ladder: Ladder, groups: list[Group], dead: Dead) -> Iterator[str]:
    """Yields the families of the dead as they truly are, in the order of persons; only who belongs to them is typed."""
    for g, row, missing in zip(dead.group.tolist(), dead.row.tolist(), dead.missing.tolist(), strict=True):
        if g != NOBODY:
            group = groups[g]
            kinds = {who: int(kind[row]) for who, kind in group.kind.items()}
            people, typed = true_people(group.shape, kinds)
            shown = {who: group.shown[who][row][None] for who in typed}
            texts = {who: ladder.genotypes(group.typed[who][row][None], shown=shown[who])[0].tolist() for who in typed}
            yield _line(family_name(int(group.numbers[row])), _head(people, missing, ladder), texts)


CONTENTS = (
    "bag", "specimen", "part", "sample", "taken_on", "sex", "age_from", "age_to", "stature_cm", "condition", "recovered_at",
    "recovered_on",
)  # fmt: skip


def _contents(world: World, seed: int) -> Iterator[tuple[object, ...]]:
    rng, dead, specimens = np.random.default_rng([seed, 9]), world.dead, world.specimens
    labels, many = specimen_labels(specimens), len(specimens)
    sex_said, age_said, stature_said = (
        rng.random(many) < rate(f"body.{what}_said") for what in ("sex", "age", "stature")
    )
    off = np.rint(rng.normal(0, 3, (many, 2))).astype(int)
    for k, person in enumerate(specimens.person.tolist()):
        age = int(dead.ages[person] + off[k, 0])
        yield (
            bag(int(specimens.bag[k])), labels[k], PARTS[specimens.part[k]], sample(k), "2031-03-02",
            ("F" if dead.women[person] else "M") if sex_said[k] else "",
            max(15, age - 7) if age_said[k] else "", age + 7 if age_said[k] else "",
            int(dead.statures[person] + off[k, 1]) if stature_said[k] else "",
            "fragmented" if world.dropout[k] > 0.1 else "complete", f"Sector {dead.places[person] + 1}", "2031-02-20",
        )  # fmt: skip


def _write_truth(out: Path, world: World) -> None:
    dead, specimens = world.dead, world.specimens
    names = [
        family_name(int(world.groups[g].numbers[row])) if g != NOBODY else ""
        for g, row in zip(dead.group.tolist(), dead.row.tolist(), strict=True)
    ]
    persons = [f"P-{k + 1:05}" for k in range(len(dead))]
    bags = Counter((person, b) for person, b in zip(specimens.person.tolist(), specimens.bag.tolist(), strict=True))
    in_bags = Counter(person for person, _ in bags)
    labels = specimen_labels(specimens)
    missing, wrong = dead.missing.tolist(), dead.wrong_side.astype(int).tolist()
    rows = [
        (sample(k), labels[k], bag(b), persons[p], names[p], missing[p], wrong[p], f"{d:.3f}")
        for k, (p, b, d) in enumerate(
            zip(specimens.person.tolist(), specimens.bag.tolist(), world.dropout.tolist(), strict=True)
        )
    ]
    heads = ("sample", "specimen", "bag", "person", "family", "missing", "wrong_side", "dropout")
    _write(out / "truth.csv", heads, rows)
    people = [(persons[p], names[p], missing[p], wrong[p], in_bags[p]) for p in range(len(dead))]
    _write(out / "persons.csv", ("person", "family", "missing", "wrong_side", "bags"), people)


def _assumptions(world: World, bags: int, families: int, seed: int, lone: str) -> dict[str, Any]:
    return {
        "assumed": (invented_remains.__doc__ or "").strip(),
        "rates": {name: {"rate": value, "source": source} for name, (value, source) in TABLE.items()},
        "seed": seed, "bags": bags, "families": families, "lone": lone, "people": len(world.dead),
        "specimens": len(world.specimens), "open_missing": world.open_missing,
        "false_relatives": len(false_relatives(world.groups)),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes invented remains, families and the truth.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=tuple(SIZES), default="full")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lone", choices=tuple(LONE), default="partial")
    asked = parser.parse_args()
    bags, families = SIZES[asked.size]
    begun = time.process_time()
    world = make(out=asked.out, bags=bags, families=families, seed=asked.seed, lone=asked.lone)
    print(
        f"wrote {bags:,} bags with {len(world.specimens):,} specimens of {len(world.dead):,} people, {families:,} families;"
        f" {world.open_missing:,} are missing; {time.process_time() - begun:.1f} CPU s"
    )


if __name__ == "__main__":
    main()
