"""A clause: who hands over whom, how many, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from repatria.people.refs import LineRef, PartyId


class Formula(StrEnum):
    """How the number of a clause is found."""

    NAMED_PERSONS = "named persons"  # exactly the people on these lines, each for their own sake
    N_FOR_N = "n for n"  # exactly n in each direction
    ALL_FOR_ALL = "all for all"  # everyone who falls under the category, in each direction
    AT_LEAST_N = "at least n"  # n or more in each direction
    UNILATERAL = "unilateral"  # one direction, no counterpart


class Counts(StrEnum):
    """What is counted as one."""

    PERSON = "person"
    BODY = "body"
    BAG = "bag"
    IDENTIFIED_PERSON = "identified person"


class Fragments(StrEnum):
    """How parts of a body count where bodies are counted; one body may lie in several bags."""

    NOT_COUNTED = "not counted"
    COUNTED_APART = "counted apart"
    COUNTED_AS_A_BODY = "counted as a body"


@dataclass(frozen=True, slots=True)
class Substitution:
    """Whether somebody else may go in place of a person who does not.

    Attributes:
        allowed: False says that the place stays empty.
        when: Outcomes that open the place, in the words of the handover (``declined``, ``died`` ...).
        chosen_by: Who names the other person; empty when unsaid.
        within_days: Days in which to do so; None when unsaid.
    """

    allowed: bool
    when: tuple[str, ...] = ()
    chosen_by: str = ""
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of the terms.

    Attributes:
        id: Its short name, unique in the terms.
        wording: The agreed words.
        wordings: Each party's own words where they published different ones, by party.
        formula: How many.
        counts: What is counted; None when unsaid.
        holder: The party that hands over; None when `both`.
        receiver: The party that receives; None when `both`.
        both: Holds in both directions.
        category: Id of the category that people must fall under; empty when none.
        numbers: How many each party hands over, by party; empty when the formula needs none.
        persons: Lines that name the people, for named persons.
        stages: Numbers of the stages in which they go; empty means any.
        substitution: None when unsaid.
        fragments: None when unsaid; only asked where bodies are counted.
    """

    id: str
    wording: str
    formula: Formula
    counts: Counts | None = None
    holder: PartyId | None = None
    receiver: PartyId | None = None
    both: bool = False
    category: str = ""
    numbers: Mapping[PartyId, int] | None = None
    persons: tuple[LineRef, ...] = ()
    stages: tuple[int, ...] = ()
    substitution: Substitution | None = None
    fragments: Fragments | None = None
    wordings: Mapping[PartyId, str] | None = None
    _named: frozenset[LineRef] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", frozenset(self.persons))

    def names(self, line: LineRef) -> bool:
        """Returns whether a line is among the named persons, however many these are."""
        return line in self._named

    def holders(self, parties: tuple[PartyId, ...]) -> tuple[PartyId, ...]:
        """Returns the parties that hand over under this clause, in the order of ``parties``."""
        return parties if self.both else tuple(p for p in parties if p == self.holder)

    def number(self, holder: PartyId) -> int | None:
        """Returns how many ``holder`` is to hand over, None when the terms give no number."""
        if self.formula is Formula.NAMED_PERSONS:
            return len(self.persons)
        return (self.numbers or {}).get(holder)

    @property
    def of_the_living(self) -> bool:
        """Whether living people move (or the terms do not say, which is read as yes: the stricter rules apply)."""
        return self.counts in (Counts.PERSON, None)
