from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from repatria.exchange.allocation import Candidate, Placement
from repatria.exchange.allocation.exhaustive import best, broken
from repatria.exchange.terms import Stage, Terms

Golden = Callable[[str], Terms]

TWO_STAGES = (Stage(1, caps={"north": 1}), Stage(2))


def people(golden: Golden, *groups: str) -> list[Candidate]:
    return [Candidate(f"P-{n}", "north", frozenset({"all-young"}), group=g) for n, g in enumerate(groups)]


def test_everybody_goes_and_waits_least(golden: Golden) -> None:
    terms = replace(golden("prisoners"), stages=TWO_STAGES)
    assert best(candidates=people(golden, "", "", ""), terms=terms) == (3, 2)
    assert best(candidates=people(golden, "", "S", "S"), terms=terms) == (3, 2)
    assert best(candidates=people(golden, "S", "S", "S"), terms=terms) == (3, 3)


def test_no_plan_is_none(golden: Golden) -> None:
    terms = replace(golden("prisoners"), stages=TWO_STAGES[:1])
    assert best(candidates=people(golden, "", ""), terms=terms) is None


def test_a_placement_is_judged_by_each_rule(golden: Golden) -> None:
    terms = replace(golden("prisoners"), stages=TWO_STAGES)
    two = people(golden, "S", "S")

    def judged(*stages: int | None) -> bool:
        placed = [s and Placement(c.person, c.holder, "all-young", s) for c, s in zip(two, stages, strict=True)]
        return broken([p or None for p in placed], candidates=two, terms=terms)

    assert [judged(2, 2), judged(1, 2), judged(1, 1), judged(2, None), judged(None, None)] == [
        False, True, True, True, True,
    ]  # fmt: skip
