"""Finds lines of a list by what somebody types: a reference, part of a name in any case, or its Latin form."""

from __future__ import annotations

from collections.abc import Sequence

from repatria.desk.intake import hidden_from, records
from repatria.desk.session import Desk
from repatria.people.fields import Field
from repatria.people.party import Actor
from repatria.register.acts import ListReceived

SEARCHED = (
    Field.FULL_NAME,
    Field.SURNAME,
    Field.GIVEN_NAMES,
    Field.PATRONYMIC,
    Field.PLACE_OF_BIRTH,
    Field.OWN_REFERENCE,
    Field.BAG,
)


def find_lines(desk: Desk, received: ListReceived, text: str, *, reader: Actor) -> Sequence[int]:
    """Returns the places (from 0) of the lines in which every word of ``text`` occurs, in the list's order.

    Only fields that the reader may see are searched: nobody learns by asking what they are not shown.
    """
    words = text.casefold().split()
    hidden = hidden_from(received, reader)
    searched = [name for name in SEARCHED if name not in hidden]
    found = []
    for at, (ref, record) in enumerate(records(desk, received.list).items()):
        said = " ".join((ref, *(record.get(name) for name in searched))).casefold()
        if all(word in said for word in words):
            found.append(at)
    return found
