"""What the book refuses about terms, manifests, handovers, remains and the time after, and with which words."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.errors import IllegalAct

LISTS = "north seeks 4\nsouth holds 2\nsouth sends 2 bags\n"
AGREED = LISTS + "terms are agreed\nmediator hears north-1:1 willing\nmediator hears north-1:2 willing\n"
SIGNED = AGREED + "everybody signs M-0001 for north-1:1\n"
COUNTED = LISTS + "north counts 1 bags of south-2 without south-2:2\n"
NO_YES = (
    "nobody crosses whose last private interview did not say yes"
    " (ask again; if it has happened, say 'not on the manifest')"
)
SEE_HINT = " (use 'not on the manifest')"


def refusal(story: Any, told: str) -> str:
    before = story.book.digest()
    with pytest.raises(IllegalAct) as refused:
        story.tell(told)
    assert story.book.digest() == before
    return str(refused.value)


TERMS = [
    ("", "mediator proposes terms alone", "terms bind parties (name at least one party whose confirmation they need)"),
    ("north proposes terms", "north proposes terms alone",
     "this text is on the table and needs other confirmations (propose another text)"),
    ("north proposes terms", "south proposes terms preliminarily",
     "this text is on the table and needs other confirmations (propose another text)"),
    ("", "north signs terms", "no terms were proposed for this exchange (propose terms first)"),
    ("north proposes terms", "north signs terms B", "nobody has proposed this text (propose it first)"),
    ("north proposes terms preliminarily", "north signs terms",
     "preliminary terms bind nobody yet (propose them as binding terms, then sign)"),
    ("north proposes terms alone", "south signs terms", "each party signs for itself"),
    ("north proposes terms\nnorth signs terms", "north signs terms", "this party has signed this text already"),
    ("north proposes terms\nnorth suspends the exchange", "north signs terms",
     "the exchange is suspended (resume it first)"),
    ("north proposes terms", "mediator resumes the exchange", "the exchange is not suspended"),
    ("north proposes terms", "east suspends the exchange", "no party of this desk (parties: north, south)"),
    ("north proposes terms\nnorth suspends the exchange", "east resumes the exchange",
     "no party of this desk (parties: north, south)"),
    ("", "mediator suspends the exchange", "no terms were proposed for this exchange (propose terms first)"),
]  # fmt: skip
MANIFESTS = [
    (AGREED, "north signs M-0001 for north-1:3",
     "north-1:3: nobody goes who was not asked in private and said yes (record the interview first)"),
    (AGREED, "north signs M-0001 for north-1:1 north-1:1", "north-1:1: one person stands twice on the manifest"),
    (AGREED + "north judges north-1:1 north-1:2 same", "north signs M-0001 for north-1:1 north-1:2",
     "north-1:2: one person stands twice on the manifest"),
    (SIGNED, "north signs M-0002 for north-1:2 north-1:1",
     "north-1:1: the person is on another manifest, has crossed or has died"),
    (SIGNED + "both check M-0001 north-1:1 died", "north signs M-0002 for north-1:1",
     "north-1:1: the person is on another manifest, has crossed or has died"),
    (SIGNED, "north signs M-0001", "M-0001: this party has signed this manifest already"),
    (AGREED + "north withdraws north-1:1", "north signs M-0001 for north-1:1", "north-1:1: the claim was withdrawn"),
    (AGREED + "both judge north-1:1 south-1:1 same\nsouth withdraws south-1:1", "north signs M-0001 for north-1:1",
     "north-1:1: the claim was withdrawn"),
    (AGREED + "north counts 2 bags of south-2\na board identifies south-2:1 as north-1:1",
     "north signs M-0001 for north-1:1", "north-1:1: a board has identified this person's remains"),
    (AGREED + "north signs M-0001 for north-1:1\nmediator hears north-1:1 undecided", "south signs M-0001",
     "north-1:1: nobody goes who was not asked in private and said yes (record the interview first)"),
    (SIGNED + "both check M-0001 north-1:1 declined", "north signs M-0002 for north-1:1",
     "north-1:1: the person said no at the crossing (ask again in private on a later day)"),
    (AGREED + "north signs M-0001 for north-1:1\nterms B are agreed", "south signs M-0001",
     "M-0001: another manifest has this number"),
    (SIGNED, "mediator withdraws M-0002", "M-0002: no such manifest"),
    (SIGNED + "mediator withdraws M-0001", "mediator withdraws M-0001", "M-0001: no such manifest"),
    (SIGNED + "north checks M-0001 somebody not on the manifest", "mediator withdraws M-0001",
     "M-0001: people were checked off on it already"),
    (SIGNED + "north checks M-0001 north-1:3 not on the manifest", "mediator withdraws M-0001",
     "M-0001: people were checked off on it already"),
    (SIGNED, "north withdraws north-1:1", "north-1:1: the person is on a manifest, has crossed or has died"),
    (SIGNED + "both judge north-1:1 south-1:1 same", "south withdraws south-1:1",
     "south-1:1: the person is on a manifest, has crossed or has died"),
    (LISTS, "south withdraws north-1:1", "north-1:1: a claim is withdrawn by the party that made it"),
]  # fmt: skip
CHECKS = [
    (AGREED + "north signs M-0001 for north-1:1", "north checks M-0001 north-1:1 crossed",
     "M-0001: the manifest is not in force (everybody named on it must sign)"),
    (SIGNED, "mediator checks M-0001 north-1:1 crossed", "M-0001: each side checks off for itself"),
    (SIGNED, "north checks M-0001 somebody crossed",
     "M-0001: somebody who stands on no list can only be 'not on the manifest'"),
    (SIGNED, "north checks M-0001 north-1:2 crossed", "north-1:2: the person is not on this manifest" + SEE_HINT),
    (SIGNED, "north checks M-0001 north-1:1 not on the manifest",
     "north-1:1: the person is on this manifest (use 'crossed')"),
    (SIGNED + "north checks M-0001 north-1:3 not on the manifest", "south checks M-0001 north-1:3 crossed",
     "north-1:3: nobody had put the person on this manifest" + SEE_HINT),
    (SIGNED + "everybody signs M-0002 for north-1:2", "north checks M-0001 north-1:2 not on the manifest",
     "north-1:2: the person is on another manifest, has crossed or has died"),
    (SIGNED + "north withdraws north-1:3", "north checks M-0001 north-1:3 not on the manifest",
     "north-1:3: the claim was withdrawn"),
    (SIGNED, "north checks M-0001 south-2:1 not on the manifest",
     "south-2:1: a bag does not cross by itself (count it with receive-remains)"),
    (SIGNED + "mediator hears north-1:1 unwilling", "north checks M-0001 north-1:1 crossed",
     "north-1:1: " + NO_YES),
    (SIGNED + "both check M-0001 north-1:1 absent\nboth judge north-1:1 south-1:1 same\n"
     "everybody signs M-0002 for south-1:1", "north checks M-0001 north-1:1 crossed",
     "north-1:1: the person is on another manifest, has crossed or has died"),
    (SIGNED + "both check M-0001 north-1:1 died\nnorth counts 2 bags of south-2\n"
     "a board identifies south-2:1 as north-1:1", "south checks M-0001 north-1:1 absent",
     "north-1:1: a board has identified this person's remains"),
    (LISTS, "north hears north-1:1 willing", "north-1:1: only the mediator's staff ask in private"),
    (LISTS, "mediator hears south-2:1 willing", "south-2:1: only the living are asked"),
    (SIGNED, "somebody visits north-1:1 for follow-up 1",
     "north-1:1: only somebody who has returned is followed up"),
    (SIGNED + "both check M-0001 north-1:1 crossed", "south visits north-1:1 for follow-up 1",
     "north-1:1: who came home is visited by the party at home, or the mediator"),
    (SIGNED + "both check M-0001 north-1:1 crossed", "somebody visits north-1:1 for follow-up 3",
     "north-1:1: no such follow-up (1 to 2)"),
]  # fmt: skip
REMAINS = [
    (LISTS, "north counts 1 bags of south-1",
     "no list of remains (hand in the consignment's paper as a list of remains first)"),
    (LISTS, "mediator counts 1 bags of south-2", "each party counts for itself"),
    (LISTS, "north counts 1 bags of south-2 without south-1:1", "a missing bag is a line of the consignment"),
    (LISTS, "a board identifies south-2:1", "south-2:1: nobody has counted this bag yet (receive the remains first)"),
    (COUNTED, "a board identifies south-2:2", "south-2:2: nobody has counted this bag yet (receive the remains first)"),
    (COUNTED, "a board identifies north-1:1", "north-1:1: not a line of remains"),
    (COUNTED, "a board identifies south-2:1 as south-2:2", "south-2:2: not a line of a person"),
    (COUNTED + "north withdraws north-1:1", "a board identifies south-2:1 as north-1:1",
     "north-1:1: the claim was withdrawn"),
    (COUNTED + "a board identifies south-2:1", "a board identifies south-2:1",
     "south-2:1: identified already (withdraw the earlier identification first)"),
    (SIGNED + "north counts 2 bags of south-2", "a board identifies south-2:1 as north-1:1",
     "north-1:1: the person is on a manifest or has crossed (correct that first, then identify again)"),
    (COUNTED, "south withdraws south-2:2", "south-2:2: the consignment was counted; a bag is there or is missing"),
    (LISTS + "south withdraws south-2:1\nnorth counts 2 bags of south-2", "a board identifies south-2:1",
     "south-2:1: the line was withdrawn"),
    (COUNTED + "a board identifies south-2:1 as north-1:1", "north withdraws north-1:1",
     "north-1:1: a board has decided on this line (withdraw the identification first)"),
    (COUNTED, "mediator withdraws I-0001", "I-0001: no such identification"),
    (COUNTED + "a board identifies south-2:1\nmediator withdraws I-0001", "mediator withdraws I-0001",
     "I-0001: no such identification"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "told", "message"), [*TERMS, *MANIFESTS, *CHECKS, *REMAINS])
def test_refused(story: Any, before: str, told: str, message: str) -> None:
    assert refusal(story.tell(before), told) == message


def test_terms_are_in_force_when_everybody_whom_they_need_has_signed_the_same_text(story: Any) -> None:
    story.tell("north proposes terms A\nsouth proposes terms B\nnorth signs terms A\nsouth signs terms B")
    exchange = story.book.exchanges["children-2031"]
    assert exchange.in_force is None
    story.tell("south signs terms A")
    assert exchange.in_force == exchange.latest["north"] != exchange.latest["south"]


def test_a_twin_taken_back_does_not_bar_the_person_from_going(story: Any) -> None:
    story.tell(AGREED + "north judges north-1:1 north-1:2 same\nnorth withdraws north-1:2")
    assert story.tell("everybody signs M-0001 for north-1:1").states()["north-1:1"] == "on a manifest"


def test_who_declined_goes_when_asked_again_on_a_later_day(story: Any) -> None:
    story.tell(SIGNED + "both check M-0001 north-1:1 declined\n1 day passes\nmediator hears north-1:1 willing")
    assert story.tell("everybody signs M-0002 for north-1:1").states()["north-1:1"] == "on a manifest"


def test_a_later_count_by_the_same_party_replaces_its_first(story: Any) -> None:
    story.tell(COUNTED)
    assert [story.states()[ref] for ref in ("south-2:1", "south-2:2")] == ["received", "not among those received"]
    story.tell("north counts 1 bags of south-2 without south-2:1")
    assert [story.states()[ref] for ref in ("south-2:1", "south-2:2")] == ["not among those received", "received"]


def test_signatures_under_one_number_and_other_days_are_refused(story: Any) -> None:
    story.tell(AGREED + "north signs M-0001 for north-1:1")
    first = story.journal[-1]
    fields = {name: getattr(first, name) for name in first.__struct_fields__ if name != "at"}
    second = fields | {"by": "south/delegate", "party": "south"}
    changed = {"moves_on": first.moves_on.replace(day=11), "stage": 2, "lines": ("north-1:2",), "sha256": "0" * 64}
    for name, value in changed.items():
        with pytest.raises(IllegalAct) as refused:
            story.enter(type(first), **second | {name: value})
        assert refused.value.message == "another manifest has this number"
    story.enter(type(first), **second)
