"""What speaks against one person, beside the ratio."""

from __future__ import annotations

import pytest

from repatria.people.record import Sex
from repatria.remains.graph import Essentials, part
from repatria.remains.reassociation import Contradicts, Item
from repatria.remains.reassociation.contradictions import between


def told(one: Item, other: Item) -> list[Contradicts]:
    return [found.what for found in between(one, other)]


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("left femur", "left femur", [Contradicts.PART]),
        ("left femur", "proximal left femur", [Contradicts.PART]),
        ("left femur", "right femur", []),
        ("left femur", "femur", []),
        ("left femur", "left femur fragment", []),
        ("left rib", "left rib", []),
        ("skull", "cranium", [Contradicts.PART]),
        ("something", "something", []),
    ],
)
def test_two_of_a_part_of_which_a_person_has_one(one: str, other: str, what: list[Contradicts]):
    assert told(Item("a", part=part(one)), Item("b", part=part(other))) == what


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (Essentials(sex=Sex.MALE), Essentials(sex=Sex.FEMALE), [Contradicts.SEX]),
        (Essentials(sex=Sex.MALE), Essentials(sex=Sex.OTHER), []),
        (Essentials(sex=Sex.MALE), Essentials(), []),
        (Essentials(age_from=30), Essentials(age_to=24), [Contradicts.AGE]),
        (Essentials(age_from=30), Essentials(age_to=25), []),
        (Essentials(stature_cm=180), Essentials(stature_cm=169), [Contradicts.STATURE]),
        (Essentials(stature_cm=180), Essentials(stature_cm=170), []),
        (Essentials(recovered_at="12.0, 40.0"), Essentials(recovered_at="12.1, 40.0"), [Contradicts.PLACE]),
        (Essentials(recovered_at="12.0, 40.0"), Essentials(recovered_at="12.01, 40.0"), []),
        (Essentials(recovered_at="the river"), Essentials(recovered_at="the hill"), []),
    ],
)
def test_what_was_seen_after_death(one: Essentials, other: Essentials, what: list[Contradicts]):
    assert told(Item("a", essentials=one), Item("b", essentials=other)) == what
    assert told(Item("b", essentials=other), Item("a", essentials=one)) == what
