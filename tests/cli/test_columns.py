from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from repatria.cli import columns
from repatria.cli.columns import Columns, read_columns
from repatria.errors import InputNotUnderstood
from repatria.lists import Limits

ROWS = [("7", "Ялинчук", "Олександр", "1990-12-03"), ("9", "Тернова", 'Оксана "Ксеня"', "1979")]


def read(content: bytes, **more: Any) -> Columns:
    return read_columns(content, side="left", limits=Limits(), **more)


def text(delimiter: str = ",", headings: tuple[str, ...] = ("ref", "surname", "given_names", "date_of_birth")) -> str:
    quoted = [headings, *(tuple(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in ROWS)]
    return "".join(delimiter.join(row) + "\n" for row in quoted)


WANTED = {
    "lines": [1, 2],
    "ref": ["7", "9"],
    "surname": ["Ялинчук", "Тернова"],
    "given_names": ["Олександр", 'Оксана "Ксеня"'],
    "date_of_birth": ["1990-12-03", "1979"],
}


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_every_usual_csv_gives_the_same_cells(delimiter: str, encoding: str) -> None:
    assert read(text(delimiter).encode(encoding)).cells.to_pydict() == WANTED


@pytest.mark.parametrize(
    "headings",
    [
        ("№", "Прізвище", "Ім'я", "Дата народження"),
        ("№ п/п", "ФАМИЛИЯ", "Имя", "Дата рождения"),
        ("id", "Last name", "Name", "DOB"),
    ],
)
def test_headings_of_offices_are_known(headings: tuple[str, ...]) -> None:
    assert read(text(headings=headings).encode()).cells.to_pydict() == WANTED


def _parsed_by_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_plain", lambda *_: None)


PLAIN = [
    text(),
    text(";"),
    'ref,surname,place\n1,"Терновий, син",Вільхове\n2,"Два\nрядки",\n',
    "surname,given_names\nТерновий,Іван\nДубенко,Петро\n",
    "ref,name,place\n1,Терновий Іван Петрович,с. Липівка\n",
    "ref,Unknown,surname\n1,,Терновий\n2,x,Дубенко\n",
    "surname\nТерновий\n\nДубенко\n",
]


@pytest.mark.parametrize("content", PLAIN)
def test_the_quick_parser_gives_what_lists_give(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = columns._plain(content.encode(), columns.PLACES, "left", Limits())
    _parsed_by_lists(monkeypatch)
    slow = read(content.encode())
    if quick is None:
        assert content == PLAIN[-1]  # one column has no delimiter to be told by
        return
    assert (quick.cells.to_pydict(), quick.findings) == (slow.cells.to_pydict(), slow.findings)


NOT_PLAIN = [
    "Список 1\nref,surname,given_names\n1,Терновий,Іван\n",
    "ref,surname,given_names\n1,Терновий,Іван\nВсього: 1,,\n",
    "ref,surname,given_names\n1,Терновий,Іван\nref,surname,given_names\n2,Дубенко,Петро\n",
    "ref,surname,given_names\n1,2,3\n1,Терновий,Іван\n",
    "ref,surname,given_names\n1,Терновий,Іван,зайве\n",
    'ref,surname,given_names\n1,"Терновий,Іван\n',
    "ref,surname,given_names\n,,\n1,Терновий,Іван\n",
    "ref,surname,given_names\n",
]


@pytest.mark.parametrize("content", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_lists(content: str) -> None:
    assert columns._plain(content.encode(), columns.PLACES, "left", Limits()) is None
    assert all("Терновий" in name for name in read(content.encode()).cells["surname"].to_pylist()[:1])


def test_totals_and_titles_are_no_lines() -> None:
    found = read("Список 1\nref,surname,given_names\n1,Терновий,Іван\nВсього: 1,,\n".encode())
    assert (found.cells["surname"].to_pylist(), [one.code for one in found.findings]) == (
        ["Терновий"],
        ["rows-skipped"],
    )


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()


def test_parquet_gives_text_whatever_its_types() -> None:
    table = pa.table(
        {
            "ref": pa.array([7, 9], pa.int64()),
            "surname": pa.array(["Ялинчук", None]).dictionary_encode(),
            "date_of_birth": pa.array([7642, None], pa.date32()),
            "weight": pa.array([1.5, 2.5]),
        }
    )
    assert read(parquet(table)).cells.to_pydict() == {
        "lines": [1, 2], "ref": ["7", "9"], "surname": ["Ялинчук", ""], "date_of_birth": ["1990-12-04", ""],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PAR1 and no more", "not a Parquet file of plain columns"),
        (parquet(pa.table({"x": [1]})), "no column was recognised"),
        (b"one two\nthree\n", "no row of headings was recognised"),
        (b"", "the file is empty"),
        (b"%PDF-1.7", "a PDF document, not a list"),
    ],
)
def test_what_is_no_list_is_refused_with_its_side(content: bytes, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        read(content)
    assert (refused.value.message, refused.value.place) == (message, "left")


def test_a_long_list_of_more_rows_than_allowed_is_refused() -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        read_columns(text().encode(), side="right", limits=Limits(rows=2))
    assert (refused.value.message, refused.value.place) == ("more than 2 rows", "right")


def test_a_mapping_says_what_headings_mean() -> None:
    from repatria.people.fields import Field

    found = read(b"Kolumna,given_names\nAster,Una\n", mapping={"Kolumna": Field.SURNAME})
    assert found.cells["surname"].to_pylist() == ["Aster"]


def test_place_is_a_heading_here() -> None:
    assert read("Прізвище,Місце\nДубенко,Липівка\n".encode()).cells["place"].to_pylist() == ["Липівка"]
