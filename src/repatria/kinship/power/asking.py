"""Whose sample would help most: each further relative is tried before anybody is asked for it.

The relative's genotype is drawn given those already typed, the missing person's given both; the mean of the log10 LR that
would be found, over many draws, is compared with that of the family as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from repatria.errors import InputNotUnderstood
from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import FOUNDER, UNRELATED, Pedigree, Sex
from repatria.kinship.peeling import Observations
from repatria.kinship.power.conditional import Array, Seen, genotypes, tables, weighed
from repatria.kinship.power.measures import choose, logs, mean

RELATIVES: Final = ("father", "mother", "brother", "sister", "son", "daughter")
"""Relatives of the missing person that can be asked for, whether the pedigree has them or not."""


class RelativeNotKnown(InputNotUnderstood):
    """A relative that cannot be asked for in this family; the message names the rule."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one further sample would bring.

    Attributes:
        relative: As asked: a word of `RELATIVES`, or a person of the pedigree.
        mean: log10 LR to expect of the missing person's profile with this sample, drawn.
        error: Standard error of ``mean``.
        reaches: Share of draws at or above the threshold.
        gain: ``mean`` less that of the family as it is.
    """

    relative: str
    mean: float
    error: float
    reaches: float
    gain: float


def ask(
    pedigree: Pedigree,
    relatives: Sequence[str],
    *,
    missing: str,
    markers: Sequence[Marker],
    observations: Observations,
    threshold: float,
    draws: int,
    seed: int,
) -> tuple[Gain, ...]:
    """Returns what each relative's sample would bring, the greatest gain first.

    A relative who is typed already, or a father or mother who is, is left out. The pedigree is taken as given.
    Cost: genotypes drawn of a relative times genotypes of a body, at each marker.

    Raises:
        RelativeNotKnown: Somebody asked for is neither a word of `RELATIVES` nor in the pedigree.
        PowerImpossible: As `tables`.
    """
    now = tables(pedigree, missing=missing, markers=markers, observations=observations)
    before = sum(mean(one.related, logs(one)) for one in now)
    found = []
    for relative in dict.fromkeys(relatives):
        grown, person = with_relative(pedigree, missing, relative)
        if not any(said not in (None, "", "-/-") for said in observations.get(person, ())):
            rng = np.random.default_rng(seed)  # every relative meets the same luck
            log10_lr = _tried(grown, person, missing, markers, observations, draws, rng)
            expected, error = float(log10_lr.mean()), float(log10_lr.std() / np.sqrt(draws))
            found.append(Gain(relative, expected, error, float((log10_lr >= threshold).mean()), expected - before))
    return tuple(sorted(found, key=lambda one: -one.gain))


def _tried(
    pedigree: Pedigree,
    person: str,
    missing: str,
    markers: Sequence[Marker],
    observations: Observations,
    draws: int,
    rng: np.random.Generator,
) -> Array:
    """Returns log10 LRs of the missing person's profile with a relative typed, [draws]."""
    seen = {who: row for who, row in observations.items() if who not in (person, missing)}
    theirs = tables(pedigree, missing=person, markers=markers, observations=seen)
    sexes = [pedigree.sexes[pedigree.index(who)] is Sex.MALE for who in (person, missing)]
    alone = Pedigree.of([missing], [UNRELATED], [UNRELATED], [pedigree.sexes[pedigree.index(missing)]])
    total = np.zeros(draws)
    for k, marker in enumerate(markers):
        of_relative = choose(theirs[k].related, rng.random(draws))
        luck = rng.random(draws)
        drawn = np.unique(of_relative)
        possible, bodies = (genotypes(marker, male=male) for male in sexes)
        both = _both(pedigree, marker, {who: row[k] for who, row in seen.items()},
                     (person, [possible[place] for place in drawn]), (missing, bodies))  # fmt: skip
        body = np.exp(weighed(alone, marker, {missing: bodies}))
        for genotype, joint in zip(drawn, both, strict=True):
            which = of_relative == genotype
            related = joint / joint.sum()
            chosen = choose(related, luck[which])
            total[which] += np.log10(related[chosen] / body[chosen])
    return total


