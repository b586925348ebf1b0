"""Talks: nobody's proposal overwrites another's, and an answer that is owed is said to be overdue."""

from __future__ import annotations

from datetime import date

import pytest

from repatria.desk.terms import agreements
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.log.note import VerifierKey
from repatria.people.party import actor
from repatria.people.refs import ExchangeId, PartyId

EXCHANGE = ExchangeId("prisoners-2031")
NORTHS = """
format = 1
exchange = "prisoners-2031"
version = 1
title = "All for all of the young"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02
review_days = 7

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[[category]]
id = "young"
wording = "aged 18 to 25"
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true }

[[clause]]
id = "young"
wording = "All prisoners aged 18 to 25 are exchanged for all."
formula = "all for all"
counts = "person"
both = true
category = "young"
"""
SOUTHS = (
    NORTHS.replace("aged 18 to 25", "under 25")
    .replace("age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true }", "age = { to = 25 }")
    .replace("reference_date = 2031-06-02\n", "")
)


def test_a_clause_of_one_party_is_open_and_the_others_answer_falls_due(office):
    agreements.propose_terms(office.desk, by=actor("north/delegate"), text=NORTHS)
    [talk] = agreements.talks(office.desk, exchange=EXCHANGE, today=date(2031, 6, 12))
    assert (talk.talk, talk.awaited, talk.overdue_since) == ("open", ("south",), date(2031, 6, 10))


def test_an_ambiguous_text_is_refused_with_the_words_that_are_ambiguous(office):
    with pytest.raises(agreements.TermsRefused) as refused:
        agreements.propose_terms(office.desk, by=actor("south/delegate"), text=SOUTHS)
    assert [f.code for f in refused.value.findings if "age" in f.code] != []


def test_two_wordings_stand_side_by_side(office):
    agreements.propose_terms(office.desk, by=actor("north/delegate"), text=NORTHS)
    agreements.propose_terms(office.desk, by=actor("south/delegate"), text=SOUTHS, as_worded=True)
    [talk] = agreements.talks(office.desk, exchange=EXCHANGE, today=date(2031, 6, 3))
    assert talk.talk == "worded differently"
    assert talk.wordings == {
        "north": "All prisoners aged 18 to 25 are exchanged for all.",
        "south": "All prisoners under 25 are exchanged for all.",
    }


def test_the_same_text_from_both_is_agreed(office):
    for party in ("north", "south"):
        agreements.propose_terms(office.desk, by=actor(f"{party}/delegate"), text=NORTHS)
    assert [t.talk for t in agreements.talks(office.desk, exchange=EXCHANGE, today=date(2031, 6, 3))] == ["agreed"]


def test_the_mediators_text_is_nobodys_position(office):
    agreements.propose_terms(office.desk, by=actor("mediator/registrar"), text=NORTHS)
    assert agreements.talks(office.desk, exchange=EXCHANGE, today=date(2031, 6, 3)) == ()


def test_a_text_that_is_no_terms_enters_nothing(office):
    size = office.desk.archive.size()
    with pytest.raises(InputNotUnderstood):
        agreements.propose_terms(office.desk, by=actor("north/delegate"), text="neither = [one")
    assert office.desk.archive.size() == size


@pytest.mark.parametrize("name", ["north.example", "south.example"])
def test_one_key_signs_for_one_holder_whatever_it_is_called(office, name):
    office.registers_keys()
    key = VerifierKey(name, office.keys["north"].key.public)
    before = office.desk.book().digest()
    with pytest.raises(IllegalAct, match="another holder signs with this key"):
        agreements.register_key(office.desk, by=actor("mediator/registrar"), holder=PartyId("south"), vkey=str(key))
    assert office.desk.book().digest() == before
