from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from repatria.errors import IllegalAct
from repatria.exchange.stages import ORDER, ExchangeStage, Standing, enter, furthest, hindrances

BOTH = frozenset({"north", "south"})
DONE = Standing(BOTH, listed_by=BOTH, signed_by=BOTH, manifests=2)
S = ExchangeStage


def test_the_order_is_that_of_the_agreements() -> None:
    assert [str(s) for s in ORDER] == ["open", "listed", "answered", "remarked", "final", "moving", "settled"]


def test_everything_done_leads_to_settled() -> None:
    assert furthest(now=S.OPEN, standing=DONE) is S.SETTLED


@pytest.mark.parametrize(
    ("standing", "stage", "reasons"),
    [
        (replace(DONE, listed_by=frozenset({"north"})), S.OPEN, ("south has not handed in all its lists",)),
        (replace(DONE, unanswered=3), S.LISTED, ("3 lines have no answer",)),
        (replace(DONE, unremarked=2), S.ANSWERED, ("2 answers await a remark",)),
        (replace(DONE, signed_by=frozenset({"south"})), S.REMARKED, ("north has not signed the terms",)),
        (replace(DONE, terms_bind=False), S.REMARKED, ("the terms are preliminary and bind nobody",)),
        (replace(DONE, manifests=0), S.FINAL, ("no manifest is signed by all",)),
        (replace(DONE, owed=5), S.MOVING, ("5 are still owed under the terms",)),
        (replace(DONE, unknown=1), S.MOVING, ("1 may still turn out to be owed",)),
    ],
)
def test_what_is_missing_holds_up_the_next_stage(standing: Standing, stage: S, reasons: tuple[str, ...]) -> None:
    assert furthest(now=S.OPEN, standing=standing) is stage
    to = ORDER[ORDER.index(stage) + 1]
    assert hindrances(now=stage, to=to, standing=standing) == reasons
    with pytest.raises(IllegalAct) as refused:
        enter(now=stage, to=to, standing=standing)
    assert refused.value.message == f"the exchange cannot become {to}: {reasons[0]}"


def test_no_stage_is_left_out_and_none_is_gone_back_to() -> None:
    allowed = {(now, to) for now, to in product(S, S) if not hindrances(now=now, to=to, standing=DONE)}
    assert allowed == {(ORDER[i], ORDER[i + 1]) for i in range(len(ORDER) - 1)}


@pytest.mark.parametrize("now", ORDER)
def test_suspended_from_anywhere_and_back(now: S) -> None:
    stopped = replace(DONE, suspended_by=frozenset({"south"}))
    assert enter(now=now, to=S.SUSPENDED, standing=stopped) is S.SUSPENDED
    assert furthest(now=S.SUSPENDED, standing=stopped) is S.SUSPENDED
    assert hindrances(now=S.SUSPENDED, to=now, standing=stopped) == ("still suspended by south",)
    lifted = replace(DONE, before_suspension=now)
    assert enter(now=S.SUSPENDED, to=now, standing=lifted) is now
    others = [to for to in ORDER if to is not now]
    assert [hindrances(now=S.SUSPENDED, to=to, standing=lifted) for to in others] == [
        (f"it was stopped while {now} and resumes there",)
    ] * len(others)
