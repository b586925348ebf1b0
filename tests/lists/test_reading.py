import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repatria.errors import InputNotUnderstood, Severity
from repatria.lists import Limits, Line, ReadList, Sheet, SheetRow, rows
from repatria.lists.defects import DEFECTS
from repatria.lists.sheet import CSV, ODS, PFIF, XLSX
from repatria.people.dates import partial_date
from repatria.people.fields import Field
from repatria.people.record import Record, Sex
from repatria.people.refs import LineRef, PartyId

Make = Callable[..., bytes]
Read = Callable[..., ReadList]
Told = Callable[[ReadList], list[tuple[str, str, str]]]

HEAD = ("№ з/п", "Прізвище", "Ім'я", "Дата народження", "Стать", "Колір очей")


def test_a_line_as_a_whole(csv_of: Make, reading: Read) -> None:
    found = reading(csv_of([("Список",), HEAD, ("7", " Дубенко ", "Остап", "близько 2019 р.", "ч", "сірі")]))
    values = {
        Field.OWN_REFERENCE: "7",
        Field.SURNAME: " Дубенко ",
        Field.GIVEN_NAMES: "Остап",
        Field.DATE_OF_BIRTH: "близько 2019 р.",
        Field.SEX: "ч",
    }
    dates = {Field.DATE_OF_BIRTH: partial_date("2019~")}
    record = Record(LineRef("north-3:1"), PartyId("north"), values, dates, Sex.MALE, {"Колір очей": "сірі"})
    assert found.lines == (Line(1, 3, record),)
    assert dict(found.headings) == {
        "№ з/п": Field.OWN_REFERENCE,
        "Прізвище": Field.SURNAME,
        "Ім'я": Field.GIVEN_NAMES,
        "Дата народження": Field.DATE_OF_BIRTH,
        "Стать": Field.SEX,
        "Колір очей": None,
    }
    assert (found.media_type, found.encoding, found.declared_total) == (CSV, "utf-8", None)


def test_the_same_list_in_every_format(csv_of: Make, xlsx_of: Make, ods_of: Make, reading: Read) -> None:
    written = [HEAD[:4], ("1", "Дубенко", "Остап", date(2019, 3, 12)), ("2", "Кленук", "Зоряна", "2020")]
    found = [reading(content) for content in (csv_of(written), xlsx_of(written), ods_of(written))]
    assert [read.media_type for read in found] == [CSV, XLSX, ODS]
    assert found[0].lines == found[1].lines == found[2].lines
    assert [str(line.record.born) for line in found[0].lines] == ["2019-03-12", "2020"]


def test_pfif(reading: Read, told: Told) -> None:
    person = (
        "<person><person_record_id>a/1</person_record_id><full_name>Остап Дубенко</full_name><age>12-14</age></person>"
    )
    found = reading(f'<pfif xmlns="http://zesty.ca/pfif/1.4">{person}</pfif>'.encode())
    assert found.media_type == PFIF
    assert found.lines[0].record.values == {
        Field.OWN_REFERENCE: "a/1",
        Field.FULL_NAME: "Остап Дубенко",
        Field.AGE: "12-14",
    }
    assert str(found.lines[0].record.born) == "2016-06-02/2019-06-01"
    assert [f for f in told(found) if f[1] == "north-3:1"] == [("birth-from-age", "north-3:1", "age")]


def test_a_mapping_goes_before_recognition(csv_of: Make, reading: Read) -> None:
    content = csv_of([("Кол1", "Прізвище"), ("Остап", "Дубенко")])
    found = reading(content, mapping={"кол1": Field.GIVEN_NAMES, "Прізвище": Field.OTHER_NAMES})
    assert found.lines[0].record.values == {Field.GIVEN_NAMES: "Остап", Field.OTHER_NAMES: "Дубенко"}


