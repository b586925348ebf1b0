from __future__ import annotations

import numpy as np
import pytest

from repatria.names.comparing.rows import as_bytes, empty_rows, with_more_rows
from repatria.names.memory import LINE


@pytest.mark.parametrize("count", [1, 3, 1000])
def test_every_row_begins_with_a_line_of_cache(count: int) -> None:
    rows = empty_rows(count)
    assert (rows.shape[0], rows.ctypes.data % LINE, as_bytes(rows).shape) == (count, 0, (count, LINE))
    assert (rows == -1).all()


def test_more_rows_keep_what_there_was() -> None:
    rows = empty_rows(3)
    rows[:] = np.arange(3)[:, None]
    more = with_more_rows(rows, 7)
    assert (len(more), more.ctypes.data % LINE, more[:3].tolist()) == (12, 0, rows.tolist())
    assert with_more_rows(more, 12) is more
