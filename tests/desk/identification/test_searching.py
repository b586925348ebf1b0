"""The bar of a search, what chance gives, and hits kept in a file."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from repatria.desk.identification.inputs import read_material
from repatria.desk.identification.searching import (
    bar,
    expected_by_chance,
    kept_out_of,
    read_hits,
    threshold_for,
    to_parquet,
    told_kept_out,
)
from repatria.remains.policy import DEFAULT, Policy


def test_the_bar_is_what_a_pair_alone_needs() -> None:
    needed = 10 ** bar(DEFAULT, 70_001)
    assert needed / (needed + 70_000) == pytest.approx(DEFAULT.least_posterior, abs=1e-12)
    assert threshold_for(DEFAULT, 70_001) == pytest.approx(math.log10(1999 * 70_000) - 5)
    assert threshold_for(Policy(least_posterior=0.5), 2) == 0.0


def test_chance_gives_at_most_one_in_lr_of_all_comparisons() -> None:
    assert expected_by_chance(1000, np.array([3.0, 6.0, -2.0])).tolist() == pytest.approx([1.0, 1e-3, 1000.0])


def test_unrelated_profiles_hit_no_more_often_than_the_bound(files: Any) -> None:
    made = files(2, ["mother", "two sibs", "both parents", "uncle"] * 6, strangers=120, found=0, lost=0.0, markers=6)
    material = made.material()
    found = made.search(material, 0.0)
    assert found.comparisons == 120 * 24
    for threshold in (0.5, 1.0, 1.5):
        bound = found.comparisons * 10**-threshold
        assert 0 < (found.log10_lr >= threshold).sum() < bound


def test_hits_read_again_are_the_same(files: Any) -> None:
    made = files(4, ["both parents", "brothers"])
    material = made.material()
    found = made.search(material, 0.0)
    content = to_parquet(material, found)
    again = read_hits(content, material)
    assert (again.profile.tolist(), again.row.tolist(), again.log10_lr.tolist()) == (
        found.profile.tolist(), found.row.tolist(), found.log10_lr.tolist(),
    )  # fmt: skip
    assert (again.comparisons, again.threshold, kept_out_of(content)) == (found.comparisons, found.threshold, {})
    assert to_parquet(material, again) == content


def test_families_that_fail_a_check_are_not_searched_and_listed(files: Any) -> None:
    made = files(6, ["both parents", "mother", "brothers"])
    first = made.world.families[0]["family"]
    material = made.material(
        check=lambda families, _markers: ["a brother?" if one.id == first else "" for one in families]
    )
    found = made.search(material, 0.0)
    told = [(one.family, one.missing, one.reason) for one in told_kept_out(material, found)]
    assert told == [(first, "X", "a brother?")]
    assert first not in {material.references.missing[row - 1].family for row in found.row.tolist()}
    assert found.comparisons == len(material.profiles) * 3
    assert kept_out_of(to_parquet(material, found)) == {1: "a brother?"}


def test_rows_that_are_no_families_are_listed(files: Any) -> None:
    made = files(8, ["mother"])
    made.world.families.append(made.world.families[0] | {"family": "G", "genotypes": {"X": ["9/9"] * 10}})
    material = made.material()
    path = material.references.path
    path.write_bytes(path.read_bytes() + b'{"family": 7}\n\nnonsense\n')
    table = b"marker,allele,frequency\n" + b"".join(
        f"{name},{allele},{f!r}\n".encode() for name, of in made.world.table.items() for allele, f in of.items()
    )
    profiles = ("profile," + ",".join(made.world.table) + "\nV," + ",".join(["9/10"] * 10) + "\n").encode()
    material = read_material(profiles=profiles, families=path, frequencies=table)
    told = [(one.family, one.reason) for one in told_kept_out(material, made.search(material, 0.0))]
    why = "the missing person has results; this family is not searched"
    assert told == [("", "the row is empty"), ("", "the row is no family"), ("", "the row is no family"), ("G", why)]
