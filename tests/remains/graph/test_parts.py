"""Parts of bodies in laboratories' words."""

from __future__ import annotations

import pytest

from repatria.remains.graph import Part, part


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("left femur", "left femur"),
        ("Femur, L", "left femur"),
        ("FEMUR (left)", "left femur"),
        ("femur", "femur"),
        ("proximal end of the left femur", "proximal left femur"),
        ("left femur, fragment", "left femur fragment"),
        ("fragment of proximal left femur", "proximal left femur fragment"),
        ("cranium", "skull"),
        ("lower jaw", "mandible"),
        ("whole body", "body"),
        ("incomplete body", "body fragment"),
        ("right rib", "right rib"),
        ("ліва стегнова кістка", "left femur"),
        ("левая бедренная кость", "left femur"),
        ("права п’ясткова кістка", "right metacarpal"),
    ],
)
def test_words_of_laboratories(words: str, told: str):
    assert str(part(words)) == told


@pytest.mark.parametrize("words", ["", "something", "left right femur", "proximal distal femur", "body without head"])
def test_words_that_mean_no_part_that_is_counted(words: str):
    assert part(words) is None


def test_a_whole_bone_has_its_ends_and_counts_beside_bones_without_a_side():
    assert dict(Part("femur", "left", sided=True).landmarks) == {
        "left femur": 1, "femur": 2,
        "distal left femur": 1, "distal femur": 2,
        "proximal left femur": 1, "proximal femur": 2,
        "shaft left femur": 1, "shaft femur": 2,
    }  # fmt: skip
    assert dict(part("proximal left femur").landmarks) == {"proximal left femur": 1, "proximal femur": 2}
    assert dict(part("proximal femur").landmarks) == {"proximal femur": 2}
    assert dict(part("skull").landmarks) == {"skull": 1}
    assert dict(part("tooth").landmarks) == {"tooth": 32}


def test_a_fragment_counts_for_nothing():
    assert part("proximal left femur fragment").landmarks == ()
