"""Why no plan exists: a set of promises that cannot all be kept, from which none can be left out.

Promises are left out in turn, and stay out when the rest still contradict each other (deletion filtering: Chinneck and
Dravnieks, ORSA Journal on Computing 3, 1991).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from repatria.errors import Finding, Severity
from repatria.exchange.allocation.plan import Candidate, Impossible
from repatria.exchange.allocation.promises import Promise, promises
from repatria.exchange.allocation.solver import Key, Model, key_of, key_of_all
from repatria.exchange.allocation.units import UnitKind, dissolve, gather
from repatria.exchange.terms import Terms
from repatria.people.refs import PartyId

SEARCHES = 3
"""How often the effort of one search may be spent on making a conflict small."""


_SIMPLEST_LAST = ("promise-exposure", "promise-parity", "promise-category-cap", "promise-total-cap", "promise-cap")
"""Kinds of promise in the order in which they are left out: of several explanations, the plainest remains."""


def explain(candidates: Sequence[Candidate], terms: Terms, *, effort: float) -> Impossible:
    """Returns the promises in conflict, in the order of the terms; groups are named when only they are in the way.

    Looks first at the same people without groups, which is nearly always enough and quick. Within `SEARCHES` times the
    effort the conflict is the smallest of its kind; after that it may name more than it must.
    """
    words = _words(candidates, terms)
    keys = tuple(sorted(words, key=lambda k: _SIMPLEST_LAST.index(c) if (c := words[k].code) in _SIMPLEST_LAST else 9))
    alone = gather(dissolve(candidates), terms)
    search = _Search(alone, terms, effort)
    if not search.contradict(keys):
        search = _Search(gather(candidates, terms), terms, effort)
    conflict = search.smallest(keys)
    findings = [words[k] for k in words if k in conflict]
    if search.kinds is not alone:
        findings.append(Finding(Severity.ERROR, "promise-together", "children.siblings_together",
                                "groups travel together, each in one stage",
                                "change one of the promises in conflict"))  # fmt: skip
    return Impossible(tuple(findings))


@dataclass(slots=True)
class _Search:
    """Asks which promises contradict each other, and stops asking when the effort is used up."""

    kinds: tuple[UnitKind, ...]
    terms: Terms
    effort: float
    spent: float = 0.0

    def contradict(self, keys: Collection[Key]) -> bool:
        """Returns whether it is proven that these promises cannot be kept together."""
        if self.spent > SEARCHES * self.effort:
            return False
        impossible, took = Model(self.kinds, self.terms, keys=frozenset(keys)).is_impossible(effort=self.effort)
        self.spent += took
        return impossible

    def smallest(self, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        """Returns a part of ``keys`` that contradict each other and of which none can be left out.

        Tries to leave out ever smaller runs of promises: halves, quarters, single ones.
        """
        size = max(1, len(keys) // 2)
        while True:
            for run in [keys[at : at + size] for at in range(0, len(keys), size)]:
                keys = self._without(keys, run)
            if size == 1:
                return keys
            size = (size + 1) // 2

    def _without(self, keys: tuple[Key, ...], run: tuple[Key, ...]) -> tuple[Key, ...]:
        rest = tuple(k for k in keys if k not in run)
        return rest if self.contradict(rest) else keys


def _words(candidates: Sequence[Candidate], terms: Terms) -> Mapping[Key, Finding]:
    """Returns every promise as a finding, by key, in the order of the terms."""
    eligible = Counter((clause, c.holder) for c in candidates for clause in c.clauses)
    found: dict[Key, Finding] = {}
    for clause in terms.clauses:
        for party in clause.holders(terms.parties):
            where = f" in stages {', '.join(map(str, clause.stages))}" if clause.stages else ""
            found[key_of_all(clause.id, party)] = Finding(
                Severity.ERROR,
                "promise-all",
                f"clause.{clause.id}",
                f'clause {clause.id}: "{clause.formula}", all {eligible[clause.id, party]} from {party} go{where}',
                "change one of the promises in conflict",
            )
    return found | {key_of(p): _with_supply(p, eligible) for p in promises(terms)}


def _with_supply(promise: Promise, eligible: Mapping[tuple[str, PartyId], int]) -> Finding:
    """Adds how many candidates there are, where the promise is about a number that they may fall short of."""
    finding = promise.finding()
    if promise.least is None:
        return finding
    parties = sorted(promise.plus | promise.minus)
    have = ", ".join(f"{sum(eligible.get((c, p), 0) for c in promise.clauses)} of {p}" for p in parties)
    return replace(finding, message=f"{finding.message}; candidates: {have}")
