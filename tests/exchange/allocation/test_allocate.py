from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from repatria.errors import InputNotUnderstood
from repatria.exchange.allocation import Candidate, Impossible, Placement, Plan, allocate
from repatria.exchange.terms import Stage, Status, Terms, read_terms

Golden = Callable[[str], Terms]


def crowd(holder: str, clause: str, n: int, start: int = 1, **more: object) -> list[Candidate]:
    return [
        Candidate(f"P-{holder}-{clause}-{i:04}", holder, frozenset({clause}), **more) for i in range(start, start + n)
    ]


def thousand(*, military: tuple[int, int] = (900, 880), civilian: tuple[int, int] = (120, 150)) -> list[Candidate]:
    sides = (("north", 0), ("south", 1))
    return [
        c for party, i in sides for c in crowd(party, "military", military[i]) + crowd(party, "civilian", civilian[i])
    ]


def test_a_thousand_for_a_thousand_in_three_stages(golden: Golden) -> None:
    plan = allocate(candidates=thousand(), terms=golden("thousand"))
    assert isinstance(plan, Plan)
    per_stage = Counter((p.stage, p.holder) for p in plan.placements)
    assert per_stage == {(s, p): n for s, n in ((1, 390), (2, 307), (3, 303)) for p in ("north", "south")}
    assert Counter((p.clause, p.holder) for p in plan.placements) == {
        ("military", "north"): 880,
        ("military", "south"): 880,
        ("civilian", "north"): 120,
        ("civilian", "south"): 120,
    }
    assert (plan.placed, len(plan.left), plan.waiting, plan.is_best) == (2000, 50, 2 * (307 + 2 * 303), True)
    assert str(plan) == "2000 go, 50 have no place; weighted stages waited 1826 (proven best)"


def test_the_first_in_the_order_given_go_first(golden: Golden) -> None:
    plan = allocate(candidates=thousand(), terms=golden("thousand"))
    assert isinstance(plan, Plan)
    assert plan.left == tuple(c.person for c in thousand() if c.person not in {p.person for p in plan.placements})
    stages = [
        p.stage
        for p in sorted(plan.placements, key=lambda p: p.person)
        if (p.clause, p.holder) == ("military", "north")
    ]
    assert stages == sorted(stages)


def test_the_same_input_gives_the_same_plan(golden: Golden) -> None:
    assert allocate(candidates=thousand(), terms=golden("thousand")) == allocate(
        candidates=thousand(), terms=golden("thousand")
    )


def test_what_was_promised_and_is_not_there_has_its_place_in_the_terms(golden: Golden) -> None:
    found = allocate(candidates=thousand(civilian=(120, 119)), terms=golden("thousand"))
    assert isinstance(found, Impossible)
    assert [(f.code, f.place) for f in found.conflict] == [("promise-number", "clause.civilian.number")]
    assert str(found) == 'clause civilian: "n for n", exactly 120 from south; candidates: 119 of south'


def test_caps_that_do_not_carry_what_was_promised(golden: Golden) -> None:
    terms = golden("thousand")
    small = replace(terms, stages=(*terms.stages[:2], replace(terms.stages[2], caps={"north": 303, "south": 302})))
    found = allocate(candidates=thousand(), terms=small)
    assert isinstance(found, Impossible)
    assert [f.message for f in found.conflict] == [
        'clause military: "n for n", exactly 880 from south; candidates: 880 of south',
        'clause civilian: "n for n", exactly 120 from south; candidates: 150 of south',
        "stage 1: at most 390 from south",
        "stage 2: at most 307 from south",
        "stage 3: at most 302 from south",
    ]


def test_parity_and_all_for_all_may_contradict_each_other(golden: Golden) -> None:
    terms = golden("prisoners")
    staged = replace(terms, stages=(Stage(1, parity=3),))
    people = crowd("north", "all-young", 10) + crowd("south", "all-young", 6)
    found = allocate(candidates=people, terms=staged)
    assert isinstance(found, Impossible)
    assert [f.message for f in found.conflict] == [
        'clause all-young: "all for all", all 10 from north go',
        "stage 1: numbers of both directions differ by at most 3 (parity); candidates: 10 of north, 6 of south",
    ]
    assert isinstance(allocate(candidates=people[1:], terms=staged), Plan)


def named(golden: Golden, stages: str = "") -> Terms:
    read = read_terms(
        'format = 1\nexchange = "c"\nversion = 1\nparties = ["north", "south"]\nstatus = "proposed"\n'
        "[children]\nsiblings_together = true\n"
        '[[clause]]\nid = "a"\nwording = "a"\nformula = "named persons"\nfrom = "south"\nto = "north"\npersons = ["north-1:1"]\n'
        + stages
    )
    assert read.terms is not None
    return read.terms


