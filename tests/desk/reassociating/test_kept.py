"""What the desk keeps of bags and judgements, to those who may judge specimens."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk import claims, intake
from repatria.desk.dead import receiving
from repatria.desk.reassociating import Judged, Settings, kept, reassociate
from repatria.errors import NotPermitted
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, PartyId, SpecimenRef
from repatria.register.acts import Judgement, Subject

CONTENTS = b"bag,specimen,sample\nS-1,a,K-1\nS-1,b,K-2\nS-2,c,K-3\n"


@pytest.fixture
def received(office: Any) -> Any:
    """Two bags that came from South; North found three specimens and judged the last two to be one person."""
    of = intake.receive_list(
        office.desk, by=actor("south/delegate"), content=b"bag\nS-1\nS-2\n", party=PartyId("south"), stance=Stance.HOLDS,
        exchange=ExchangeId("remains-2031"), subject=Subject.REMAINS,
    ).list  # fmt: skip
    receiving.receive_remains(
        office.desk, by=actor("north/officer"), of=of, party=PartyId("north"), bags=["S-1", "S-2"], minimum_individuals=2,
        contents=CONTENTS,
    )  # fmt: skip
    row = claims.JudgementRow(SpecimenRef(f"{of}:1/2"), SpecimenRef(f"{of}:2/1"), Judgement.SAME)
    claims.judge_matches(office.desk, by=actor("north/laboratory"), judgements=[row])
    return office.desk


@pytest.mark.parametrize("by", ["north/laboratory", "mediator/laboratory", "mediator/registrar"])
def test_contents_and_judgements_are_those_of_the_desk(received, by):
    places, judged = kept(received, by=actor(by))
    assert [(name, places.of(name).ref, places.of(name).bag) for name in ("K-1", "K-2", "K-3")] == [
        ("K-1", "south-1:1/1", "south-1:1"), ("K-2", "south-1:1/2", "south-1:1"), ("K-3", "south-1:2/1", "south-1:2"),
    ]  # fmt: skip
    assert judged == (Judged("south-1:1/2", "south-1:2/1", Judgement.SAME, "the book"),)


def test_the_other_party_sees_no_bags_that_it_did_not_open(received):
    places, judged = kept(received, by=actor("south/laboratory"))
    assert (dict(places.specimens), judged) == ({}, ())


@pytest.mark.parametrize("by", ["north/observer", "north/officer"])
def test_who_may_not_judge_may_not_look(received, by):
    with pytest.raises(NotPermitted):
        kept(received, by=actor(by))


def test_what_was_judged_at_the_desk_binds(received, ground):
    for person, bag in ((ground.person(), "S-1"), (ground.person(), "S-1"), (ground.person(), "S-2")):
        ground.find(person, bag)
    places, judged = kept(received, by=actor("north/laboratory"))
    found = reassociate(ground.profiles(), ground.table, places=places, judged=judged, settings=Settings())
    assert [(one.members, one.judged) for one in found.found.clusters] == [(("K-2", "K-3"), (("K-2", "K-3"),))]
    assert found.found.clusters[0].contradictions != ()
