"""The invented dead: frequencies, inheritance and every given rate are what is said, and the truth is told."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from invented_remains import identifiable, make
from invented_remains.dead import NOBODY, lay, layers
from invented_remains.families import HALF, TRUE, UNRELATED, draw, true_people
from invented_remains.genetics import Ladder
from invented_remains.rates import TABLE, rate
from invented_remains.shapes import Shape, shapes

from repatria.kinship import Marker, Pedigree, read_families, read_profiles

MANY = 20_000


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return Ladder.synth24()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("remains")
    make.make(out=out, bags=150, families=900, seed=3)
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def about(share: float, of: int, expected: float) -> bool:
    """Whether a share is within five standard deviations of what is expected."""
    return bool(abs(share - expected) <= 5 * np.sqrt(expected * (1 - expected) / of))


def test_founders_have_the_frequencies_of_the_table(ladder: Ladder) -> None:
    people = ladder.founders(np.random.default_rng(1), MANY)
    for k, frequencies in enumerate(ladder.frequencies):
        counts = np.bincount(people[:, k].ravel(), minlength=len(frequencies))
        assert [
            about(c / people[:, k].size, people[:, k].size, f) for c, f in zip(counts, frequencies, strict=True)
        ] == [True] * len(frequencies)


def test_founders_are_in_hardy_weinberg_proportions(ladder: Ladder) -> None:
    people = ladder.founders(np.random.default_rng(2), MANY)
    for k, frequencies in enumerate(ladder.frequencies):
        alike = float((people[:, k, 0] == people[:, k, 1]).mean())
        assert about(alike, MANY, sum(f * f for f in frequencies))


def test_without_mutation_each_allele_is_one_of_the_parents(ladder: Ladder) -> None:
    rng, still = np.random.default_rng(3), replace(ladder, rates=np.zeros_like(ladder.rates))
    fathers, mothers = still.founders(rng, 500), still.founders(rng, 500)
    children = still.children(rng, fathers, mothers)
    assert (children[..., 0][..., None] == fathers).any(axis=2).all()
    assert (children[..., 1][..., None] == mothers).any(axis=2).all()
    assert about(float((children[..., 0] == fathers[..., 0]).mean()), 500 * 24, 0.5 + alike(fathers) / 2)


def alike(people: np.ndarray) -> float:
    return float((people[..., 0] == people[..., 1]).mean())


def test_alleles_mutate_at_the_rates_said_and_mostly_by_one_repeat(ladder: Ladder) -> None:
    rng = np.random.default_rng(4)
    same = np.repeat(ladder.founders(rng, MANY)[..., :1], 2, axis=2)  # one allele twice: what is handed on is known
    for mother, name in ((False, "mutation.male"), (True, "mutation.female")):
        handed = ladder.gametes(rng, same, mother=mother)
        who, marker = np.nonzero(handed != same[..., 0])
        assert about(len(who) / handed.size, handed.size, rate(name))
        sizes = [
            abs(float(ladder.labels[m][handed[w, m]]) - float(ladder.labels[m][same[w, m, 0]]))
            for w, m in zip(who.tolist(), marker.tolist(), strict=True)
        ]
        whole = [round(size) for size in sizes if abs(size - round(size)) < 1e-6]
        assert (len(whole), max(whole), min(whole)) == (len(sizes), 2, 1)
        assert whole.count(2) < 0.06 * len(whole)


def test_copies_drop_out_and_alleles_drop_in_as_said(ladder: Ladder) -> None:
    rng = np.random.default_rng(5)
    people = ladder.founders(rng, MANY)
    dropout, lost = np.full(MANY, 0.1), np.full(MANY, 0.04)
    seen = ladder.degraded(rng, people, dropout=dropout, lost=lost)
    own = np.take_along_axis(seen, people.astype(np.int64), axis=2)
    two = people[..., 0] != people[..., 1]
    expected = 0.96 * 0.9  # a drop-in of the same allele hides a dropout now and then
    assert abs(float(own[two].mean()) - expected) < 0.003
    assert abs(float(own[~two][:, 0].mean()) - 0.96 * 0.99) < 0.003
    strange = seen.sum(axis=2) - np.where(two, own.sum(axis=2), own[..., 0])
    assert 0.006 < float(strange.mean()) < 0.96 * rate("profile.dropin")


def test_a_laboratory_writes_what_it_saw(ladder: Ladder) -> None:
    seen = np.zeros((1, len(ladder.markers), ladder.cumulated.shape[1]), bool)
    seen[0, 0, 1] = seen[0, 1, [0, 2]] = seen[0, 2, [0, 1, 2]] = True
    first, second, third = ladder.labels[:3]
    assert ladder.written(seen)[0][:4] == [
        f"{first[1]}/-", f"{second[0]}/{second[2]}", "/".join(third[:3]), ""
    ]  # fmt: skip
    assert ladder.written(seen, lone=make.LONE["homozygote"])[0][0] == f"{first[1]}/{first[1]}"


def test_bags_and_people_are_shared_as_given() -> None:
    rng, bags = np.random.default_rng(6), 6_000
    sizes, people = layers(rng, bags)
    assert about(float((sizes > 1).mean()), bags, rate("bag.several_people"))
    specimens = lay(rng, sizes, people)
    places = Counter({(p, b) for p, b in zip(specimens.person.tolist(), specimens.bag.tolist(), strict=True)})
    bags_of = Counter(p for p, _ in places)
    assert (len(bags_of), set(specimens.bag.tolist())) == (people, set(range(bags)))
    several = sum(n > 1 for n in bags_of.values()) / people
    assert abs(several - rate("person.several_bags")) < 0.01
    parts = Counter(zip(specimens.person.tolist(), specimens.part.tolist(), strict=True))
    assert max(parts.values()) == 1


def test_the_dead_are_whom_the_rates_say(ladder: Ladder) -> None:
    world = make.invent(bags=600, families=4_000, seed=7)
    dead = world.dead
    assert about(float(dead.wrong_side.mean()), len(dead), rate("dead.wrong_side"))
    nobody = dead.group == NOBODY
    assert (nobody[dead.wrong_side].all(), len(dead)) == (True, len(dead.alleles))
    assert about(float(nobody[~dead.wrong_side].mean()), len(dead), rate("missing.without_reference"))
    for person in np.flatnonzero(~nobody)[:50].tolist():
        group = world.groups[dead.group[person]]
        mine = group.missing[dead.missing[person]][dead.row[person]]
        assert (dead.alleles[person] == mine).all()


def test_families_have_one_to_five_relatives_and_false_ones_as_given(ladder: Ladder) -> None:
    assert abs(sum(shape.share for shape in shapes()) - 1) < 1e-12
    assert {len(shape.typed) for shape in shapes()} == {1, 2, 3, 4, 5}
    groups = draw(np.random.default_rng(8), ladder, 20_000)
    numbers = np.sort(np.concatenate([group.numbers for group in groups]))
    assert (numbers == np.arange(20_000)).all()
    kinds = np.concatenate([kind for group in groups for who, kind in group.kind.items() if who not in "SHUT"])
    assert about(float((kinds != TRUE).mean()), len(kinds), rate("family.false_relative"))


def test_a_true_family_has_no_false_relative() -> None:
    shape = Shape(("M", "A", "K"), ("X",), woman=False, share=1.0)
    people, typed = true_people(shape, {"M": UNRELATED, "A": HALF, "K": HALF})
    told = {who: (father, mother, sex) for who, father, mother, sex in people}
    assert typed == ("A", "K")
    assert (told["A"], told["Ao"], told["K"], told["Ko"]) == (
        ("Ao", "M", 2), ("0", "0", 1), ("Ko", "S", 1), ("0", "0", 1)
    )  # fmt: skip
    woman, _ = true_people(replace(shape, woman=True), {"M": TRUE, "A": TRUE, "K": HALF})
    assert {row[0]: row[1:] for row in woman}["K"] == ("S", "Ko", 1)


def test_every_rate_is_a_share_and_has_a_source() -> None:
    assert [name for name, (value, source) in TABLE.items() if not 0 <= value <= 1 or len(source) < 5] == []


def test_files_are_read_by_the_readers_and_agree_with_the_truth(folder: Path) -> None:
    profiles = read_profiles((folder / "profiles.csv").read_bytes())
    assert {one.code for one in profiles.findings} <= {"tri-allele"}
    truth = rows(folder / "truth.csv")
    contents = rows(folder / "contents.csv")
    assert (
        [one.id for one in profiles.profiles] == [row["sample"] for row in truth] == [row["sample"] for row in contents]
    )
    assert [row["specimen"] for row in truth] == [row["specimen"] for row in contents]
    assert len({row["specimen"] for row in truth}) == len(truth)
    families = list(read_families((folder / "families.jsonl").read_bytes()))
    by_name = Counter(one.id for one in families)
    assert (len(by_name), set(by_name.values())) == (900, {1, 2})
    assert all(one.missing not in one.genotypes for one in families)
    said = json.loads((folder / "assumptions.json").read_text("utf-8"))
    assert said["open_missing"] == round(len(families) / 0.7)
    assert said["false_relatives"] == len(rows(folder / "false_relatives.csv"))


def test_the_same_seed_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    make.make(out=tmp_path, bags=150, families=900, seed=3)
    names = sorted(path.name for path in folder.iterdir() if path.name != "identifiable.csv")
    assert [(tmp_path / name).read_bytes() for name in names] == [(folder / name).read_bytes() for name in names]


FAMILY = Pedigree.of(
    ["F", "M", "X", "A", "H", "P", "S", "K"], list("00FFP00X"), list("00MMM00S"), [1, 2, 1, 2, 1, 1, 2, 1]
)
PLAIN = Marker.of("INV", {"8": 0.1, "9": 0.2, "10": 0.7})


def test_close_relatives_are_parents_children_and_full_siblings() -> None:
    assert identifiable.close_relatives(FAMILY, "X", dict.fromkeys("FMAHPSK")) == 4
    assert identifiable.close_relatives(FAMILY, "X", dict.fromkeys("HPS")) == 0


def test_the_twin_weighs_a_child_of_two_parents_by_the_formula() -> None:
    seen = {"F": ["8/9"], "M": ["9/10"]}
    # P(8/9 | parents 8/9 and 9/10) = 1/4; P(8/9) = 2 * 0.1 * 0.2
    assert identifiable.log10_lr(FAMILY, "X", [PLAIN], seen, ["8/9"]) == pytest.approx(np.log10(0.25 / 0.04))
    assert identifiable.exclusions(FAMILY, "X", [PLAIN], seen, ["8/9"]) == 0
    assert identifiable.exclusions(FAMILY, "X", [PLAIN], seen, ["8/8"]) == 1


@pytest.mark.parametrize(("text", "seen"), [("13/13", "13/-"), ("13/14", "13/14"), ("13/-", "13/-"), ("-/-", "-/-")])
def test_the_twin_takes_one_allele_seen_twice_for_one_seen(text: str, seen: str) -> None:
    assert identifiable.as_seen(text) == seen


def test_whom_two_parents_look_for_can_be_identified_and_whom_one_parent_does_not(folder: Path) -> None:
    found = identifiable.write(folder)
    assert len(found) == sum(row["family"] != "" for row in rows(folder / "truth.csv"))
    assert {one.close_relatives >= 2 and one.posterior >= 0.9995 for one in found if one.passes} == {True}
    assert 0.4 < len({one.person for one in found if one.passes}) / len({one.person for one in found}) < 0.75
    told = rows(folder / "identifiable.csv")
    assert [row["passes"] for row in told] == [str(one.passes) for one in found]
