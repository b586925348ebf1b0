"""What the desk keeps that re-association takes: contents of bags, and judgements on specimens."""

from __future__ import annotations

from repatria.desk.dead.mortuary import contents_of
from repatria.desk.reassociating.judged import Judged, judged_in
from repatria.desk.reassociating.places import Places, places_of
from repatria.desk.session import Desk, permit
from repatria.people.party import Actor


def kept(desk: Desk, *, by: Actor) -> tuple[Places, tuple[Judged, ...]]:
    """Returns where profiles come from and what was judged, as the desk keeps it.

    A party's people see the bags that their own party received and judgements on those; the mediator's see all.

    Raises:
        NotPermitted: The actor may not judge specimens either.
    """
    permit("judge-match", by)
    book = desk.book()
    mine = [of for of, known in book.dead.contents.items() if by.is_mediator or known.party == by.party]
    places = places_of([contents_of(desk, book, of) for of in mine])
    seen = {specimen.ref for specimen in places.specimens.values()}
    return places, tuple(one for one in judged_in(book) if one.left in seen and one.right in seen)
