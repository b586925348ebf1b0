from __future__ import annotations

import pytest

from repatria.kinship.joint.columns import victims_order
from repatria.kinship.markers import Marker

MARKERS = [
    Marker.of("A", {"5": 0.5, "6": 0.5}),
    Marker.of("B", {"15": 0.5, "16": 0.5}),
    Marker.of("C", {"25": 0.5, "26": 0.5}),
]


def test_listed_order_stands_when_every_allele_is_known():
    assert victims_order([["5/6", "15/-", None]], MARKERS) == [0, 1, 2]


def test_an_order_that_alone_knows_all_alleles_is_found():
    assert victims_order([["15/16", "25/26", "5/6"], ["15/15", "25/-", "-/-"]], MARKERS) == [2, 0, 1]


def test_of_orders_alike_that_in_sequence_is_taken():
    twins = [Marker.of("A", {"5": 0.5, "6": 0.5}), Marker.of("B", {"5": 0.5, "6": 0.5}), MARKERS[1]]
    assert victims_order([["15/16", "5/6", "6/6"]], twins) == [1, 2, 0]


def test_columns_are_left_where_no_order_is_sure():
    twins = [MARKERS[1], Marker.of("A", {"5": 0.5, "6": 0.5}), Marker.of("B", {"5": 0.5, "6": 0.5})]
    assert victims_order([["5/6", "15/16", "6/6"]], twins) == [0, 1, 2]


@pytest.mark.parametrize("place", range(3))
def test_columns_are_left_where_no_order_knows_every_allele(place: int):
    """At the last marker too: a solver that takes its size from what it is given once ran past its end there."""
    results = ["5/6", "15/16", "25/26"]
    results[place] = "99/99"
    assert victims_order([results], MARKERS) == [0, 1, 2]


def test_the_columns_of_a_single_marker_have_one_order():
    assert victims_order([["99/99"]], MARKERS[:1]) == [0]


def test_no_profile_needs_no_order():
    assert victims_order([], MARKERS) == [0, 1, 2]
