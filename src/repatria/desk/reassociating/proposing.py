"""Profiles compared, all with all; links chosen by what is left of doubt; clusters proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from repatria.desk.identification.markers import Markers, markers_of
from repatria.desk.reassociating.judged import Binding, Judged, bind, grouped
from repatria.desk.reassociating.places import Places
from repatria.errors import Finding, InputNotUnderstood
from repatria.kinship import Frequencies, Mutation
from repatria.kinship.direct import Model, Prior, Samples
from repatria.kinship.direct.comparing import Pairs, compare_in
from repatria.kinship.direct.deciding import LEAST_POSTERIOR, chance_hits
from repatria.kinship.direct.weighing import Prepared, Weights, prepare, weigh_in
from repatria.kinship.files import ProfileTable
from repatria.remains.policy import DEFAULT, Policy
from repatria.remains.reassociation import Contradiction, Contradicts, Reassociation, Rule, Weighed
from repatria.remains.reassociation import reassociate as clusters_of

Pair = tuple[str, str]

MOST_AT_ONCE = 200
"""Profiles in a chain of links up to which all pairs among them are weighed beforehand; above, those that are asked for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How re-association is done.

    Attributes:
        model: Dropout, drop-in, coancestry.
        least_posterior: What a link needs: see `repatria.kinship.direct.deciding`.
        threshold: Least log10 LR of a pair that is listed; what `least_posterior` needs among so many profiles without it.
        siblings: How many samples of a full sibling are expected among the others, of each sample.
        policy: Its rule for alleles that the frequencies do not have.
        dropouts: Profile → dropout, where it is known.
        workers: Threads.
    """

    model: Model = field(default_factory=Model)
    least_posterior: float = LEAST_POSTERIOR
    threshold: float | None = None
    siblings: float = 1.0
    policy: Policy = DEFAULT
    dropouts: Mapping[str, float] = field(default_factory=dict)
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What a pair of profiles says.

    Attributes:
        left: One profile.
        right: The other.
        log10_lr: One person against two unrelated people.
        log10_against_siblings: One person against two full siblings.
        posterior: That it is one person, before anything else is known of the two.
        shared_markers: With a result in both.
        conflicts: Of those, markers that only drop-in explains.
        losses: Of those, markers that dropout explains.
        links: Whether it is strong enough to be a link.
    """

    left: str
    right: str
    log10_lr: float
    log10_against_siblings: float
    posterior: float
    shared_markers: int
    conflicts: int
    losses: int
    links: bool


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """What is proposed.

    Attributes:
        profiles: Compared profiles, in the order of the file.
        dropouts: Class of dropout of each.
        found: Clusters, commingled bags, links that were not followed.
        pairs: What pairs say that reach the threshold, lie in one bag and speak against it, or are in one cluster; by name.
        own: What pairs of a sample from before death (left) and a profile say that reach the threshold.
        binding: What was judged.
        places: Where profiles come from.
        markers: Frequencies and rules used.
        settings: As given.
        threshold: Least log10 LR of a listed pair.
        comparisons: Pairs compared, those with samples from before death among them.
        findings: What was noticed on the way.
    """

    profiles: tuple[str, ...]
    dropouts: tuple[float, ...]
    found: Reassociation
    pairs: Mapping[Pair, Said]
    own: tuple[Said, ...]
    binding: Binding
    places: Places
    markers: Markers
    settings: Settings
    threshold: float
    comparisons: int
    findings: tuple[Finding, ...]

    @property
    def chance_hits(self) -> float:
        """How many pairs of unrelated people reach the threshold in so many comparisons, at most."""
        return chance_hits(self.comparisons, self.threshold)

    @property
    def judged_same(self) -> Mapping[str, str]:
        """Of everybody judged *same* with somebody, the first of those so joined."""
        return grouped(self.binding.same)


def reassociate(
    table: ProfileTable,
    frequencies: Frequencies,
    *,
    places: Places | None = None,
    judged: Iterable[Judged] = (),
    known: ProfileTable | None = None,
    own: ProfileTable | None = None,
    settings: Settings | None = None,
) -> Proposed:
    """Returns which profiles are proposed to be one person's.

    Args:
        table: Profiles of specimens.
        frequencies: The laboratory's.
        places: Specimen and bag of each.
        judged: What people judged; it binds.
        known: Profiles that were compared with each other before: only pairs with one of `table` are looked for.
        own: Samples of missing persons from before death (a toothbrush, a blood card), named by the person's reference.
        settings: How it is done.

    Raises:
        InputNotUnderstood: No profile has a result that can be compared, or a marker is not autosomal.
        AnswerIsNo: So many pairs reach the threshold that it is no re-association.
    """
    return _Work(table, frequencies, places or Places(), known, own, settings or Settings()).proposed(judged)