def _both(
    pedigree: Pedigree,
    marker: Marker,
    seen: Mapping[str, Seen],
    relative: tuple[str, Sequence[str]],
    body: tuple[str, Sequence[str]],
) -> Array:
    """Returns P(seen, relative's genotype, missing person's genotype) up to a factor, [relative's, missing person's]."""
    rows, columns = len(relative[1]), len(body[1])
    both: dict[str, Sequence[Seen]] = {who: [one] * (rows * columns) for who, one in seen.items()}
    both[relative[0]] = [one for one in relative[1] for _ in range(columns)]
    both[body[0]] = list(body[1]) * rows
    found = weighed(pedigree, marker, both)
    shares: Array = np.exp(found - found.max()).reshape(rows, columns)
    return shares


def with_relative(pedigree: Pedigree, missing: str, relative: str) -> tuple[Pedigree, str]:
    """Returns the pedigree with a relative in it, and who that is; people who are there already are used.

    A missing founder gets parents where their father, mother, brother or sister is asked for; a son or daughter is with
    the only other parent of the missing person's children, else with a person added.

    Raises:
        RelativeNotKnown: As `ask`; or the missing person's sex is needed and not known.
    """
    if relative in pedigree.ids and relative != missing:
        return pedigree, relative
    if relative not in RELATIVES:
        raise RelativeNotKnown("this relative cannot be asked for", hint="one of: " + ", ".join(RELATIVES))
    if relative in ("son", "daughter"):
        return _with_child(pedigree, missing, Sex.MALE if relative == "son" else Sex.FEMALE)
    place = pedigree.index(missing)
    if pedigree.is_founder(place):
        pedigree = _with_parents(pedigree, place)
    father, mother = pedigree.ids[pedigree.fathers[place]], pedigree.ids[pedigree.mothers[place]]
    if relative in ("father", "mother"):
        return pedigree, father if relative == "father" else mother
    return _with(pedigree, f"~{relative}", father, mother, Sex.MALE if relative == "brother" else Sex.FEMALE)


def _with(pedigree: Pedigree, person: str, father: str, mother: str, sex: Sex) -> tuple[Pedigree, str]:
    fathers = [UNRELATED if one == FOUNDER else pedigree.ids[one] for one in pedigree.fathers]
    mothers = [UNRELATED if one == FOUNDER else pedigree.ids[one] for one in pedigree.mothers]
    ids, sexes = (*pedigree.ids, person), (*pedigree.sexes, sex)
    return Pedigree.of(ids, (*fathers, father), (*mothers, mother), sexes), person


def _with_parents(pedigree: Pedigree, place: int) -> Pedigree:
    for person, sex in (("~father", Sex.MALE), ("~mother", Sex.FEMALE)):
        pedigree, _ = _with(pedigree, person, UNRELATED, UNRELATED, sex)
    fathers, mothers = list(pedigree.fathers), list(pedigree.mothers)
    fathers[place], mothers[place] = len(pedigree.ids) - 2, len(pedigree.ids) - 1
    return replace(pedigree, fathers=tuple(fathers), mothers=tuple(mothers))


def _with_child(pedigree: Pedigree, missing: str, sex: Sex) -> tuple[Pedigree, str]:
    place = pedigree.index(missing)
    own = pedigree.sexes[place]
    if own is Sex.UNKNOWN:
        raise RelativeNotKnown("a parent's sex is not known", hint="give the missing person's sex", place=missing)
    others = {
        pedigree.mothers[child] if own is Sex.MALE else pedigree.fathers[child] for child in pedigree.children(place)
    }
    if len(others) == 1:
        other = pedigree.ids[others.pop()]
    else:
        pedigree, other = _with(pedigree, "~other-parent", UNRELATED, UNRELATED, Sex(3 - own))
    father, mother = (missing, other) if own is Sex.MALE else (other, missing)
    return _with(pedigree, "~son" if sex is Sex.MALE else "~daughter", father, mother, sex)
