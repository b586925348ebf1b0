"""Cells become numbers; what stands in the wrong place is put right."""

from __future__ import annotations

import pyarrow as pa
import pytest

from repatria.errors import InputNotUnderstood
from repatria.linkage.said.lines import Column, encode
from repatria.linkage.weighing.levels import Compared

NOBODY = [{"surname": "Зозуля", "given_names": "Остап"}]


def values(table: object, line: dict[str, str], *fields: Compared) -> list[str]:
    """The keys that a line is given."""
    encoded = encode(table([line]), table(NOBODY))  # type: ignore[operator]
    columns = {
        Compared.SURNAME: Column.SURNAME, Compared.GIVEN: Column.GIVEN, Compared.PATRONYMIC: Column.PATRONYMIC,
        Compared.MOTHER: Column.MOTHER, Compared.DOCUMENT: Column.DOCUMENT,
    }  # fmt: skip
    return [encoded.vocabularies[f].keys[encoded.left.rows[0, columns[f]]] for f in fields]


def born(table: object, text: str) -> tuple[list[int], int]:
    encoded = encode(table([{"date_of_birth": text}]), table(NOBODY))  # type: ignore[operator]
    return encoded.left.rows[0, [Column.BORN, Column.FIRST_YEAR, Column.LAST_YEAR]].tolist(), encoded.left.unread


NAMES = (Compared.SURNAME, Compared.GIVEN, Compared.PATRONYMIC)
APART = {"surname": "Коваленко", "given_names": "Петро", "patronymic": "Іванович"}


@pytest.mark.parametrize(
    "line",
    [
        {"name": "Коваленко Петро Іванович"},
        {"name": "КОВАЛЕНКО ПЕТРО ІВАНОВИЧ"},
        {"surname": "Коваленко", "given_names": "Петро Іванович"},
        {"surname": "Коваленко", "given_names": "Петро", "father": "Іван"},
        {"surname": "", "given_names": "", "name": "Коваленко Петро Іванович"},
        {"surname": "Kovalenko", "given_names": "Petro", "patronymic": "Ivanovych"},
        {"surname": "Коваленко", "given_names": "Пётр", "patronymic": "Иванович"},
    ],
)
def test_one_name_gets_one_set_of_keys_however_its_parts_are_laid_out(table: object, line: dict[str, str]) -> None:
    assert values(table, line, *NAMES) == values(table, APART, *NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1984-03-09", [19840309, 1984, 1984]),
        ("1984-03", [19840300, 1984, 1984]),
        ("1984", [19840000, 1984, 1984]),
        (" 1984-03-09 ", [19840309, 1984, 1984]),
        ("", [0, 0, 0]),
        ("198X", [0, 1980, 1989]),
        ("1984/1986", [0, 1984, 1986]),
        ("1984-03-01/1984-03-31", [19840300, 1984, 1984]),
    ],
)
def test_dates_are_packed_with_the_years_that_they_may_be(table: object, text: str, expected: list[int]) -> None:
    assert born(table, text) == (expected, 0)


@pytest.mark.parametrize("text", ["someday", "1984-13-01", "1984-00-05", "0000", "12"])
def test_dates_that_cannot_be_read_are_counted_and_say_nothing(table: object, text: str) -> None:
    assert born(table, text) == ([0, 0, 0], 1)


@pytest.mark.parametrize(
    ("text", "sex"), [("M", 1), ("чол.", 1), ("муж", 1), ("F", 2), ("Жіноча", 2), ("жен.", 2), ("?", 0), ("", 0)]
)
def test_sexes_are_read_in_three_languages(table: object, text: str, sex: int) -> None:
    assert encode(table([{"sex": text}]), table(NOBODY)).left.rows[0, Column.SEX] == sex  # type: ignore[operator]


def test_documents_are_compared_without_spaces_and_signs(table: object) -> None:
    one, other = ({"document": text} for text in ("ab 123-456", "AB123456"))
    assert values(table, one, Compared.DOCUMENT) == values(table, other, Compared.DOCUMENT) == ["AB123456"]


