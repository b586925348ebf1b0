"""Declared relatives weighed against each other: the same numbers as whole likelihoods, and who is told."""

from __future__ import annotations

import random

import numpy as np
import pytest

from repatria.kinship import Family, Marker, Mutation, likelihood_ratio
from repatria.kinship.declared import FamilyCheck, SameProfile, Status, check_families, same_profiles
from repatria.kinship.declared.stories import Kind, stories
from repatria.kinship.declared.weighing import weigh
from repatria.kinship.files.families import family
from repatria.kinship.pedigree import Pedigree
from repatria.kinship.search.families import Reader
from repatria.kinship.search.panel import Panel

NAMES = tuple(f"I{n:02}" for n in range(16))
MARKERS = tuple(
    Marker.of(name, dict(zip(("10", "11", "12", "13", "14"), (0.1, 0.15, 0.2, 0.25, 0.3), strict=True)),
              mutation=Mutation.usual()) for name in NAMES
)  # fmt: skip
TREE = (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1), ("B", "F", "M", 1), ("S", "F", "M", 2),
        ("W", "0", "0", 2), ("C", "X", "W", 1))  # fmt: skip


class Births:
    """People who inherit as the tree says, without mutation."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.founders: dict[str, list[tuple[str, str]]] = {}

    def anybody(self) -> list[tuple[str, str]]:
        labels, weights = MARKERS[0].alleles, list(MARKERS[0].frequencies)
        return [tuple(self.draw.choices(labels, weights, k=2)) for _ in NAMES]  # type: ignore[misc]

    def child(self, father: list[tuple[str, str]], mother: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(self.draw.choice(f), self.draw.choice(m)) for f, m in zip(father, mother, strict=True)]

    def people(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for who, father, mother, _ in TREE:
            found[who] = self.anybody() if father == "0" else self.child(found[father], found[mother])
        return found


def results(alleles: list[tuple[str, str]]) -> dict[str, str]:
    return {name: "/".join(pair) for name, pair in zip(NAMES, alleles, strict=True)}


def made(seed: int, typed: str, **instead: list[tuple[str, str]]) -> Family:
    people = Births(seed).people() | instead
    return family(f"F-{seed}", TREE, missing="X", genotypes={who: results(people[who]) for who in typed})


def test_a_relative_is_weighed_as_whole_likelihoods_weigh_it() -> None:
    panel = Panel.of(MARKERS)
    told = list(stories(0, made(7, "FMBSC")))
    found = weigh(told, panel=panel, reader=Reader(panel))
    for story, ratios in zip(told, found, strict=True):
        row = story.row
        tree = Pedigree.of(row.id, row.fid, row.mid, row.sex)
        typed = {**{w: dict(zip(NAMES, r, strict=True)) for w, r in row.genotypes.items()},
                 story.person: dict(zip(NAMES, story.profile, strict=True))}  # fmt: skip
        stranger = Pedigree.joined([tree_with(tree, story.person), Pedigree.of(["stranger"], ["0"], ["0"], [0])])
        observed = {who: [said[name] for name in NAMES] for who, said in typed.items()}
        other = {**{w: said for w, said in observed.items() if w != story.person}, "stranger": observed[story.person]}
        from repatria.kinship import log_likelihood

        expected = (log_likelihood(tree, MARKERS, observed) - log_likelihood(stranger, MARKERS, other)) / np.log(10)
        assert ratios == pytest.approx(expected, abs=1e-9)


def tree_with(tree: Pedigree, person: str) -> Pedigree:
    assert person in tree.ids
    return tree


def test_true_families_pass() -> None:
    found = check_families([made(seed, "FMBSC") for seed in range(40)], MARKERS)
    assert {one.status for one in found} == {Status.OK}
    assert {one.reason for one in found} == {""}


@pytest.mark.parametrize("who", ["F", "M", "B", "S"])
def test_a_stranger_in_the_place_of_a_relative_is_told_and_nobody_else(who: str) -> None:
    families = [made(seed, "FMBS", **{who: Births(1000 + seed).anybody()}) for seed in range(12)]
    found = check_families(families, MARKERS)
    assert {one.status for one in found} <= {Status.DOUBTFUL, Status.IMPOSSIBLE}
    assert {one.person for one in found} == {who}
    assert all(one.markers and set(one.markers) <= set(NAMES) for one in found)
    assert found[0].reason.endswith(f"take a second sample of {who}, and ask the family how they are related")


def test_a_half_brother_declared_a_full_brother_is_the_child_of_another_father() -> None:
    families = []
    for seed in range(12):
        births = Births(seed)
        people = births.people()
        half = births.child(births.anybody(), people["M"])
        families.append(
            family(
                f"F-{seed}",
                TREE,
                missing="X",
                genotypes={w: results(g) for w, g in {**people, "B": half}.items() if w in "FMBS"},
            )
        )
    found = check_families(families, MARKERS)
    assert {(one.person, one.instead) for one in found} == {("B", Kind.OTHER_FATHER.value)}


def test_no_genotype_stands_in_what_is_told() -> None:
    told = check_families([made(1, "FMB", B=Births(99).anybody())], MARKERS)[0]
    assert not {f"/{allele}" for allele in MARKERS[0].alleles} & set(told.reason.split())
    assert "/" not in told.reason


@pytest.mark.parametrize("typed", ["", "F", "FM", "W"])
def test_who_cannot_be_weighed_is_not_told(typed: str) -> None:
    assert check_families([made(3, typed)], MARKERS) == (FamilyCheck("F-3", "X", Status.OK),)


def test_few_results_say_as_much_as_they_say() -> None:
    one = made(4, "FMB", B=Births(98).anybody())
    against = []
    for count in (0, 4, 16):
        few = {**one.genotypes, "B": dict(list(one.genotypes["B"].items())[:count])}
        against.append(check_families([family("F-4", TREE, missing="X", genotypes=few)], MARKERS)[0].log10_against)
    assert against[0] == 0
    assert against[1] < against[2]


def test_one_impossible_marker_is_a_mutation_and_many_are_not() -> None:
    people = Births(5).people()

    def with_wrong(count: int) -> Family:
        child = [("14", "14") if n < count else pair for n, pair in enumerate(people["B"])]
        father = [("11", "11") if n < count else pair for n, pair in enumerate(people["F"])]
        return family("F-5", TREE, missing="X", genotypes={"F": results(father), "M": results(people["M"]), "B": results(child)})  # fmt: skip

    found = [check_families([with_wrong(count)], MARKERS)[0] for count in (0, 1, 8)]
    assert [one.status for one in found][::2] == [Status.OK, Status.IMPOSSIBLE]
    assert found[0].log10_against <= found[1].log10_against < found[2].log10_against


def test_the_order_of_families_and_people_changes_nothing() -> None:
    families = [made(seed, "FMBSC") for seed in range(20)] + [made(50, "FMB", B=Births(97).anybody())]
    turned = [Family(f.id, f.pedigree, f.missing, dict(reversed(f.genotypes.items()))) for f in reversed(families)]
    assert check_families(families, MARKERS) == tuple(reversed(check_families(turned, MARKERS)))


def test_one_profile_under_two_references_is_told_once_however_it_is_written() -> None:
    one, other = made(11, "FM"), made(12, "FM")
    same = {name: "/".join(reversed(said.split("/"))) for name, said in one.genotypes["F"].items()}
    twice = family("F-12", TREE, missing="X", genotypes={**other.genotypes, "M": same})
    assert same_profiles([one, other]) == ()
    assert same_profiles([one, one]) == ()  # a family that seeks two missing persons stands there twice
    assert same_profiles([one, twice]) == (SameProfile(("F-11/F", "F-12/M")),)


def test_likelihood_ratio_stays_what_the_check_is_held_against() -> None:
    tree = Pedigree.of(["F", "M", "B"], ["0", "0", "F"], ["0", "0", "M"], [1, 2, 1])
    apart = Pedigree.joined([Pedigree.of([who], ["0"], ["0"], [sex]) for who, sex in (("F", 1), ("M", 2), ("B", 1))])
    one = made(21, "FMB")
    observed = {who: [one.genotypes[who][name] for name in NAMES] for who in "FMB"}
    assert likelihood_ratio(tree, apart, MARKERS, observed).total > 2