class _Work:
    """Samples read and prepared. Invariant: places in `prepared` are those of `samples`; new ones come first."""

    def __init__(
        self, table: ProfileTable, frequencies: Frequencies, places: Places, known: ProfileTable | None,
        own: ProfileTable | None, settings: Settings,
    ) -> None:  # fmt: skip
        self.settings, self.places = settings, places
        tables = [one for one in (table, known, own) if one is not None]
        self.markers = markers_of(frequencies, Mutation(), results=_results(tables), policy=settings.policy)
        new = self._samples(table)
        self.new = len(new)
        self.samples = new if known is None else new.joined(self._samples(known))
        if not len(self.samples):
            raise InputNotUnderstood(
                "no profile has a result that can be compared", hint="check the markers' names", place="profiles"
            )
        self.own = self._samples(own) if own is not None else None
        self.prepared = prepare(self.samples, self.samples, markers=self.markers.markers, model=settings.model)
        self.at = {name: i for i, name in enumerate(self.samples.names)}
        self.prior = Prior(max(1, len(self.samples) - 1), siblings=settings.siblings)
        self.needed = self.prior.threshold(settings.least_posterior)
        self.threshold = self.needed if settings.threshold is None else settings.threshold
        self.weighed: dict[Pair, Said] = {}
        self.in_bags = _in_bags(self.samples.names, places)
        self.chains: Mapping[str, Sequence[str]] = {}

    def _samples(self, table: ProfileTable) -> Samples:
        settings = self.settings
        return Samples.of(table, markers=self.markers.markers, model=settings.model, dropouts=settings.dropouts)

    def proposed(self, judged: Iterable[Judged]) -> Proposed:
        """Compares, links and clusters."""
        binding = bind(judged, profiles=self.samples.names, places=self.places)
        comparisons = sum(self._compared())
        links = [one for one in self.weighed.values() if one.links]
        self._weigh(self.in_bags)
        self.chains = _chains(links)
        together = (of for name, of in self.chains.items() if name == of[0] and len(of) <= MOST_AT_ONCE)
        self._weigh(pair for of in together for pair in combinations(of, 2))
        joined = _within(grouped(binding.same))
        self._weigh(joined)
        against = [self.weighed[pair] for pair in self.in_bags if self.weighed[pair].log10_lr < 0]
        against += [self.weighed[pair] for pair in joined]  # by people already: shown, whatever they say
        found = clusters_of(
            map(self.places.item, self.samples.names),
            map(_weighed, {(one.left, one.right): one for one in (*links, *against)}.values()),
            rule=Rule(joins_log10_lr=max(self.needed, self.threshold), joins_markers=1),
            same=binding.same,
            different=binding.different,
            ask=self._ask,
        )
        found = self._without_itself(found)
        own, own_comparisons = self._own()
        samples = self.samples
        return Proposed(
            profiles=samples.names,
            dropouts=tuple(self.settings.model.classes[k] for k in samples.classes.tolist()),
            found=found,
            pairs=self._listed(found),
            own=own,
            binding=binding,
            places=self.places,
            markers=self.markers,
            settings=self.settings,
            threshold=self.threshold,
            comparisons=comparisons + own_comparisons,
            findings=(
                *self.markers.findings, *samples.findings, *(self.own.findings if self.own else ()),
                *self.places.findings, *self.places.unplaced(samples.names), *binding.findings,
            ),
        )  # fmt: skip

    def _compared(self) -> Iterator[int]:
        """Compares new profiles with each other and with known ones; yields how many pairs."""
        yield (
            self._compare(self.prepared)
            if self.new == len(self.samples)
            else self._compare(self._among(range(self.new), range(self.new)))
        )
        if 0 < self.new < len(self.samples):
            yield self._compare(self._among(range(self.new), range(self.new, len(self.samples))))

    def _among(self, left: range, right: range) -> Prepared:
        one = self.samples.chosen(list(left))
        other = one if left == right else self.samples.chosen(list(right))
        return prepare(one, other, markers=self.markers.markers, model=self.settings.model)

    def _compare(self, prepared: Prepared) -> int:
        pairs = self._pairs(prepared)
        self._keep(prepared.one, prepared.other, pairs.left, pairs.right, pairs.weights, self.prior)
        return pairs.comparisons

    def _pairs(self, prepared: Prepared) -> Pairs:
        return compare_in(
            prepared, markers=self.markers.markers, threshold=self.threshold, workers=self.settings.workers
        )

    def _keep(
        self, one: Samples, other: Samples, left: NDArray[np.intp], right: NDArray[np.intp], weights: Weights, prior: Prior
    ) -> None:  # fmt: skip
        for said in self._said(one, other, left, right, weights, prior):
            self.weighed[said.left, said.right] = said

    def _said(
        self, one: Samples, other: Samples, left: NDArray[np.intp], right: NDArray[np.intp], weights: Weights, prior: Prior,
        *, ordered: bool = True,
    ) -> Iterator[Said]:  # fmt: skip
        posterior = prior.posterior(weights.log10_lr, weights.log10_siblings)
        links = (posterior >= self.settings.least_posterior) & (weights.log10_lr >= self.threshold)
        columns = (
            left, right, weights.log10_lr, weights.log10_against_siblings, posterior, weights.shared, weights.conflicts,
            weights.losses, links,
        )  # fmt: skip
        for i, j, *numbers in zip(*(column.tolist() for column in columns), strict=True):
            names = (one.names[i], other.names[j])
            yield Said(*(sorted(names) if ordered else names), *numbers)

    def _weigh(self, pairs: Iterable[Pair]) -> None:
        """Weighs pairs that are not weighed yet."""
        new = sorted({pair for pair in pairs if pair not in self.weighed})
        left, right = (np.array([self.at[pair[k]] for pair in new], np.intp) for k in (0, 1))
        weights = weigh_in(self.prepared, left=left, right=right)
        self._keep(self.samples, self.samples, left, right, weights, self.prior)

    def _ask(self, one: str, other: str) -> Weighed:
        """Weighs two profiles, and with them what else is in their chains: that is asked for next."""
        pair = (min(one, other), max(one, other))
        if pair not in self.weighed:
            left, right = (self.chains.get(name, [name]) for name in pair)
            near = product(left, right) if len(left) * len(right) <= MOST_AT_ONCE**2 else [pair]
            self._weigh((min(a, b), max(a, b)) for a, b in (*near, pair) if a != b)
        return _weighed(self.weighed[pair])

    def _without_itself(self, found: Reassociation) -> Reassociation:
        """Leaves out what a specimen's own description says against two samples of it: it is one description."""

        def kept(told: Sequence[Contradiction]) -> tuple[Contradiction, ...]:
            own = (Contradicts.RATIO, Contradicts.JUDGED)
            return tuple(c for c in told if c.what in own or not self.places.are_one_specimen(c.left, c.right))

        clusters = tuple(replace(one, contradictions=kept(one.contradictions)) for one in found.clusters)
        bags = (replace(one, because=kept(one.because)) for one in found.commingled)
        return Reassociation(clusters, tuple(one for one in bags if one.because), found.left_out)

    def _own(self) -> tuple[tuple[Said, ...], int]:
        if self.own is None or not len(self.own):
            return (), 0
        prepared = prepare(self.own, self.samples, markers=self.markers.markers, model=self.settings.model)
        pairs = self._pairs(prepared)
        prior = Prior(len(self.samples), siblings=self.settings.siblings)
        said = self._said(self.own, self.samples, pairs.left, pairs.right, pairs.weights, prior, ordered=False)
        return tuple(sorted(said, key=lambda one: (-one.log10_lr, one.left, one.right))), pairs.comparisons

    def _listed(self, found: Reassociation) -> Mapping[Pair, Said]:
        """Returns what is told of pairs, by name: no more than a reader can need."""
        inside = {link.key for cluster in found.clusters for link in cluster.links}
        bags = {pair for pair in self.in_bags if self.weighed[pair].log10_lr < 0}
        self._weigh(inside)
        return {
            pair: said
            for pair, said in sorted(self.weighed.items())
            if said.log10_lr >= self.threshold or pair in inside or pair in bags
        }


