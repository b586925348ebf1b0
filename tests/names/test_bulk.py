"""The kernels do what is done one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.bulk import divide, small_letters, surname_stems
from repatria.names.classes import surname_class, surname_stem, tables


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x4FF)))
def test_small_letters_of_plain_words_are_those_of_python(text: str) -> None:
    plain = "".join(filter(str.isalpha, (c for c in text if c.isascii() or "\u0400" <= c <= "\u0481" or c >= "\u048a")))
    small = small_letters(np.frombuffer(f"{plain}\n".encode(), np.uint8))
    assert small.tobytes().decode() == f"{plain}\n".casefold()


KEYS = "andri pogor svitl kovalev olek sk ev iv ogo omu evsk ivsk i e o u a v s k b ia ii".split()


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(KEYS), max_size=5).map("".join), max_size=8))
def test_stems_of_surnames_are_those_one_by_one(keys: list[str]) -> None:
    ends = np.cumsum([0, *map(len, keys)])
    letters = np.frombuffer(bytearray("".join(keys).encode()), np.uint8)
    out, stems, changed = surname_stems(letters, np.column_stack([ends[:-1], ends[1:]]), tables().beginnings)
    found = [[out[begin:end].tobytes().decode() for begin, end in cells.tolist()] for cells in (stems, changed)]
    assert found[0] == [surname_stem(key) for key in keys]
    known = tables().surnames
    assert [known.get(stem, other) for stem, other in zip(*found, strict=True)] == [
        surname_class(key, tables()) for key in keys
    ]


def test_words_with_hyphens_are_divided_where_they_are_of_plain_letters_of_one_script() -> None:
    found = ["Іва-Яна", "-a--b-", "Іва-Yana", "č-b", "a1-b", "\u0487а-б", "ab", "-", ""]
    lines = np.frombuffer(bytearray("".join(f"{one}\n" for one in found).encode()), np.uint8)
    divided, parts = divide(lines, len(found))
    assert parts.tolist() == [2, 5, 1, 1, 1, 1, 1, 2, 1]
    assert divided.tobytes().decode() == "Іва\nЯна\n\na\n\nb\n\nІва-Yana\nč-b\na1-b\n\u0487а-б\nab\n\n\n\n"
