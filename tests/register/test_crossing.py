"""Check-offs that come from devices: one side's devices may contradict each other, and none of their words is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.exchange.outcome import Outcome
from repatria.people.refs import LineRef, ManifestId, Sha256
from repatria.register import acts
from repatria.register.account import discrepancies
from repatria.register.book import replay
from repatria.register.crossing import disagreeing

M = ManifestId("M-0001")
AT = datetime(2031, 3, 10, 6, tzinfo=UTC)


def digest(text: str) -> Sha256:
    return Sha256(sha256(text.encode()).hexdigest())


@pytest.fixture
def moving(story: Any) -> Any:
    """A story with two people on a manifest in force."""
    return story.tell("""
        north seeks 2
        south answers north-1:1 held
        south answers north-1:2 held
        mediator hears north-1:1 willing
        mediator hears north-1:2 willing
        terms are agreed
        everybody signs M-0001 for north-1:1 north-1:2
        """)


def told(event: str, device: str, seq: int) -> acts.OnDevice:
    return acts.OnDevice(event=event, device=device, at=AT, seq=seq, sha256=digest(event))


def says(
    moving: Any, event: str, device: str, outcome: Outcome, *, side: str = "south", line: str | None = "north-1:1",
    seq: int = 1,
) -> Any:  # fmt: skip
    return moving.enter(
        acts.HandoverRecorded, by=f"{side}/officer", manifest=M, line=line and LineRef(line), outcome=outcome,
        party=side, on_device=told(event, device, seq) if device else None,
    )  # fmt: skip


def takes_back(moving: Any, event: str, device: str, *, seq: int, of: str, side: str = "south") -> None:
    moving.enter(
        acts.CheckOffTakenBack, by=f"{side}/officer", manifest=M, event=of, party=side,
        on_device=told(event, device, seq),
    )  # fmt: skip


def apart(moving: Any) -> dict[str, dict[str, int]]:
    return {d.what: d.counts for d in discrepancies(moving.book) if "devices" in d.what}


def test_two_devices_that_agree_are_one_side(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.CROSSED)
    says(moving, "e2", "B", Outcome.CROSSED)
    assert (moving.states()["north-1:1"], apart(moving)) == ("checked by one side", {})
    says(moving, "e3", "", Outcome.CROSSED, side="north")
    assert moving.states()["north-1:1"] == "returned"


def test_two_devices_that_disagree_are_both_kept_until_the_desk_settles_it(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.CROSSED)
    says(moving, "e2", "B", Outcome.ABSENT)
    assert moving.states()["north-1:1"] == "check-offs differ"
    ((line, party, words),) = disagreeing(moving.book, M)
    assert (line, party, list(words)) == ("north-1:1", "south", ["A", "B"])
    assert {word.said_at for word in words.values()} == {AT}
    assert apart(moving) == {f"people checked off differently by devices of one side on {M}": {"south": 1}}
    says(moving, "e3", "", Outcome.CROSSED, side="north")
    assert moving.states()["north-1:1"] == "check-offs differ"  # though the other side and one device agree
    says(moving, "", "", Outcome.CROSSED)
    assert (moving.states()["north-1:1"], apart(moving)) == ("returned", {})
    assert replay(moving.journal) == moving.book


def test_a_person_whose_devices_disagree_goes_on_no_other_manifest(moving: Any) -> None:
    for side in ("north", "south"):
        says(moving, f"{side}1", f"{side}A", Outcome.ABSENT, side=side)
    says(moving, "e3", "southB", Outcome.CROSSED)
    with pytest.raises(IllegalAct, match="on another manifest"):
        moving.tell("everybody signs M-0002 for north-1:1")


def test_a_device_that_speaks_after_the_desk_is_beside_it(moving: Any) -> None:
    says(moving, "", "", Outcome.CROSSED)
    says(moving, "e1", "A", Outcome.DECLINED)
    ((_, _, words),) = disagreeing(moving.book, M)
    assert list(words) == ["", "A"]


def test_a_device_corrects_itself_and_takes_back(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.CROSSED)
    says(moving, "e2", "A", Outcome.ABSENT, seq=2)
    with pytest.raises(IllegalAct, match="something else since"):
        takes_back(moving, "e3", "A", seq=3, of="e1")
    with pytest.raises(IllegalAct, match="only its own word"):
        takes_back(moving, "e3", "B", seq=1, of="e2")
    takes_back(moving, "e3", "A", seq=3, of="e2")
    assert moving.states()["north-1:1"] == "on a manifest"
    with pytest.raises(IllegalAct, match="only its own word"):
        takes_back(moving, "e4", "A", seq=4, of="e2")
    assert replay(moving.journal) == moving.book


def test_taking_back_one_devices_word_leaves_the_others(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.CROSSED)
    says(moving, "e2", "B", Outcome.ABSENT)
    takes_back(moving, "e3", "B", seq=2, of="e2")
    assert (moving.states()["north-1:1"], apart(moving)) == ("checked by one side", {})


def test_an_event_is_entered_once_and_a_place_holds_one(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.CROSSED)
    before = moving.book.digest()
    with pytest.raises(IllegalAct, match="entered before"):
        says(moving, "e1", "A", Outcome.CROSSED)
    with pytest.raises(IllegalAct, match="something else in this place"):
        says(moving, "e2", "A", Outcome.ABSENT)
    assert moving.book.digest() == before


def test_somebody_on_no_list_is_counted_and_taken_back(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.NOT_ON_THE_MANIFEST, line=None)
    says(moving, "e2", "A", Outcome.NOT_ON_THE_MANIFEST, line=None, seq=2)
    takes_back(moving, "e3", "A", seq=3, of="e1")
    assert moving.book.manifests[M].unlisted == {1: 1}
    with pytest.raises(IllegalAct, match="only its own word"):
        takes_back(moving, "e4", "A", seq=4, of="e1")


def test_nothing_is_taken_back_on_which_a_visit_rests(moving: Any) -> None:
    says(moving, "e1", "A", Outcome.CROSSED)
    says(moving, "e2", "B", Outcome.CROSSED, side="north")
    moving.tell("7 days pass")
    moving.enter(
        acts.FollowUpRecorded, by="north/delegate", line=LineRef("north-1:1"), milestone=1, found=digest("well")
    )
    with pytest.raises(IllegalAct, match="visited after the return"):
        takes_back(moving, "e3", "A", seq=2, of="e1")
