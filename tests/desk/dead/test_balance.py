""" "Three for three" counts what its terms say: bags, bodies, parts of bodies, or identified persons, each once."""

from __future__ import annotations

from datetime import date

import pytest

from repatria.desk.overview import overview
from repatria.desk.terms import agreements
from repatria.people.party import actor
from repatria.people.refs import ExchangeId

TERMS = """
format = 1
exchange = "remains-2031"
version = 1
title = "Return of the remains of the fallen"
parties = ["north", "south"]
reference_date = 2031-06-02
status = "proposed"
review_days = 7

[[category]]
id = "fallen"
wording = "Remains of the fallen in the keeping of the other side"
evidence = "the consignment's paper and the receiving side's count"
certified_by = ["mediator"]

[[clause]]
id = "fallen"
wording = "Three for three"
formula = "n for n"
{counts}
both = true
category = "fallen"
number = 3
"""
ON = date(2031, 6, 2)


def owed_by_south(mortuary) -> tuple[int, int]:
    """What South has handed over under the clause, and what it still owes."""
    found = overview(mortuary.desk, exchange=ExchangeId("remains-2031"), on=ON)
    (due,) = (due for due in found.dues if due.party == "south")
    return due.moved, due.owed


@pytest.mark.parametrize(
    ("counts", "moved"),
    [
        ('counts = "bag"', 3),
        ('counts = "body"\nfragments = "not counted"', 2),
        ('counts = "body"\nfragments = "counted as a body"', 4),
        ('counts = "identified person"', 1),
    ],
)
def test_what_the_clause_counts_is_counted(mortuary, counts, moved):
    mortuary.three_bags()
    mortuary.missing("south")
    mortuary.office.registers_keys()
    agreements.propose_terms(mortuary.desk, by=actor("mediator/registrar"), text=TERMS.format(counts=counts))
    for party in ("north", "south"):
        agreements.sign_terms(
            mortuary.desk, by=actor(f"{party}/delegate"), exchange=ExchangeId("remains-2031"),
            key=mortuary.office.keys[party],
        )  # fmt: skip
    mortuary.decide("south-1:1/1", "north-1:1")
    mortuary.decide("south-1:2", "north-1:1")  # the same person, in another bag
    mortuary.decide("south-1:3", "south-2:1")  # the sender's own: nobody's return
    assert owed_by_south(mortuary) == (moved, max(0, 3 - moved))


def test_without_terms_a_consignment_never_settles_an_exchange(mortuary):
    mortuary.three_bags()
    found = overview(mortuary.desk, exchange=ExchangeId("remains-2031"), on=ON)
    assert (found.dues, found.stage) == ((), "moving")
