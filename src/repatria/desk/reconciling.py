"""Which lines of two lists may be one person: proposals for people to judge."""

from __future__ import annotations

from repatria.desk.intake import records
from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood
from repatria.linkage.simple import Proposal
from repatria.linkage.simple import reconcile as propose
from repatria.people.refs import ListId
from repatria.register.acts import Subject


def reconcile(desk: Desk, *, left: ListId, right: ListId) -> tuple[Proposal, ...]:
    """Returns proposals for each line of the left list; nothing is entered.

    Raises:
        InputNotUnderstood: The same list twice, or a list of remains: who the dead are is decided by a board.
    """
    if left == right:
        raise InputNotUnderstood("a list is not reconciled with itself", place=left)
    book = desk.book()
    for of in (left, right):
        if of in book.lists and book.lists[of].received.subject is Subject.REMAINS:
            raise InputNotUnderstood("remains are not reconciled by names", place=of, hint="a board identifies them")
    return propose(tuple(records(desk, left).values()), tuple(records(desk, right).values()))
