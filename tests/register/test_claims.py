"""What the book refuses about lists, answers, remarks and judgements, and with which words."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.people.fields import Field
from repatria.people.refs import PartyId
from repatria.register.acts import Answer
from repatria.register.claims import ANSWERS_TO, party_of

LISTS = "north seeks 3\nsouth holds 2\nsouth sends 1 bags\n"


def refusal(story: Any, told: str) -> str:
    before = story.book.digest()
    with pytest.raises(IllegalAct) as refused:
        story.tell(told)
    assert story.book.digest() == before
    return str(refused.value)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("mediator seeks 1", "the mediator hands in no lists"),
        ("north answers north-1:1 held", "north-1:1: a line is answered by the other party"),
        ("mediator answers north-1:1 held", "north-1:1: a line is answered by the other party"),
        ("south answers north-1:1 acknowledged", "north-1:1: 'acknowledged' is no answer to a line that seeks"),
        ("north answers south-1:1 held", "south-1:1: 'held' is no answer to a line that holds"),
        ("north answers south-2:1 dead", "south-2:1: remains are counted and identified, not answered"),
        ("south answers north-1:1 duplicate", "north-1:1: a duplicate names the other line, and only a duplicate does"),
        ("south answers north-1:1 dead of north-1:2",
         "north-1:1: a duplicate names the other line, and only a duplicate does"),
        ("south answers north-1:1 dead needs sex", "north-1:1: only 'cannot identify' says what it needs"),
        ("south answers north-1:1 duplicate of north-1:1",
         "north-1:1: a line duplicates another line of the same party that says the same"),
        ("south answers north-1:1 duplicate of south-1:1",
         "north-1:1: a line duplicates another line of the same party that says the same"),
        ("north answers south-1:1 duplicate of south-2:1",
         "south-1:1: a line duplicates another line of the same party that says the same"),
        ("north accepts north-1:1",
         "north-1:1: there is no answer to remark on (wait for the answer, or ask for it)"),
        ("south accepts north-1:1", "north-1:1: the party that handed in the line remarks on its answer"),
        ("north judges north-1:1 north-1:1 same", "north-1:1: a line is itself; there is nothing to judge"),
        ("north judges south-1:1 south-1:2 same", "south-1:1: a party judges pairs with a line of its own"),
        ("both judge north-1:1 south-2:1 same", "north-1:1: who the dead are is decided by a board (use identify)"),
        ("south answers north-1:4 held",
         "north-1:4: no such line (lines are numbered from 1 within a list, as in north-3:14)"),
        ("south answers north-1:01 held",
         "north-1:01: no such line (lines are numbered from 1 within a list, as in north-3:14)"),
        ("south answers north-1:\u0661 held",
         "north-1:\u0661: no such line (lines are numbered from 1 within a list, as in north-3:14)"),
    ],
)  # fmt: skip
def test_refused(story: Any, told: str, message: str) -> None:
    assert refusal(story.tell(LISTS), told) == message


def test_lists_of_a_party_are_numbered_without_gaps(story: Any) -> None:
    story.tell(LISTS)
    last = story.journal[1]
    for name, lines in (("north-1", 1), ("north-3", 1), ("south-3", 1), ("north-2", -1), ("north-2", 10**9)):
        fields = {name: getattr(last, name) for name in last.__struct_fields__} | {"list": name, "lines": lines}
        fields.pop("at")
        with pytest.raises(IllegalAct):
            story.enter(type(last), **fields)
    assert story.book.lines == 6


def test_one_person_cannot_come_to_stand_on_two_open_manifests(story: Any) -> None:
    story.tell(LISTS + "terms are agreed\nmediator hears north-1:1 willing\nmediator hears south-1:1 willing")
    story.tell("everybody signs M-0001 for north-1:1\neverybody signs M-0002 for south-1:1")
    story.tell("north judges north-1:1 south-1:1 same")
    message = "this would put one person in two places"
    assert message in refusal(story, "south judges north-1:1 south-1:1 same")
    story.tell("mediator withdraws M-0002\nsouth judges north-1:1 south-1:1 same")
    assert story.states()["south-1:1"] == "on a manifest"


def test_somebody_who_crossed_is_not_judged_to_be_somebody_dead(story: Any) -> None:
    story.tell(LISTS + "terms are agreed\nmediator hears south-1:1 willing\neverybody signs M-0001 for south-1:1")
    story.tell("both check M-0001 south-1:1 crossed\nnorth counts 1 bags of south-2")
    story.tell("a board identifies south-2:1 as north-1:1\nnorth judges north-1:1 south-1:1 same")
    assert refusal(story, "south judges north-1:1 south-1:1 same").startswith("north-1:1: this would put one person")


def test_what_an_answer_needs_lasts_until_the_next_answer(story: Any) -> None:
    story.tell(LISTS + "south answers north-1:2 cannot identify needs date_of_birth mother")
    assert story.book.needs == {1: (Field.DATE_OF_BIRTH, Field.MOTHER)}
    assert story.tell("south answers north-1:2 held").book.needs == {}


def test_a_fact_stays_with_its_line_in_the_order_entered(story: Any) -> None:
    story.tell(LISTS + "north records north-1:2 parents-killed yes\nsouth records north-1:2 parents-killed unknown")
    assert [(party_of(act), act.truth) for act in story.book.facts[1]] == [("north", "yes"), ("south", "unknown")]


def test_every_answer_answers_something_and_only_what_it_can() -> None:
    seeks, holds = ANSWERS_TO.values()
    assert seeks | holds == set(Answer)
    assert holds - seeks == {Answer.ACKNOWLEDGED}


def test_the_party_of_an_act_is_that_of_its_actor(story: Any) -> None:
    assert party_of(story.tell("north seeks 1").journal[-1]) == PartyId("north")
