"""The factors whose product, summed over all that is not known, is the likelihood of a pedigree.

Two variables for each person who is not typed: the allele from the father and the one from the mother (an allele-level
network: Lauritzen & Sheehan 2003, doi:10.1214/ss/1081443237). Of a typed person only one bit is unknown: which of
the two alleles came from the father (the *phase*). What a typed person passes on does not depend on it, so that a typed person
cuts the network in two. Where an untyped parent has variables, a *coin* for each child says which allele was passed on;
without coins the factor joins both alleles and the child's.

Left out because they sum to 1: untyped persons without typed descendants. Folded into tables: untyped founders of few
children. With linked markers, coins of one meiosis are tied by the recombination fraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from repatria.kinship.genotypes import Status
from repatria.kinship.markers import Inheritance
from repatria.kinship.pedigree import FOUNDER, Pedigree, Sex
from repatria.kinship.peeling.tables import Kind

FATHER, MOTHER = 0, 1
"""Whence an allele came; the side of a phase."""

MOST_SHARED = 3
"""Children of an untyped founder that are folded into one table: its size is A to this power."""

LARGEST_SHARED = 60_000
"""Entries of such a table at most, for each marker; 39 alleles cubed."""


class Convention(StrEnum):
    """How a pedigree is taken where the mutation model is not stationary (the programs differ there)."""

    AS_GIVEN = "as_given"  # every meiosis of the pedigree counts, as in pedprobr
    FAMILIAS = "familias"  # an untyped founder with one child is cut away first, as in Familias


class Gather(NamedTuple):
    """An axis whose alleles are known: those of a typed person.

    Attributes:
        person: Who.
        side: `FATHER` or `MOTHER` for the allele from that side in each phase; None for the only allele of a male on X.
    """

    person: int
    side: int | None


class Axis(NamedTuple):
    """An axis of a factor: its variable (None where the axis is gone), and how it is read off a table of alleles."""

    variable: int | None
    gather: Gather | None = None


class Factor(NamedTuple):
    """A factor of the network.

    Attributes:
        kind: Which table (`Tables.table`), or one of the profile's own: ``("phases", person)`` [2], ``("ordered", person)``
            [2] with frequencies, ``("sends", sex, person)`` [to], ``("sends one", sex, person)`` [to], ``("sends which", sex,
            person)`` [2 (coin), 2 (phase), to], ``("likelihoods", person)`` [A, A], ``("likelihood", person)`` [A].
        axes: Its axes after that of markers.
        locus: Which of two linked markers; 0 where there is one.
    """

    kind: Kind
    axes: tuple[Axis, ...]
    locus: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a network is made from, apart from numbers.

    Attributes:
        pedigree: Who descends from whom.
        statuses: How much is known of each person, for each of the linked markers.
        inheritance: Autosomal or X.
        convention: How untyped founders with one child are taken.
        inbreeding: Of founders, by index; 0 for others.
        rho: Recombination fraction of two linked markers, else None.
        theta: Whether founders' alleles are drawn from one urn (Balding & Nichols 1994): then they have no prior here.
        coins: Whether coins are used; else factors join both alleles of a parent.
        size: Alleles of the largest marker.
    """

    pedigree: Pedigree
    statuses: tuple[tuple[Status, ...], ...]
    inheritance: Inheritance
    convention: Convention
    inbreeding: tuple[float, ...]
    rho: float | None
    theta: bool
    coins: bool
    size: int

    def of_size(self, size: int) -> Setting:
        """Returns the setting for markers of this many alleles."""
        return self if size == self.size else replace(self, size=size)


@dataclass(slots=True)
class Network:
    """Factors, the number of values of each variable, and what is multiplied in apart.

    Attributes:
        factors: The factors.
        sizes: Values of each variable.
        known: Typed founders: their genotypes' probability is multiplied in.
        drawn: With theta, the variables that are alleles drawn from the urn.
        twins: Places in ``drawn`` of two alleles of one founder: exchanging them changes nothing.
    """

    factors: list[Factor] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)
    twins: list[tuple[int, int]] = field(default_factory=list)

    def largest_table(self, size: int) -> int:
        """Returns the entries of the largest table that is kept for founders, for each marker of this many alleles."""
        return max(
            (size ** len(factor.axes) for factor in self.factors if factor.kind[0] in ("shared", "single")), default=1
        )

    def variable(self, size: int) -> int:
        """Adds a variable and returns it."""
        self.sizes.append(size)
        return len(self.sizes) - 1


@lru_cache(maxsize=4096)
def build(setting: Setting) -> Network:
    """Returns the network of a setting."""
    return _Builder(setting).network


