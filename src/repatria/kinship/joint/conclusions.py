"""What a joint identification comes to, in the words of dvir (Vigeland & Egeland), as their package documents them.

1. *Nonidentifiable*: no typed relative can speak for the missing person.
2. *Excluded*: against every candidate more than ``most_contradictions`` markers are impossible without mutation, or none is
   left. Such pairs are taken out, and so are those whose likelihood is 0.
3. *Undisputed*: the pairwise LR reaches ``match`` and is ``match`` times greater than every other of that victim and of
   that missing person. The victim then counts as one of the family's relatives, and 2 and 3 begin again.
4. What is left is concluded family by family. Several missing: *Match (GLR)* where the best assignment with the pair is
   ``match`` times likelier than the best without it (generalised LR); *Symmetric match* where that holds of full siblings
   without children together, whom nothing can tell apart; else *Inconclusive*. One missing: *Disputed* where several
   victims reach ``probable``, *Probable* where one does, *Inconclusive* from 1 up, *No match* below.

A conclusion is a proposal to a board. No number here is a probability of being somebody: for that there are `identify`'s
posteriors, with their prior.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.joint.identification import Identification, identify
from repatria.kinship.joint.known import Known
from repatria.kinship.joint.pairs import Pair, contradictions, identifiable, ln_ratios
from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.family import Family, population, weigh
from repatria.kinship.joint.words import Conclusion, Conclusions, Thresholds, Word
from repatria.kinship.pedigree import FOUNDER

MOST_COMPARED = 2000
"""Assignments of a family among which the best without a symmetric match is looked for."""
LIKE_ONE = 1e-9
"""An LR of 1 is often computed as a hair less: that is no evidence against."""

Number = TypeVar("Number", int, float)


def conclude(case: Case, thresholds: Thresholds | None = None, *, known: Known | None = None) -> Conclusions:
    """Returns what is concluded of every missing person and every victim.

    Args:
        case: Victims and families.
        thresholds: Where conclusions begin.
        known: Pairs that were weighed before, all that the case allows; they are then not weighed again.
    """
    work = _Work(case, thresholds or Thresholds(), known)
    work.set_apart()
    step = 1
    while work.exclude() | work.settle(step):
        step += 1
    work.close_families()
    work.close_victims()
    return Conclusions(
        {person: work.missing[person] for person in case.missing},
        {victim.name: work.victims[victim.name] for victim in case.victims},
    )


@dataclass(slots=True)
class _Work:
    """The case as it shrinks: ``open`` has the candidates that are left for each missing person not concluded."""

    case: Case
    thresholds: Thresholds
    known: Known | None = None
    families: dict[str, Family] = field(init=False)
    open: dict[str, tuple[int, ...]] = field(init=False)
    missing: dict[str, Conclusion] = field(default_factory=dict)
    victims: dict[str, Conclusion] = field(default_factory=dict)
    fewest: dict[str, int] = field(default_factory=dict)
    ratios: dict[Pair, float] = field(default_factory=dict)
    _unrelated: NDArray[np.float64] | None = None
    _counted: dict[tuple[str, int], dict[Pair, int]] = field(default_factory=dict)
    _rated: dict[tuple[str, int], dict[Pair, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.families = {family.name: family for family in self.case.families}
        self.open = self.case.candidates()

    def set_apart(self) -> None:
        """Concludes those for whom nobody can speak."""
        for family in self.families.values():
            for person in set(family.missing) - identifiable(family):
                self._close(person, Conclusion(Word.NONIDENTIFIABLE, comment="no typed relative"))

    def exclude(self) -> bool:
        """Takes out pairs with too many contradictions; returns whether there was any."""
        found: dict[Pair, int] = {}
        for family, candidates in self._left():
            key = (family.name, len(family.typed))
            if key not in self._counted:  # candidates only become fewer while the relatives stay
                self._counted[key] = self._contradictions(family, candidates)
            found |= _of(candidates, self._counted[key])
        bad = {pair for pair, count in found.items() if count > self.thresholds.most_contradictions}
        self._note_fewest(found)
        self._drop(bad)
        return bool(bad)

    def settle(self, step: int) -> bool:
        """Concludes what is undisputed, who then counts as a relative; returns whether there was any."""
        self._weigh()
        self._drop({pair for pair, value in self.ratios.items() if value == -math.inf})
        sure = [pair for pair in self.ratios if self._is_undisputed(pair)]
        for person, victim in sure:
            name = self.case.victims[victim].name
            log10 = self.ratios[person, victim] / math.log(10)
            told = Conclusion(Word.UNDISPUTED, (name,), log10, comment=f"step {step}")
            family = next(one for one in self.families.values() if person in one.missing)
            self.families[family.name] = family.with_identified(person, self.case.victims[victim].genotypes)
            self._close(person, told)
            self._close_victim(victim, replace(told, who=(person,)))
        return bool(sure)

    def close_families(self) -> None:
        """Concludes the missing persons that are left, family by family."""
        for family, candidates in list(self._left()):
            if len(candidates) == 1:
                (person,) = candidates
                self._close_simple(person)
            else:
                self._close_joint(family, candidates)

    def close_victims(self) -> None:
        """Concludes the victims that are left, from their own pairs."""
        for number, victim in enumerate(self.case.victims):
            if victim.name not in self.victims:
                own = {pair: value for pair, value in self.ratios.items() if pair[1] == number}
                self.victims[victim.name] = self._simple(own, [person for person, _ in own], victim.name)

    def _left(self) -> Iterable[tuple[Family, dict[str, tuple[int, ...]]]]:
        """Yields families with missing persons that are open, and the candidates of these."""
        for family in self.families.values():
            candidates = {person: self.open[person] for person in family.missing if self.open.get(person)}
            if candidates:
                yield replace(family, missing=tuple(candidates)), candidates

    def _weigh(self) -> None:
        self.ratios = {}
        for family, candidates in self._left():
            key = (family.name, len(family.typed))
            if key not in self._rated:
                self._rated[key] = self._ln_ratios(family, candidates)
            self.ratios |= _of(candidates, self._rated[key])

    def _contradictions(self, family: Family, candidates: Mapping[str, tuple[int, ...]]) -> dict[Pair, int]:
        if self.known is not None and self._is_as_given(family):
            return _of(candidates, self.known.contradictions)
        return contradictions(family, self.case.victims, self.case.markers, candidates)

    def _ln_ratios(self, family: Family, candidates: Mapping[str, tuple[int, ...]]) -> dict[Pair, float]:
        if self.known is not None and self._is_as_given(family):
            return _of(candidates, self.known.ln_lr)
        if self._unrelated is None:
            self._unrelated = population(self.case.victims, self.case.markers)
        single = weigh(family, self.case.victims, self.case.markers, candidates, most=1)
        return ln_ratios(single, self._unrelated)

    def _is_as_given(self, family: Family) -> bool:
        """Whether nobody found counts among the family's relatives yet."""
        given = next(one for one in self.case.families if one.name == family.name)
        return len(given.typed) == len(family.typed)

    def _is_undisputed(self, pair: Pair) -> bool:
        value = self.ratios[pair]
        rivals = [
            other for one, other in self.ratios.items() if one != pair and (one[0] == pair[0] or one[1] == pair[1])
        ]
        return value >= self.thresholds.ln_match and value - max(rivals, default=-math.inf) >= self.thresholds.ln_match

    def _note_fewest(self, found: Mapping[Pair, int]) -> None:
        for (person, victim), count in found.items():
            for name in (person, self.case.victims[victim].name):
                self.fewest[name] = min(count, self.fewest.get(name, count))

    def _drop(self, pairs: set[Pair]) -> None:
        """Takes pairs out and concludes those for whom none is left."""
        for person, victims in list(self.open.items()):
            left = tuple(victim for victim in victims if (person, victim) not in pairs)
            self.open[person] = left
            if not left:
                self._close(person, self._excluded(person))
        self.ratios = {pair: value for pair, value in self.ratios.items() if pair not in pairs}
        some = {victim for victims in self.open.values() for victim in victims}
        for number, victim in enumerate(self.case.victims):
            if number not in some and victim.name not in self.victims:
                self.victims[victim.name] = self._excluded(victim.name)

    def _excluded(self, name: str) -> Conclusion:
        fewest = self.fewest.get(name, 0)
        many = fewest > self.thresholds.most_contradictions
        return Conclusion(Word.EXCLUDED, comment=f"{fewest} contradictions or more" if many else "no candidate is left")

    def _close(self, person: str, told: Conclusion) -> None:
        self.missing[person] = told
        self.open.pop(person, None)
        self.ratios = {pair: value for pair, value in self.ratios.items() if pair[0] != person}

    def _close_victim(self, victim: int, told: Conclusion) -> None:
        self.victims[self.case.victims[victim].name] = told
        self.open = {person: tuple(one for one in row if one != victim) for person, row in self.open.items()}
        self.ratios = {pair: value for pair, value in self.ratios.items() if pair[1] != victim}

    def _close_simple(self, person: str) -> None:
        own = {pair: value for pair, value in self.ratios.items() if pair[0] == person}
        self._close_kept(person, self._simple(own, [self.case.victims[victim].name for _, victim in own], person))

    def _close_kept(self, person: str, told: Conclusion) -> None:
        """Concludes a missing person whose pairs remain evidence on victims."""
        self.missing[person] = told
        self.open.pop(person, None)

    def _simple(self, own: Mapping[Pair, float], others: Sequence[str], name: str) -> Conclusion:
        if not own:
            return self._excluded(name)
        falling = sorted(zip(own.values(), others, strict=True), key=lambda one: -one[0])
        value, best = falling[0]
        high = [other for lr, other in falling if lr >= self.thresholds.ln_probable]
        log10 = value / math.log(10)
        if len(high) > 1:
            return Conclusion(Word.DISPUTED, (best,), log10, comment=f"also: {', '.join(high[1:])}")
        if high:
            return Conclusion(
                Word.PROBABLE, (best,), log10, comment=f"runner-up: {falling[1][1] if falling[1:] else 'nobody'}"
            )
        return Conclusion(Word.INCONCLUSIVE if value >= -LIKE_ONE else Word.NO_MATCH, (best,), log10)

    def _close_joint(self, family: Family, candidates: Mapping[str, tuple[int, ...]]) -> None:
        """Concludes the missing persons of a family together, from the generalised LRs of its assignments."""
        number = {victim.name: place for place, victim in enumerate(self.case.victims)}
        found = identify(self._of_family(family, candidates), most_listed=MOST_COMPARED)
        best = {person: victim for victim, person in found.assignments[0].pairs.items() if person}
        ratios = dict(self.ratios)
        for person in candidates:
            told = self._joint(found, _alike(family, person), best, person)
            own = {
                victim: _log10(ratios[person, place]) for victim, place in number.items() if (person, place) in ratios
            }
            if told.word is not Word.SYMMETRIC or len(told.who) == 1:
                told = replace(told, log10_lr=own[told.who[0]] if told.who else max(own.values(), default=None))
            self._close_kept(person, told)
            for victim in told.who:
                who = (person,) if told.word is Word.MATCH else _alike(family, person)
                self._close_victim(number[victim], replace(told, who=who, log10_lr=own[victim]))

    def _of_family(self, family: Family, candidates: Mapping[str, tuple[int, ...]]) -> Case:
        some = sorted({victim for row in candidates.values() for victim in row})
        victims = tuple(self.case.victims[victim] for victim in some)
        fits = {
            self.case.victims[victim].name: frozenset(person for person, row in candidates.items() if victim in row)
            for victim in some
        }
        return replace(self.case, families=(family,), missing=tuple(candidates), victims=victims, pairings=fits)

    def _joint(self, found: Identification, group: tuple[str, ...], best: Mapping[str, str], person: str) -> Conclusion:
        """Returns what is concluded of a missing person, without its LR; ``who`` is empty where nothing is matched."""
        alone = max((row[person] for row in found.glr.values() if person in row), default=-math.inf)
        if person in best:
            alone = found.glr[best[person]][person]
            if alone >= self.thresholds.ln_match:
                return Conclusion(Word.MATCH, (best[person],), log10_glr=_log10(alone))
        matched = tuple(sorted((best[one] for one in group if one in best), key=list(found.glr).index))
        together = _ln_glr_of_set(found, group, matched)
        if len(group) > 1 and matched and together >= self.thresholds.ln_match:
            told = f"full siblings: {{{', '.join(group)}}} and {{{', '.join(matched)}}}"
            return Conclusion(Word.SYMMETRIC, matched, log10_glr=_log10(together), comment=told)
        return Conclusion(Word.INCONCLUSIVE, log10_glr=_log10(alone))


