"""Talks about terms: keys are registered, and each side has put a text of its own on the table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import propose_terms, register_key
from repatria.log.note import Signer
from repatria.people.party import actor
from repatria.people.refs import ExchangeId, PartyId, Sha256
from repatria.store.keys import new_signer

EXCHANGE = ExchangeId("prisoners-2031")
SEED = 7
HEAD = """
format = 1
exchange = "prisoners-2031"
version = 1
title = "Return of prisoners"
parties = ["north", "south"]
status = "proposed"
reference_date = 2025-01-06
review_days = 7
overlap = "the earlier clause counts"

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[[category]]
id = "grown"
wording = "Prisoners of 18 completed years or more on 6 January 2025"
age = { from = 18, from_inclusive = true, on = 2025-01-06 }
evidence = "date of birth"
certified_by = ["mediator"]
"""
CLAUSE = """
[[clause]]
id = "grown"
wording = "%s"
formula = "n for n"
counts = "person"
both = true
category = "grown"
number = %d

[clause.substitution]
allowed = false
"""
NORTHS = HEAD + CLAUSE % ("Two for two.", 2)
SOUTHS = HEAD + CLAUSE % ("One for one, <b>to begin with</b>.", 1)


@dataclass(frozen=True)
class Talks:
    """The desk in talks, everybody's key, and the digests of the two texts."""

    desk: Desk
    keys: dict[str, Signer]
    north: Sha256
    south: Sha256

    @property
    def acts(self) -> int:
        """How many acts the desk keeps."""
        return self.desk.archive.size()


@pytest.fixture
def talks(fresh: Desk) -> Talks:
    """The two texts on the table; nobody has signed."""
    registrar, keys = actor("mediator/registrar"), {}
    for holder in ("north", "south"):
        keys[holder] = new_signer(holder, demo_seed=SEED)
        register_key(fresh, by=registrar, holder=PartyId(holder), vkey=str(keys[holder].key))
    for party, text in (("north", NORTHS), ("south", SOUTHS)):
        propose_terms(fresh, by=actor(f"{party}/delegate"), text=text)
    latest = fresh.book().exchanges[EXCHANGE].latest
    return Talks(fresh, keys, latest[PartyId("north")], latest[PartyId("south")])
