from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from repatria.kinship.joint.pairs import contradictions, identifiable
from repatria.kinship.joint.weighing.family import Family
from repatria.kinship.pedigree import Pedigree


@pytest.mark.reference
@pytest.mark.parametrize(
    "name", ["KETPchap484", "KETPexer497", "fire", "grave", "icmp", "planecrash", "exclusionExample"]
)
def test_contradictions_as_dvir_counts_them(name: str, reference: Path, read: Any):
    value, case = read(reference / "kinship" / "reference" / f"dvi_{name}.json")
    for family in case.families:
        candidates = {person: case.candidates()[person] for person in family.missing}
        for (person, victim), count in contradictions(family, case.victims, case.markers, candidates).items():
            assert count == value["exclusionMatrix"][case.victims[victim].name][person]


def test_who_can_be_spoken_for():
    pedigree = Pedigree.of(
        ["M1", "R1", "M2", "M3", "M4"], ["0", "0", "M1", "0", "M3"], ["0", "0", "R1", "0", "M2"], [1, 2, 2, 1, 1]
    )
    # M2 is R1's child; M1, her father, and M4, her son, are kin of hers; M3 only has a child with her, who is missing
    family = Family("F", pedigree, {"R1": ("1/1",)}, ("M1", "M2", "M3", "M4"))
    assert identifiable(family) == {"M1", "M2", "M3", "M4"}
    assert identifiable(Family("F", pedigree, {"R1": ("1/1",)}, ("M1", "M3"))) == frozenset()
    assert identifiable(Family("F", pedigree, {}, ("M1", "M2"))) == frozenset()
