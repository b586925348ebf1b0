"""What a mortuary handed in, read again from the documents that are kept: the paper's tags, contents of bags, custody.

Tables are opened here, by `lists`; `remains` makes sense of them. What may unpack to more than it seems is parsed in a limited
process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from repatria.desk.intake import VETTED, read_again, records
from repatria.desk.ports import Reader
from repatria.desk.session import Desk
from repatria.lists import rows, rows_limited
from repatria.people.fields import Field
from repatria.people.refs import ListId
from repatria.register.acts import ListReceived
from repatria.register.book import Book
from repatria.remains.graph import Contents
from repatria.remains.reading import Row, Tags, named_rows, read_contents, tags_of
from repatria.remains.reading.contents import NEEDS

PLAIN_BYTES: Final = 16 * 2**20
"""A plain text up to this size is parsed in this process, as working files are: it has nothing to unpack."""

ARCHIVE: Final = b"PK"
"""What workbooks begin with."""


def tags_on_paper(desk: Desk, of: ListId) -> Tags:
    """Returns how the bags of a consignment are found by their tags or lines, as its paper has them."""
    return tags_of((ref, record.get(Field.BAG)) for ref, record in records(desk, of).items())


def tags_again(archive: Reader, received: ListReceived) -> Tags:
    """Returns the same from the paper's bytes as they are kept, without a desk."""
    lines = (line.record for line in read_again(archive, received).lines)
    return tags_of((record.line, record.get(Field.BAG)) for record in lines)


def open_table(content: bytes, *, kind: str, needs: Sequence[str], vetted: bool = False) -> tuple[Row, ...]:
    """Returns the rows of a CSV file or workbook.

    Args:
        content: The file.
        kind: What places call it.
        needs: Headings that must be there.
        vetted: It was taken in before: read again without limits, in this process.

    Raises:
        InputNotUnderstood: Refused by a limit, of no known format, or without a heading.
    """
    is_plain = len(content) <= PLAIN_BYTES and not content.startswith(ARCHIVE)
    sheet = rows(content, limits=VETTED) if vetted else rows(content) if is_plain else rows_limited(content)
    return named_rows(sheet.headings, [(row.number, row.cells) for row in sheet.rows], kind=kind, needs=needs)


def contents_in(content: bytes, tags: Tags, *, of: ListId, said_by: str, vetted: bool = False) -> Contents:
    """Returns what a file of contents says of a consignment."""
    table = open_table(content, kind="contents", needs=NEEDS, vetted=vetted)
    return read_contents(table, bags=tags.bags, consignment=of, said_by=said_by)


def contents_of(desk: Desk, book: Book, of: ListId, *, archive: Reader | None = None) -> Contents:
    """Returns the contents of a consignment as its receiver last gave them; nothing in them where it gave none."""
    known = book.dead.contents.get(of)
    if known is None or known.contents is None:
        return Contents(of, "", (), ())
    content = (archive or desk.archive).document(known.contents)
    return contents_in(content, tags_on_paper(desk, of), of=of, said_by=known.party, vetted=True)