def reduced(setting: Setting) -> tuple[list[bool], list[int], list[int]]:
    """Returns who matters, and the parents (fathers, mothers) of each after untyped persons were left out or cut."""
    pedigree = setting.pedigree
    n = len(pedigree.ids)
    typed = [any(status[i] for status in setting.statuses) for i in range(n)]
    there, fathers, mothers = [True] * n, list(pedigree.fathers), list(pedigree.mothers)
    below: list[set[int]] = [set() for _ in range(n)]
    for child in range(n):
        for parent in {fathers[child], mothers[child]} - {FOUNDER}:
            below[parent].add(child)
    waiting = list(range(n))
    while waiting:
        person = waiting.pop()
        alone = fathers[person] == mothers[person] == FOUNDER
        cut = setting.convention is Convention.FAMILIAS and alone and len(below[person]) == 1
        if typed[person] or not there[person] or (below[person] and not cut):
            continue
        there[person] = False
        for parent in {fathers[person], mothers[person]} - {FOUNDER}:
            below[parent].discard(person)
            waiting.append(parent)
        for child in below[person]:
            waiting.append(child)
            for parents in (fathers, mothers):
                parents[child] = FOUNDER if parents[child] == person else parents[child]
    return there, fathers, mothers


def scope(factor: Factor) -> tuple[int, ...]:
    """Returns the variables of a factor in the order of its table's axes: those of typed persons come first."""
    axes = factor.axes
    if not str(factor.kind[0]).startswith("sends"):
        axes = (*(axis for axis in axes if axis.gather), *(axis for axis in axes if not axis.gather))
    return tuple(axis.variable for axis in axes if axis.variable is not None)


