"""Tables of a mortuary, as rows that the caller has read: contents of bags, effects, custody.

Whoever opens the file (``lists.rows_limited`` for what nobody has vetted) gives headings and rows, and says what it is called in
places::

    rows = named_rows(sheet.headings, ((row.number, row.cells) for row in sheet.rows), kind="contents")
    contents = read_contents(rows, bags=tags.bags, consignment=list_id, said_by="north")

What is wrong in a cell becomes a finding and reading goes on; only a missing or doubled heading is refused.
"""

from repatria.remains.reading.contents import read_contents
from repatria.remains.reading.custody import Custody, read_custody
from repatria.remains.reading.effects import Effects, read_effects
from repatria.remains.reading.rows import Row, named_rows
from repatria.remains.reading.tags import Tags, tags_of

__all__ = [
    "Custody",
    "Effects",
    "Row",
    "Tags",
    "named_rows",
    "read_contents",
    "read_custody",
    "read_effects",
    "tags_of",
]
