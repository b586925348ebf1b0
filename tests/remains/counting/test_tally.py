"""The four numbers."""

from __future__ import annotations

from repatria.people.refs import ListId, PartyId, SpecimenRef, join_line, join_specimen
from repatria.remains.counting import Handover, Numbers, count
from repatria.remains.graph import Specimen

SOUTH, NORTH = PartyId("south"), PartyId("north")


def handover(of: str, party: PartyId, *bags: tuple[str, ...], counted: int | None = None) -> Handover:
    """A consignment whose bags hold parts by their words."""
    found = [
        Specimen(join_specimen(join_line(ListId(of), line), n), "", words)
        for line, bag in enumerate(bags, start=1)
        for n, words in enumerate(bag, start=1)
    ]
    return Handover(ListId(of), party, len(bags) if counted is None else counted, tuple(found))


FIRST = handover("south-5", SOUTH, ("skull", "left femur"), ("left femur",), ())
SECOND = handover("south-6", SOUTH, ("left femur",))
THIRD = handover("north-4", NORTH, ("skull",))


def test_the_four_numbers_by_handover_by_side_and_of_all():
    tally = count([FIRST, SECOND, THIRD])
    assert tally.by_handover == {
        "south-5": Numbers(3, 3, 2, 0),
        "south-6": Numbers(1, 1, 1, 0),
        "north-4": Numbers(1, 1, 1, 0),
    }
    assert tally.by_side == {"south": Numbers(4, 4, 3, 0), "north": Numbers(1, 1, 1, 0)}
    assert tally.of_all == Numbers(5, 5, 3, 0)


def test_one_person_over_two_handovers_is_counted_once_by_side():
    same = [(SpecimenRef("south-5:1/2"), SpecimenRef("south-6:1/1"))]
    tally = count([FIRST, SECOND], same=same)
    assert [tally.by_handover[ListId(of)].minimum_individuals for of in ("south-5", "south-6")] == [2, 1]
    assert tally.by_side[SOUTH].minimum_individuals == 2


def test_a_man_in_three_bags_is_one_identified_person():
    who = {"south-5:1/1": "north-2:14", "south-5:2/1": "north-2:14", "south-6:1": "north-2:14"}
    tally = count([FIRST, SECOND], identified=who)
    assert [numbers.identified for numbers in tally.by_handover.values()] == [1, 1]
    assert tally.by_side[SOUTH] == Numbers(4, 4, 2, 1)


def test_identified_people_are_people_even_where_no_specimen_was_counted():
    tally = count([handover("south-7", SOUTH, (), ())], identified={"south-7:1": "a", "south-7:2": "b"})
    assert tally.of_all == Numbers(2, 0, 2, 2)


def test_two_identified_people_in_one_bag_are_two_whatever_the_parts_say():
    tally = count([FIRST], identified={"south-5:1/1": "a", "south-5:1/2": "b"})
    assert tally.of_all.minimum_individuals == 2
    assert count([FIRST], identified={"south-5:1": "a"}).of_all.minimum_individuals == 2


def test_wrong_side_remains_are_counted_apart():
    tally = count([FIRST], identified={"south-5:1": "a", "south-5:2": "b"}, wrong_side={"b"})
    assert tally.of_all == Numbers(3, 3, 2, identified=1, wrong_side=1)


def test_bags_are_as_counted_and_not_as_opened():
    assert count([handover("south-8", SOUTH, ("skull",), counted=6057)]).of_all == Numbers(6057, 1, 1, 0)
    assert count([]).of_all == Numbers(0, 0, 0, 0)
