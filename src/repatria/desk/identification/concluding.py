"""From hits to conclusions: clusters weighed, held against the policy, and told with all that a board asks.

Nothing is decided here: a conclusion is a proposal to a board, with its rivals and with what speaks against it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from repatria.desk.identification.clusters import Pair, clusters
from repatria.desk.identification.inputs import Material
from repatria.desk.identification.relatives import close_relatives, typed_relatives
from repatria.desk.identification.searching import EVERYTHING, Found, expected_by_chance
from repatria.desk.identification.weighing import Weighed, joint_family, weigh_cluster
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files import Family
from repatria.kinship.joint import Conclusion as Told
from repatria.kinship.joint import Thresholds, Word
from repatria.kinship.joint.pairs import identifiable
from repatria.kinship.search.families import Reader
from repatria.kinship.search.pairs import by_marker
from repatria.people.facts import Truth
from repatria.remains.conclusions import Conclusion, Conclusions, Rival
from repatria.remains.policy import Method, assess

AT_ONCE = 1 << 12
"""Families whose tables are made at once when hits are taken apart."""

SAME_WITHIN = 9
"""Decimals to which posteriors are compared: those of brothers whom nothing tells apart differ by rounding only."""


@dataclass(frozen=True, slots=True, eq=False)
class Concluded:
    """What a search comes to.

    Attributes:
        conclusions: One a profile that has a hit, and for each of its parts.
        victims: Profile → conclusion in dvir's words.
        missing: family/person → conclusion, of everybody who has a hit.
        same: Profile → the other profiles judged to be of that person.
        sets: Profile → those whom nothing can tell apart for it, of a symmetric match.
        without_hits: Profiles for which no family reaches the bar.
        clusters: Number of profiles and of missing persons that compete → how many such clusters there are.
        findings: Clusters weighed without their weakest pairs.
    """

    conclusions: Conclusions
    victims: Mapping[str, Told]
    missing: Mapping[str, Told]
    same: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, tuple[str, ...]]
    without_hits: tuple[str, ...]
    clusters: Mapping[tuple[int, int], int]
    findings: tuple[Finding, ...]


def conclude(
    material: Material,
    found: Found,
    *,
    open_missing: int,
    thresholds: Thresholds | None = None,
    tell: Callable[[str], None] = lambda _told: None,
) -> Concluded:
    """Returns the conclusions of a search's hits.

    Args:
        material: What was searched.
        found: Its hits.
        open_missing: How many persons are openly missing: N of the prior 1/N.
        thresholds: Where dvir's words begin; its defaults, with the policy's bound of contradictions, without them.
        tell: Called with how far it is.

    Raises:
        InputNotUnderstood: Fewer are said to be missing than families miss.
    """
    _check_open_missing(material, found, open_missing)
    words = thresholds or Thresholds(most_contradictions=material.policy.most_exclusions)
    tell("taking hits apart")
    pairs = pairs_of(material, found)
    families = dict(material.references.families(sorted({pair.row for pair in pairs})))
    groups = clusters(pairs)
    weighed: list[Weighed] = []
    for k, group in enumerate(groups):
        weighed += weigh_cluster(group, material, families, open_missing=open_missing, thresholds=words)
        if k % 500 == 0:
            tell(f"weighing clusters: {k:,} of {len(groups):,}")
    telling = _Telling(material, found.comparisons, families)
    rows = [row for one in weighed for row in telling.conclusions(one)]
    inputs, model = material.inputs, material.markers.model
    with_hits = {pair.profile for pair in pairs}
    without = tuple(name for name in material.profiles.names if name not in with_hits)
    nobody = _impossible(material, found, pairs)
    return Concluded(
        Conclusions(model, inputs, open_missing, found.comparisons, tuple(rows)),
        {name: told for one in weighed for name, told in one.victims.items()}
        | {name: _EXCLUDED for name in without if nobody is not None},
        {name: told for one in weighed for name, told in one.missing.items()} | (nobody or {}),
        telling.same(),
        {name: told.who for one in weighed for name, told in one.victims.items() if told.word is Word.SYMMETRIC},
        without,
        Counter((len({p.profile for p in group}), len({p.person for p in group})) for group in groups),
        tuple(_raised(one) for one in weighed if one.bar is not None),
    )


_EXCLUDED = Told(Word.EXCLUDED, comment="no candidate is left")


def _impossible(material: Material, found: Found, pairs: Sequence[Pair]) -> dict[str, Told] | None:
    """Returns the missing persons for whom nobody is possible; None where the bar has hidden who is."""
    if found.threshold > EVERYTHING:
        return None
    seen = {pair.family for pair in pairs}
    rest = {one.family: one.row for one in material.references.searched if one.family not in seen}
    told: dict[str, Told] = {}
    for row, family in material.references.families(rest.values()):
        names = material.references.missing_of(material.references.missing[row - 1].family)
        speaking = identifiable(joint_family(material, family, family.id, names))
        told |= {name: _EXCLUDED if name in speaking else _NOBODY_SPEAKS for name in names}
    return told


_NOBODY_SPEAKS = Told(Word.NONIDENTIFIABLE, comment="no typed relative")


def _check_open_missing(material: Material, found: Found, open_missing: int) -> None:
    searched = [one for one in material.references.searched if one.row not in found.set_aside]
    if open_missing < len(searched):
        message = f"{len(searched):,} missing persons are searched for, and fewer are said to be openly missing"
        raise InputNotUnderstood(message, hint="count all open missing persons", place="--open-missing")


def pairs_of(material: Material, found: Found) -> list[Pair]:
    """Returns the hits with what each marker says of them, added up."""
    order = np.argsort(found.row, kind="stable")
    rows = found.row[order]
    used = np.unique(rows)
    made: list[Pair] = []
    for start in range(0, len(used), AT_ONCE):
        some = used[start : start + AT_ONCE]
        lot = Reader(material.panel).read_lines(list(material.references.lines(some.tolist())), first=1)
        here = order[np.searchsorted(rows, some[0]) : np.searchsorted(rows, some[-1], "right")]
        place = np.full(len(some) + 1, -1)
        place[lot.lines] = np.arange(len(lot))
        family = place[np.searchsorted(some, found.row[here]) + 1]
        if (family < 0).any():
            hint = "search again, and leave the file as it is meanwhile"
            raise InputNotUnderstood("the file has changed since it was searched", hint=hint, place="families")
        told = by_marker(material.panel, material.profiles, lot, profile=found.profile[here], family=family)
        counts = np.column_stack(
            [here, *(one.sum(axis=1) for one in (told.shared, told.contradicts & ~told.alone, told.contradicts))]
        )
        made += [_pair(material, found, *row) for row in counts.tolist()]
    return made


def _pair(material: Material, found: Found, hit: int, shared: int, exclusions: int, contradictions: int) -> Pair:
    missing = material.references.missing[int(found.row[hit]) - 1]
    name = material.profiles.names[int(found.profile[hit])]
    lr = float(found.log10_lr[hit])
    return Pair(name, missing.family, missing.person, missing.row, lr, shared, exclusions, contradictions)


@dataclass(slots=True)
class _Telling:
    """Tells what clusters come to, pair by pair."""

    material: Material
    comparisons: int
    families: Mapping[int, Family]

    def same(self) -> dict[str, tuple[str, ...]]:
        parts = (mine for mine in self.material.people.parts.values() if len(mine) > 1)
        return {one: tuple(other for other in mine if other != one) for mine in parts for one in mine}

    def conclusions(self, weighed: Weighed) -> Iterator[Conclusion]:
        """Yields the conclusion on each profile of a cluster: with the missing person for whom most speaks."""
        for profile in sorted({pair.profile for pair in weighed.pairs}):
            own = [pair for pair in weighed.pairs if pair.profile == profile]
            best = min(own, key=lambda pair: (-round(weighed.posterior[_key(pair)], SAME_WITHIN), *_strongest(pair)))
            told = self._conclusion(best, weighed)
            for part in self.material.people.parts[profile]:
                yield replace(told, profile=part)

    def _conclusion(self, pair: Pair, weighed: Weighed) -> Conclusion:
        family = self.families[pair.row]
        markers = {marker.name for marker in self.material.panel.markers}
        known = replace(family, genotypes={who: _only(of, markers) for who, of in family.genotypes.items()})
        least = self.material.policy.least_markers
        chance = float(expected_by_chance(self.comparisons, np.array([pair.log10_lr]))[0])
        one = Conclusion(
            profile=pair.profile,
            specimens=(),
            family=pair.family,
            missing=pair.missing,
            word=_word(pair, weighed),
            log10_lr=pair.log10_lr,
            posterior=weighed.posterior[_key(pair)],
            close_relatives=len(close_relatives(known, least_markers=least)),
            typed_relatives=len(typed_relatives(known)),
            methods=(Method.AUTOSOMAL,),
            laboratories=self.material.people.laboratories[pair.profile],
            shared_markers=pair.shared,
            exclusions=pair.exclusions,
            chance_hits=chance,
            rivals=tuple(self._rivals(pair, weighed)),
            passes=Truth.UNKNOWN,
            reasons=(),
        )
        verdict = assess(self.material.policy, one.basis)
        return replace(one, passes=verdict.passes, reasons=(*verdict.reasons, *_beside(pair, weighed)))

    def _rivals(self, pair: Pair, weighed: Weighed) -> Iterator[Rival]:
        """Yields the other pairs of the same profile or the same missing person that are not excluded, best first."""
        for other in sorted(weighed.pairs, key=_strongest):
            near = other.profile == pair.profile or other.person == pair.person
            if other != pair and near and other.exclusions <= self.material.policy.most_exclusions:
                yield Rival(other.profile, other.family, other.missing, other.log10_lr, weighed.posterior[_key(other)])


def _key(pair: Pair) -> tuple[str, str]:
    return pair.profile, pair.person


def _strongest(pair: Pair) -> tuple[float, str, str, str]:
    return -pair.log10_lr, pair.profile, pair.family, pair.missing


def _only(of: Mapping[str, str], markers: Iterable[str]) -> dict[str, str]:
    return {marker: of[marker] for marker in of if marker in markers}


def _word(pair: Pair, weighed: Weighed) -> str:
    """Returns the word of a pair: of the profile's and the missing person's, the weaker one.

    They may differ: a profile may fit one family only, and the family two profiles. Where one of them names somebody
    else, no more than *inconclusive* is said of this pair.
    """
    victim, missing = weighed.victims[pair.profile], weighed.missing[pair.person]
    return max(_as_told(victim, pair.person), _as_told(missing, pair.profile), key=_WEAKER.index)


def _as_told(told: Told, who: str) -> Word:
    if not told.who or who in told.who or told.word is Word.DISPUTED:
        return told.word
    return max(told.word, Word.INCONCLUSIVE, key=_WEAKER.index)


_WEAKER: Sequence[Word] = (
    Word.UNDISPUTED,
    Word.MATCH,
    Word.SYMMETRIC,
    Word.PROBABLE,
    Word.DISPUTED,
    Word.INCONCLUSIVE,
    Word.NO_MATCH,
    Word.EXCLUDED,
    Word.NONIDENTIFIABLE,
)


def _beside(pair: Pair, weighed: Weighed) -> Iterator[str]:
    """Yields what else is to be said of a pair."""
    who = weighed.victims[pair.profile].who
    if weighed.victims[pair.profile].word is Word.SYMMETRIC and len(who) > 1:
        yield f"nothing tells apart: {', '.join(who)}; the match is with one of them"
    others = sorted({one.profile for one in weighed.pairs if one.person == pair.person} - {pair.profile})
    if others and _word(pair, weighed) == Word.DISPUTED:
        yield f"this missing person is fitted by {', '.join(others)} too: where that is the same body, judge them same"
    if weighed.bar is not None:
        yield f"rivals below log10 LR {weighed.bar:.1f} were left out: the cluster was too large for exact sums"


def _raised(one: Weighed) -> Finding:
    profiles = len({pair.profile for pair in one.pairs})
    message = f"a cluster of {profiles} profiles was weighed without pairs below log10 LR {one.bar:.1f}"
    hint = "judge profiles of one person, or search with a higher --threshold"
    return Finding(Severity.WARNING, "cluster-cut", "hits", message, hint)


def strength(conclusion: Conclusion) -> tuple[float, str]:
    """Returns what sorts conclusions for a board: the surest first."""
    return -(conclusion.posterior if conclusion.posterior is not None else -math.inf), conclusion.profile