def test_a_mothers_names_are_compared_in_any_order(table: object) -> None:
    one, other = ({"mother": text} for text in ("Коваленко Ганна", "Ганна Коваленко"))
    assert values(table, one, Compared.MOTHER) == values(table, other, Compared.MOTHER)


def test_exchanged_columns_are_put_right_where_the_list_itself_says_so(table: object) -> None:
    lines = [{"surname": f"Левчук{n}", "given_names": "Оксана"} for n in range(12)]
    lines += [{"surname": "Оксана", "given_names": "Левчук3"}]
    encoded = encode(table(lines), table(NOBODY))  # type: ignore[operator]
    assert encoded.left.exchanged.tolist() == [False] * 12 + [True]
    assert (
        encoded.left.rows[12, [Column.SURNAME, Column.GIVEN]].tolist()
        == encoded.left.rows[3, [Column.SURNAME, Column.GIVEN]].tolist()
    )


def test_both_lists_share_one_vocabulary(table: object) -> None:
    encoded = encode(table([APART]), table([{"name": "Kovalenko Petro Ivanovych"}]))  # type: ignore[operator]
    names = [Column.SURNAME, Column.GIVEN, Column.PATRONYMIC]
    assert encoded.left.rows[0, names].tolist() == encoded.right.rows[0, names].tolist()
    assert [encoded.left.rows[0, Column.SCRIPT], encoded.right.rows[0, Column.SCRIPT]] == [0, 1]


def test_long_lists_are_read_by_two_threads_to_the_same_numbers(table: object, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = table([APART, *NOBODY]), table([{"name": "Kovalenko Petro Ivanovych"}])  # type: ignore[operator]
    one = encode(*lists, workers=2)
    monkeypatch.setattr("repatria.linkage.said.lines.FEW", 0)
    other = encode(*lists, workers=2)
    assert [(of.rows.tolist(), of.refs.to_pylist(), of.exchanged.tolist()) for of in (one.left, one.right)] == [
        (of.rows.tolist(), of.refs.to_pylist(), of.exchanged.tolist()) for of in (other.left, other.right)
    ]
    assert [of.keys for of in one.vocabularies.values()] == [of.keys for of in other.vocabularies.values()]


@pytest.mark.parametrize("few", [0, 10_000])
def test_of_two_lists_without_references_the_left_one_is_told(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repatria.linkage.said.lines.FEW", few)
    with pytest.raises(InputNotUnderstood) as refused:
        encode(pa.table({"surname": ["Вовк"]}), pa.table({"ref": ["1", "1"]}), workers=2)
    assert (refused.value.message, refused.value.place) == ("a list without references", "left")


def test_mirroring_twice_changes_nothing(table: object) -> None:
    encoded = encode(table([APART]), table(NOBODY))  # type: ignore[operator]
    assert encoded.mirrored().left is encoded.right
    assert encoded.mirrored().mirrored().left is encoded.left


def test_empty_lists_and_missing_columns_say_nothing() -> None:
    empty = pa.table({"ref": pa.array([], pa.string())})
    encoded = encode(empty, pa.table({"ref": ["1", "2"]}))
    assert (len(encoded.left), len(encoded.right), encoded.right.rows.tolist()) == (0, 2, [[0] * len(Column)] * 2)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"surname": ["Вовк"]}, "a list without references"),
        ({"ref": ["1", "1"]}, "a reference is empty, or stands twice"),
        ({"ref": ["1", ""]}, "a reference is empty, or stands twice"),
        ({"ref": ["1", None]}, "a reference is empty, or stands twice"),
    ],
)
def test_lists_without_references_of_their_own_are_refused(
    table: object, columns: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        encode(table(NOBODY), pa.table(columns))  # type: ignore[operator]
    assert refused.value.args[0] == message
    assert refused.value.place.split(",")[0] == "right"