def test_every_sheet_with_headings_is_read_in_order(xlsx_of: Make, reading: Read, told: Told) -> None:
    sheets = [[HEAD, ("1", "Дубенко")], [("just", "text")], [("Name", "Sex"), ("Zoryana", "f")]]
    found = reading(xlsx_of(*sheets, hidden=[2]))
    assert [(line.number, line.row, line.record.line) for line in found.lines] == [
        (1, 2, "north-3:1"),
        (2, 2, "north-3:2"),
    ]
    assert [f for f in told(found) if "sheet" in f[0]] == [
        ("sheet-without-headings", "north-3", ""),
        ("sheet-hidden", "north-3", ""),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1", "Бойкo", "Остап"), [("mixed-script-name", "surname")]),
        (("1", "Бой\u202eко", "Остап"), [("direction-override", "surname")]),
        (("1", "Бойко", "=HYPERLINK()"), [("formula-cell", "given_names")]),
        (("1", "Бойко", "Остап", "40.40.2019"), [("date-not-understood", "date_of_birth")]),
        (("1", "Бойко", "Остап", "01/02/2019"), [("day-month-ambiguous", "date_of_birth")]),
        (("1", "Бойко", "Остап", "2031-06-02"), [("date-in-future", "date_of_birth")]),
        (("1", "Бойко", "Остап", "1910"), [("age-implausible", "date_of_birth")]),
        (("1", "Бойко", "Остап", "2019", "так"), [("sex-not-understood", "sex")]),
        (("1", "", "", "2019", "ж"), [("name-missing", "")]),
        (("1", "", "", "", ""), [("line-empty", "")]),
        (
            ("", "", "", "", "Директор"),
            [("sex-not-understood", "sex"), ("perhaps-not-a-line", ""), ("name-missing", "")],
        ),
        (("1", "Бойко", "Остап", "", "", "", "зайве"), [("more-cells-than-headings", "")]),
        (("1", "Бойко", "Остап\n1;2;3;4;5;6"), [("rows-inside-cell", "given_names")]),
    ],
)
def test_findings_on_a_line(
    csv_of: Make, reading: Read, told: Told, cells: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    found = reading(csv_of([HEAD, cells]))
    assert len(found.lines) == 1
    assert [(code, column) for code, place, column in told(found) if place == "north-3:1"] == expected


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (("Name", "Born", "Died on"), ("Ostap", "2019-03-12", "2018"), ("death-before-birth", "died_on")),
        (("Name", "Born", "Captured on"), ("Ostap", "2019~", "2015"), ("date-before-birth", "captured_on")),
        (("Name", "Born", "Age"), ("Ostap", "2019", "13"), ("age-contradicts-birth", "age")),
        (("Name", "Sex", "Age"), ("Ostap", "m", "130"), ("age-implausible", "age")),
        (("Name", "ID number"), ("Ostap", "3.1E+09"), ("number-rounded", "identification_number")),
        (("Name", "Blood group"), ("Ostap", "red"), ("blood-group-not-understood", "blood_group")),
    ],
)
def test_findings_between_fields(
    csv_of: Make,
    reading: Read,
    told: Told,
    headings: tuple[str, ...],
    cells: tuple[str, ...],
    expected: tuple[str, str],
) -> None:
    found = [(code, column) for code, place, column in told(reading(csv_of([headings, cells]))) if place == "north-3:1"]
    assert expected in found
    assert set(found) <= {expected, ("birth-from-age", "age")}


def test_leading_zeros_lost(csv_of: Make, reading: Read, told: Told) -> None:
    people = [("Name", "ID number"), *((f"Ostap {n}", f"012345678{n}") for n in range(10)), ("Zoryana", "123456789")]
    assert told(reading(csv_of(people))) == [("leading-zero-lost", "north-3:11", "identification_number")]


def test_duplicates_are_kept_and_told(csv_of: Make, reading: Read) -> None:
    found = reading(csv_of([HEAD, ("1", "Дубенко", "Остап"), ("2", "Кленук", "Зоряна"), ("3", "Дубенко", "Остап")]))
    assert len(found.lines) == 3
    assert [(f.code, f.place, f.message) for f in found.findings if f.code == "duplicate-line"] == [
        ("duplicate-line", "north-3:3", "the line equals north-3:1 in every cell")
    ]


def test_lines_that_share_a_number_of_the_sender(csv_of: Make, reading: Read, told: Told) -> None:
    found = reading(csv_of([HEAD, ("1", "Дубенко", "Остап"), ("1", "Кленук", "Зоряна"), ("2", "Вербук", "Тарас")]))
    assert [f for f in told(found) if f[1] != "north-3"] == [("own-reference-repeated", "north-3:2", "own_reference")]


def test_cells_merged_over_several_lines(xlsx_of: Make, reading: Read) -> None:
    people = [("Surname", "Given names"), ("Дубенко", "Остап"), ("", "Зоряна"), ("Кленук", "Тарас")]
    found = reading(xlsx_of(people, merged=["A2:A3"]))
    assert [f.message for f in found.findings if f.code == "cells-merged"] == [
        "sheet 1 has cells merged across lines (1 times, first at row 2); only the first line of each group has the value"
    ]
    assert [line.record.get(Field.SURNAME) for line in found.lines] == ["Дубенко", "", "Кленук"]


