"""What was seen of a specimen."""

from __future__ import annotations

import pytest

from repatria.remains.graph import Essentials, age_range_of, is_coordinates, kilometres_apart


def test_unknown_ends_of_an_age_are_wide_open():
    assert age_range_of(Essentials(age_from=20)) == (20, 122)
    assert age_range_of(Essentials(age_to=30)) == (0, 30)


def test_places_are_coordinates_only_where_they_can_be():
    assert [is_coordinates(p) for p in ("12.5, 40.25", "-12.5 40", "91, 0", "0, 181", "by the river", "")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_a_degree_of_the_equator_is_111_km():
    assert kilometres_apart("0, 0", "0, 1") == pytest.approx(111.195, abs=0.001)
    assert kilometres_apart("0, 0", "0, 180") == pytest.approx(20015.1, abs=0.1)
    assert kilometres_apart("0, 0", "by the river") is None
