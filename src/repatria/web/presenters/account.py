"""The account for a page: the picture of everybody, the table beside it, who owes what, and both sides' counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from repatria.desk.pictures.bars import patterns
from repatria.desk.pictures.families import FAMILIES, by_family
from repatria.desk.pictures.flow import End, Stream, flow
from repatria.people.refs import PartyId
from repatria.register.account import ListAccount
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.register.dead.counts import Counted
from repatria.register.derived.balance import Balance, Owed, balance, owed
from repatria.register.states import State
from repatria.web.templatetags.words import grouped, word


@dataclass(frozen=True, slots=True)
class Row:
    """One state in the table: a number for each list, and their sum."""

    state: State
    numbers: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One handover of the dead: its paper, who counted what, the numbers in one row a party."""

    list: str
    sender: PartyId
    receiver: PartyId
    on_paper: int
    counts: tuple[tuple[PartyId, Counted | None], ...]
    identified: int
    wrong_side: int

    @property
    def differs(self) -> bool:
        """Whether two who counted, the paper among them, say different numbers."""
        found = [counted for _, counted in self.counts if counted is not None]
        return len(set(found)) > 1 or any(counted.bags != self.on_paper for counted in found)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything on the page of the account."""

    account: Balance
    picture: SafeString
    patterns: SafeString
    rows: tuple[Row, ...]
    totals: Row
    owed: tuple[Owed, ...]
    overdue: int
    handed_over: tuple[HandedOver, ...]


def account_page(book: Book, *, on: date, reader: PartyId) -> AccountPage:
    """Returns the page of the account on a day, as a reader is told it."""
    found, steps = balance(book, reader=reader), owed(book, on=on, reader=reader)
    rows = tuple(_row(found.lists, state) for state in State if any(entry.states.get(state) for entry in found.lists))
    totals = tuple(entry.lines for entry in found.lists)
    handed_over = tuple(
        HandedOver(
            one.list, one.sender, one.receiver, one.on_paper, tuple((party, one.counts.get(party)) for party in book.parties),
            one.identified, one.wrong_side,
        )
        for one in found.consignments
    )  # fmt: skip
    return AccountPage(
        found, _picture(found.lists), drawn_patterns(), rows, Row(State.RETURNED, totals, sum(totals)), steps,
        sum(one.late for one in steps), handed_over,
    )  # fmt: skip


def _row(lists: tuple[ListAccount, ...], state: State) -> Row:
    numbers = tuple(entry.states.get(state, 0) for entry in lists)
    return Row(state, numbers, sum(numbers))


def drawn_patterns() -> SafeString:
    """Returns the patterns that every picture refers to; they stand once on a page."""
    return mark_safe(patterns())  # noqa: S308 - made of constants


def title_of(entry_list: str, party: str, subject: Subject) -> str:
    """Returns what a list is called in a picture."""
    return f"{entry_list} ({word(subject)}), {party}"


def _picture(lists: tuple[ListAccount, ...]) -> SafeString:
    states = by_family(Counter({s.value: n for entry in lists for s, n in entry.states.items()}))
    order = [state for state, _ in states]
    total: Counter[State] = Counter()
    streams = []
    for at, entry in enumerate(lists):
        for state in order:
            if n := entry.states.get(state, 0):
                total[state] += n
                streams.append(Stream(at, order.index(state), n, f"{entry.list}, {word(state)}: {grouped(n)}"))
    sources = [End(f"{entry.list}, {entry.party}", grouped(entry.lines)) for entry in lists]
    targets = [End(word(state), grouped(total[state]), FAMILIES[state]) for state in order]
    return drawn(sources, targets, streams)


def drawn(sources: list[End], targets: list[End], streams: list[Stream]) -> SafeString:
    """Returns the picture from lists to where people are, its text alternative the numbers of all ends."""
    ends = "; ".join(f"{end.words}: {end.shown}" for end in (*sources, *targets))
    title = gettext("From lists to states") + f". {ends}"
    return mark_safe(flow(sources, targets, streams, title=title, rtl=get_language_bidi()))  # noqa: S308 - flow escapes
