"""Laws of the identification desk: held against one joint over everything, and indifferent to what does not matter."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from repatria.desk.identification.concluding import Concluded, conclude, pairs_of
from repatria.desk.identification.inputs import Material
from repatria.desk.identification.searching import EVERYTHING, Found
from repatria.desk.identification.weighing import case_of, prior_of
from repatria.kinship import Pedigree, likelihood_ratio
from repatria.kinship import conclude as kinship_conclude
from repatria.kinship import identify as kinship_identify
from repatria.kinship.joint import Thresholds

SHAPES = (
    ["both parents", "mother", "two sibs"],
    ["brothers", "spouse and child"],
    ["brothers, one a father", "mother", "uncle"],
)


def _by_pair(done: Concluded) -> dict[str, tuple[str, str, str, float]]:
    return {
        one.profile: (f"{one.family}/{one.missing}", one.word, one.passes, one.posterior or 0.0)
        for one in done.conclusions.conclusions
    }


def _engine(material: Material, found: Found) -> dict[tuple[str, str], float]:
    """Returns log10 LR of every pair by the exact engine: the profile is the missing person, or a stranger."""
    markers = material.markers.markers
    result = {}
    for person in material.references.searched:
        ((_, family),) = material.references.families([person.row])
        tree = family.pedigree
        parents = [[tree.ids[k] if k >= 0 else "0" for k in side] for side in (tree.fathers, tree.mothers)]
        seen = {who: [of[m.name] or None for m in markers] for who, of in family.genotypes.items()}
        h1 = Pedigree.of(tree.ids, *parents, tree.sexes)
        other = [["~" if one == family.missing else one for one in some] for some in (tree.ids, *parents)]
        h2 = Pedigree.of([*other[0], family.missing], [*other[1], "0"], [*other[2], "0"], [*tree.sexes, 1])
        for profile in material.people.table.profiles:
            sex = int(tree.sexes[tree.index(family.missing)])
            if {profile.sex, sex} != {1, 2}:
                mine = [profile.genotypes[m.name] or None for m in markers]
                ratio = likelihood_ratio(h1, h2, markers, {**seen, family.missing: mine})
                result[profile.id, person.name] = ratio.total
    return result


@pytest.mark.parametrize("seed", range(3))
def test_every_hit_is_the_engines_ratio(files: Any, seed: int) -> None:
    made = files(seed, SHAPES[seed])
    material = made.material()
    found = made.search(material)
    expected = _engine(material, found)
    assert found.comparisons == len(expected)
    told = {(pair.profile, pair.person): pair.log10_lr for pair in pairs_of(material, found)}
    assert told == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("threshold", [EVERYTHING, 0.0, 2.0])
@pytest.mark.parametrize("seed", range(2))
def test_clusters_equal_one_joint_over_everything(files: Any, shapes: list[str], threshold: float, seed: int) -> None:
    made = files(seed, shapes)
    material = made.material()
    found = made.search(material, threshold)
    done = conclude(material, found, open_missing=40, thresholds=Thresholds(match=100.0))
    pairs = pairs_of(material, found)
    families = dict(material.references.families({pair.row for pair in pairs}))
    case, _ = case_of(pairs, material, families)
    whole = kinship_identify(case, prior=prior_of(pairs, 40))
    words = kinship_conclude(case, Thresholds(match=100.0))
    told = _by_pair(done)
    assert {name: one[3] for name, one in told.items()} == pytest.approx(
        {name: whole.marginals[name][one[0]] for name, one in told.items()}, abs=1e-12
    )
    for mine, theirs in ((done.victims, words.victims), (done.missing, words.missing)):
        assert {name: (one.word, one.who) for name, one in mine.items()} == {
            name: (one.word, one.who) for name, one in theirs.items()
        }
        assert [one.log10_lr for one in mine.values() if one.log10_lr is not None] == pytest.approx(
            [theirs[name].log10_lr for name, one in mine.items() if one.log10_lr is not None], abs=1e-9
        )


@pytest.mark.parametrize("seed", range(3))
def test_order_of_profiles_and_families_changes_nothing(files: Any, seed: int) -> None:
    made = files(seed, ["both parents", "mother", "two sibs", "brothers"], strangers=0)
    count = len(made.profiles)
    assert count == len(made.world.families)
    both = []
    for order in (None, list(range(count))[::-1]):
        material = made.material(order=order, both=True)
        both.append(conclude(material, made.search(material, 0.0), open_missing=30))
    assert both[0].conclusions.conclusions == both[1].conclusions.conclusions


@pytest.mark.parametrize("seed", range(3))
def test_a_family_that_nobody_matches_changes_no_conclusion(files: Any, seed: int) -> None:
    made = files(seed, ["both parents", "mother", "brothers"])
    material = made.material()
    before = conclude(material, made.search(material, 2.0), open_missing=50)
    for k in range(4):
        made.world.family(f"Z{k}", "both parents")
    more = made.material()
    found = made.search(more, 2.0)
    assert not {"Z0", "Z1", "Z2", "Z3"} & {pair.family for pair in pairs_of(more, found)}
    after = conclude(more, found, open_missing=50)
    assert _by_pair(after) == _by_pair(before)
    assert after.conclusions.comparisons > before.conclusions.comparisons
    chance = [
        a.chance_hits / b.chance_hits  # type: ignore[operator]
        for a, b in zip(after.conclusions.conclusions, before.conclusions.conclusions, strict=True)
    ]
    assert chance == pytest.approx([after.conclusions.comparisons / before.conclusions.comparisons] * len(chance))


def test_more_missing_make_every_posterior_less_and_no_ratio_other(files: Any) -> None:
    made = files(5, ["both parents", "mother", "two sibs"])
    material = made.material()
    found = made.search(material, 0.0)
    few, many = (conclude(material, found, open_missing=n).conclusions.conclusions for n in (10, 10_000))
    assert [one.log10_lr for one in few] == [one.log10_lr for one in many]
    assert all((a.posterior or 0) > (b.posterior or 0) for a, b in zip(few, many, strict=True))


def test_a_profile_in_two_parts_is_one_person_once_judged(files: Any) -> None:
    made = files(7, ["both parents", "mother"], strangers=0, lost=0.0)
    made.profiles["V0b"] = (0, ["" if k % 3 else text for k, text in enumerate(made.profiles["V0"][1])])
    apart = conclude(m := made.material(), made.search(m, 0.0), open_missing=20)
    together = conclude(m := made.material(judged=[["V0", "V0b"]]), made.search(m, 0.0), open_missing=20)
    told = {one.profile: one for one in together.conclusions.conclusions}
    rivals = {one.profile: [rival.profile for rival in one.rivals] for one in apart.conclusions.conclusions}
    assert "V0b" in rivals["V0"]
    assert (told["V0"].family, told["V0b"].family) == ("F0", "F0")
    assert told["V0"].posterior == told["V0b"].posterior
    assert told["V0"].rivals == ()
    assert together.same == {"V0": ("V0b",), "V0b": ("V0",)}


def test_brothers_whom_nothing_tells_apart_are_a_set(files: Any) -> None:
    made = files(11, ["brothers"], strangers=0, lost=0.0, markers=16)
    done = conclude(m := made.material(), made.search(m, 0.0), open_missing=100)
    assert done.sets == {"V0": ("F0/X", "F0/Y"), "V1": ("F0/X", "F0/Y")}
    for one in done.conclusions.conclusions:
        assert (one.word, one.passes) == ("Symmetric match", "no")
        assert one.posterior == pytest.approx(0.5, abs=0.01)
        assert one.reasons[-1] == "nothing tells apart: F0/X, F0/Y; the match is with one of them"


def test_a_hit_with_one_parent_is_a_lead_and_says_how_many_chance_gives(files: Any) -> None:
    made = files(3, ["mother"], strangers=0, lost=0.0, markers=24)
    done = conclude(m := made.material(), made.search(m, 0.0), open_missing=2)
    (one,) = done.conclusions.conclusions
    assert (one.word, one.close_relatives, one.passes) == ("Undisputed", 1, "no")
    chance = one.chance_hits or math.nan
    assert chance == pytest.approx(10.0**-one.log10_lr)
    assert one.reasons[-1] == (
        "a lead by one close relative, not an identification; "
        f"a search of this size gives up to {chance:.2g} as good by chance"
    )


def test_a_law_of_both_rows_of_one_family(files: Any) -> None:
    made = files(1, ["brothers", "mother"])
    made.world.families[1]["genotypes"]["F"][0] = "9/9"
    material = made.material()
    told = [(one.family, one.missing, one.reason) for one in material.references.told()]
    why = "the rows of this family differ in more than who is missing"
    assert told == [("F0", "X", why), ("F0", "Y", why)]
    assert json.dumps([one.name for one in material.references.searched]) == '["F1/X"]'