def _in_bags(profiles: Iterable[str], places: Places) -> tuple[Pair, ...]:
    """Returns the pairs of profiles that lie in one bag, by name."""
    bags: dict[str, list[str]] = {}
    for name in sorted(profiles):
        bag = places.of(name).bag
        if bag:
            bags.setdefault(bag, []).append(name)
    return tuple(pair for members in bags.values() for pair in combinations(members, 2))


def _weighed(said: Said) -> Weighed:
    return Weighed(said.left, said.right, said.log10_lr, said.shared_markers, said.conflicts)


def _within(first: Mapping[str, str]) -> tuple[Pair, ...]:
    """Returns all pairs of those who have the same first one."""
    groups: dict[str, list[str]] = {}
    for name, one in sorted(first.items()):
        groups.setdefault(one, []).append(name)
    return tuple(pair for members in groups.values() for pair in combinations(members, 2))


def _chains(links: Sequence[Said]) -> Mapping[str, Sequence[str]]:
    """Returns for everybody in a link all whom chains of links join with it, in order."""
    chains: dict[str, list[str]] = {}
    first = grouped((one.left, one.right) for one in links)
    for name, one in first.items():
        chains.setdefault(one, []).append(name)
    return {name: chains[one] for name, one in first.items()}


def _results(tables: Sequence[ProfileTable]) -> Mapping[str, Counter[str]]:
    """Returns marker → result as written → how often."""
    found: dict[str, Counter[str]] = {}
    for table in tables:
        for marker in table.markers:
            found.setdefault(marker, Counter()).update(one.genotypes.get(marker, "") for one in table.profiles)
    return found
