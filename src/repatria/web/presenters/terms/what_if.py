"""What a text would change before anybody signs it: who comes in, who drops out, and whether a plan can be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from repatria.desk.session import Desk
from repatria.desk.terms.trial import Counted, Trial
from repatria.exchange.terms import Terms
from repatria.people.party import Actor
from repatria.web.presenters.terms.eligible import PersonRow, person_rows


@dataclass(frozen=True, slots=True)
class Change:
    """People whom the other text treats otherwise, by the side that has them.

    Attributes:
        by_holder: The side, empty where none is known, and how many.
        shown: The first of them.
    """

    people: int
    by_holder: tuple[tuple[str, int], ...]
    shown: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes under one clause, or under any (an empty id): who comes in, who drops out, whose answer is now open."""

    clause: str
    come_in: Change
    drop_out: Change
    open_now: Change

    @property
    def people(self) -> int:
        """How many people it changes something for."""
        return self.come_in.people + self.drop_out.people + self.open_now.people


def trial_rows(terms: Terms, trial: Trial) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Returns how many of each side would go in each stage."""
    by = Counter[tuple[int, str]]()
    for placed in trial.placed:
        by[placed.stage, placed.holder] += placed.people
    stages = sorted({placed.stage for placed in trial.placed})
    return tuple((stage, tuple(by[stage, party] for party in terms.parties)) for stage in stages)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Two texts beside each other, for a reader."""

    desk: Desk
    actor: Actor
    terms: Terms
    new: Counted
    size: int

    def changes(self, clause: str, now: Sequence[str], before: Sequence[str]) -> Changes:
        pairs = list(zip(now, before, strict=True))
        return Changes(
            clause,
            self._change(clause, [at for at, (a, b) in enumerate(pairs) if a == "y" and b != "y"]),
            self._change(clause, [at for at, (a, b) in enumerate(pairs) if a != "y" and b == "y"]),
            self._change(clause, [at for at, (a, b) in enumerate(pairs) if a == "u" and b == "n"]),
        )

    def _change(self, clause: str, wanted: list[int]) -> Change:
        by = Counter(self.new.holders[at] for at in wanted)
        lines = [self.new.lines[at] for at in wanted[: self.size]]
        rows = person_rows(self.desk, self.actor, self.terms, lines, clause=clause, in_force=False)
        return Change(len(wanted), tuple(sorted(by.items(), key=lambda item: item[0] or "~")), rows)


def changes(
    desk: Desk, actor: Actor, terms: Terms, new: Counted, other: Counted, *, size: int
) -> tuple[Changes, ...] | None:
    """Returns what changes from ``other`` to ``new``, under any clause first, then clause by clause.

    None where the two were counted of different people.
    """
    if new.lines != other.lines:
        return None
    pair, nobody = _Beside(desk, actor, terms, new, size), "n" * len(new.lines)
    clauses = dict.fromkeys((*new.answers, *other.answers))
    return (
        pair.changes("", _best(new), _best(other)),
        *(pair.changes(one, new.answers.get(one, nobody), other.answers.get(one, nobody)) for one in clauses),
    )


def _best(counted: Counted) -> list[str]:
    """For each person: under some clause (y), under none (n), or open (u)."""
    together = zip(*counted.answers.values(), strict=True) if counted.answers else (("n",) for _ in counted.lines)
    return ["y" if "y" in answers else "u" if "u" in answers else "n" for answers in together]
