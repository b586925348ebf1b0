"""Nothing that a device recorded is lost, doubled or taken from somebody else."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import permutations

import pytest

from repatria.desk.handover.events import FILE_FORMAT, read_events
from repatria.desk.handover.intake import GAP
from repatria.desk.handover.progress import differences, progress
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.exchange.outcome import Outcome
from repatria.people.party import actor
from repatria.register import acts

A, B, C = "north-1:1", "north-1:2", "north-1:3"


def why(found):
    return [one.why for one in found.conflicts]


def entered(office):
    return sum(e.kind in ("HandoverRecorded", "CheckOffTakenBack") for e in office.desk.archive.entries())


def test_what_a_device_recorded_is_entered_with_device_and_time(office, device):
    one = device()
    event = one.records(A, "crossed")
    found = one.sends()
    assert (found.accepted, found.conflicts, found.new) == ((event.uuid,), (), 1)
    act = acts.decode(list(office.desk.archive.entries())[-1].payload)
    assert (act.line, act.outcome, act.on_device.device, act.on_device.sha256) == (A, "crossed", "AAAA", event.digest)
    assert (act.on_device.at.isoformat(), act.at > act.on_device.at) == ("2031-07-01T07:00:00+00:00", False)


def test_sending_again_is_a_success_and_enters_nothing(office, device):
    one = device()
    for line in (A, B, C):
        one.records(line, "crossed")
    first, again = one.sends(), one.sends()
    assert (first.new, again.new, again.accepted == first.accepted, entered(office)) == (3, 0, True, 3)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_and_any_cut_enters_each_once(office, device, order):
    one = device()
    events = [one.records(A, "crossed"), one.records(A, "absent"), one.records(A, "crossed")]
    for at in order:
        one.sends(events[at])
    while one.sends(*events).new:
        pass
    assert (entered(office), office.state(A)) == (3, "checked by one side")


def test_what_does_not_follow_waits(device):
    one = device()
    events = [one.records(A, "crossed"), one.records(B, "crossed"), one.records(C, "crossed")]
    assert why(one.sends(events[0], events[2])) == [GAP]
    assert one.sends(*events).new == 2


def test_two_devices_that_disagree_are_both_on_record(office, device, moving):
    first, second = device("AAAA"), device("BBBB")
    first.records(A, "crossed", at="2031-07-01T07:00:00Z")
    second.records(A, "absent", at="2031-07-01T07:05:00Z")
    first.sends()
    found = second.sends()
    assert (found.conflicts, found.progress.recorded, len(found.progress.differ)) == ((), {first.codes[A]: "differ"}, 1)
    said = differences(office.desk.book(), moving.id)[A]
    assert [(one.party, one.device, one.outcome, f"{one.at:%H:%M}") for one in said] == [
        ("north", "AAAA", "crossed", "07:00"), ("north", "BBBB", "absent", "07:05"),
    ]  # fmt: skip
    office.checks_off(moving, A, Outcome.CROSSED, "north")
    assert (differences(office.desk.book(), moving.id), office.state(A)) == ({}, "checked by one side")


def test_both_sides_are_counted_and_their_differences_shown(office, device, moving):
    north, south = device(), device(side="south", name="BBBB")
    for line, outcome in ((A, "crossed"), (B, "absent")):
        north.records(line, outcome)
    north.records(None, "not on the manifest")
    south.records(A, "unfit")
    north.sends()
    south.sends()
    found = progress(office.desk.book(), moving.id, "north")
    assert [(c.party, c.checked, c.crossed, c.unlisted) for c in found.counts] == [
        ("north", 2, 1, 1), ("south", 1, 0, 0),
    ]  # fmt: skip
    assert found.differ == (north.codes[A],)
    assert set(differences(office.desk.book(), moving.id)) == {A}


def test_a_device_takes_back_and_somebody_unlisted_too(office, device, moving):
    one = device()
    crossed, extra = one.records(A, "crossed"), one.records(None, "not on the manifest")
    one.records(A, "", takes_back=crossed.uuid)
    one.records(None, "", takes_back=extra.uuid)
    assert (one.sends().new, office.state(A)) == (4, "on a manifest")
    assert office.desk.book().manifests[moving.id].unlisted == {0: 0}


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "absent"}, {"at": "2031-07-01T07:00:01Z"}, {"device": "BBBB"}, {"pack": "q" * 22}, {"seq": 2},
        {"mac": "0" * 64}, {"prev": "0" * 64},
    ],
)  # fmt: skip
def test_an_altered_event_is_refused(office, device, change):
    one = device()
    found = one.sends(replace(one.records(A, "crossed"), **change))
    assert (found.accepted, why(found)) == ((), ["not made with a pack of this side, or changed since"])
    assert entered(office) == 0


def test_events_of_the_other_side_are_refused(office, device):
    south = device(side="south")
    south.records(A, "crossed")
    found = device().sends(*south.log)
    assert why(found) == ["not made with a pack of this side, or changed since"]


def test_one_number_with_other_content_is_refused(device):
    one = device()
    first = one.records(A, "crossed")
    one.sends()
    other = one.seals(replace(first, outcome="absent"))
    assert why(one.sends(other)) == ["another check-off has this number"]


def test_a_copied_device_is_noticed(device):
    one, copy = device(), device()
    one.records(A, "crossed")
    one.sends()
    copied = copy.records(A, "absent")
    copied = copy.seals(replace(copied, uuid=copied.uuid.replace("4", "5", 1)))
    assert why(one.sends(copied)) == ["the device told something else in this place"]


def test_a_file_from_which_something_was_cut_is_noticed(device):
    one = device()
    events = [one.records(A, "crossed"), one.records(B, "crossed")]
    assert why(one.sends(events[1])) == [GAP]
    forged = one.seals(replace(events[1], seq=1))
    assert why(one.sends(forged)) == ["it does not follow on what the device recorded before"]


def test_another_manifest_and_an_unknown_code_are_refused(device):
    one = device()
    event = one.records(A, "crossed")
    wrong = [
        one.seals(replace(event, sha256="0" * 64)), one.seals(replace(event, manifest="M-0001")),
        one.seals(replace(event, code="1000009")),
    ]  # fmt: skip
    assert [why(one.sends(each)) for each in wrong] == [
        ["a check-off of another manifest"], ["a check-off of another manifest"],
        ["nobody on this manifest has this code"],
    ]  # fmt: skip


def test_a_manifest_that_was_withdrawn_meanwhile_is_told(office, moving, device):
    from repatria.desk.aftermath import withdraw

    one = device()
    one.records(A, "crossed")
    withdraw(office.desk, by=actor("mediator/registrar"), target=moving.id, reason="postponed")
    assert why(one.sends()) == ["the manifest was withdrawn"]


def test_what_the_book_refuses_is_told_and_the_rest_is_entered(office, device):
    from repatria.register.acts import Wish

    office.interviews(B, Wish.UNWILLING)
    one = device()
    for line in (A, B, C):
        one.records(line, "crossed")
    found = one.sends()
    assert (len(found.accepted), why(found)) == (2, ["nobody crosses whose last private interview did not say yes"])
    assert [office.state(line) for line in (A, C)] == ["checked by one side"] * 2


def test_only_officers_hand_in(office, moving, device):
    from repatria.desk.handover.intake import take_in

    with pytest.raises(NotPermitted):
        take_in(office.desk, by=actor("north/delegate"), manifest=moving.id, events=[], secret=b"s")


def test_a_file_is_read_as_the_device_wrote_it(device):
    one = device()
    one.records(A, "crossed")
    one.records(None, "not on the manifest")
    text = json.dumps({"format": FILE_FORMAT, "events": [asdict(event) for event in one.log]})
    assert read_events(text.encode()) == one.log


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", '{"format": "repatria/check-offs/1"}', '{"format": "repatria/check-offs/1", "events": [1]}',
        '{"format": "repatria/check-offs/1", "events": [{}]}', '{"format": "x", "events": []}', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_file_of_check_offs_is_refused(text):
    with pytest.raises(InputNotUnderstood):
        read_events(text.encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 0), ("seq", True), ("seq", "1"), ("seq", 2**40), ("at", "yesterday"), ("at", "2031-13-01T00:00:00Z"),
        ("outcome", "vanished"), ("code", "123"), ("device", "a\nb"), ("uuid", ""), ("uuid", None), ("mac", "0" * 63),
        ("at", "2031-07-01T07:00:00Z\n"),
    ],
)  # fmt: skip
def test_an_event_that_is_not_whole_is_refused(device, field, value):
    event = asdict(device().records(A, "crossed")) | {field: value}
    with pytest.raises(InputNotUnderstood):
        read_events(json.dumps({"format": FILE_FORMAT, "events": [event]}).encode())