class _Builder:
    """Makes a network, person by person."""

    def __init__(self, setting: Setting) -> None:
        self.setting, self.network = setting, Network()
        self.sexes = setting.pedigree.sexes
        self.there, self.fathers, self.mothers = reduced(setting)
        self.loci = range(len(setting.statuses))
        self.on_x = setting.inheritance is Inheritance.X
        self.alleles: dict[tuple[int, int], tuple[int, ...]] = {}  # variables of (locus, untyped person)
        self.phases: dict[tuple[int, int], int] = {}  # variable of (locus, typed person)
        self.people = [person for person in setting.pedigree.order if self.there[person]]
        self.below: dict[int, list[int]] = {person: [] for person in self.people}
        for child in self.people:
            self._note_parents(child)
        for locus in self.loci:
            for person in self.people:
                self._add_person(locus, person)
        for parent in self.people:
            self._add_children(parent)
        for child in self.people:
            self._add_from_outside(child)

    def _note_parents(self, child: int) -> None:
        """Adds a child to those to whom its parents pass an allele."""
        for parent in (self.fathers[child], self.mothers[child]):
            if parent != FOUNDER and not (self._haploid(parent) and self._haploid(child)):
                self.below[parent].append(child)

    def _haploid(self, person: int) -> bool:
        return self.on_x and self.sexes[person] is Sex.MALE

    def _founder(self, person: int) -> bool:
        return self.fathers[person] == self.mothers[person] == FOUNDER

    def _status(self, locus: int, person: int) -> Status:
        return self.setting.statuses[locus][person]

    def _folded(self, person: int) -> bool:
        """Whether an untyped founder is a table and needs no variables."""
        children = len(self.below[person])
        if not self._founder(person) or any(self._status(locus, person) for locus in self.loci):
            return False
        if self.setting.theta or (self.setting.rho is not None and children > 1):
            return False
        return children == 1 or (children <= MOST_SHARED and self.setting.size**children <= LARGEST_SHARED)

    def _drawn_once(self, person: int) -> bool:
        """Whether, with theta, one draw from the urn stands for an untyped founder: of two alleles, one is passed on."""
        untyped = not any(self._status(locus, person) for locus in self.loci)
        return self.setting.theta and self._founder(person) and untyped and len(self.below[person]) == 1

    def _add(self, locus: int, kind: Kind, *axes: Axis) -> None:
        self.network.factors.append(Factor(kind, axes, locus))

    def _add_person(self, locus: int, person: int) -> None:
        """Adds the variables of a person, what was seen of them, and a founder's alleles."""
        status, founder = self._status(locus, person), self._founder(person)
        if status is Status.WHOLE:
            self._add_typed(locus, person)
            return
        if self._folded(person) or self._drawn_once(person):
            return
        copies = 1 if self._haploid(person) else 2
        held = tuple(self.network.variable(self.setting.size) for _ in range(copies))
        self.alleles[locus, person] = held
        if status is Status.LIKELIHOODS:
            self._add(locus, ("likelihood" if copies == 1 else "likelihoods", person), *map(Axis, held))
        if founder:
            self._add_drawn(locus, person, held)

    def _add_drawn(self, locus: int, person: int, held: tuple[int, ...]) -> None:
        inbreeding = self.setting.inbreeding[person]
        if self.setting.theta:
            first = len(self.network.drawn)
            self.network.drawn.extend(held)
            self.network.twins += [(first, first + 1)] if len(held) == 2 else []
        elif inbreeding and len(held) == 2:
            self._add(locus, ("pair", inbreeding), *map(Axis, held))
        else:
            for variable in held:
                self._add(locus, ("prior",), Axis(variable))

    def _add_typed(self, locus: int, person: int) -> None:
        founder, linked = self._founder(person), self.setting.rho is not None
        if self._haploid(person):
            if founder:
                self.network.known.append(person) if not linked else self._add(
                    locus, ("prior",), Axis(None, Gather(person, None))
                )
            return
        if founder and not linked:
            self.network.known.append(person)
            return
        self.phases[locus, person] = phase = self.network.variable(2)
        self._add(locus, ("ordered" if founder else "phases", person), Axis(phase))

    def _child(self, locus: int, child: int, side: int) -> Axis:
        """Returns the axis of the allele that a child has from a side."""
        if self._status(locus, child) is Status.WHOLE:
            if self._haploid(child):
                return Axis(None, Gather(child, None))
            return Axis(self.phases[locus, child], Gather(child, side))
        held = self.alleles[locus, child]
        return Axis(held[side if len(held) == 2 else 0])

    def _add_from_outside(self, child: int) -> None:
        """Adds the alleles of a child that has one parent only, the other having been cut away (Familias)."""
        if self._founder(child):
            return
        for side, parents in ((FATHER, self.fathers), (MOTHER, self.mothers)):
            if parents[child] == FOUNDER and not (side == FATHER and self._haploid(child)):
                for locus in self.loci:
                    self._add_drawn_child(locus, child, side)

    def _add_drawn_child(self, locus: int, child: int, side: int) -> None:
        if self.setting.theta:
            self._add_draw(self._child(locus, child, side), ("same",))
        else:
            self._add(locus, ("prior",), self._child(locus, child, side))

    def _add_draw(self, child: Axis, kind: Kind) -> None:
        draw = self.network.variable(self.setting.size)
        self.network.drawn.append(draw)
        self._add(0, kind, Axis(draw), child)

    def _add_children(self, parent: int) -> None:
        sex = self.sexes[parent]
        side = FATHER if sex is Sex.MALE else MOTHER
        children = self.below[parent]
        if self._folded(parent):
            for locus in self.loci:
                axes = [self._child(locus, child, side) for child in children]
                self._add(locus, self._fold_kind(parent, len(children)), *axes)
            return
        if self._drawn_once(parent):
            self._add_draw(self._child(0, children[0], side), ("mutate", sex))
            return
        for child in children:
            coins = []
            for locus in self.loci:
                coin = self._add_meiosis(locus, parent, sex, self._child(locus, child, side))
                coins += [] if coin is None else [coin]
            if len(coins) == 2 and self.setting.rho is not None:
                self._add(0, ("coins", self.setting.rho), *map(Axis, coins))

    def _fold_kind(self, parent: int, k: int) -> Kind:
        sex = self.sexes[parent]
        if k == 1:
            return ("passed", sex)
        return ("single", k) if self._haploid(parent) else ("shared", sex, k, self.setting.inbreeding[parent])

    def _add_meiosis(self, locus: int, parent: int, sex: Sex, child: Axis) -> int | None:
        """Adds what a parent passes to a child at a marker; returns the coin where there is one."""
        linked = self.setting.rho is not None
        if self._status(locus, parent) is Status.WHOLE:
            if self._haploid(parent):
                self._add(locus, ("sends one", sex, parent), child)
                return None
            if not linked:
                self._add(locus, ("sends", sex, parent), child)
                return None
            coin = self.network.variable(2)
            self._add(locus, ("sends which", sex, parent), Axis(coin), Axis(self.phases[locus, parent]), child)
            return coin
        held = self.alleles[locus, parent]
        if len(held) == 1:
            self._add(locus, ("mutate", sex), Axis(held[0]), child)
            return None
        if not (self.setting.coins or linked or self.setting.theta):
            self._add(locus, ("either", sex), Axis(held[0]), Axis(held[1]), child)
            return None
        coin = self.network.variable(2)
        for side, variable in enumerate(held):
            weight = 1.0 if linked or side else 0.5
            self._add(locus, ("choose", sex, side, weight), Axis(coin), Axis(variable), child)
        return coin
