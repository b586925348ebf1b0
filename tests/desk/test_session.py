"""An act is entered only together with its being kept; doors open to those whose they are."""

from __future__ import annotations

import pytest

from repatria.desk import claims
from repatria.desk.memory import MemoryArchive
from repatria.desk.session import DOORS, DemoSalts, Desk, FixedClock, open_desk, permit
from repatria.errors import IllegalAct, NotPermitted, RepatriaError
from repatria.people.party import Role, Stance, actor
from repatria.people.refs import LineRef, PartyId
from repatria.register import acts
from repatria.register.acts import Answer, decode
from repatria.register.book import replay

ROWS = ["Іваненко;Олена;12.03.2019;", "Бойко;Тарас;2018;"]


def test_the_archive_replays_to_the_book(office):
    office.four_lists()
    office.answers("north-1:1", Answer.HELD)
    journal = [acts.decode(entry.payload) for entry in office.desk.archive.entries()]
    assert replay(journal) == office.desk.book()


def test_one_bad_row_of_many_enters_none(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    before = (office.desk.book().digest(), office.desk.archive.size())
    rows = [claims.AnswerRow(LineRef("north-1:1"), Answer.HELD), claims.AnswerRow(LineRef("north-1:9"), Answer.HELD)]
    with pytest.raises(IllegalAct):
        claims.answer_claims(office.desk, by=actor("south/delegate"), answers=rows)
    assert (office.desk.book().digest(), office.desk.archive.size()) == before


def test_another_session_on_the_same_archive_sees_what_was_entered(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    other = Desk(office.desk.archive, office.clock, DemoSalts(1))
    assert other.book() == office.desk.book()


def test_the_same_answers_again_are_passed_over(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    office.answers("north-1:1", Answer.HELD)
    again = office.answers("north-1:1", Answer.HELD)
    assert (again.new, again.already) == (0, 1)


def test_a_desk_is_opened_once_and_found_again(office):
    again = open_desk(
        office.desk.archive, clock=office.clock, salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=office.desk.book().parties, origin="desk.example/log",
    )  # fmt: skip
    assert again.book().size == 1


def test_a_desk_of_other_parties_in_the_same_place_is_refused(office):
    with pytest.raises(IllegalAct):
        open_desk(
            office.desk.archive, clock=office.clock, salts=DemoSalts(1), by=actor("mediator/registrar"),
            parties=(PartyId("east"), PartyId("west")), origin="desk.example/log",
        )  # fmt: skip


def test_only_the_registrar_opens_a_desk(office):
    with pytest.raises(NotPermitted):
        open_desk(
            MemoryArchive(), clock=FixedClock(office.clock.now()), salts=DemoSalts(1), by=actor("north/delegate"),
            parties=(PartyId("north"), PartyId("south")), origin="desk.example/log",
        )  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", Role)
def test_a_door_opens_to_its_roles_and_to_nobody_else(door, role):
    by = actor(f"mediator/{role}") if role is not Role.DELEGATE else actor("north/delegate")
    if role in DOORS[door]:
        permit(door, by)
    else:
        with pytest.raises(NotPermitted):
            permit(door, by)


@pytest.mark.parametrize("who", ["north/registrar", "mediator/delegate"])
def test_a_party_has_no_registrar_and_the_mediator_no_delegate(who):
    with pytest.raises(NotPermitted):
        permit("propose-terms", actor(who))


def test_observers_open_no_door():
    assert [door for door, roles in DOORS.items() if Role.OBSERVER in roles] == []


def test_who_may_not_say_it_is_refused_even_when_it_stands_there_already(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    office.answers("north-1:1", Answer.HELD)
    row = claims.AnswerRow(LineRef("north-1:1"), Answer.HELD)
    with pytest.raises(IllegalAct):
        claims.answer_claims(office.desk, by=actor("north/delegate"), answers=[row])


def test_a_refused_act_costs_no_replay(office):
    office.four_lists()
    book = office.desk.book()
    with pytest.raises(RepatriaError):
        office.answers("north-1:1", Answer.ACKNOWLEDGED)
    assert office.desk.book() is book


def test_what_a_block_entered_before_it_failed_is_gone(office):
    office.four_lists()
    book, size = office.desk.book(), office.desk.book().size
    rows = [
        claims.AnswerRow(LineRef("north-1:1"), Answer.HELD),
        claims.AnswerRow(LineRef("north-1:2"), Answer.ACKNOWLEDGED),
    ]
    with pytest.raises(RepatriaError):
        claims.answer_claims(office.desk, by=actor("south/delegate"), answers=rows)
    assert (office.desk.book() is book, office.desk.book().size) == (False, size)
    assert office.desk.book() == replay(decode(entry.payload) for entry in office.desk.archive.entries())


def test_while_somebody_looks_the_archive_is_asked_once(office):
    office.four_lists()
    other = Desk(office.desk.archive, office.desk.clock, office.desk.salts)
    with other.looking():
        size = other.book().size
        office.answers("north-1:1", Answer.HELD)
        assert other.book().size == size
        with other.looking():
            assert other.book().size == size + 1
        claims.answer_claims(
            other, by=actor("south/delegate"), answers=[claims.AnswerRow(LineRef("north-1:2"), Answer.HELD)]
        )
        assert other.book().size == size + 2
    assert other.book() == office.desk.book()
