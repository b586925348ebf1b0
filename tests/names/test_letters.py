"""Letters that part two spellings: marked in both, across scripts, words in any order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.letters import LONGEST, Piece, differing


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Бойко", "Boiko", ("Бойко", "Boiko")),
        ("Бойко", "БОЙКО", ("Бойко", "БОЙКО")),
        ("Иваненко Олена", "Olena Ivanenko", ("Иваненко Олена", "Olena Ivanenko")),
        ("Бойко", "Бойченко", ("Бойко", "Бой[чен]ко")),
        ("Шевченко", "Shevchenka", ("Шевченк[о]", "Shevchenk[a]")),
        ("Марія", "Марина", ("Марі[я]", "Мари[н]а")),
        ("Олена", "", ("[Олена]", "")),
        ("Олена Петрівна", "Олена", ("Олена [Петрівна]", "Олена")),
        ("04.05.2018", "05.04.2018", ("04.05.2018", "05.04.2018")),  # the same words in another order
        ("04.05.2018", "04.05.2019", ("04.05.201[8]", "04.05.201[9]")),
        ("محمد", "احمد", ("[م]حمد", "[ا]حمد")),
    ],
)
def test_what_differs_is_marked_on_both_sides(left: str, right: str, expected: tuple[str, str]) -> None:
    a, b = differing(left, right)
    assert (shown(a), shown(b)) == expected


def test_parts_of_a_date_stand_in_order() -> None:
    a, b = differing("04.05.2018", "05.04.2018", in_order=True)
    assert (shown(a), shown(b)) == ("0[4].0[5].2018", "0[5].0[4].2018")


@given(st.text(max_size=LONGEST + 20), st.text(max_size=LONGEST + 20))
def test_pieces_joined_are_the_text_and_both_ways_mark_the_same_sides(left: str, right: str) -> None:
    a, b = differing(left, right)
    assert ("".join(p.text for p in a), "".join(p.text for p in b)) == (left, right)
    assert all(x.differs != y.differs for x, y in pairwise(a))


@given(st.text(max_size=40))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert [piece.differs for side in differing(text, text) for piece in side] == [False] * (2 * bool(text))
