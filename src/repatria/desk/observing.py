"""What an observer may know: numbers by exchange, side and clause, public statements beside them; nobody's name.

All of it is one publication. A number from 1 to 9 is withheld, and every further number from which it could be computed:
by a sum, by the other side's list of the same people, or by a clause that counts the same people. Shown numbers are rounded
to 5, which also covers what tables of people tell of tables of lines: these count alike, but not the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from repatria.desk.overview import Overview, exchanges, overview
from repatria.desk.pictures.families import FAMILIES, Family
from repatria.desk.session import Desk
from repatria.exchange.stages import ExchangeStage
from repatria.people.party import Stance
from repatria.people.refs import ExchangeId, ListId, PartyId
from repatria.register.account import ListAccount
from repatria.register.acts import Figure, StatementRecorded, Subject
from repatria.register.derived.balance import list_accounts
from repatria.register.statements import FigureRow, figures
from repatria.register.suppression import Cell, Sum, withheld

Number = int | None
"""A published number, rounded to 5; None where it is withheld."""

STEP: Final = 5


_OF_THE_DEAD: Final = (Family.NAMED, Family.DEAD)
_MOVED: Final = (Family.RETURNED, *_OF_THE_DEAD)


@dataclass(frozen=True, slots=True)
class ListNumbers:
    """Where the lines of one list are, in families of states; families without a line are left out."""

    list: ListId
    party: PartyId
    stance: Stance
    subject: Subject
    lines: Number
    families: dict[Family, Number]


@dataclass(frozen=True, slots=True)
class ClauseNumbers:
    """One clause and the side that hands over under it.

    Attributes:
        moved: Handed over.
        eligible: Shown to fall under it; ``is_assessed`` says whether the clause is assessed at all.
        waiting: Of these, not handed over.
        unknown: Not yet shown either way.
    """

    clause: str
    party: PartyId
    is_assessed: bool
    moved: Number
    eligible: Number
    waiting: Number
    unknown: Number


@dataclass(frozen=True, slots=True)
class ExchangeNumbers:
    """One exchange: its stage, its lists, its clauses."""

    exchange: ExchangeId
    stage: ExchangeStage
    lines: Number
    lists: tuple[ListNumbers, ...]
    clauses: tuple[ClauseNumbers, ...]


@dataclass(frozen=True, slots=True)
class Documented:
    """What the register documents of one thing, and what was said of it in public.

    Attributes:
        is_counted: Whether the register counts it at all.
    """

    figure: Figure
    concerning: PartyId
    is_counted: bool
    documented: Number
    statements: tuple[StatementRecorded, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that is published on one day."""

    exchanges: tuple[ExchangeNumbers, ...]
    figures: tuple[Documented, ...]


def observed(desk: Desk, *, on: date) -> Observed:
    """Returns what may be published on a day."""
    book = desk.book()
    of_exchange = {columns.received.list: columns.received.exchange for columns in book.order}
    found = _Counts(
        tuple(overview(desk, exchange=exchange, on=on) for exchange in exchanges(desk)),
        list_accounts(book),
        of_exchange,
        figures(book),
        book.parties,
    )
    return _Published(found).all()


@dataclass(frozen=True, slots=True)
class _Counts:
    """The exact numbers."""

    overviews: tuple[Overview, ...]
    lists: tuple[ListAccount, ...]
    of_exchange: dict[ListId, ExchangeId]
    figures: tuple[FigureRow, ...]
    parties: tuple[PartyId, ...]

    def lists_of(self, exchange: ExchangeId) -> tuple[ListAccount, ...]:
        return tuple(one for one in self.lists if self.of_exchange[one.list] == exchange)


