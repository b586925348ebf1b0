"""The promises as a model of OR-Tools CP-SAT: whole numbers of units per kind and stage.

One worker, a fixed seed and a limit in deterministic time: the same input gives the same plan on every machine with the
same version of OR-Tools (Perron and Didier, CP-SAT, https://developers.google.com/optimization).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from repatria.errors import RepatriaError
from repatria.exchange.allocation.promises import Promise, promises, stages_of
from repatria.exchange.allocation.units import Kind, UnitKind, clauses_in
from repatria.exchange.terms import Terms
from repatria.people.refs import PartyId

Key = str
"""Name of something that can be left out while looking for a conflict: one promise, or that all of one party go."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A solution in numbers.

    Attributes:
        units: Units placed, by index of their kind and stage.
        people: People placed, by index of the unit kind, kind, clause and stage.
        placed: People placed in all.
        waiting: Objective.
        bound: Proven bound of the objective.
        most: Proven bound of the people placed.
    """

    units: Mapping[tuple[int, int], int]
    people: Mapping[tuple[int, Kind, str, int], int]
    placed: int
    waiting: int
    bound: int
    most: int


class Model:
    """The model of one allocation: every promise of the terms, or those of the keys given.

    Invariant: groups whole, nobody twice and stages open for the clause hold whatever the keys.
    """

    def __init__(self, kinds: Sequence[UnitKind], terms: Terms, *, keys: Collection[Key] | None = None) -> None:
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self.model = cp_model.CpModel()
        self._kinds = kinds
        self._terms = terms
        self._keys = keys
        self._units: dict[tuple[int, int], Any] = {}
        self._people: dict[tuple[int, Kind, str, int], Any] = {}
        self._place_units()
        self._place_people()
        self._keep_promises()
        self._all_go()

    def is_impossible(self, *, effort: float) -> tuple[bool, float]:
        """Returns whether it is proven that no plan exists, and the deterministic seconds that took."""
        solver = self._solver(effort)
        status = solver.solve(self.model)
        return status == self._cp.INFEASIBLE, solver.response_proto.deterministic_time

    def best(self, *, effort: float) -> Counts | None:
        """Returns the plan that places most and then waits least, None when there is no plan.

        Raises:
            RepatriaError: Neither a plan nor a proof that there is none was found within the effort.
        """
        at = {s.number: i for i, s in enumerate(stages_of(self._terms))}
        longest = max(at.values()) * sum(kind.weight * len(kind.units) for kind in self._kinds)
        one = longest + 1  # one more person placed outweighs whatever all others wait
        gains = [
            (one * kind.size - at[s] * kind.weight) * u
            for k, kind in enumerate(self._kinds)
            for s, u in self._stages(k)
        ]
        self.model.maximize(self._sum(gains))
        solver = self._solver(effort)
        status = solver.solve(self.model)
        return self._counts(solver, at, one, proven=status == self._cp.OPTIMAL) if self._found(status) else None

    def _counts(self, solver: Any, at: Mapping[int, int], one: int, *, proven: bool) -> Counts:
        """Reads a solution; the bound of ``one * placed - waiting`` is taken apart, waiting being below ``one``."""
        units = {key: solver.value(u) for key, u in self._units.items()}
        placed = sum(self._kinds[k].size * n for (k, _), n in units.items())
        waiting = sum(at[s] * self._kinds[k].weight * n for (k, s), n in units.items())
        bound = round(solver.best_objective_bound)
        return Counts(
            units,
            {key: solver.value(p) for key, p in self._people.items()},
            placed,
            waiting,
            bound=waiting if proven else max(0, one * placed - bound),
            most=placed if proven else -(-bound // one),
        )

    def _place_units(self) -> None:
        for k, kind in enumerate(self._kinds):
            for s in kind.stages:
                self._units[k, s] = self.model.new_int_var(0, len(kind.units), "")
            self.model.add(self._sum([u for _, u in self._stages(k)]) <= len(kind.units))

    def _place_people(self) -> None:
        """Each placed member counts under exactly one clause that the stage is open for."""
        for (k, s), units in self._units.items():
            for kind, n in self._kinds[k].parts:
                under = clauses_in(kind, s, self._terms)
                if len(under) == 1:
                    self._people[k, kind, under[0], s] = n * units
                    continue
                most = n * len(self._kinds[k].units)
                counted = [self.model.new_int_var(0, most, "") for _ in under]
                self.model.add(self._sum(counted) == n * units)
                self._people.update({(k, kind, c, s): v for c, v in zip(under, counted, strict=True)})

    def _keep_promises(self) -> None:
        by_place: dict[tuple[str, int, PartyId], list[Any]] = {}
        for (_, kind, clause, s), count in self._people.items():
            by_place.setdefault((clause, s, kind.holder), []).append(count)
        for promise in promises(self._terms):
            self._keep(promise, by_place)

    def _keep(self, promise: Promise, by_place: Mapping[tuple[str, int, PartyId], list[Any]]) -> None:
        def of(parties: frozenset[PartyId]) -> Any:
            keys = sorted((c, s, p) for c in promise.clauses for s in promise.stages for p in parties)
            return self._sum([v for key in keys for v in by_place.get(key, ())])

        total, key = of(promise.plus) - of(promise.minus), key_of(promise)
        if promise.least is not None:
            self._add(total >= promise.least, key)
        if promise.most is not None:
            self._add(total <= promise.most, key)

    def _all_go(self) -> None:
        """Requires a place for every unit that a clause on all, or on named persons, promises one."""
        for k, kind in enumerate(self._kinds):
            for clause, party in sorted(kind.must_go):
                self._add(self._sum([u for _, u in self._stages(k)]) == len(kind.units), key_of_all(clause, party))

    def _add(self, constraint: Any, key: Key) -> None:
        if self._keys is None or key in self._keys:
            self.model.add(constraint)

    def _sum(self, parts: Sequence[Any]) -> Any:
        return self._cp.LinearExpr.sum(parts)

    def _stages(self, k: int) -> Iterator[tuple[int, Any]]:
        return ((s, self._units[k, s]) for s in self._kinds[k].stages)

    def _solver(self, effort: float) -> Any:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        return solver

    def _found(self, status: int) -> bool:
        if status == self._cp.INFEASIBLE:
            return False
        if status in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return True
        raise RepatriaError("no plan and no proof that there is none within the effort", hint="allow more effort")


def key_of(promise: Promise) -> Key:
    """Returns the key by which a promise is left out."""
    return " ".join([promise.code, promise.place, *sorted(promise.plus), *sorted(promise.clauses)])


def key_of_all(clause: str, party: PartyId) -> Key:
    """Returns the key by which "all of one party go" is left out."""
    return f"promise-all clause.{clause} {party}"