def _of(candidates: Mapping[str, Sequence[int]], values: Mapping[Pair, Number]) -> dict[Pair, Number]:
    return {(person, victim): values[person, victim] for person, row in candidates.items() for victim in row}


def _log10(value: float) -> float:
    return value / math.log(10)


def _alike(family: Family, person: str) -> tuple[str, ...]:
    """Returns the missing persons whom no relative can tell from this one: full siblings of its sex, all without children."""
    pedigree = family.pedigree

    def place(one: str) -> tuple[int, int, int]:
        index = pedigree.index(one)
        return pedigree.fathers[index], pedigree.mothers[index], pedigree.sexes[index]

    childless = [one for one in family.missing if not pedigree.children(pedigree.index(one))]
    if person not in childless or place(person)[0] == FOUNDER:
        return (person,)
    return tuple(one for one in childless if place(one) == place(person))


def _ln_glr_of_set(found: Identification, group: Sequence[str], matched: Sequence[str]) -> float:
    """Returns ln of: the best assignment in which exactly these victims are the group's, over the best other."""
    here = elsewhere = -math.inf
    for one in found.assignments:
        given = {victim for victim, person in one.pairs.items() if person in group}
        if given == set(matched):
            here = max(here, one.ln_likelihood)
        else:
            elsewhere = max(elsewhere, one.ln_likelihood)
    return here - elsewhere
