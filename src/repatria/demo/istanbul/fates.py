"""What can be true of a prisoner of war in this story, how often, and in which state the account should then be."""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """What is true of a prisoner, or of somebody sought as one."""

    WOUNDED = "wounded"  # held; falls under the clause on the seriously wounded and sick
    YOUNG = "young"  # held; 18 to 25 on the reference date
    GROWN = "grown"  # held; may go in the 1,000 for 1,000
    UNWILLING = "unwilling"  # held; says no in the private interview
    UNSOUGHT = "unsought"  # held and willing, but on no list of those sought
    UNSOUGHT_DISPUTED = "unsought, disputed"
    UNSOUGHT_UNANSWERED = "unsought, unanswered"
    NOT_HELD = "not held"
    TRACED = "not held, accepted"
    CONTESTED = "not held, contested"
    DEAD = "dead"
    HOME = "already returned"
    HOME_UNCONFIRMED = "already returned, unconfirmed"
    LEFT = "left the territory"
    UNIDENTIFIED = "cannot identify"
    WITHHELD = "withheld to the mediator"
    DISPUTED = "disputed"
    UNANSWERED = "unanswered"


class Crossing(StrEnum):
    """What happens at the crossing point to somebody who stands on a manifest."""

    CROSSED = "crossed"
    ABSENT = "absent"
    UNFIT = "unfit"
    DIED = "died"
    MISTAKEN = "mistaken identity"
    DIFFERS = "differs"  # the sending side says crossed, the receiving side absent: both numbers are kept


SOUGHT = {"north": 1450, "south": 1400}
"""Lines on the list of those sought, by the party that seeks."""

HELD = {"north": 1350, "south": 1300}
"""Lines on the list of those held, by the party whose people they are."""

NOT_ON_THE_HELD = {
    Fate.NOT_HELD: 0.012,  # "not ICRC-confirmed" 3.3 % of a list of 630 (domain notes, W6, W7, W33), in three parts
    Fate.TRACED: 0.016,
    Fate.CONTESTED: 0.005,
    Fate.DEAD: 0.020,  # assumption
    Fate.HOME: 0.008,  # already returned 1.1 %, same source, in two parts
    Fate.HOME_UNCONFIRMED: 0.003,
    Fate.LEFT: 0.004,  # assumption
    Fate.UNIDENTIFIED: 0.025,  # no missing report 2.5 %, same source
    Fate.WITHHELD: 0.005,  # assumption
    Fate.DISPUTED: 0.022,  # civilians on a list of prisoners 2.2 %, same source
    Fate.UNANSWERED: 0.020,  # assumption; children's lists had far more (domain notes, W8, W9)
}
"""Share of the lines sought, before the seed's factor."""

TWICE = 0.010  # assumption: half of the 2.0 % of lines with an id met twice (Spagat, AOAV 2024)
MUST_GO = {"north": (58, 190), "south": (41, 155)}
"""Seriously wounded or sick, and young, by the party whose people they are: invented, in the range of typical rounds."""

AT_THE_CROSSING = {Crossing.ABSENT: 2, Crossing.UNFIT: 2, Crossing.DIED: 1, Crossing.MISTAKEN: 1}
"""How many of the young of each party do not cross although they stand on a manifest. Invented."""

STATES = {
    Fate.WOUNDED: ("returned",),
    Fate.YOUNG: ("returned",),
    Fate.GROWN: ("returned", "held"),
    Fate.UNSOUGHT: ("returned", "held"),
    Fate.UNWILLING: ("declined",),
    Fate.UNSOUGHT_DISPUTED: ("disputed",),
    Fate.UNSOUGHT_UNANSWERED: ("unanswered",),
    Fate.NOT_HELD: ("not held",),
    Fate.TRACED: ("tracing",),
    Fate.CONTESTED: ("disputed",),
    Fate.DEAD: ("said dead",),
    Fate.HOME: ("already home",),
    Fate.HOME_UNCONFIRMED: ("said returned",),
    Fate.LEFT: ("said to have left",),
    Fate.UNIDENTIFIED: ("needs information",),
    Fate.WITHHELD: ("withheld to the mediator",),
    Fate.DISPUTED: ("disputed",),
    Fate.UNANSWERED: ("unanswered",),
}
CROSSING_STATES = {
    Crossing.ABSENT: "absent",
    Crossing.UNFIT: "unfit",
    Crossing.DIED: "died before handover",
    Crossing.MISTAKEN: "mistaken identity",
    Crossing.DIFFERS: "check-offs differ",
}
ON_BOTH = frozenset({Fate.WOUNDED, Fate.YOUNG, Fate.GROWN, Fate.UNWILLING})
ON_HELD = ON_BOTH | {Fate.UNSOUGHT, Fate.UNSOUGHT_DISPUTED, Fate.UNSOUGHT_UNANSWERED}
CERTAIN = frozenset({Fate.WOUNDED, Fate.YOUNG})
