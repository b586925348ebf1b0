"""Lists come in once, are read the same way again, and show each reader what is released to that reader."""

from __future__ import annotations

import pytest

from repatria.desk import intake
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.lists import read
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId
from repatria.register.acts import Answer

ROWS = ["Іваненко;Олена;12.03.2019;Криничка, вул. Садова 5", "Бойко;Тарас;2018;Вільхове"]


def test_a_list_handed_in_is_one_act_with_its_lines(office):
    of = office.hands_in("north", Stance.SEEKS, ROWS)
    book = office.desk.book()
    assert (of, book.size, book.lists[of].size) == ("north-1", 2, 2)


def test_the_same_list_again_changes_nothing(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    before = office.desk.book().digest()
    again = office.hands_in("north", Stance.SEEKS, ROWS)
    assert (again, office.desk.book().digest()) == ("north-1", before)


def test_the_same_file_with_another_stance_is_another_list(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    assert office.hands_in("north", Stance.HOLDS, ROWS) == "north-2"


@pytest.mark.parametrize(
    "settings",
    [{"mediator_only": (Field.SURNAME,)}, {"released": (Field.FAMILY_ADDRESS,)}, {"mapping": '"Ім\'я" = "father"'}],
)
def test_the_same_list_with_other_settings_is_refused_and_not_passed_over(office, settings):
    office.hands_in("north", Stance.SEEKS, ROWS)
    before = office.desk.book().digest()
    with pytest.raises(IllegalAct, match="north-1: this file was handed in before with another"):
        office.hands_in("north", Stance.SEEKS, ROWS, **settings)
    assert office.desk.book().digest() == before
    office.hands_in("south", Stance.SEEKS, ROWS, **settings)
    assert office.hands_in("south", Stance.SEEKS, ROWS, **settings) == "south-1"


def hands_in_while(office, others):
    """Hands in a list of North's during whose reading something else happens."""
    happens = iter([others])

    def read_slowly(content, **more):
        for other in happens:
            other()
        return read(content, **more)

    return intake.receive_list(
        office.desk, by=actor("north/delegate"), content="Прізвище\nБойко\n".encode(), party=PartyId("north"),
        stance=Stance.SEEKS, exchange=ExchangeId("children-2031"), reading=read_slowly,
    )  # fmt: skip


def test_a_list_that_came_in_while_another_was_read_comes_first(office):
    found = hands_in_while(office, lambda: office.hands_in("north", Stance.SEEKS, ROWS))
    assert (found.list, [line.record.line for line in found.read.lines]) == ("north-2", ["north-2:1"])
    assert [columns.size for columns in office.desk.book().order] == [2, 1]


def test_the_same_list_handed_in_by_two_at_once_is_one_list(office):
    found = hands_in_while(office, lambda: hands_in_while(office, lambda: None))
    assert (found.list, found.already, len(office.desk.book().order)) == ("north-1", True, 1)


def test_others_write_while_a_list_is_read(office):
    office.hands_in("south", Stance.SEEKS, ROWS)
    found = hands_in_while(office, lambda: office.answers("south-1:1", Answer.HELD))
    assert (found.list, office.state("south-1:1")) == ("north-1", "held")


def test_records_are_read_from_the_bytes_as_received(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    record = intake.record_of(office.desk, LineRef("north-1:2"))
    assert (record.values[Field.SURNAME], str(record.born)) == ("Бойко", "2018")


def test_a_delegate_hands_in_no_list_of_the_other_party(office):
    with pytest.raises(NotPermitted):
        intake.receive_list(
            office.desk, by=actor("south/delegate"), content=b"x", party=PartyId("north"), stance=Stance.SEEKS,
            exchange=ExchangeId("children-2031"),
        )  # fmt: skip


def test_a_file_that_is_no_list_enters_nothing(office):
    before = office.desk.book().digest()
    with pytest.raises(InputNotUnderstood):
        intake.receive_list(
            office.desk, by=actor("north/delegate"), content=b"\x00\x01\x02", party=PartyId("north"),
            stance=Stance.SEEKS, exchange=ExchangeId("children-2031"),
        )  # fmt: skip
    assert office.desk.book().digest() == before


@pytest.mark.parametrize(
    ("reader", "sees_address"),
    [
        ("north/delegate", True),
        ("mediator/registrar", True),
        ("mediator/verifier", True),
        ("south/delegate", False),
        ("south/officer", False),
        ("mediator/observer", False),
    ],
)
def test_an_address_is_seen_by_its_sender_and_the_mediator(office, reader, sees_address):
    of = office.hands_in("north", Stance.SEEKS, ROWS)
    record = intake.record_of(office.desk, LineRef("north-1:1"))
    cells = intake.visible(record, office.desk.book().lists[of].received, actor(reader))
    assert (Field.FAMILY_ADDRESS in cells) is sees_address
    assert (Field.SURNAME in cells) is (reader != "mediator/observer")


def test_a_sender_may_release_a_field_and_hold_back_another(office):
    of = office.hands_in(
        "north", Stance.SEEKS, ROWS, released=[Field.FAMILY_ADDRESS], mediator_only=[Field.DATE_OF_BIRTH]
    )
    record = intake.record_of(office.desk, LineRef("north-1:1"))
    cells = intake.visible(record, office.desk.book().lists[of].received, actor("south/delegate"))
    assert (Field.FAMILY_ADDRESS in cells, Field.DATE_OF_BIRTH in cells) == (True, False)


def test_no_such_list_or_line_is_said(office):
    office.hands_in("north", Stance.SEEKS, ROWS)
    with pytest.raises(InputNotUnderstood):
        intake.records(office.desk, ListId("north-9"))
    with pytest.raises(InputNotUnderstood):
        intake.record_of(office.desk, LineRef("north-1:3"))
