"""Arrays that lie as memory is fetched: in lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LINE = 64
"""Bytes that are fetched at once."""


def aligned(rows: int, columns: int) -> NDArray[np.int32]:
    """Returns room for int32 [rows, columns] whose first row begins where a line of memory does."""
    size = rows * columns * 4
    room = np.empty(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + size].view(np.int32).reshape(rows, columns)
