"""Dates of birth weighed by the kernel agree as those weighed one by one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.comparing import edtf_births
from repatria.names.comparing.births import birth_level
from repatria.names.comparing.pieces import text_of
from repatria.names.comparing.vocabulary import Dates
from repatria.names.comparing.vocabulary.days import DATE_COLUMNS, date_row, read_days
from repatria.people.dates import full_date

days = st.dates(date(999, 1, 1)).map(date.isoformat)
few = st.dates(date(1990, 1, 1), date(1991, 3, 3)).map(date.isoformat)
like_days = st.from_regex(r"\A(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]\Z")
others = st.sampled_from(
    [
        *"1990 1990-02 1990~ never 1990-02-03|1991-02-03 199X 2021-W01-1 2021-1-011 ２０２1-01-01 1990-01-3x".split(),
        " 1990-01-01",
        "",
    ]
)
cells = days | few | like_days | others
FIRST, LAST = date(1000, 1, 1), date(2400, 12, 31)


@settings(deadline=None)  # the first one compiles
@given(st.lists(st.lists(st.tuples(cells, cells), max_size=6), max_size=3))
def test_cells_agree_as_their_dates_do(batches: list[list[tuple[str, str]]]) -> None:
    dates = Dates(edtf_births)
    for pairs in batches:
        found = dates.levels(text_of([cell for pair in pairs for cell in pair])).tolist()
        assert found == [birth_level(edtf_births(a), edtf_births(b)) for a, b in pairs]


def test_every_day_has_the_row_of_the_day_that_python_reads() -> None:
    every = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    text = text_of([day.isoformat() for day in every])
    rows, read = np.zeros((len(every), DATE_COLUMNS), np.int64), np.zeros(len(every), np.bool_)
    read_days(text.bytes, text.cells, rows, read)
    assert (bool(read.all()), rows[:, 1].tolist()) == (True, [day.toordinal() for day in every])
    assert rows[::97].tolist() == [list(date_row(full_date(day))) for day in every[::97]]


def test_a_reader_is_asked_once_of_what_is_not_a_day_and_of_nothing_else() -> None:
    asked: list[str] = []

    def read(cell: str):
        asked.append(cell)
        return edtf_births(cell)

    dates = Dates(read)
    pairs = ["1990-02-03", "1990-03-02", "1990", "1990-02-03", "", "soon", "", "", "1990", "1991~", "2001-02-29", ""]
    twice = [dates.levels(text_of(pairs)).tolist() for _ in range(2)]
    assert (twice[0] == twice[1], asked) == (True, ["1990", "", "soon", "1991~", "2001-02-29"])
