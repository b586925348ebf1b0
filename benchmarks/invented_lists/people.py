"""The people behind the lists: drawn from the tables, some of them kin or namesakes of one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invented_lists.rates import COHORTS, FIRST_YEAR, Rates
from invented_lists.tables import Tables

Numbers = NDArray[np.int64]


def _day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


_OLDEST, _YOUNGEST, _GROWN = _day("1930-01-01"), _day("2015-12-31"), _day("2007-01-01")


@dataclass(slots=True)
class People:
    """Columns of equal length, one place for each person.

    Attributes:
        woman: 1 for a woman.
        surname, second: indices of surnames; `second` is -1 where the surname is not double.
        later: the surname in the right list, where it was changed.
        given, father: indices of given names; the patronymic follows from `father`.
        born: days since 1970-01-01.
        place, later_place: indices of places in the left and in the right list.
    """

    woman: Numbers
    surname: Numbers
    second: Numbers
    later: Numbers
    given: Numbers
    father: Numbers
    born: Numbers
    place: Numbers
    later_place: Numbers

    def withheld(self, tables: Tables) -> NDArray[np.bool_]:
        """Says of each person whether surname or given name are in no table."""
        found: NDArray[np.bool_] = tables.surnames.invented[self.surname] | tables.given.invented[self.given]
        return found


def draw(rng: np.random.Generator, tables: Tables, count: int, rates: Rates) -> People:
    """Returns `count` people: first each for themselves, then some of them made kin of others."""
    woman = (rng.random(count) >= rates("people.male")).astype(np.int64)
    surname = _choose(rng, tables.surnames.share, count)
    second = np.where(
        rng.random(count) < rates("people.double_surname"), _choose(rng, tables.surnames.share, count), -1
    )
    place = _choose(rng, tables.places.share, count)
    found = People(
        woman=woman, surname=surname, second=second, later=surname.copy(), given=_given(rng, tables, woman),
        father=_given(rng, tables, np.zeros(count, np.int64)), born=_births(rng, count), place=place,
        later_place=place.copy(),
    )  # fmt: skip
    _Kin(rng, tables, found, rates).make()
    _live_on(rng, tables, found, rates)
    return found


def _choose(rng: np.random.Generator, share: NDArray[np.float64], count: int) -> Numbers:
    sums = np.cumsum(share)
    found: Numbers = np.searchsorted(sums, rng.random(count) * sums[-1], side="right").astype(np.int64)
    return found


def _given(rng: np.random.Generator, tables: Tables, woman: Numbers) -> Numbers:
    man = tables.given.man
    men = _choose(rng, np.where(man, tables.given.share, 0), len(woman))
    women = _choose(rng, np.where(man, 0, tables.given.share), len(woman))
    return np.where(woman == 1, women, men)


def _births(rng: np.random.Generator, count: int) -> Numbers:
    years = FIRST_YEAR + 5 * _choose(rng, np.array(COHORTS, float), count) + rng.integers(0, 5, count)
    starts = (np.datetime64(0, "Y") + (years - 1970)).astype("datetime64[D]").astype(np.int64)
    found: Numbers = np.minimum(starts + rng.integers(0, 365, count), _YOUNGEST)
    return found


class _Kin:
    """Makes some people the kin or the namesakes of others."""

    def __init__(self, rng: np.random.Generator, tables: Tables, people: People, rates: Rates) -> None:
        self.rng, self.tables, self.people, self.rates = rng, tables, people, rates

    def make(self) -> None:
        kinds = {
            "twin": self._twins,
            "sibling": self._siblings,
            "child": self._children,
            "same_street": self._namesakes,
        }
        lot = self.rng.random(len(self.people.woman))
        edges = np.cumsum([0.0, *(self.rates(f"people.{kind}") for kind in kinds)])
        anchors = np.flatnonzero(lot >= edges[-1])
        for become, low, high in zip(kinds.values(), edges[:-1], edges[1:], strict=True):
            who = np.flatnonzero((lot >= low) & (lot < high))
            become(who, anchors[self.rng.integers(0, len(anchors), len(who))])

    def _share_home(self, who: Numbers, other: Numbers) -> None:
        people = self.people
        people.surname[who] = people.later[who] = people.surname[other]
        people.second[who] = -1
        people.place[who] = people.later_place[who] = people.place[other]

    def _twins(self, who: Numbers, other: Numbers) -> None:
        self._share_home(who, other)
        self.people.father[who], self.people.born[who] = self.people.father[other], self.people.born[other]
        self._rename_if_same(who, other)

    def _siblings(self, who: Numbers, other: Numbers) -> None:
        born = self.people.born[other] + self.rng.integers(300, 3000, len(who)) * self.rng.choice([-1, 1], len(who))
        who, other, born = (column[(born >= _OLDEST) & (born <= _YOUNGEST)] for column in (who, other, born))
        self._share_home(who, other)
        self.people.father[who], self.people.born[who] = self.people.father[other], born
        self._rename_if_same(who, other)

    def _rename_if_same(self, who: Numbers, other: Numbers) -> None:
        given = self.people.given
        for _ in range(20):
            same = who[given[who] == given[other]]
            given[same] = _given(self.rng, self.tables, self.people.woman[same])

    def _children(self, who: Numbers, other: Numbers) -> None:
        people = self.people
        born = people.born[other] + self.rng.integers(19 * 365, 42 * 365, len(who))
        fits = (people.woman[other] == 0) & (born <= _YOUNGEST)
        who, other, born = who[fits], other[fits], born[fits]
        self._share_home(who, other)
        people.father[who], people.born[who] = people.given[other], born
        named = (people.woman[who] == 0) & (self.rng.random(len(who)) < self.rates("people.named_as_father"))
        people.given[who[named]] = people.given[other[named]]

    def _namesakes(self, who: Numbers, other: Numbers) -> None:
        people = self.people
        self._share_home(who, other)
        people.woman[who], people.given[who] = people.woman[other], people.given[other]
        born = people.born[other] + self.rng.integers(-1100, 1100, len(who))
        people.born[who] = np.clip(born, _OLDEST, _YOUNGEST)


def _live_on(rng: np.random.Generator, tables: Tables, people: People, rates: Rates) -> None:
    """Gives some women another surname, and some people another place, in the right list."""
    count = len(people.woman)
    grown = people.born < _GROWN
    changed = (people.woman == 1) & grown & (rng.random(count) < rates("person.changed_surname"))
    people.later[changed] = _choose(rng, tables.surnames.share, int(changed.sum()))
    moved = rng.random(count) < rates("person.moved")
    people.later_place[moved] = _choose(rng, tables.places.share, int(moved.sum()))
