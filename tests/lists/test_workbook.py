from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists.formats import decode
from repatria.lists.formats.workbook import CellValue, cell_text
from repatria.lists.sheet import ODS, XLSX, Limits


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Дубенко", "Дубенко"),
        ("и\u0306", "й"),
        (14, "14"),
        (14.0, "14"),
        (3123456789.0, "3123456789"),
        (36.6, "36.6"),
        (1e25, "1e+25"),
        (True, "TRUE"),
        (date(1987, 3, 12), "1987-03-12"),
        (datetime(1987, 3, 12), "1987-03-12"),
        (datetime(1987, 3, 12, 8, 30), "1987-03-12T08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_cells_as_text(cell: CellValue, text: str) -> None:
    assert cell_text(cell) == text


def test_sheets_keep_their_rows_and_numbers(xlsx_of: Callable[..., bytes]) -> None:
    found = decode(xlsx_of([["", ""], ["a", 1], ["", ""], ["b", date(1987, 3, 12)]], [["c"]], hidden=[1]), Limits())
    assert found.media_type == XLSX
    assert found.grids[0].rows == (("", ""), ("a", "1"), ("", ""), ("b", "1987-03-12"))
    assert [(grid.number, grid.hidden) for grid in found.grids] == [(1, False), (2, True)]


def test_open_document(ods_of: Callable[..., bytes]) -> None:
    found = decode(ods_of([["a", "b"], ["Дубенко", date(1987, 3, 12)]]), Limits())
    assert (found.media_type, found.grids[0].rows) == (ODS, (("a", "b"), ("Дубенко", "1987-03-12")))


def test_limits_hold_for_rows_of_all_sheets(xlsx_of: Callable[..., bytes]) -> None:
    content = xlsx_of([["a"]] * 6, [["a"]] * 6)
    assert len(decode(content, Limits(rows=12)).grids) == 2
    with pytest.raises(InputNotUnderstood) as refused:
        decode(content, Limits(rows=11))
    assert refused.value.message == "more than 11 rows"
