"""The minimum number of individuals, by hand and against the slow twin."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.people.refs import SpecimenRef
from repatria.remains.counting import Minimum, minimum_individuals
from repatria.remains.counting.exhaustive import MOST_GROUPS, fewest_people
from repatria.remains.counting.groups import group
from repatria.remains.graph import part


def ref(n: int) -> SpecimenRef:
    return SpecimenRef(f"south-5:1/{n}")


def parts(*words: str) -> dict[SpecimenRef, object]:
    return {ref(n): part(one) for n, one in enumerate(words, start=1)}


def pairs(*numbers: tuple[int, int]) -> list[tuple[SpecimenRef, SpecimenRef]]:
    return [(ref(a), ref(b)) for a, b in numbers]


@pytest.mark.parametrize(
    ("words", "people", "landmark"),
    [
        ((), 0, ""),
        (("something",), 1, ""),
        (("left femur", "right femur", "skull"), 1, "skull"),
        (("left femur", "left femur", "right femur"), 2, "left femur"),
        (("left femur", "left femur fragment"), 1, "left femur"),
        (("left femur", "proximal left femur"), 2, "proximal left femur"),
        (("proximal left femur", "distal left femur"), 1, "distal left femur"),
        (("femur", "femur", "femur"), 2, "femur"),
        (("left femur", "left femur", "femur", "femur", "femur"), 3, "femur"),
        (("rib",) * 24, 1, "rib"),
        (("rib",) * 25, 2, "rib"),
        (("left rib",) * 13, 2, "left rib"),
        (("skull", "mandible", "body"), 1, "body"),
        (("body", "body", "left femur"), 2, "body"),
    ],
)
def test_by_the_most_repeated_part(words: tuple[str, ...], people: int, landmark: str):
    found = minimum_individuals(parts(*words))
    assert (found.value, found.landmark) == (people, landmark)


def test_what_is_judged_one_person_counts_once():
    assert minimum_individuals(parts("left femur", "left femur"), same=pairs((1, 2))).value == 1


def test_what_is_judged_different_counts_apart():
    found = minimum_individuals(parts("skull", "left femur", "something"), different=pairs((1, 2), (2, 3), (1, 3)))
    assert found == Minimum(3, 1, 3, "skull")


def test_distinct_genotypes_are_distinct_people():
    found = minimum_individuals(parts("skull", "left femur", "left femur", "rib"), apart=[(ref(1), ref(2), ref(4))])
    assert (found.value, found.by_parts, found.by_differences) == (3, 2, 3)


def test_the_two_bounds_together_say_more_than_each():
    # two left femurs, and a skull that is neither's: each bound alone says 2
    found = minimum_individuals(parts("left femur", "left femur", "skull"), different=pairs((1, 3), (2, 3)))
    assert (found.value, found.by_parts, found.by_differences) == (3, 2, 2)


def test_a_ring_of_differences_shows_where_the_bound_stays_below():
    ring = pairs((1, 2), (2, 3), (3, 4), (4, 5), (5, 1))
    five = parts(*["something"] * 5)
    assert minimum_individuals(five, different=ring).value == 2
    assert fewest_people(group(five, different=ring)) == 3


def test_contradictory_judgements_are_told_and_joining_wins():
    found = minimum_individuals(parts("skull", "rib", "rib"), same=pairs((1, 2), (2, 3)), different=pairs((1, 3)))
    assert (found.value, found.contradictions) == (1, ((ref(1), ref(3)),))


def test_six_thousand_bodies_are_counted_in_a_moment():
    many = {ref(n): part("body") for n in range(6000)}
    assert minimum_individuals(many, apart=[tuple(many)[:4000]]).value == 6000


WORDS = ("left femur", "right femur", "femur", "skull", "something", "proximal left femur", "patella")
numbers = st.integers(1, 7)
some_pairs = st.lists(st.tuples(numbers, numbers).filter(lambda p: p[0] != p[1]), max_size=8)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=7),
    some_pairs,
    some_pairs,
    st.lists(st.sets(numbers), max_size=2),
)
def test_law_never_more_than_the_fewest_people_that_fit_everything(words, same, different, apart):
    told = {
        "same": pairs(*same[:2]),
        "different": pairs(*different),
        "apart": [[ref(n) for n in sorted(s)] for s in apart],
    }
    found = minimum_individuals(parts(*words), **told)
    fewest = fewest_people(group(parts(*words), **told))
    assert 1 <= max(found.by_parts, found.by_differences) <= found.value <= fewest


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7))
def test_law_parts_without_any_judgement_are_counted_exactly(words):
    assert minimum_individuals(parts(*words)).value == fewest_people(group(parts(*words)))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), some_pairs, some_pairs)
def test_law_judging_one_person_never_adds_to_the_count_by_parts_and_a_difference_never_takes_from_it(
    words, same, different
):
    plain = minimum_individuals(parts(*words))
    assert minimum_individuals(parts(*words), same=pairs(*same)).by_parts <= plain.by_parts
    assert minimum_individuals(parts(*words), different=pairs(*different)).value >= plain.value


def test_more_groups_than_can_be_tried_are_refused():
    with pytest.raises(ValueError, match="more than 10 groups"):
        fewest_people(group(parts(*["rib"] * (MOST_GROUPS + 1))))
