"""What the doors of the dead keep is checked with the rest of the desk."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from repatria.desk import claims
from repatria.desk.checking import check_desk
from repatria.desk.dead.laboratory import receive_profiles
from repatria.people.party import actor
from repatria.register import acts
from repatria.register.acts import Judgement, RemainsStep


@pytest.fixture
def worked(mortuary):
    """A mortuary through all of whose doors somebody has gone."""
    of = mortuary.three_bags()
    mortuary.count(of, "south", range(1, 4), custody=b"item,from,to,at\nS-0001,south,carrier,2031-06-01\n",
                   effects=b"bag,what,says\nS-0001,label,somebody\n")  # fmt: skip
    receive_profiles(mortuary.desk, by=actor("north/laboratory"), content=b"profile,TH01\nn1,6/7\n", laboratory="L-1")
    row = claims.JudgementRow("south-1:1/1", "south-1:1/2", Judgement.SAME)
    claims.judge_matches(mortuary.desk, by=actor("north/laboratory"), judgements=[row])
    mortuary.adopt()
    mortuary.decide("south-1:1", "north-1:1", evidence=mortuary.conclusions(mortuary.good("north-1:1", profile="n1")))
    mortuary.step("south-1:1", RemainsStep.FAMILY_TOLD, document=b"letter")
    return mortuary


def forge(mortuary, kind, **fields) -> int:
    archive = mortuary.desk.archive
    at = next(entry.seq for entry in archive.entries() if entry.kind == kind.__name__)
    changed = msgspec.structs.replace(acts.decode(archive.journal[at].payload), **fields)
    archive.journal[at] = replace(archive.journal[at], payload=acts.encode(changed))
    return at


def test_every_document_is_looked_at(worked):
    found = check_desk(worked.desk.archive)
    assert (found.holds, found.broken) == (True, None)
    assert found.documents == len(worked.desk.archive.papers)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (acts.RemainsReceived, "sha256"), (acts.RemainsReceived, "contents"), (acts.CustodyRecorded, "sha256"),
        (acts.EffectsRecorded, "sha256"),
        (acts.ProfilesReceived, "sha256"), (acts.PolicyAdopted, "sha256"), (acts.IdentificationMade, "evidence"),
        (acts.IdentificationMade, "policy"), (acts.RemainsFollowedUp, "document"),
    ],
)  # fmt: skip
def test_a_paper_that_was_changed_is_found(worked, kind, name):
    entry = next(one for one in worked.desk.archive.entries() if one.kind == kind.__name__)
    worked.desk.archive.papers[getattr(acts.decode(entry.payload), name)] = b"another paper"
    found = check_desk(worked.desk.archive)
    assert (found.holds, found.broken.message) == (False, "a document was changed")


def test_other_specimens_than_the_contents_have_are_found(worked):
    at = forge(worked, acts.RemainsReceived, specimens_by_bag=(1, 1, 2))
    found = check_desk(worked.desk.archive)
    assert (found.first_bad_act, found.broken.message) == (
        at, "this version reads other specimens in the contents than were entered",
    )  # fmt: skip
