from __future__ import annotations

from datetime import date

import pytest

from repatria.cli.columns import read_columns
from repatria.cli.linkable import MOST_OF_A_KIND, Linkable, ready
from repatria.errors import InputNotUnderstood
from repatria.lists import Limits


def made(text: str) -> Linkable:
    found = read_columns(text.encode(), side="left", limits=Limits())
    return ready(found, side="left", as_of=date(2031, 6, 2))


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("03.12.1990", "1990-12-03"), ("1990-12-03", "1990-12-03"), ("3 грудня 1990 р.", "1990-12-03"),
        ("грудень 1990", "1990-12"), ("1990", "1990"), ("близько 1990", "1990~"), ("1987-1989", "1987/1989"),
        ("33210", "1990-12-03"), ("03.12.90", "1990-12-03"), ("невідомо", ""), ("", ""), ("коли?", ""),
    ],
)  # fmt: skip
def test_dates_of_offices_become_edtf(cell: str, edtf: str) -> None:
    assert made(f"ref;surname;date_of_birth\n1;Дубенко;{cell}\n").table["date_of_birth"].to_pylist() == [edtf]


def test_slashed_dates_are_read_as_the_column_proves() -> None:
    found = made("ref,surname,date_of_birth\n1,Дубенко,03/12/1990\n2,Липа,12/31/1990\n")
    assert found.table["date_of_birth"].to_pylist() == ["1990-03-12", "1990-12-31"]


def test_what_cannot_be_read_is_a_finding_with_its_place_and_the_line_stays() -> None:
    found = made("ref,surname,given_names,sex,date_of_birth\n1,Дубенко,Іван,ч,1990\n2,Л??па,Петро,зелений,31.02.1990\n")
    told = [(one.code, one.place, one.column) for one in found.findings]
    assert told == [
        ("letters-lost", "left:2", "surname"),
        ("sex-not-understood", "left:2", "sex"),
        ("date-not-understood", "left:2", "date_of_birth"),
    ]
    assert found.table.to_pydict() == {
        "ref": ["1", "2"], "surname": ["Дубенко", "Л??па"], "given_names": ["Іван", "Петро"], "sex": ["male", ""],
        "date_of_birth": ["1990", ""],
    }  # fmt: skip


def test_many_findings_of_a_kind_are_counted() -> None:
    rows = "".join(f"{n},Дубенко,Іван,колись\n" for n in range(MOST_OF_A_KIND + 7))
    found = made("ref,surname,given_names,date_of_birth\n" + rows)
    dates = [one for one in found.findings if one.code == "date-not-understood"]
    assert (len(dates), dates[0].place, dates[-1].place) == (MOST_OF_A_KIND + 1, "left:1", "left")
    assert dates[-1].message == "and at 7 more lines: not understood as a date; kept as received"


def test_an_age_stands_in_for_a_date_that_is_missing() -> None:
    found = made("ref,surname,date_of_birth,age\n1,Дубенко,,40\n2,Липа,1990,40\n")
    assert found.table["date_of_birth"].to_pylist() == ["1990-06-03/1991-06-02", "1990"]


@pytest.mark.parametrize(
    "text", ["surname,given_names\nДубенко,Іван\nЛипа,Ада\n", "ref,surname,given_names\n,Дубенко,Іван\n,Липа,Ада\n"]
)
def test_lines_without_references_are_called_by_their_numbers(text: str) -> None:
    found = made(text)
    assert found.table["ref"].to_pylist() == ["1", "2"]
    assert next((one.code, one.place) for one in found.findings) == ("references-missing", "left")


@pytest.mark.parametrize(
    ("refs", "message"),
    [
        (("1", "", "3"), "left:2: the line has no reference (give each line one of its own)"),
        (("1", "2", " 1"), "left:3: the reference stands at an earlier line too (give each line its own)"),
    ],
)
def test_references_that_are_empty_or_repeated_are_refused_with_their_place(
    refs: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        made("ref,surname,given_names\n" + "".join(f"{ref},Дубенко,Іван\n" for ref in refs))
    assert str(refused.value) == message


def test_a_list_that_says_nothing_of_birth_says_so() -> None:
    found = made("ref,name\n1,Дубенко Іван\n")
    assert [(one.code, one.message) for one in found.findings] == [("column-silent", "the list has no dates of birth")]


def test_documents_are_identity_numbers_else_service_numbers() -> None:
    both = made("ref,surname,identification_number,service_number\n1,Дубенко,A-1,S-1\n")
    one = made("ref,surname,service_number\n1,Дубенко,S-1\n")
    assert (both.table["document"].to_pylist(), one.table["document"].to_pylist()) == (["A-1"], ["S-1"])


def test_cells_are_composed_and_trimmed() -> None:
    assert made("ref,surname\n1, Їжак \n").table["surname"].to_pylist() == ["Їжак"]


def test_no_finding_repeats_a_cell() -> None:
    found = made("ref,surname,sex,date_of_birth\n1,=Zyxwvutsan,Zyxwvutsan,Zyxwvutsan\n")
    assert (len(found.findings) >= 3, "Zyxwvutsan" in str(found.findings)) == (True, False)


def test_references_that_a_spreadsheet_would_run_are_told() -> None:
    found = made("ref,surname,given_names,date_of_birth\n=1+1,Дубенко,Іван,1990\n-7,Липа,Ада,1990\n")
    assert [(one.code, one.place, one.column) for one in found.findings] == [("formula-cell", "left:1", "ref")]
    assert found.table["ref"].to_pylist() == ["=1+1", "-7"]
