"""Words read in bulk have the facts of words read one by one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.classes import tables
from repatria.names.comparing import levels
from repatria.names.comparing.pieces import text_of
from repatria.names.comparing.rows import FIRST, KIND, LENGTH, LETTERS, PLACE, WIDE, as_bytes, rarities
from repatria.names.comparing.vocabulary import Vocabulary, letter_bits
from repatria.names.comparing.words import LIGHT, chunk_words

PIECES = (
    "Олена Ольга Коваль Ковальская Kovalska Іванович Іванівна Ivanovich ivanovna Петровна ć Wójc- czar Cabanov Chabanov Sabanov "
    "d'Aster Jean-Claude -Ян--Олексій- Сковорода-Ґонта Петрович-Шевченко Kovalczyk-Nowak-Ivanova І. J x ь ЬЬ Holl0way ﷺ محمد 漢字 пневмоноультрамикроскопический Bin dr Г-н Maтвiй ӏӏ İ ß ĲK"
).split(" ")
pieces = st.sampled_from(PIECES) | st.text(
    st.sampled_from("абвйоьії cjhouvwszkyi".replace(" ", "")), min_size=1, max_size=8
)


def facts(found: list[str]) -> list[list[tuple[object, ...]]]:
    """What the arrays say of the words of each piece that does not depend on how classes are numbered."""
    vocabulary = Vocabulary()
    words, spelling_ends, cell_ends = vocabulary.numbered(text_of(found))
    rows, _, wide = vocabulary.arrays()
    shapes = as_bytes(rows)

    def key(word: int) -> str:
        letters = wide[rows[word, PLACE]] if shapes[word, WIDE] else shapes[word, LETTERS:]
        return "".join(map(chr, letters[: shapes[word, LENGTH]]))

    told = [(int(shapes[w, KIND]), chr(rows[w, FIRST]), key(w), float(rarities(rows)[w])) for w in words.tolist()]
    return [told[spelling_ends[a] : spelling_ends[b]] if a < b else [] for a, b in pairwise(cell_ends)]


def expected(found: list[str]) -> list[list[tuple[object, ...]]]:
    return [[(int(w.kind), w.text[0], w.key, w.rarity_bits) for w in chunk_words(piece)] for piece in found]


@settings(deadline=None)
@given(st.lists(pieces, max_size=12))
def test_pieces_have_the_words_that_are_read_one_by_one(found: list[str]) -> None:
    assert facts(found) == expected(found)


def test_frequent_surnames_in_latin_are_read_by_their_spelling() -> None:
    found = [
        *sorted(tables().misread)[::40],
        *(word.title() for word in sorted(tables().misread)[::40]),
        *sorted(LIGHT),
    ]
    assert facts(found) == expected(found)


def test_no_letter_is_thought_to_count_more_than_it_does() -> None:
    hard, partners = letter_bits()
    letters = [chr(code) for code in range(65, 123)]
    for x in letters:
        assert levels.gap(x) == levels.WHOLE or not hard >> ord(x) % 32 & 1
        for y in letters:
            confused = x != y and levels.change(x, y) < levels.WHOLE
            assert not confused or int(partners[ord(x) % 32]) >> ord(y) % 32 & 1
