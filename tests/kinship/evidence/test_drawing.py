"""A pedigree drawn: nobody over anybody, children below parents, everybody with the symbol that is theirs."""

from __future__ import annotations

import random
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from repatria.kinship import Pedigree
from repatria.kinship.evidence.drawing import SIZE, STEP, draw, generations, places

SVG = "{http://www.w3.org/2000/svg}"


def grown(seed: int, size: int) -> Pedigree:
    """A random pedigree with remarriages, marriages between rows and marriages of kin."""
    pick = random.Random(seed)
    rows: list[tuple[str, str, str, int]] = [("P0", "0", "0", 1), ("P1", "0", "0", 2)]
    while len(rows) < size:
        men = [who for who, _, _, sex in rows if sex == 1]
        women = [who for who, _, _, sex in rows if sex == 2]
        if pick.random() < 0.35:
            rows.append((f"P{len(rows)}", "0", "0", pick.choice((1, 2))))
        else:
            rows.append((f"P{len(rows)}", pick.choice(men), pick.choice(women), pick.choice((1, 2))))
    return Pedigree.of(*zip(*rows, strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_nobody_stands_over_anybody_and_children_stand_below(seed: int) -> None:
    tree = grown(seed, 3 + seed % 23)
    where, rows = places(tree), generations(tree)
    stood = sorted((place.y, place.x) for place in where.values())
    for (y, x), (below, beside) in pairwise(stood):
        assert below > y or beside - x >= STEP - 1e-6
    for child, (father, mother) in enumerate(zip(tree.fathers, tree.mothers, strict=True)):
        if father >= 0:
            assert rows[child] > max(rows[father], rows[mother])
    box = [float(part) for part in ET.fromstring(draw(tree, typed=(), missing="")).attrib["viewBox"].split()]
    assert all(SIZE <= place.x <= box[2] - SIZE and SIZE <= place.y <= box[3] - SIZE for place in where.values())


def symbols(text: str) -> list[tuple[str, str]]:
    names = ("rect", "circle", "polygon")
    found = ET.fromstring(text).iter()
    return [(e.tag.removeprefix(SVG), e.attrib["fill"]) for e in found if e.tag.removeprefix(SVG) in names]


FAMILY = Pedigree.of(["F", "M", "X", "Z"], ["0", "0", "F", "F"], ["0", "0", "M", "M"], [1, 2, 1, 0])


def test_everybody_has_the_symbol_that_is_theirs() -> None:
    text = draw(FAMILY, typed={"M"}, missing="X")
    assert symbols(text) == [
        ("rect", "#fff"), ("circle", "#444"), ("rect", "#fff"), ("rect", "#fff"), ("polygon", "#fff"),
    ]  # fmt: skip
    assert text.count(">?</text>") == 1


def lines(tree: Pedigree) -> int:
    return len([e for e in ET.fromstring(draw(tree, typed=(), missing="")).iter() if e.tag == f"{SVG}line"])


def test_a_couple_of_kin_is_joined_by_a_double_line() -> None:
    people = ["G", "H", "A", "B", "C", "D", "X"]
    apart = Pedigree.of(
        people, ["0", "0", "G", "0", "0", "0", "A"], ["0", "0", "H", "0", "0", "0", "B"], [1, 2, 1, 2, 1, 2, 1]
    )
    kin = Pedigree.of(
        people, ["0", "0", "G", "G", "0", "0", "A"], ["0", "0", "H", "H", "0", "0", "B"], [1, 2, 1, 2, 1, 2, 1]
    )
    assert lines(kin) - lines(apart) == 2  # one more of the couple, and one more of the sister's descent


def test_names_that_are_not_for_a_picture_stay_text() -> None:
    text = draw(FAMILY, typed=(), missing="X", labels={"F": "<script>"}, title="a & b")
    assert "<script>" not in text
    assert ET.fromstring(text).findtext(f"{SVG}title") == "a & b"


def test_the_same_pedigree_is_the_same_picture() -> None:
    assert draw(grown(3, 12), typed=(), missing="") == draw(grown(3, 12), typed=(), missing="")
