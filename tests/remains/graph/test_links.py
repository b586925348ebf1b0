"""What lies in what, and who says so."""

from __future__ import annotations

import pytest

from repatria.errors import InputNotUnderstood
from repatria.remains.graph import Graph, Kind, Link

BAG_1 = Link(Kind.CONSIGNMENT, "south-5", Kind.BAG, "south-5:1", "south")
BAG_2 = Link(Kind.CONSIGNMENT, "south-6", Kind.BAG, "south-6:1", "south")
ONE = Link(Kind.BAG, "south-5:1", Kind.SPECIMEN, "south-5:1/1", "north")
TWO = Link(Kind.BAG, "south-6:1", Kind.SPECIMEN, "south-6:1/1", "north")
SAMPLE = Link(Kind.SPECIMEN, "south-5:1/1", Kind.SAMPLE, "L1", "north")
PROFILE = Link(Kind.SAMPLE, "L1", Kind.PROFILE, "L1", "laboratory-a")
PERSON_1 = Link(Kind.SPECIMEN, "south-5:1/1", Kind.PERSON, "north-2:14", "I-0001")
PERSON_2 = Link(Kind.SPECIMEN, "south-6:1/1", Kind.PERSON, "north-2:14", "I-0001")
GRAPH = Graph((BAG_1, BAG_2, ONE, TWO, SAMPLE, PROFILE, PERSON_1, PERSON_2))


def test_a_profile_is_traced_to_its_consignment_with_who_says_so_at_each_step():
    assert GRAPH.trace(Kind.PROFILE, "L1") == (BAG_1, ONE, SAMPLE, PROFILE)
    assert [link.said_by for link in GRAPH.trace(Kind.PROFILE, "L1")] == ["south", "north", "north", "laboratory-a"]


def test_a_person_over_two_handovers_is_traced_to_both():
    assert GRAPH.trace(Kind.PERSON, "north-2:14") == (BAG_1, BAG_2, ONE, TWO, PERSON_1, PERSON_2)


def test_what_lies_in_a_bag():
    assert GRAPH.below(Kind.BAG, "south-5:1") == (ONE,)
    assert GRAPH.below(Kind.SPECIMEN, "south-5:1/1") == (SAMPLE, PERSON_1)
    assert GRAPH.below(Kind.BAG, "south-5:9") == ()


def test_two_sources_that_differ_are_both_kept_and_told_without_the_laboratorys_label():
    other = Link(Kind.SPECIMEN, "south-6:1/1", Kind.SAMPLE, "L1", "mediator")
    graph = Graph((*GRAPH.links, other))
    assert graph.above(Kind.SAMPLE, "L1") == (SAMPLE, other)
    assert [(f.code, f.place, f.message) for f in graph.contradictions()] == [
        ("lies-in-two", "a sample", "this sample is said to lie in 2 different specimens")
    ]
    assert GRAPH.contradictions() == ()


def test_two_sources_that_agree_are_no_contradiction():
    again = Link(Kind.SPECIMEN, "south-5:1/1", Kind.SAMPLE, "L1", "mediator")
    assert Graph((*GRAPH.links, again)).contradictions() == ()


def test_nothing_lies_upside_down():
    with pytest.raises(InputNotUnderstood):
        Link(Kind.SAMPLE, "L1", Kind.BAG, "south-5:1", "north")
