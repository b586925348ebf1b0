from __future__ import annotations

from datetime import date

from repatria.demo.invention.sheets import Sheet, table_csv, to_csv, to_xlsx

SHEET = Sheet(
    ("Title",),
    ("No", "Surname", "Date of birth"),
    (("1", "=Ivan", date(1987, 3, 12)), ("2", "B", "1988")),
    ("Total", 2),
    True,
    1,
)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert to_xlsx(SHEET) == to_xlsx(SHEET)
    assert to_csv(SHEET, encoding="utf-16", delimiter="\t") == to_csv(SHEET, encoding="utf-16", delimiter="\t")


def test_csv_is_laid_out_as_said() -> None:
    assert to_csv(SHEET, encoding="utf-8-sig", delimiter=";") == (
        b"\xef\xbb\xbfTitle\r\nNo;Surname;Date of birth\r\n1;2;3\r\n1;=Ivan;1987-03-12\r\n\r\n2;B;1988\r\n;Total: 2\r\n"
    )


def test_utf_16_begins_with_its_mark() -> None:
    assert to_csv(SHEET, encoding="utf-16", delimiter="\t")[:4] == b"\xff\xfeT\x00"


def test_working_files_are_plain() -> None:
    assert table_csv(("line", "remark"), [("north-1:1", "accepts")]) == b"line,remark\r\nnorth-1:1,accepts\r\n"
