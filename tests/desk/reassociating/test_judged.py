"""What people judged binds."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from repatria.desk.reassociating import Judged, judged_in, read_places
from repatria.desk.reassociating.judged import bind
from repatria.people.party import Stance
from repatria.people.refs import ListId, PartyId, Sha256
from repatria.register import acts
from repatria.register.acts import Judgement
from repatria.register.book import Book
from repatria.remains.reading import named_rows

SAME, DIFFERENT, UNSURE = Judgement
PROFILES = ("K-1", "K-2", "K-3", "K-4")
ROWS = [
    (2, ("south-5:1", "A", "K-1")), (3, ("south-5:1", "A", "K-2")), (4, ("south-5:2", "B", "K-3")), (5, ("south-5:3", "C", "K-4")),
]  # fmt: skip
PLACES = read_places(named_rows(("bag", "specimen", "sample"), ROWS, kind="contents"))


def bound(*judged):
    return bind([Judged(*one) for one in judged], profiles=PROFILES, places=PLACES)


def test_a_judgement_may_name_samples_specimens_or_references():
    for left, right in (("K-3", "K-4"), ("B", "C"), ("south-5:2/1", "south-5:3/1"), ("south-5:2/1", "K-4")):
        assert bound((left, right, SAME)).same == (("K-3", "K-4"),)


def test_a_judgement_on_specimens_is_one_on_all_their_samples():
    assert bound(("A", "B", SAME)).same == (("K-1", "K-2"), ("K-1", "K-3"), ("K-2", "K-3"))
    assert bound(("B", "A", DIFFERENT)).different == (("K-1", "K-3"), ("K-2", "K-3"))
    assert bound(("A", "B", UNSURE)) == bound()


def test_what_is_not_here_is_told():
    found = bound(("K-1", "K-77", SAME))
    assert found.same == ()
    assert [one.code for one in found.findings] == ["judged-but-not-here"]


def test_a_chain_of_same_over_a_pair_judged_different_is_told():
    found = bound(("B", "A", SAME), ("B", "C", SAME), ("K-1", "K-4", DIFFERENT))
    assert [(one.code, one.place) for one in found.findings] == [("judgements-contradict", "K-1 and K-4")]


def test_the_books_judgements_are_taken():
    now, book = datetime(2031, 3, 1, 9, tzinfo=UTC), Book()
    north, south, digest = PartyId("north"), PartyId("south"), Sha256(sha256(b"").hexdigest())
    listed = ListId("north-1")

    def enter(kind, by="mediator/registrar", **fields):
        book.enter(kind(at=now, by=by, **fields))

    enter(acts.DeskOpened, parties=(north, south), origin="desk.example/log", follow_up_days=(7,))
    enter(
        acts.ListReceived, by="north/delegate", list=listed, party=north, stance=Stance.HOLDS, exchange="dead-2031",
        sha256=digest, lines=3, answer_due_on=now.date(), subject=acts.Subject.REMAINS,
    )  # fmt: skip
    enter(
        acts.RemainsReceived, by="south/officer", list=listed, party=south, bags=3, specimens=3, minimum_individuals=1,
        sha256=digest, contents=digest, specimens_by_bag=(1, 1, 1),
    )  # fmt: skip
    for left, right, judgement in (("1/1", "2/1", SAME), ("2/1", "3/1", DIFFERENT), ("1/1", "3/1", UNSURE)):
        enter(
            acts.SpecimensJudged, by="south/laboratory", left=f"north-1:{left}", right=f"north-1:{right}",
            judgement=judgement,
        )  # fmt: skip
    assert [(one.left, one.right, one.judgement) for one in judged_in(book)] == [
        ("north-1:1/1", "north-1:2/1", SAME),
        ("north-1:2/1", "north-1:3/1", DIFFERENT),
    ]
