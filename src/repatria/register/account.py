"""The account: every line ever handed in, in exactly one state, with who owes the next step and by when.

It balances when, for each list, the states add up to the lines that came in, and no line is counted twice. Counts that
differ between the sides are not made equal; they are discrepancies with both numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from repatria.people.party import MEDIATOR, Stance
from repatria.people.refs import LineRef, ListId, PartyId, join_line
from repatria.register.acts import Judgement, Subject
from repatria.register.agreements import Manifest
from repatria.register.book import Book
from repatria.register.columns import CONTESTED
from repatria.register.crossing import disagreeing
from repatria.register.dead.counts import Consignment, RemainsAccount, consignments, differing, remains_account
from repatria.register.dead.specimens import contradictions
from repatria.register.states import CROSSED_CODES, OUTSTANDING, Standing, State, standing


@dataclass(frozen=True, slots=True)
class ListAccount:
    """Where the lines of one list are; ``states`` lists only the states that occur."""

    list: ListId
    party: PartyId
    stance: Stance
    subject: Subject
    lines: int
    declared_total: int | None
    states: dict[State, int]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that was counted differently, with every number."""

    what: str
    counts: dict[PartyId, int]


@dataclass(frozen=True, slots=True)
class Account:
    """The balance over all that was ever handed in."""

    lists: tuple[ListAccount, ...]
    lines: tuple[tuple[LineRef, Standing], ...]
    remains: dict[PartyId, RemainsAccount]
    discrepancies: tuple[Discrepancy, ...]
    consignments: tuple[Consignment, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether the states of every list add up to its lines and every line is counted once."""
        distinct = len({ref for ref, _ in self.lines})
        return distinct == len(self.lines) == sum(entry.lines for entry in self.lists) and all(
            sum(entry.states.values()) == entry.lines for entry in self.lists
        )

    @property
    def answered(self) -> int:
        """Number of lines that no longer wait for the other party's first word; with `outstanding` it makes all lines."""
        return sum(n for entry in self.lists for state, n in entry.states.items() if state not in OUTSTANDING)

    @property
    def outstanding(self) -> int:
        """Number of lines, of persons and of remains, that still wait for the other party's first word."""
        return sum(n for entry in self.lists for state, n in entry.states.items() if state in OUTSTANDING)

    def overdue(self, on: date) -> int:
        """Returns how many lines wait for a step that was due before ``on``."""
        return sum(1 for _, s in self.lines if s.due_on is not None and s.due_on < on)


def account(book: Book) -> Account:
    """Returns the account of a book. Cost: linear in its lines."""
    lines: list[tuple[LineRef, Standing]] = []
    lists = []
    for columns in book.order:
        received = columns.received
        states: Counter[State] = Counter()
        for at in range(columns.size):
            found = standing(book, columns, at)
            states[found.state] += 1
            lines.append((join_line(received.list, at + 1), found))
        ordered = {state: states[state] for state in State if states[state]}
        lists.append(
            ListAccount(
                received.list, received.party, received.stance, received.subject, received.lines,
                received.declared_total, ordered,
            )
        )  # fmt: skip
    return Account(tuple(lists), tuple(lines), remains_account(book), tuple(discrepancies(book)), consignments(book))


def discrepancies(book: Book) -> Iterator[Discrepancy]:
    """Yields everything that was counted differently."""
    for columns in book.order:
        received = columns.received
        if received.declared_total is not None and received.declared_total != received.lines:
            yield Discrepancy(
                f"declared total and lines of {received.list}",
                {received.party: received.declared_total, MEDIATOR: received.lines},
            )
        yield from (Discrepancy(what, counts) for what, counts in differing(book, received.list))
    yield from _counts_of_crossing(book)
    contradicted: Counter[PartyId] = Counter()
    for a, b in book.matches.contradictions():
        contradicted.update(
            (*book.parties, MEDIATOR)[judge] for judge, said in book.matches.of(a, b).items() if said == "different"
        )
    if contradicted:
        yield Discrepancy("pairs judged different though a chain of 'same' joins them", dict(contradicted))
    yield from _on_specimens(book)


def _on_specimens(book: Book) -> Iterator[Discrepancy]:
    """Yields what judgements and decisions on specimens say against each other, by kind, with how often each says so."""
    names = (*book.parties, MEDIATOR)
    found: dict[str, Counter[PartyId]] = {}
    for what, a, b in contradictions(book):
        is_same = what.startswith("specimens judged the same")
        wanted = Judgement.SAME if is_same else Judgement.DIFFERENT
        said = book.dead.matches.of(a, b)
        found.setdefault(what, Counter()).update(names[judge] for judge, j in said.items() if j is wanted)
    for what, counts in found.items():
        yield Discrepancy(what, dict(counts))


def _counts_of_crossing(book: Book) -> Iterator[Discrepancy]:
    """Yields, manifest by manifest, what its checkers counted and said differently."""
    on = _checks_by_manifest(book)
    for manifest in book.manifest_order:
        if not manifest.withdrawn:
            yield from _of_manifest(book, manifest, on.get(manifest.number, Counter()))


def _checks_by_manifest(book: Book) -> dict[int, Counter[tuple[int, int, int]]]:
    """For each manifest, how often its people are checked off so: the codes of both parties and of the mediator."""
    found: dict[int, Counter[tuple[int, int, int]]] = {}
    for columns in book.order:
        index = np.frombuffer(columns.manifest, np.intc)
        on = np.flatnonzero(index)
        code = index[on].astype(np.int64)
        for judge in range(3):
            code = code << 8 | np.frombuffer(columns.checks(judge), np.uint8)[on]
        for one, n in zip(*(part.tolist() for part in np.unique(code, return_counts=True)), strict=True):
            said = (one >> 16 & 255, one >> 8 & 255, one & 255)
            found.setdefault(one >> 24, Counter())[said] += n
    return found


def _of_manifest(book: Book, manifest: Manifest, on: Counter[tuple[int, int, int]]) -> Iterator[Discrepancy]:
    crossed = Counter({judge: manifest.unlisted.get(judge, 0) for judge in manifest.checkers})
    differ = 0
    for said, n in on.items():
        codes = {judge: said[judge] for judge in manifest.checkers}
        for judge, code in codes.items():
            crossed[judge] += n if code in CROSSED_CODES else 0
        is_said = not {0, CONTESTED} & set(codes.values())
        differ += n if is_said and len(set(codes.values())) > 1 else 0
    names = (*book.parties, MEDIATOR)
    name = manifest.content.manifest
    if len({crossed[judge] for judge in manifest.checkers}) > 1:
        yield Discrepancy(f"people who crossed on {name}", {names[j]: crossed[j] for j in manifest.checkers})
    if differ:
        yield Discrepancy(f"people checked off differently on {name}", {names[j]: differ for j in manifest.checkers})
    apart = Counter(party for _, party, _ in disagreeing(book, name))
    if apart:
        yield Discrepancy(f"people checked off differently by devices of one side on {name}", dict(apart))


def to_json(found: Account) -> dict[str, Any]:
    """Returns the account as the JSON document of ``account.json``, format 1 (docs/reference/account-format.md)."""
    return {
        "format": 1,
        "balanced": found.balanced,
        "lists": [
            {
                "list": entry.list,
                "party": entry.party,
                "stance": entry.stance.value,
                "lines": entry.lines,
                "declared_total": entry.declared_total,
                "states": {state.value: n for state, n in entry.states.items()},
            }
            for entry in found.lists
        ],
        "lines": [
            {
                "ref": ref,
                "state": s.state.value,
                "owed_by": s.owed_by,
                "due_on": s.due_on.isoformat() if s.due_on else None,
            }
            for ref, s in found.lines
        ],
        "remains": {
            party: {
                "bags": r.bags,
                "specimens": r.specimens,
                "minimum_individuals": r.minimum_individuals,
                "identified": r.identified,
                "wrong_side": r.wrong_side,
            }
            for party, r in found.remains.items()
        },
        "consignments": [_consignment_json(one) for one in found.consignments],
        "discrepancies": [{"what": d.what, "counts": d.counts} for d in found.discrepancies],
    }


def _consignment_json(found: Consignment) -> dict[str, Any]:
    return {
        "list": found.list,
        "exchange": found.exchange,
        "sender": found.sender,
        "receiver": found.receiver,
        "on_paper": found.on_paper,
        "counts": {
            party: {
                "bags": counted.bags,
                "specimens": counted.specimens,
                "minimum_individuals": counted.minimum_individuals,
            }
            for party, counted in found.counts.items()
        },
        "identified": found.identified,
        "wrong_side": found.wrong_side,
    }
