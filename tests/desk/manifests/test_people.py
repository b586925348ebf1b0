"""Who is on a manifest, for whom: numbers that never change, groups beside each other, what each side and its devices said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from repatria.desk.manifests.kept import as_drawn, kept_manifest, may_read
from repatria.desk.manifests.people import CONTRADICTED, people_on, places_on
from repatria.errors import InputNotUnderstood
from repatria.exchange.manifest import to_bytes
from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind
from repatria.people.party import actor
from repatria.people.refs import LineRef, ManifestId, PartyId, Sha256
from repatria.register import acts


@pytest.fixture
def moving(office: Any) -> Any:
    """A manifest of three children in force; the first and the last are siblings."""
    office.ready_children()
    for line in ("north-1:1", "north-1:3"):
        office.verifies(line, FactKind.SIBLING_GROUP, "code")
    office.signs_terms("north", "south")
    office.manifest = office.plans().manifests[1]
    office.signs_manifest(office.manifest, "mediator", "north", "south")
    office.clock.moment = office.manifest.moves_on.opens_at
    return office


def test_groups_stand_together_and_numbers_are_those_of_the_signed_bytes(moving: Any) -> None:
    found = [(one.number, one.line, one.group) for one in places_on(moving.desk, moving.manifest)]
    assert found == [(1, "north-1:1", 1), (3, "north-1:3", 1), (2, "north-1:2", 0)]


def test_what_each_side_said_stands_beside_the_others(moving: Any) -> None:
    moving.checks_off(moving.manifest, "north-1:2", Outcome.CROSSED, "north")
    [_, _, last] = people_on(
        moving.desk, moving.manifest, places_on(moving.desk, moving.manifest), copy=PartyId("north")
    )
    assert last.outcomes == {"north": "crossed", "south": ""}


def test_devices_of_one_side_that_contradict_each_other_are_told(moving: Any) -> None:
    with moving.desk.entering() as block:
        for device, outcome in (("a" * 16, Outcome.CROSSED), ("b" * 16, Outcome.ABSENT)):
            block.enter(
                acts.HandoverRecorded(
                    at=block.at, by="north/officer", manifest=moving.manifest.id, line=LineRef("north-1:2"),
                    outcome=outcome, party=PartyId("north"), on_device=on_device(device, block.at),
                )
            )  # fmt: skip
    [_, _, last] = people_on(
        moving.desk, moving.manifest, places_on(moving.desk, moving.manifest), copy=PartyId("north")
    )
    assert last.outcomes == {"north": CONTRADICTED, "south": ""}


def on_device(device: str, at: Any) -> acts.OnDevice:
    return acts.OnDevice(event=device * 2, device=device, at=at, seq=1, sha256=Sha256(device[0] * 64))


def test_a_manifest_that_nobody_signed_is_not_kept(moving: Any) -> None:
    with pytest.raises(InputNotUnderstood):
        kept_manifest(moving.desk, ManifestId("M-0099"))


def test_bytes_of_another_manifest_with_the_number_of_a_signed_one_have_no_signatures(moving: Any) -> None:
    other = replace(moving.manifest, stage=7)
    assert as_drawn(moving.desk, to_bytes(moving.manifest)).signed_by == ("mediator", "north", "south")
    assert as_drawn(moving.desk, to_bytes(other)).signed_by == ()


@pytest.mark.parametrize(
    ("reader", "may"),
    [
        ("mediator/registrar", True), ("north/delegate", True), ("south/officer", True), ("east/delegate", False),
        ("north/verifier", False), ("mediator/observer", False), ("mediator/laboratory", False),
    ],
)  # fmt: skip
def test_whose_business_a_manifest_is(reader: str, may: bool) -> None:
    assert may_read(actor(reader), ["north", "south"]) is may
