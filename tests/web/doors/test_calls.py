"""What waits besides lines stands on My work of those whose it is, and is gone when it is done."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from repatria.desk import claims
from repatria.desk.session import Desk
from repatria.desk.terms import agreements
from repatria.people.party import actor
from repatria.people.refs import LineRef
from repatria.register.acts import Judgement

At = Callable[[str], Client]
OTHER = """
format = 1
exchange = "children-2031"
version = 2
title = "Return of one more child"
parties = ["north", "south"]
status = "proposed"
reference_date = 2025-01-06
review_days = 7

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[children]
best_interests = "panel"
siblings_together = true

[[clause]]
id = "from-south"
wording = "South hands over to North the people named by North."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:1", "north-1:2", "north-1:3"]
substitution = { allowed = false }
"""


def calls(client: Client) -> list[tuple[str, str]]:
    found = re.findall(r'<li class="task"><h2><a href="([^"]+)">([^<]+)</a></h2>', client.get("/").content.decode())
    return [(url, says) for url, says in found if says[0].isdigit() or says.startswith("The other side")]


def judge(desk: Desk, party: str, judgement: Judgement) -> None:
    row = claims.JudgementRow(LineRef("north-1:2"), LineRef("south-1:1"), judgement)
    claims.judge_matches(desk, by=actor(f"{party}/delegate"), judgements=[row])


def test_a_pair_that_one_side_judged_waits_for_the_other(at: At, fresh: Desk) -> None:
    north, south = at("north/delegate"), at("south/delegate")
    assert (calls(north), calls(south)) == ([], [])
    judge(fresh, "north", Judgement.SAME)
    waits = [("/matching/", "The other side has judged 1 pair of which yours has said nothing")]
    assert (calls(north), calls(south), calls(at("mediator/registrar"))) == ([], waits, [])
    judge(fresh, "south", Judgement.DIFFERENT)
    assert (calls(north), calls(south)) == ([], [])


def test_a_pair_of_ones_own_lines_waits_for_nobody_else(at: At, fresh: Desk) -> None:
    row = claims.JudgementRow(LineRef("north-1:2"), LineRef("north-1:3"), Judgement.SAME)
    claims.judge_matches(fresh, by=actor("north/delegate"), judgements=[row])
    assert calls(at("south/delegate")) == []


@pytest.mark.parametrize("seat", ["north/delegate", "south/delegate"])
def test_a_text_waits_for_each_sides_delegate(at: At, fresh: Desk, seat: str) -> None:
    assert calls(at(seat)) == []
    agreements.propose_terms(fresh, by=actor("mediator/registrar"), text=OTHER)
    assert calls(at(seat)) == [("/sign-terms/", "1 text of terms waits for your side’s signature")]
    assert (calls(at("north/officer")), calls(at("mediator/verifier"))) == ([], [])
