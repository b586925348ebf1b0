"""Profiles judged one person are one profile; what nobody judged stays apart."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk.identification.profiles import Homozygotes, consensus, one_a_person, read_judged
from repatria.errors import InputNotUnderstood
from repatria.kinship import read_profiles

TABLE = b"""profile,sex,laboratory,M1,M2,M3
K-1,M,North,13/14,13/-,
K-2,,South,13/-,13/15,9/9
K-3,F,North,13/14,11/12,9/9
"""


def people(*groups: list[str], homozygotes: Homozygotes = Homozygotes.AS_TYPED) -> Any:
    return one_a_person(read_profiles(TABLE, more=("laboratory",)), groups, homozygotes=homozygotes)


@pytest.mark.parametrize(
    ("results", "together"),
    [
        (["-/-", ""], "-/-"),
        (["13/-", "13/-"], "13/-"),
        (["13/-", "13/13"], "13/13"),
        (["13/-", "14/-"], "13/14"),
        (["13/13", "14/13"], "13/14"),
        (["13/14", "13/15"], None),
        (["13/14", "13/14/15"], "13/14"),  # what breaks a rule says nothing
    ],
)
def test_what_results_of_one_person_show_together(results: list[str], together: str | None) -> None:
    assert consensus(results) == together
    assert consensus(results[::-1]) == together


def test_judged_profiles_are_brought_together_under_the_fullest() -> None:
    made = people(["K-1", "K-2"])
    assert [one.id for one in made.table.profiles] == ["K-2", "K-3"]
    one = made.table.profiles[0]
    assert (one.sex, dict(one.genotypes)) == (1, {"M1": "13/14", "M2": "13/15", "M3": "9/9"})
    assert made.parts == {"K-2": ("K-1", "K-2"), "K-3": ("K-3",)}
    assert made.laboratories == {"K-2": 2, "K-3": 1}


def test_nothing_is_merged_without_a_judgement() -> None:
    made = people()
    assert [one.id for one in made.table.profiles] == ["K-1", "K-2", "K-3"]
    proposed = b'{"format": "x", "clusters": [{"profiles": ["K-1", "K-2"], "log10_lr": 9}]}'
    assert read_judged(proposed) == ()
    assert read_judged(proposed.replace(b'"log10_lr": 9', b'"judged": "same"')) == (("K-1", "K-2"),)


def test_of_a_cluster_judged_in_part_the_parts_count() -> None:
    partly = b'{"clusters": [{"profiles": ["K-1", "K-2", "K-3"], "judged": "partly", "judged_same": [["K-1", "K-3"]]}]}'
    assert read_judged(partly) == (("K-1", "K-3"),)


def test_contradictions_are_told_and_count_as_no_result() -> None:
    made = people(["K-1", "K-2", "K-3"])
    (one,) = made.table.profiles
    assert (one.sex, one.genotypes["M2"]) == (0, "-/-")
    told = [(found.code, found.column) for found in made.findings if "contradict" in found.code]
    assert told == [("sexes-contradict", ""), ("results-contradict", "M2")]


def test_one_allele_twice_is_one_seen_unless_said_otherwise() -> None:
    as_seen = people(homozygotes=Homozygotes.ONE_SEEN).table.profiles[1]
    assert dict(as_seen.genotypes) == {"M1": "13/-", "M2": "13/15", "M3": "9/-"}
    assert people().table.profiles[1].genotypes["M3"] == "9/9"


@pytest.mark.parametrize("groups", [(["K-1", "K-9"],), (["K-1", "K-2"], ["K-2", "K-3"])])
def test_judgements_on_others_or_twice_are_refused(groups: tuple[list[str], ...]) -> None:
    with pytest.raises(InputNotUnderstood):
        people(*groups)
    with pytest.raises(InputNotUnderstood, match="not a file of judged clusters"):
        read_judged(b"[1]")
