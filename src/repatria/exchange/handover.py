"""Handover and settlement: what each side saw at the crossing point, and what each still owes under the terms.

Numbers that differ between the sides are kept as a difference with both numbers; neither is corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from repatria.exchange.outcome import Outcome
from repatria.exchange.terms import Clause, Counts, Formula, Terms
from repatria.people.refs import LineRef, PartyId, split_line


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that the two sides saw differently; None where a side marked nothing."""

    line: LineRef
    sender: Outcome | None
    receiver: Outcome | None


@dataclass(frozen=True, slots=True)
class CheckOffs:
    """Both sides' check-off of one movement beside each other.

    Attributes:
        agreed: Lines that both marked alike.
        differences: Lines marked differently or by one side only, in order of reference.
        counts: Numbers by outcome, the sender's and the receiver's, for outcomes that either side used.
    """

    agreed: Mapping[LineRef, Outcome]
    differences: tuple[Difference, ...]
    counts: Mapping[Outcome, tuple[int, int]]

    @property
    def agree(self) -> bool:
        """Whether the sides marked every line alike."""
        return not self.differences

    @property
    def numbers_differ(self) -> tuple[Outcome, ...]:
        """Outcomes of which the sides counted different numbers (6,057 and 6,060)."""
        return tuple(o for o, (sender, receiver) in self.counts.items() if sender != receiver)


def compare_check_offs(*, sender: Mapping[LineRef, Outcome], receiver: Mapping[LineRef, Outcome]) -> CheckOffs:
    """Returns where two check-offs of one movement agree and where they differ, with both numbers."""
    lines = sorted(sender.keys() | receiver.keys(), key=split_line)
    agreed = {line: sender[line] for line in lines if sender.get(line) == receiver.get(line)}
    differences = tuple(Difference(line, sender.get(line), receiver.get(line)) for line in lines if line not in agreed)
    ours, theirs = Counter(sender.values()), Counter(receiver.values())
    counts = {o: (ours[o], theirs[o]) for o in Outcome if ours[o] or theirs[o]}
    return CheckOffs(agreed, differences, counts)


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of one clause and one handing-over party, in what the clause counts.

    Attributes:
        moved: Handed over.
        eligible: Shown to fall under the clause (all for all); None when not assessed.
        unknown: Not yet shown either way.
        released: On the clause by name, and nothing is owed any more (declined, died, mistaken identity).
    """

    moved: int = 0
    eligible: int | None = None
    unknown: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """What one party still owes under one clause.

    Attributes:
        clause: Id of the clause.
        party: Who hands over.
        counts: What is counted.
        agreed: How many in all; None where the terms and the assessment give no number.
        moved: How many were handed over.
        released: How many are not owed any more.
        owed: How many are still owed, never below 0; None when `agreed` is None.
        above: How many were handed over beyond what was agreed.
        unknown: How many may still turn out to be owed.
    """

    clause: str
    party: PartyId
    counts: Counts | None
    agreed: int | None
    moved: int
    released: int
    owed: int | None
    above: int
    unknown: int

    @property
    def settled(self) -> bool:
        """Whether nothing is owed and nothing may turn out to be."""
        return self.owed == 0 and not self.unknown


def settlement(*, terms: Terms, tallies: Mapping[tuple[str, PartyId], Tally]) -> tuple[Due, ...]:
    """Returns what each party still owes, clause by clause in the order of the terms.

    Each party's debt stands for itself: what one has not handed over never lowers what the other owes.

    Args:
        terms: The agreed terms.
        tallies: Numbers by clause id and party that hands over; a missing one counts as nothing moved.
    """
    return tuple(
        _due(clause, party, tallies.get((clause.id, party), Tally()))
        for clause in terms.clauses
        for party in clause.holders(terms.parties)
    )


def _due(clause: Clause, party: PartyId, tally: Tally) -> Due:
    agreed = _agreed(clause, party, tally)
    released = tally.released if clause.formula is Formula.NAMED_PERSONS else 0
    owed = None if agreed is None else max(0, agreed - released - tally.moved)
    exact = agreed is not None and clause.formula is not Formula.AT_LEAST_N
    above = max(0, tally.moved + released - (agreed or 0)) if exact else 0
    unknown = tally.unknown if clause.formula is Formula.ALL_FOR_ALL else 0
    return Due(clause.id, party, clause.counts, agreed, tally.moved, released, owed, above, unknown)


def _agreed(clause: Clause, party: PartyId, tally: Tally) -> int | None:
    number = clause.number(party)
    match clause.formula:
        case Formula.NAMED_PERSONS | Formula.N_FOR_N | Formula.AT_LEAST_N:
            return number
        case Formula.ALL_FOR_ALL:
            return tally.eligible
        case Formula.UNILATERAL:
            return number if number is not None else tally.eligible