def test_totals(csv_of: Make, reading: Read, told: Told) -> None:
    people = [HEAD, ("1", "Дубенко", "Остап"), ("2", "Кленук", "Зоряна")]
    good, bad = reading(csv_of([*people, ("Усього: 2",)])), reading(csv_of([("Усього: 3",), *people]))
    both = reading(csv_of([("Усього: 3",), *people, ("Усього: 2",)]))
    assert (good.declared_total, bad.declared_total, both.declared_total) == (2, 3, 2)
    codes = [[code for code, _, _ in told(found) if "total" in code] for found in (good, bad, both)]
    assert codes == [[], ["total-differs"], ["totals-contradict"]]


def test_headings_that_are_twice_unknown_or_missing(csv_of: Make, reading: Read, told: Told) -> None:
    found = reading(csv_of([("Name", "Surname", "Last name", "Eyes", "Eyes", ""), ("a b", "b", "c", "d", "e", "f")]))
    assert told(found) == [
        ("heading-twice", "north-3", "Last name"),
        ("heading-unknown", "north-3", "Eyes"),
        ("heading-unknown", "north-3", "Eyes (column 5)"),
        ("heading-missing", "north-3", "column 6"),
    ]
    kept = {"Last name": "c", "Eyes": "d", "Eyes (column 5)": "e", "column 6": "f"}
    assert found.lines[0].record.unnamed == kept


def test_no_headings_is_refused_with_a_hint(csv_of: Make, reading: Read) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        reading(csv_of([("Дубенко", "Остап"), ("Кленук", "Зоряна")]))
    assert (refused.value.message, refused.value.place) == ("no row of headings was recognised", "north-3")
    assert refused.value.hint.startswith("give the columns headings")


def test_messages_and_hints_never_quote_a_cell(csv_of: Make, reading: Read) -> None:
    secret = "Zzyzx"
    cells = [("1", f"=B{secret}ко", f"{secret}\u202e", secret, secret, secret, secret)]
    found = reading(csv_of([HEAD, *cells, *cells, (secret, secret)]))
    assert len(found.findings) > 10
    assert [f for f in found.findings if secret in f.message + f.hint + f.place + f.column] == []


def test_every_finding_that_can_be_told_has_words() -> None:
    assert [code for code, defect in DEFECTS.items() if not defect.message] == []
    assert [c for c, d in DEFECTS.items() if d.severity is not Severity.NOTE and not d.hint and c != "total"] == []


def test_working_files(csv_of: Make, xlsx_of: Make) -> None:
    written = [("line", "answer ", ""), ("north-3:1", "held"), ("", ""), ("north-3:2", "not held", "?")]
    expected = (SheetRow(2, ("north-3:1", "held")), SheetRow(4, ("north-3:2", "not held")))
    assert rows(csv_of(written)) == Sheet(("line", "answer"), expected, CSV, "utf-8")
    assert rows(xlsx_of([[""]], written)) == Sheet(("line", "answer"), expected, XLSX)
    with pytest.raises(InputNotUnderstood):
        rows(csv_of([("", "")]))


@pytest.mark.reference
def test_naughty_strings_survive_as_names(csv_of: Make, xlsx_of: Make, reading: Read, reference: Path) -> None:
    import unicodedata

    strings = json.loads((reference / "vectors" / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    texts = [unicodedata.normalize("NFC", text) for text in strings if text.strip()]
    written = [("No.", "Name", "Sex"), *((str(n), text, "f") for n, text in enumerate(texts, start=1))]
    for found in (reading(csv_of(written)), reading(csv_of(written, encoding="utf-16"))):
        assert [line.record.get(Field.FULL_NAME) for line in found.lines] == texts
    plain = [t for t in texts if all(c >= " " or c in "\t\n" for c in t) and "\ufffe" not in t and "\uffff" not in t]
    found = reading(xlsx_of([("No.", "Name", "Sex"), *((n, text, "f") for n, text in enumerate(plain, start=1))]))
    assert [line.record.get(Field.FULL_NAME) for line in found.lines] == plain


def test_limits_can_be_lifted(csv_of: Make, xlsx_of: Make, reading: Read) -> None:
    most = sys.maxsize
    lifted = Limits(rows=most, cells=most, columns=most, unpacked_bytes=most, ratio=most)
    for content in (csv_of([HEAD, ("1", "Дубенко")]), xlsx_of([HEAD, ("1", "Дубенко")])):
        assert reading(content, limits=lifted) == reading(content)


def test_limits_can_be_set(csv_of: Make, reading: Read) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        reading(csv_of([HEAD, ("1",), ("2",)]), limits=Limits(rows=2))
    assert refused.value.message == "more than 2 rows"
