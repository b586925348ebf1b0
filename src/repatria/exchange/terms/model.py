"""The parts of terms and the whole: categories, stages, truces, interviews, children.

A value that the text leaves unsaid is None or empty here and never guessed; `repatria.exchange.check` refuses it where it
matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from repatria.exchange.terms.clauses import Clause
from repatria.people.dates import AgeRange
from repatria.people.facts import Truth
from repatria.people.record import Sex
from repatria.people.refs import ExchangeId, PartyId

COMES_OF_AGE = 18
"""Below this age, in completed years, a person is a child: Convention on the Rights of the Child art. 1."""


class Status(StrEnum):
    """What the text is."""

    PRELIMINARY = "preliminary"  # binds nobody: no plan and no manifest is drawn from it
    PROPOSED = "proposed"  # binds a party once that party has signed it


class Overlap(StrEnum):
    """Under which clause a person counts who falls under several."""

    EARLIER_CLAUSE = "the earlier clause counts"
    ANY_CLAUSE = "any clause counts, once"


class Health(StrEnum):
    """Definitions of "seriously wounded and seriously sick" that can be applied."""

    ANNEX_I = "GC III Annex I, part I"
    ANNEX_I_A = "GC III Annex I, part I A"  # direct repatriation
    ANNEX_I_B = "GC III Annex I, part I B"  # accommodation in a neutral country
    SPECIAL_AGREEMENT = "special agreement"  # the codes are listed in `health_codes`


@dataclass(frozen=True, slots=True)
class Age:
    """Bounds in completed years on a day: ``to = 25`` inclusive lasts until the day before the 26th birthday.

    Attributes:
        lower: Years, None for no lower bound.
        upper: Years, None for no upper bound.
        lower_inclusive: None when unsaid.
        upper_inclusive: None when unsaid.
        on: The day on which age counts; None when unsaid.
    """

    lower: int | None = None
    upper: int | None = None
    lower_inclusive: bool | None = None
    upper_inclusive: bool | None = None
    on: date | None = None

    @property
    def youngest(self) -> int:
        """The fewest completed years that the bounds admit (an unsaid inclusivity is read as inclusive)."""
        return 0 if self.lower is None else self.lower + (self.lower_inclusive is False)

    @property
    def oldest(self) -> int | None:
        """The most completed years that the bounds admit, None for no bound."""
        return None if self.upper is None else self.upper - (self.upper_inclusive is False)

    def admits(self, age: AgeRange) -> Truth:
        """Returns yes when every age in the range lies within the bounds, no when none does, else unknown."""
        too_young = age.at_most < self.youngest
        too_old = self.oldest is not None and age.at_least > self.oldest
        if too_young or too_old:
            return Truth.NO
        inside = age.at_least >= self.youngest and (self.oldest is None or age.at_most <= self.oldest)
        return Truth.YES if inside else Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of people: all its conditions must be met.

    Attributes:
        id: Its short name, unique in the terms.
        wording: The agreed words.
        wordings: Each party's own words where they published different ones, by party.
        age: Bounds, None for any age.
        sex: None for any.
        health: A `Health` definition, or other words that `check` refuses; empty for any state of health.
        health_codes: Codes of Annex I that a special agreement lists.
        certified: Whether somebody must certify that a person falls under it, beyond age, sex and health.
        evidence: What it is shown by, in free words.
        certified_by: Who certifies: the id of a party, ``mediator``, or the source of a fact (``commission``, ``panel``).
        children: The terms mark it as a category of children.
        excludes: Ids of categories with which it shares nobody.
    """

    id: str
    wording: str
    age: Age | None = None
    sex: Sex | None = None
    health: str = ""
    health_codes: tuple[str, ...] = ()
    certified: bool = False
    evidence: str = ""
    certified_by: tuple[str, ...] = ()
    children: bool = False
    excludes: tuple[str, ...] = ()
    wordings: Mapping[PartyId, str] | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One movement or day of several.

    Attributes:
        number: From 1, in the order in which they take place.
        first_on: First day, None when unsaid.
        last_on: Last day, the same as the first for one day.
        caps: At most so many handed over, by party that hands over.
        total_cap: At most so many in both directions together.
        category_caps: At most so many of a category, by category and party that hands over.
        parity: How far the numbers of both directions may differ in this stage; None for any difference.
        exposure: How far they may differ summed over all stages so far; None for any difference.
        after_both: Begins only when both parties have fulfilled the stage before.
    """

    number: int
    first_on: date | None = None
    last_on: date | None = None
    caps: Mapping[PartyId, int] = field(default_factory=dict)
    total_cap: int | None = None
    category_caps: Mapping[str, Mapping[PartyId, int]] = field(default_factory=dict)
    parity: int | None = None
    exposure: int | None = None
    after_both: bool = False

    @property
    def binds_both(self) -> bool:
        """Whether what one party hands over in it depends on what the other does."""
        return self.after_both or any(v is not None for v in (self.total_cap, self.parity, self.exposure))


@dataclass(frozen=True, slots=True)
class Truce:
    """A window of time in named areas, for recovering the dead or passing over.

    Attributes:
        opens_at: With its UTC offset; None when unsaid.
        closes_at: With its UTC offset, later than `opens_at`.
        areas: Names agreed by the parties; no map and no country.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voluntariness:
    """How each person is asked whether they are willing.

    Attributes:
        private_interview: Nobody of either party is present; None when unsaid.
        held_by: Who asks.
        basis: What it rests on, such as ``GC III art. 109(3)``.
    """

    private_interview: bool | None = None
    held_by: str = ""
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Children:
    """What holds for children.

    Attributes:
        best_interests: Who determines that return is in the child's best interests; empty when unsaid.
        siblings_together: None when unsaid.
    """

    best_interests: str = ""
    siblings_together: bool | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """Who goes earlier; those listed first go first.

    Attributes:
        id: The value of a fact of kind ``priority``.
        category: Category whose people have it without such a fact; empty for none.
    """

    id: str
    wording: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """All that two parties agreed for one exchange.

    Attributes:
        version: From 1; a changed text is a new version.
        reference_date: The day that ages count on where a category gives none; None when unsaid.
        overlap: Rule for people under several clauses; None when unsaid.
        review_days: Days in which a party answers a proposal; None when unsaid.
    """

    exchange: ExchangeId
    version: int
    title: str
    parties: tuple[PartyId, ...]
    status: Status
    clauses: tuple[Clause, ...]
    categories: tuple[Category, ...] = ()
    stages: tuple[Stage, ...] = ()
    truces: tuple[Truce, ...] = ()
    priorities: tuple[Priority, ...] = ()
    voluntariness: Voluntariness | None = None
    children: Children | None = None
    reference_date: date | None = None
    overlap: Overlap | None = None
    review_days: int | None = None

    @property
    def binds(self) -> bool:
        """Whether a signature under this text binds: preliminary terms bind nobody."""
        return self.status is not Status.PRELIMINARY

    def clause(self, clause_id: str) -> Clause | None:
        """Returns the clause of that id, None when there is none."""
        return next((c for c in self.clauses if c.id == clause_id), None)

    def category(self, category_id: str) -> Category | None:
        """Returns the category of that id, None when there is none."""
        return next((c for c in self.categories if c.id == category_id), None)

    def age_day(self, category: Category) -> date | None:
        """Returns the day on which the ages of a category count, None when unsaid."""
        own = category.age.on if category.age else None
        return own or self.reference_date

    def receiver(self, clause: Clause, holder: PartyId) -> PartyId | None:
        """Returns the party that receives what ``holder`` hands over under a clause."""
        return next((p for p in self.parties if p != holder), None) if clause.both else clause.receiver

    def stages_of(self, clause: Clause) -> tuple[Stage, ...]:
        """Returns the stages in which people of a clause may go, in order."""
        return tuple(s for s in self.stages if not clause.stages or s.number in clause.stages)

    def may_hold_children(self, clause: Clause) -> bool:
        """Returns whether a living person under 18 on the reference date could go under a clause, or it is unsaid."""
        if not clause.of_the_living:
            return False
        category = self.category(clause.category)
        return category is None or self.category_may_hold_children(category)

    def category_may_hold_children(self, category: Category) -> bool:
        """Returns whether a category is marked children, or admits anyone under 18 on the reference date, or leaves it unsaid."""
        day = self.age_day(category)
        if category.children or category.age is None or day is None:
            return True
        later_than_reference = self.reference_date is not None and day > self.reference_date
        return category.age.youngest < COMES_OF_AGE or later_than_reference
