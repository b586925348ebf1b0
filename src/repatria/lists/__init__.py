"""A party's list as received, read into lines and findings; nothing that could be a person is dropped.

`read` is pure; `read_limited` gives the same result but parses in a child process with limits on memory and time, for
files that nobody has vetted. `rows` reads small working files with the same checks.
"""

from __future__ import annotations

from repatria.lists.headings import mapping_from_toml
from repatria.lists.limited import read_limited, rows_limited
from repatria.lists.reading import Line, ReadList, read, rows
from repatria.lists.sheet import Limits, Sheet, SheetRow

__all__ = [
    "Limits",
    "Line",
    "ReadList",
    "Sheet",
    "SheetRow",
    "mapping_from_toml",
    "read",
    "read_limited",
    "rows",
    "rows_limited",
]
