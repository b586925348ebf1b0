"""Which families can never meet the policy as they stand, and why."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk.identification.power import FamilyPower, power
from repatria.remains.policy import DEFAULT


def told(files: Any, shapes: list[str], *, markers: int = 14, missing: int = 100, **more: Any) -> list[FamilyPower]:
    made = files(9, shapes, markers=markers)
    material = made.material()
    return list(power(material.references, material.markers, DEFAULT, open_missing=missing, **more))


def test_what_a_family_lacks_is_said(files: Any) -> None:
    both, one, uncle = told(files, ["both parents", "mother", "uncle"])
    assert (both.close_relatives, both.lacks) == (2, ())
    assert (one.close_relatives, one.lacks) == (1, ("1 close relatives are typed at 12 markers or more, asked are 2",))
    assert (uncle.close_relatives, uncle.typed_relatives) == (1, 2)
    assert all(family.reach is not None for family in (both, one, uncle))
    few = told(files, ["both parents"], markers=4, missing=10**9)[0]
    assert few.reach is not None
    assert few.lacks == (
        "0 close relatives are typed at 12 markers or more, asked are 2",
        "4 markers tell anything, asked are 12",
        f"no profile reaches more than log10 LR {few.reach.greatest:.1f}, a pair alone needs 12.3",
    )


def test_the_relative_who_would_help_most_is_asked_for_where_something_lacks(files: Any) -> None:
    both, one = told(files, ["both parents", "mother"], asking=("father", "sister"), draws=20)
    assert both.asked == ()
    assert [asked.relative for asked in one.asked] == ["father", "sister"]
    assert one.asked[0].gain > one.asked[1].gain > 0


def test_rows_kept_out_stand_with_their_reason(files: Any) -> None:
    made = files(9, ["mother", "both parents"], markers=14)
    material = made.material()
    references = material.references.without({1: "no mother"})
    first, second = power(references, material.markers, DEFAULT, open_missing=100)
    assert (first.problem, first.reach, second.problem) == ("no mother", None, "")
    assert second.reach == pytest.approx(second.reach)
