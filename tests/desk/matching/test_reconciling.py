"""Proposals at the desk: weighed, explained, and bound by what people judged."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk.claims import JudgementRow, judge_matches
from repatria.desk.matching.reconciling import Proposed, reconcile, steps_of, table
from repatria.errors import InputNotUnderstood
from repatria.people.dates import partial_date
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.record import Record, Sex
from repatria.people.refs import LineRef, ListId, PartyId
from repatria.register.acts import Judgement

SOUGHT = ["Іваненко;Олена;12.03.2019;", "Бойко;Тарас;04.05.2018;", "Вдовенко;Ірина;2016;", "Гончар;Микола;30.11.2015;"]
HELD = ["Гончар;Николай;30.11.2015;", "Boiko;Taras;05.04.2018;", "Вдовенко;Ирина;06.07.2016;", "Орлова;Пелагея;1990;"]
Pairs = list[tuple[str, str | None, str]]


@pytest.fixture
def lists(office: Any) -> Any:
    office.hands_in("north", Stance.SEEKS, SOUGHT)
    office.hands_in("south", Stance.HOLDS, HELD)
    return office


def proposals(office: Any, left: str = "north-1", right: str = "south-1") -> Pairs:
    found = reconcile(office.desk, left=ListId(left), right=ListId(right)).proposals
    return [(one.left, one.right, one.proposed.value) for one in found]


def judges(office: Any, who: str, left: str, right: str, judgement: Judgement) -> None:
    row = JudgementRow(LineRef(left), LineRef(right), judgement)
    by = actor("mediator/registrar" if who == "mediator" else f"{who}/delegate")
    judge_matches(office.desk, by=by, judgements=[row])


def test_each_line_of_the_left_list_has_its_proposal_in_its_order(lists: Any) -> None:
    assert proposals(lists) == [
        ("north-1:1", None, "none"),
        ("north-1:2", "south-1:2", "same"),
        ("north-1:3", "south-1:3", "same"),
        ("north-1:4", "south-1:1", "same"),
    ]


def test_the_other_way_round_the_same_pairs_are_proposed(lists: Any) -> None:
    there = {(left, right, word) for left, right, word in proposals(lists) if right}
    back = {(right, left, word) for left, right, word in proposals(lists, "south-1", "north-1") if right}
    assert there == back


def test_a_proposal_says_what_each_field_adds(lists: Any) -> None:
    found = reconcile(lists.desk, left=ListId("north-1"), right=ListId("south-1")).proposals
    nobody, swapped = found[0], found[1]
    assert (nobody.weight_bits, nobody.probability, nobody.reasons) == (0, 0, ("no line shares enough with this one",))
    fields = [reason.rpartition(" ")[0] for reason in swapped.reasons]
    assert fields == [
        "surname: one surname in two scripts",
        "given name: one name in two scripts",
        "date of birth: day and month swapped",
        "could be brother, sister or twin",
    ]
    bits = sum(float(reason.rpartition(" ")[2]) for reason in swapped.reasons)
    assert bits == pytest.approx(swapped.weight_bits, abs=0.2)  # each is shown to a tenth
    assert swapped.probability > 0.99


def test_no_reason_repeats_a_name_or_a_date(lists: Any) -> None:
    found = reconcile(lists.desk, left=ListId("north-1"), right=ListId("south-1")).proposals
    said = " ".join(reason for one in found for reason in one.reasons).casefold()
    assert [word for word in ("бойко", "boiko", "микола", "2018", "2016", "04.05") if word in said] == []


def test_what_a_party_called_different_is_not_proposed_again(lists: Any) -> None:
    judges(lists, "south", "north-1:4", "south-1:1", Judgement.DIFFERENT)
    assert proposals(lists)[3] == ("north-1:4", None, "none")


def test_what_both_parties_called_the_same_is_proposed_as_the_same_however_little_it_shares(lists: Any) -> None:
    judges(lists, "north", "north-1:1", "south-1:4", Judgement.SAME)
    assert proposals(lists)[0] == ("north-1:1", None, "none")
    judges(lists, "south", "north-1:1", "south-1:4", Judgement.SAME)
    found = reconcile(lists.desk, left=ListId("north-1"), right=ListId("south-1")).proposals[0]
    assert (found.right, found.proposed, found.probability) == ("south-1:4", Proposed.SAME, 1)
    assert found.reasons[-3:] == ("judged the same", "north judged: same", "south judged: same")


def test_what_a_party_is_unsure_of_stays_for_review(lists: Any) -> None:
    judges(lists, "north", "north-1:2", "south-1:2", Judgement.UNSURE)
    judges(lists, "south", "north-1:2", "south-1:2", Judgement.SAME)
    assert proposals(lists)[1] == ("north-1:2", "south-1:2", "review")


def test_what_the_mediator_thinks_is_said_and_binds_nothing(lists: Any) -> None:
    judges(lists, "mediator", "north-1:2", "south-1:2", Judgement.DIFFERENT)
    found = reconcile(lists.desk, left=ListId("north-1"), right=ListId("south-1")).proposals[1]
    assert (found.right, found.proposed, found.reasons[-1]) == (
        "south-1:2", Proposed.SAME, "mediator judged: different",
    )  # fmt: skip


def test_parties_that_contradict_each_other_get_a_review_and_a_finding(lists: Any) -> None:
    judges(lists, "north", "north-1:2", "south-1:2", Judgement.SAME)
    judges(lists, "south", "north-1:2", "south-1:2", Judgement.DIFFERENT)
    found = reconcile(lists.desk, left=ListId("north-1"), right=ListId("south-1"))
    assert [(one.left, one.proposed) for one in found.proposals][1] == ("north-1:2", Proposed.REVIEW)
    assert [(one.code, one.place) for one in found.findings] == [("judgements-contradict", "north-1:2 - south-1:2")]


def test_a_judgement_taken_back_binds_no_longer(lists: Any) -> None:
    before = proposals(lists)
    judges(lists, "south", "north-1:4", "south-1:1", Judgement.DIFFERENT)
    judges(lists, "south", "north-1:4", "south-1:1", Judgement.SAME)
    assert proposals(lists) == before


def test_a_list_is_not_reconciled_with_itself(lists: Any) -> None:
    with pytest.raises(InputNotUnderstood, match="a list is not reconciled with itself"):
        reconcile(lists.desk, left=ListId("north-1"), right=ListId("north-1"))


def test_records_become_columns_with_dates_in_edtf() -> None:
    record = Record(
        LineRef("north-1:1"), PartyId("north"),
        {Field.FULL_NAME: "Бойко Тарас", Field.SERVICE_NUMBER: "А-1", Field.PLACE_OF_BIRTH: "Верба"},
        {Field.DATE_OF_BIRTH: partial_date("1986-05-13/1987-05-12")}, Sex.MALE,
    )  # fmt: skip
    assert table([record], document=Field.SERVICE_NUMBER).to_pylist() == [
        {
            "surname": "", "given_names": "", "patronymic": "", "name": "Бойко Тарас", "place": "Верба", "father": "",
            "mother": "", "ref": "north-1:1", "sex": "male", "date_of_birth": "1986-05-13/1987-05-12", "document": "А-1",
        }
    ]  # fmt: skip


def test_what_a_reader_may_not_see_weighs_nothing(office: Any) -> None:
    office.hands_in("north", Stance.SEEKS, SOUGHT)
    office.hands_in("south", Stance.HOLDS, HELD, mediator_only=(Field.DATE_OF_BIRTH,))
    steps = {}
    for who in ("north/delegate", "south/delegate", "mediator/registrar"):
        found = reconcile(office.desk, left=ListId("north-1"), right=ListId("south-1"), reader=actor(who)).proposals
        steps[who] = {field for one in found for step in steps_of(one.reasons)[0] for field in step.fields}
    whole = {Field.SURNAME, Field.GIVEN_NAMES, Field.DATE_OF_BIRTH, Field.AGE}
    assert steps == {
        "north/delegate": whole - {Field.DATE_OF_BIRTH, Field.AGE}, "south/delegate": whole, "mediator/registrar": whole,
    }  # fmt: skip


def test_reasons_are_taken_apart() -> None:
    steps, notes = steps_of(["surname: one surname in two scripts +9.3", "could be brother, sister or twin -1.0",
                             "no line shares enough with this one", "north judged: same"])  # fmt: skip
    assert [(step.fields, step.bits, step.sentence) for step in steps] == [
        ((Field.SURNAME,), 9.3, "one surname in two scripts"),
        ((), -1.0, "could be brother, sister or twin"),
    ]
    assert notes == ("no line shares enough with this one", "north judged: same")


def test_stages_are_told(lists: Any) -> None:
    told: list[str] = []
    reconcile(lists.desk, left=ListId("north-1"), right=ListId("south-1"), telling=told.append)
    assert told == ["reading the lists", "comparing the lines", "putting the reasons into words"]
