"""Texts on the table: whose signature each waits for, and when it no longer waits for anybody's."""

from __future__ import annotations

import pytest

from repatria.desk.aftermath import suspend
from repatria.desk.terms import agreements
from repatria.desk.terms.agreements import document_text, sign_terms, terms_text
from repatria.desk.terms.texts import text_of, texts, texts_to_sign
from repatria.log.elsewhere import signed_elsewhere
from repatria.log.note import NoteRefused
from repatria.people.party import actor
from repatria.people.refs import ExchangeId, PartyId, Sha256

EXCHANGE = ExchangeId("children-2031")
NORTH, SOUTH, MEDIATOR = PartyId("north"), PartyId("south"), PartyId("mediator")
TERMS = """
format = 1
exchange = "children-2031"
version = 1
title = "Return of named children"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["ICRC practice"]

[children]
best_interests = "panel"
siblings_together = true

[[clause]]
id = "from-south"
wording = "South hands over to North the child named by North."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:1"]
substitution = { allowed = false }
"""


def propose(office, by, number, **more):
    """Puts version ``number`` of the text forward and returns its digest."""
    agreements.propose_terms(
        office.desk, by=actor(by), text=TERMS.replace("version = 1", f"version = {number}"), **more
    )
    return office.desk.book().exchanges[EXCHANGE].latest[PartyId(by.partition("/")[0])]


def waiting(office):
    """Returns who is awaited under each text that waits."""
    return {text.sha256: text.waiting_for for text in texts(office.desk.book(), EXCHANGE) if text.waiting_for}


@pytest.fixture
def talking(office):
    office.registers_keys()
    return office


def test_each_side_is_awaited_under_every_position(talking):
    one, two = propose(talking, "north/delegate", 1), propose(talking, "south/delegate", 2)
    assert waiting(talking) == {one: (NORTH, SOUTH), two: (NORTH, SOUTH)}
    assert [text.sha256 for text in texts_to_sign(talking.desk.book(), SOUTH)] == [one, two]
    assert texts_to_sign(talking.desk.book(), MEDIATOR) == ()


def test_a_text_that_its_side_left_waits_for_nobody(talking):
    one, two = propose(talking, "north/delegate", 1), propose(talking, "north/delegate", 2)
    assert waiting(talking) == {two: (NORTH, SOUTH)}
    again = propose(talking, "north/delegate", 1)
    assert (again, waiting(talking)) == (one, {one: (NORTH, SOUTH)})
    assert [text.sha256 for text in texts(talking.desk.book(), EXCHANGE)] == [two, one]


def test_to_sign_is_to_say_the_same(talking):
    one, two = propose(talking, "north/delegate", 1), propose(talking, "south/delegate", 2)
    sign_terms(talking.desk, by=actor("south/delegate"), exchange=EXCHANGE, key=talking.keys["south"], sha256=one)
    found = {text.sha256: text for text in texts(talking.desk.book(), EXCHANGE)}
    assert (found[one].positions, found[one].waiting_for, list(found[one].signed)) == (
        (NORTH, SOUTH),
        (NORTH,),
        [SOUTH],
    )
    assert (found[two].positions, found[two].waiting_for) == ((), ())


def test_what_was_on_the_table_before_terms_came_into_force_is_settled(talking):
    offer = propose(talking, "mediator/registrar", 3)
    one = propose(talking, "north/delegate", 1)
    for party in ("north", "south"):
        sign_terms(talking.desk, by=actor(f"{party}/delegate"), exchange=EXCHANGE, key=talking.keys[party], sha256=one)
    assert (text_of(talking.desk.book(), EXCHANGE, one).in_force, waiting(talking)) == (True, {})
    assert text_of(talking.desk.book(), EXCHANGE, offer).positions == (MEDIATOR,)
    later = propose(talking, "mediator/registrar", 4)
    assert waiting(talking) == {later: (NORTH, SOUTH)}


def test_a_preliminary_text_and_a_suspended_exchange_wait_for_nobody(talking):
    text = TERMS.replace('status = "proposed"', 'status = "preliminary"')
    agreements.propose_terms(talking.desk, by=actor("north/delegate"), text=text)
    assert (waiting(talking), texts_to_sign(talking.desk.book(), NORTH)) == ({}, ())
    propose(talking, "north/delegate", 1)
    suspend(talking.desk, by=actor("south/delegate"), exchange=EXCHANGE, reason="x")
    assert texts_to_sign(talking.desk.book(), NORTH) == ()


def test_a_text_that_nobody_put_forward_is_none(talking):
    assert text_of(talking.desk.book(), EXCHANGE, Sha256("0" * 64)) is None
    assert texts(talking.desk.book(), ExchangeId("other")) == ()


def test_a_signature_made_elsewhere_signs_as_the_key_does(talking):
    digest = propose(talking, "north/delegate", 1)
    lines, key = terms_text(EXCHANGE, digest), talking.keys["north"]
    handed = signed_elsewhere(str(key.sign(lines)), text=lines, keys=[key.key])
    sign_terms(talking.desk, by=actor("north/delegate"), exchange=EXCHANGE, key=handed, sha256=digest)
    signed = talking.desk.book().exchanges[EXCHANGE].signed[digest]
    assert {party: act.signature for party, act in signed.items()} == {NORTH: str(key.sign(lines)).strip()}
    assert document_text(talking.desk, digest).startswith("\nformat = 1")


def test_a_signature_made_elsewhere_is_of_no_use_under_another_text(talking):
    one, two = propose(talking, "north/delegate", 1), propose(talking, "south/delegate", 2)
    lines, key, size = terms_text(EXCHANGE, one), talking.keys["north"], talking.desk.archive.size()
    handed = signed_elsewhere(str(key.sign(lines)), text=lines, keys=[key.key])
    with pytest.raises(NoteRefused):
        sign_terms(talking.desk, by=actor("north/delegate"), exchange=EXCHANGE, key=handed, sha256=two)
    assert talking.desk.archive.size() == size
