from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from repatria.cli.rows import Row, RowsNotUnderstood, fields, read_bytes, read_rows, read_text, word
from repatria.errors import InputNotUnderstood
from repatria.people.fields import Field
from repatria.register.acts import Answer, Wish


@pytest.mark.parametrize("text", ["not held", " NOT  HELD ", "Not held"])
def test_words_are_known_whatever_their_capitals(text: str) -> None:
    assert word(text, Answer) is Answer.NOT_HELD


def test_an_unknown_word_is_not_repeated() -> None:
    with pytest.raises(InputNotUnderstood) as refusal:
        word("Aster", Wish)
    assert (refusal.value.message, refusal.value.hint) == (
        "none of the words known here",
        "one of: willing, unwilling, undecided",
    )


@pytest.mark.parametrize(
    "texts", [["mother, place_of_birth"], ["mother", "place of birth"], ["Mother; place-of-birth"]]
)
def test_fields_are_named_by_commas_or_one_by_one(texts: list[str]) -> None:
    assert fields(texts) == (Field.MOTHER, Field.PLACE_OF_BIRTH)


@pytest.mark.parametrize(("cell", "says"), [("yes", True), ("1", True), ("No", False), ("", False)])
def test_flags(cell: str, says: bool) -> None:
    assert Row({"needed": cell}).flag("needed") is says


@pytest.mark.parametrize("cell", ["-1", "1.5", "9999999999", "١", ""])
def test_a_milestone_is_a_whole_number(cell: str) -> None:
    with pytest.raises(InputNotUnderstood, match="milestone: not a whole number"):
        Row({"milestone": cell}).whole("milestone")


def test_days_may_be_left_out() -> None:
    assert (Row({}).day_or_none("on"), Row({"on": "2031-06-02T00:00:00"}).day_or_none("on")) == (None, date(2031, 6, 2))


def wishes(path: Path) -> list[tuple[str, Wish]]:
    return read_rows(
        path, kind="wishes", needs=("line", "wish"), take=lambda row: (row.line("line"), row.word("wish", Wish))
    )


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("WISH;Line\nwilling;north-1:1\n\nundecided;north-1:2\n", "utf-16")
    with xlsxwriter.Workbook(tmp_path / "w.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([("Line", "Wish"), ("north-1:1", "willing"), ("north-1:2", "undecided")]):
            sheet.write_row(at, 0, row)
    expected = [("north-1:1", Wish.WILLING), ("north-1:2", Wish.UNDECIDED)]
    assert [wishes(tmp_path / name) for name in ("w.csv", "w.xlsx")] == [expected, expected]


def test_every_bad_row_has_its_finding(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("line,wish\nnorth-1:1,willing\nAster,willing\n\nnorth-1:2,Aster\n", "utf-8")
    with pytest.raises(RowsNotUnderstood) as refusal:
        wishes(tmp_path / "w.csv")
    assert [(one.place, one.message) for one in refusal.value.findings] == [
        ("row 3 of wishes", "line: not a line's reference"),
        ("row 5 of wishes", "wish: none of the words known here"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("line\nnorth-1:1\n", "wishes: the file lacks the heading wish"),
        ("line,line,wish\nnorth-1:1,north-1:1,willing\n", "wishes: the file has a heading twice"),
        ("", "wishes: the file is empty"),
    ],
)
def test_headings_are_needed(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "Aster.csv").write_text(text, "utf-8")
    with pytest.raises(InputNotUnderstood) as refusal:
        wishes(tmp_path / "Aster.csv")
    assert str(refusal.value).split(" (")[0] == message


@pytest.mark.parametrize(
    ("name", "message"),
    [("Aster.csv", "list: there is no such file"), (".", "list: this is a folder, not a file")],
)
def test_a_file_that_cannot_be_read_is_not_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refusal:
        read_bytes(tmp_path / name, "list")
    assert str(refusal.value).split(" (")[0] == message


def test_a_file_is_read_up_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "Aster").write_bytes(bytes(2**20 + 1))
    assert len(read_bytes(tmp_path / "Aster", "list")) == 2**20 + 1
    with pytest.raises(InputNotUnderstood) as refusal:
        read_bytes(tmp_path / "Aster", "list", at_most=2**20)
    assert str(refusal.value) == "list: the file is larger than 1 MB (split it)"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_refused() -> None:
    with pytest.raises(InputNotUnderstood) as refusal:
        read_text(Path("/dev/zero"), "mapping")
    assert str(refusal.value) == "mapping: the file is larger than 8 MB (split it)"


def test_text_is_utf_8(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes("Ж".encode("cp1251"))
    with pytest.raises(InputNotUnderstood) as refusal:
        read_text(tmp_path / "t", "terms")
    assert refusal.value.message == "the file is not UTF-8 text"