def test_a_group_too_large_for_any_stage_is_named_as_the_reason(golden: Golden) -> None:
    terms = named(golden, "".join(f"[[stage]]\nnumber = {n}\ncaps = {{ south = 4 }}\n" for n in (1, 2)))
    people = crowd("south", "a", 5, group="S-1") + crowd("south", "a", 2, start=10)
    found = allocate(candidates=people, terms=terms)
    assert isinstance(found, Impossible)
    assert [f.message for f in found.conflict] == [
        'clause a: "named persons", all 7 from south go',
        "stage 1: at most 4 from south",
        "stage 2: at most 4 from south",
        "groups travel together, each in one stage",
    ]


def test_groups_stay_whole_and_priorities_go_first(golden: Golden) -> None:
    terms = named(golden, "".join(f"[[stage]]\nnumber = {n}\ncaps = {{ south = 4 }}\n" for n in (1, 2)))
    people = [
        *crowd("south", "a", 3, group="S-1"),
        *crowd("south", "a", 3, start=10, group="S-2", priority=1),
        *crowd("south", "a", 1, start=20),
        *crowd("south", "a", 1, start=30, priority=2),
    ]
    plan = allocate(candidates=people, terms=terms)
    assert isinstance(plan, Plan)
    assert {p.person[-2:]: p.stage for p in plan.placements} == {
        "01": 2, "02": 2, "03": 2, "10": 1, "11": 1, "12": 1, "20": 2, "30": 1,
    }  # fmt: skip
    assert (plan.waiting, plan.bound) == (4, 4)


def test_terms_without_stages_move_everybody_at_once(golden: Golden) -> None:
    plan = allocate(candidates=crowd("south", "children-from-south", 3), terms=golden("children"))
    assert isinstance(plan, Plan)
    assert plan.placements == tuple(
        Placement(f"P-south-children-from-south-{i:04}", "south", "children-from-south", 1) for i in (1, 2, 3)
    )


def test_children_of_one_side_do_not_wait_for_the_other(golden: Golden) -> None:
    plan = allocate(candidates=crowd("south", "children-from-south", 3), terms=golden("children"))
    assert isinstance(plan, Plan)
    assert (plan.placed, plan.left) == (3, ())


def test_nobody_at_all_is_a_plan_where_nothing_is_promised(golden: Golden) -> None:
    assert allocate(candidates=[], terms=golden("prisoners")) == Plan((), (), 0, 0, 0, 0)


def test_too_few_on_one_side_is_told_of_that_side(golden: Golden) -> None:
    for short, party in (((119, 150), "north"), ((150, 119), "south")):
        found = allocate(candidates=thousand(civilian=short), terms=golden("thousand"))
        assert isinstance(found, Impossible)
        assert [f.message for f in found.conflict] == [
            f'clause civilian: "n for n", exactly 120 from {party}; candidates: 119 of {party}'
        ]


def test_preliminary_terms_give_no_plan(golden: Golden) -> None:
    found = allocate(candidates=[], terms=replace(golden("prisoners"), status=Status.PRELIMINARY))
    assert isinstance(found, Impossible)
    assert [f.code for f in found.conflict] == ["terms-preliminary"]


@pytest.mark.parametrize(
    ("candidates", "message"),
    [
        (crowd("north", "all-young", 1) * 2, "a candidate stands twice"),
        (crowd("north", "none", 1), "a candidate under no clause of that direction"),
        ([Candidate("P-1", "north", frozenset())], "a candidate under no clause of that direction"),
        (crowd("east", "all-young", 1), "a candidate under no clause of that direction"),
        (crowd("north", "all-young", 1, priority=-1), "a priority out of range"),
        (crowd("north", "all-young", 1, priority=1001), "a priority out of range"),
    ],
)
def test_candidates_that_break_a_rule(golden: Golden, candidates: list[Candidate], message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        allocate(candidates=candidates, terms=golden("prisoners"))
    assert refused.value.message == message


def test_under_the_earlier_clause_somebody_of_two_counts_there_only(golden: Golden) -> None:
    terms = golden("prisoners")
    both = [Candidate("P-1", "north", frozenset({"all-gravely-ill", "all-young"}))]
    plan = allocate(candidates=both, terms=terms)
    assert isinstance(plan, Plan)
    assert [p.clause for p in plan.placements] == ["all-gravely-ill"]
