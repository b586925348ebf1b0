"""What a text would come to: numbers by clause and side, reasons, and a plan or why there is none."""

from __future__ import annotations

from repatria.desk.terms.agreements import document_text, examine
from repatria.desk.terms.trial import Placed, Reason, count
from repatria.people.facts import Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId
from repatria.register.acts import Answer

EXCHANGE = ExchangeId("children-2031")
MEDIATOR = actor("mediator/registrar")


def grown(number: int) -> str:
    """Returns terms by which each side hands over so many."""
    return f"""
format = 1
exchange = "children-2031"
version = 1
title = "n for n"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["ICRC practice"]

[[category]]
id = "grown"
wording = "aged 18 or more"
age = {{ from = 18, from_inclusive = true }}

[[clause]]
id = "grown"
wording = "n for n"
formula = "n for n"
counts = "person"
both = true
category = "grown"
number = {number}
substitution = {{ allowed = false }}
"""


def holding(office):
    """Each side is said to hold two grown-up people of the other's, and one of whom no date is known."""
    for party in ("north", "south"):
        office.hands_in(party, Stance.SEEKS, ["Орлов;Пётр;1980;", "Орлова;Анна;1981;", "Орлова;Майя;;"])
        for n in (1, 2, 3):
            office.answers(f"{party}-1:{n}", Answer.HELD)


def counted(office, text, **more):
    """Returns what a text comes to for the mediator."""
    return count(office.desk, EXCHANGE, examine(text)[0], reader=MEDIATOR, in_force=False, **more)


def test_everybody_is_counted_once_with_the_answer_and_who_has_them(office):
    holding(office)
    found = counted(office, grown(2))
    assert found.lines == ("north-1:1", "north-1:2", "north-1:3", "south-1:1", "south-1:2", "south-1:3")
    assert (found.holders, found.answers) == (("south",) * 3 + ("north",) * 3, {"grown": "yyuyyu"})
    on = "18 or older on 2031-06-02, by every source"
    assert set(found.reasons["grown"]) == {
        Reason(Truth.YES, ("held by south, which hands over under grown", on), 2),
        Reason(Truth.YES, ("held by north, which hands over under grown", on), 2),
        Reason(Truth.UNKNOWN, ("a document that shows the date of birth",), 2),
    }


def test_a_plan_that_can_be_kept_is_told_by_stage_and_side(office):
    holding(office)
    trial = counted(office, grown(2)).trial
    assert (trial.able, trial.left, trial.why) == (4, 0, "")
    assert trial.placed == (Placed(1, "north", "grown", 2), Placed(1, "south", "grown", 2))


def test_a_plan_that_cannot_be_kept_is_told_with_the_promises_in_conflict(office):
    holding(office)
    trial = counted(office, grown(3)).trial
    assert (trial.able, trial.placed, trial.why) == (4, (), "no plan keeps all the terms")
    assert "grown" in trial.conflict


def test_people_count_as_willing_who_were_never_asked(office):
    office.ready_children()
    terms = document_text(office.desk, office.desk.book().exchanges[EXCHANGE].latest["mediator"])
    assert counted(office, terms).trial.able == 4


def test_a_book_without_people_is_counted(office):
    found = counted(office, grown(1))
    assert (found.lines, found.answers, found.trial.able) == ((), {"grown": ""}, 0)


def test_it_tells_how_far_it_is(office):
    told = []
    holding(office)
    counted(office, grown(1), telling=told.append)
    assert told == ["planning"]
