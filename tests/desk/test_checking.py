"""A desk whose journal or documents were changed by hand is found out, and the first wrong act is named."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from repatria.desk import claims
from repatria.desk.checking import check_desk
from repatria.errors import IllegalAct
from repatria.log.note import Signer
from repatria.people.party import actor
from repatria.people.refs import LineRef, PartyId, Sha256
from repatria.register import acts
from repatria.register.acts import Judgement


@pytest.fixture
def signed(office: Any) -> Any:
    """Returns an office where terms and a manifest are signed by everybody."""
    office.ready_children()
    office.signs_terms("north", "south")
    office.signs_manifest(office.plans().manifests[0], "north", "south", "mediator")
    return office


def number_of(office: Any, kind: type[Any]) -> int:
    """Returns the number of the first act of a kind."""
    return next(entry.seq for entry in office.desk.archive.entries() if entry.kind == kind.__name__)


def forge(office: Any, kind: type[Any], **fields: Any) -> int:
    """Writes the first act of a kind anew with other fields, as somebody with the database in hand could."""
    at = number_of(office, kind)
    entry = office.desk.archive.journal[at]
    forged = msgspec.structs.replace(acts.decode(entry.payload), **fields)
    office.desk.archive.journal[at] = replace(entry, payload=acts.encode(forged))
    return at


def test_a_desk_that_was_left_alone_holds(signed: Any) -> None:
    found = check_desk(signed.desk.archive)
    assert (found.holds, found.acts, found.signatures, found.lists) == (True, signed.desk.archive.size(), 5, 4)
    assert found.documents == len(signed.desk.archive.papers)


def test_a_signature_of_another_key_is_found(signed: Any) -> None:
    known = next(iter(signed.desk.book().exchanges.values()))
    act = known.signed[known.in_force][PartyId("south")]
    other = Signer("south", bytes(32))
    from repatria.desk.terms.agreements import terms_text

    entry = next(e for e in signed.desk.archive.entries() if e.payload == acts.encode(act))
    forged = msgspec.structs.replace(act, signature=str(other.sign(terms_text(act.exchange, act.sha256))).strip())
    signed.desk.archive.journal[entry.seq] = replace(entry, payload=acts.encode(forged))
    found = check_desk(signed.desk.archive)
    assert (found.first_bad_act, found.broken.message) == (
        entry.seq,
        "the signature of south does not verify with a key registered for it",
    )


def test_a_signature_under_other_people_is_found(signed: Any) -> None:
    at = forge(
        signed,
        acts.ManifestSigned,
        stage=2,
        lines=acts.decode(signed.desk.archive.journal[number_of(signed, acts.ManifestSigned)].payload).lines[:-1],
    )
    found = check_desk(signed.desk.archive)
    assert (found.first_bad_act, found.broken.message) == (
        at,
        "the act says something else than the manifest that was signed",
    )


def test_a_document_that_was_changed_or_lost_is_found(signed: Any) -> None:
    at = number_of(signed, acts.ListReceived)
    digest = acts.decode(signed.desk.archive.journal[at].payload).sha256
    papers = signed.desk.archive.papers
    kept = papers[digest]
    papers[digest] = kept + b"\n"
    assert (check_desk(signed.desk.archive).first_bad_act, check_desk(signed.desk.archive).broken.message) == (
        at,
        "a document was changed",
    )
    del papers[digest]
    assert check_desk(signed.desk.archive).broken.message == "no document with this digest is kept"


def test_a_list_with_other_lines_than_were_entered_is_found(signed: Any) -> None:
    at = number_of(signed, acts.ListReceived)
    act = acts.decode(signed.desk.archive.journal[at].payload)
    shorter = signed.desk.archive.papers[act.sha256].rpartition(b"\n")[0].rpartition(b"\n")[0]
    digest = Sha256(sha256(shorter).hexdigest())
    signed.desk.archive.papers[digest] = shorter
    forge(signed, acts.ListReceived, sha256=digest)
    assert check_desk(signed.desk.archive).first_bad_act == at


def test_an_act_that_no_desk_would_enter_is_found(signed: Any) -> None:
    at = forge(signed, acts.InterviewHeld, line="north-9:1")
    found = check_desk(signed.desk.archive)
    assert (found.first_bad_act, found.acts, found.broken.place) == (at, at, f"act {at}, north-9:1")


@pytest.mark.parametrize("change", [{"kind": "RemarkMade"}, {"payload": b""}])
def test_an_act_that_is_not_written_as_a_desk_writes_it_is_found(signed: Any, change: dict[str, Any]) -> None:
    at = number_of(signed, acts.MatchJudged)
    signed.desk.archive.journal[at] = replace(signed.desk.archive.journal[at], **change)
    assert check_desk(signed.desk.archive).first_bad_act == at


def test_a_signed_judgement_is_verified_and_a_changed_one_is_found(office: Any) -> None:
    office.four_lists()
    office.registers_keys()
    row = claims.JudgementRow(LineRef("north-1:1"), LineRef("south-1:1"), Judgement.SAME)
    for party in ("north", "south"):
        claims.judge_matches(office.desk, by=actor(f"{party}/delegate"), judgements=[row], key=office.keys[party])
    assert (check_desk(office.desk.archive).holds, check_desk(office.desk.archive).signatures) == (True, 2)
    at = forge(office, acts.MatchJudged, judgement=Judgement.DIFFERENT)
    found = check_desk(office.desk.archive)
    assert (found.first_bad_act, found.broken.message) == (
        at,
        "the signature of north does not verify with a key registered for it",
    )


def test_a_judgement_signed_with_another_partys_key_is_refused(office: Any) -> None:
    office.four_lists()
    office.registers_keys()
    row = claims.JudgementRow(LineRef("north-1:1"), LineRef("south-1:1"), Judgement.SAME)
    with pytest.raises(IllegalAct):
        claims.judge_matches(office.desk, by=actor("north/delegate"), judgements=[row], key=office.keys["south"])
