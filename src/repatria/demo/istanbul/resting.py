"""Who lies in which bag of the larger consignment, and what came of it: the truth about the dead that were typed so far.

Of 6,057 bags the laboratory has typed some eighty: the rest wait, as they do for a year after such a day (domain notes, F1,
F8). Among them lie a man in three bags, two men in one bag, remains of the sender's own, a label that names the wrong man, and one
for whom only his mother has given a sample.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

TWO_RELATIVES = 11
"""Men whose families gave samples of two close relatives or more; the first lies in three bags."""
STRANGERS = 60
"""Bodies typed whose families have given no sample."""
SEVERAL = 0.05  # share of bags that hold more than one: an assumption of the demand on this desk
PARTS = ("skull", "left femur", "torso")


class End(StrEnum):
    """How far it has come with somebody on the day on which the account is drawn."""

    IDENTIFIED = "identified"
    FAMILY_TOLD = "family told"
    RELEASED = "released"
    LEAD = "received"  # one relative only
    MISLABELLED = "said dead"  # the label named somebody else
    SENT_BACK = "routed back"
    RECEIPT = "receipt given"


@dataclass(frozen=True, slots=True)
class Specimen:
    """One specimen: where it lies, whose it is in truth, and its sample where it was typed."""

    line: str
    number: int
    part: str
    person: str
    sample: str


@dataclass(frozen=True, slots=True)
class Resting:
    """What lies where.

    Attributes:
        specimens: All of the consignment, in order of bags.
        ends: What came of the missing whose remains were typed, by person.
        mislabelled: The bag whose label names somebody who is not in it, and whom it names.
    """

    specimens: tuple[Specimen, ...]
    ends: dict[str, End]
    mislabelled: tuple[str, str]

    @property
    def typed(self) -> tuple[Specimen, ...]:
        """The specimens that the laboratory has typed so far."""
        return tuple(one for one in self.specimens if one.sample)

    def bags(self, person: str) -> tuple[str, ...]:
        """Returns the bags in which somebody lies."""
        return tuple(dict.fromkeys(one.line for one in self.specimens if one.person == person))

    def of_people(self) -> dict[str, str]:
        """Returns in which state the account should find the missing whose remains were typed.

        To the family of one of the sender's own a receipt is not the end: the sender has still to tell them.
        """
        told = {End.LEAD: "said dead", End.RECEIPT: "identified"}
        return {person: told.get(end, end.value) for person, end in self.ends.items()}

    def state(self, line: str) -> str:
        """Returns in which state the account should find a bag that was counted."""
        inside = [one.person for one in self.specimens if one.line == line]
        ends = [self.ends.get(person) for person in inside]
        known = [end for end in ends if end not in (None, End.LEAD, End.MISLABELLED)]
        if not known:
            return "received"
        if len(known) < len(ends):
            return "partly identified"
        return min(known, key=list(End).index).value


def rest(found: list[str], dead: list[str], own: list[str], *, seed: int) -> Resting:
    """Returns who lies in which of the bags that were found.

    Args:
        found: Lines of the bags.
        dead: The missing of the receiving side whose remains are among them, two more than `TWO_RELATIVES`.
        own: Two missing of the sender's own.
        seed: Whence.
    """
    draw = random.Random(f"{seed}/resting")
    bags = draw.sample(found, 17 + STRANGERS)
    lying: dict[str, list[tuple[str, str]]] = {bag: [("body", f"nobody-{n}")] for n, bag in enumerate(found)}
    for bag, part in zip(bags[:3], PARTS, strict=True):
        lying[bag] = [(part, dead[0])]
    lying[bags[3]] = [("body", dead[1]), ("right femur", "stranger-0")]
    lying[bags[4]] = [("body", dead[2]), ("body", dead[3])]
    for bag, person in zip(bags[5:12], dead[4:TWO_RELATIVES], strict=True):
        lying[bag] = [("body", person)]
    lying[bags[12]], lying[bags[13]] = [("body", "stranger-1")], [("body", dead[TWO_RELATIVES + 1])]
    lying[bags[14]], lying[bags[15]] = [("body", own[0])], [("body", own[1])]
    for number, bag in enumerate(bags[16:]):
        lying[bag] = [("body", f"stranger-{number + 2}")]
    for bag in draw.sample([bag for bag in found if bag not in set(bags)], round(SEVERAL * len(found))):
        lying[bag] += [("tibia", f"part-{bag}-{k}") for k in range(draw.choice((1, 1, 2)))]
    ends = dict.fromkeys(dead[:TWO_RELATIVES], End.IDENTIFIED)
    ends |= {dead[0]: End.FAMILY_TOLD, dead[4]: End.RELEASED, dead[5]: End.RELEASED, own[0]: End.RECEIPT}
    ends |= {own[1]: End.SENT_BACK, dead[TWO_RELATIVES]: End.MISLABELLED, dead[TWO_RELATIVES + 1]: End.LEAD}
    return Resting(tuple(_specimens(lying, frozenset(bags))), ends, (bags[12], dead[TWO_RELATIVES]))


def _specimens(lying: dict[str, list[tuple[str, str]]], typed: frozenset[str]) -> list[Specimen]:
    found, count = [], 0
    for line, inside in lying.items():
        for number, (part, person) in enumerate(inside, start=1):
            count += line in typed
            sample = f"K-{count:04}" if line in typed else ""
            found.append(Specimen(line, number, part, person, sample))
    return found
