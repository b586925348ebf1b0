from collections.abc import Callable

import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists.formats.text import decode_text
from repatria.lists.sheet import Limits

ROWS = (("Прізвище", "Ім'я", "Адреса"), ("Дубенко", "Остап", "Нижні Ставки, 5"), ("Кленук", "Зоряна", "Яр; дім 2"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_any_delimiter_and_encoding(csv_of: Callable[..., bytes], delimiter: str, encoding: str) -> None:
    found = decode_text(csv_of(ROWS, delimiter=delimiter, encoding=encoding), Limits())
    assert found.grids[0].rows == ROWS
    assert found.encoding == encoding.removesuffix("-sig")
    guessed = encoding in ("utf-16-le", "utf-16-be", "cp1251")
    assert [f.code for f in found.findings] == (["encoding-guessed"] if guessed else [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end: str) -> None:
    found = decode_text(end.join(["a;b", "", "c;d", ""]).encode(), Limits())
    assert found.grids[0].rows == (("a", "b"), (), ("c", "d"))


def test_a_line_that_names_the_delimiter() -> None:
    assert decode_text(b"sep=|\na;1|b;2\n", Limits()).grids[0].rows == ((), ("a;1", "b;2"))


def test_line_ends_and_delimiters_inside_quotes() -> None:
    assert decode_text(b'a;b\n"1;\n2";"say ""x"""\n', Limits()).grids[0].rows == (("a", "b"), ("1;\n2", 'say "x"'))


def test_a_quote_that_never_closes_swallows_no_rows() -> None:
    found = decode_text(b'a;b\n1;"ok;x"\n2;"open\n3;c\n4;d\n', Limits())
    assert found.grids[0].rows == (("a", "b"), ("1", "ok;x"), ("2", '"open'), ("3", "c"), ("4", "d"))
    assert [f.code for f in found.findings] == ["quote-not-closed"]


def test_quotes_that_hold_too_much_are_disregarded() -> None:
    content = b'a;b\n"' + b"1;2\n" * 40_000 + b'"3";4\n'
    found = decode_text(content, Limits())
    assert len(found.grids[0].rows) == 40_002
    assert [f.code for f in found.findings] == ["quote-not-closed"]


def test_a_few_damaged_bytes_do_not_turn_a_file_into_another_encoding() -> None:
    content = ("Прізвище;Ім'я\n" + "Дубенко;Остап\n" * 50).encode() + b"\xff;a\n"
    found = decode_text(content, Limits())
    assert found.encoding == "utf-8"
    assert found.grids[0].rows[-1] == ("\ufffd", "a")
    assert [f.code for f in found.findings] == ["text-damaged"]


def test_decomposed_letters_are_composed() -> None:
    assert decode_text("и\u0306;b\n".encode(), Limits()).grids[0].rows == (("й", "b"),)


@pytest.mark.parametrize(
    ("content", "limits", "message"),
    [
        (b"a;b\n" * 11, Limits(rows=10), "more than 10 rows"),
        (b"a;b\n" * 11, Limits(cells=10), "more than 10 cells"),
        (b"a;b;c\n", Limits(columns=2), "a row of more than 2 cells"),
        (b"a\0\xff" * 100, Limits(), "a binary file"),
        (b"a;b\n" + b"x" * 200_000, Limits(), "a cell of more than 131,072 characters"),
        (b"a;b\n" + b"x" * (5 * 2**20), Limits(), "a row of more than 4 MB"),
    ],
)
def test_what_is_refused(content: bytes, limits: Limits, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        decode_text(content, limits)
    assert refused.value.message == message