class _Published:
    """The exact numbers, and which of them stay at the desk."""

    def __init__(self, exact: _Counts) -> None:
        self._exact = exact
        self.counts: dict[Cell, int] = {}
        self.sums: list[Sum] = []
        self.alike: list[tuple[Cell, ...]] = []
        for one in exact.overviews:
            self._lay_out(one)
        for row in exact.figures:
            if row.documented is not None:
                self.counts["figure", row.figure, row.concerning] = row.documented
        self.hidden = withheld(self.counts, sums=self.sums, alike=self.alike, dear=tuple(self._dear()))
        self.hidden |= set(self._told_by_lists())

    def _lay_out(self, one: Overview) -> None:
        """Puts down every number of an exchange, the sums among them, and what counts the same people."""
        lists = self._exact.lists_of(one.exchange)
        for entry in lists:
            families = families_of(entry)
            whole: Cell = ("list", entry.list)
            self.counts[whole] = entry.lines
            self.counts |= {(*whole, family.name): n for family, n in families.items()}
            self.sums.append(Sum(whole, tuple((*whole, family.name) for family in families)))
        total: Cell = ("exchange", one.exchange)
        self.counts[total] = sum(entry.lines for entry in lists)
        self.sums.append(Sum(total, tuple(("list", entry.list) for entry in lists)))
        for (clause, holder), tally in one.clauses.items():
            cell: Cell = ("clause", one.exchange, clause, holder)
            self.counts |= {(*cell, "moved"): tally.moved, (*cell, "unknown"): tally.unknown}
            if tally.eligible is not None:
                waiting = tally.eligible - tally.moved
                self.counts |= {(*cell, "eligible"): tally.eligible, (*cell, "waiting"): waiting}
                self.sums.append(Sum((*cell, "eligible"), ((*cell, "moved"), (*cell, "waiting"))))
        self.alike += list(self._same_people(one, lists))

    def _same_people(self, one: Overview, lists: tuple[ListAccount, ...]) -> Iterator[tuple[Cell, ...]]:
        """Yields what counts the same people: two sides' lists of those who go to one side, and clauses by who hands over."""
        for home in dict.fromkeys(home_of(entry, self._exact.parties) for entry in lists):
            there = [entry for entry in lists if home_of(entry, self._exact.parties) == home]
            moved: list[Cell] = [("clause", one.exchange, *key, "moved") for key in one.clauses if key[1] != home]
            for family in Family:
                cells: list[Cell] = [("list", entry.list, family.name) for entry in there]
                cells += moved if family in _MOVED else []
                yield tuple(cell for cell in cells if cell in self.counts)

    def _told_by_lists(self) -> Iterator[Cell]:
        """Yields the figures of people from which a withheld number of a list could be computed.

        Bags and least numbers of people are figures that both sides give in public anyway, and point to nobody.
        """
        for row in self._exact.figures:
            if row.documented and not self.hidden.isdisjoint(self._made_of(row)):
                yield "figure", row.figure, row.concerning

    def _made_of(self, row: FigureRow) -> Iterator[Cell]:
        """Yields the numbers of lists that make up a figure, duplicates apart."""
        for entry in self._exact.lists:
            match row.figure:
                case Figure.SOUGHT | Figure.HELD:
                    stance = Stance.SEEKS if row.figure is Figure.SOUGHT else Stance.HOLDS
                    if (entry.party, entry.stance) == (row.concerning, stance):
                        yield "list", entry.list
                case Figure.RETURNED if home_of(entry, self._exact.parties) == row.concerning:
                    yield "list", entry.list, Family.RETURNED.name
                case Figure.IDENTIFIED:
                    yield "list", entry.list, Family.NAMED.name
                case _:
                    pass

    def _dear(self) -> Iterator[Cell]:
        """Yields what observers ask first: how many returned, how many moved."""
        yield from (cell for cell in self.counts if cell[-1] in (Family.RETURNED.name, "moved"))

    def number(self, *cell: str) -> Number:
        """Returns a number as it is published: rounded to 5, None where it is withheld."""
        return None if cell in self.hidden else STEP * round(self.counts[cell] / STEP)

    def all(self) -> Observed:
        """Returns the whole publication."""
        return Observed(
            tuple(map(self._exchange, self._exact.overviews)), tuple(map(self._figure, self._exact.figures))
        )

    def _exchange(self, one: Overview) -> ExchangeNumbers:
        lists = tuple(map(self._list, self._exact.lists_of(one.exchange)))
        clauses = tuple(
            self._clause(one.exchange, clause, holder, is_assessed=tally.eligible is not None)
            for (clause, holder), tally in one.clauses.items()
        )
        return ExchangeNumbers(one.exchange, one.stage, self.number("exchange", one.exchange), lists, clauses)

    def _list(self, entry: ListAccount) -> ListNumbers:
        numbers = {family: self.number("list", entry.list, family.name) for family in families_of(entry)}
        return ListNumbers(
            entry.list, entry.party, entry.stance, entry.subject, self.number("list", entry.list), numbers
        )

    def _clause(self, exchange: ExchangeId, clause: str, holder: PartyId, *, is_assessed: bool) -> ClauseNumbers:
        cell = ("clause", exchange, clause, holder)
        eligible, waiting = (
            (self.number(*cell, "eligible"), self.number(*cell, "waiting")) if is_assessed else (None, None)
        )
        return ClauseNumbers(
            clause, holder, is_assessed, self.number(*cell, "moved"), eligible, waiting, self.number(*cell, "unknown")
        )

    def _figure(self, row: FigureRow) -> Documented:
        is_counted = row.documented is not None
        number = self.number("figure", row.figure, row.concerning) if is_counted else None
        return Documented(row.figure, row.concerning, is_counted, number, row.statements)


def home_of(entry: ListAccount, parties: tuple[PartyId, ...]) -> PartyId:
    """Returns to whom those on a list go: to who seeks them, or to the other side of who holds them."""
    return entry.party if entry.stance is Stance.SEEKS else next(party for party in parties if party != entry.party)


def families_of(entry: ListAccount) -> dict[Family, int]:
    """Returns how many lines of a list are in each family of states, families without a line left out."""
    found = dict.fromkeys(Family, 0)
    for state, n in entry.states.items():
        found[FAMILIES[state]] += n
    return {family: n for family, n in found.items() if n}
