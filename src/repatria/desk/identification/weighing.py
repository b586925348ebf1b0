"""A cluster weighed: posteriors over all assignments, and dvir's words.

**Prior.** Before anything is compared each of the N open missing persons is equally likely to be the body: 1/N for each
candidate, and the rest, (N - k)/N of k candidates, is *nobody of these*: somebody missing whose family has not given samples
or is not among the hits, for whom the profile is as likely as any stranger's. Relatives below the bar of the search are thus
counted with an LR of one, the mean of what unrelated people give.

Most clusters are one profile and one missing person; for them the sums are one line, and the words a few comparisons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from repatria.desk.identification.clusters import Pair, clusters, profiles_of
from repatria.desk.identification.inputs import Material
from repatria.desk.identification.references import people
from repatria.kinship import Pedigree, Sex
from repatria.kinship.files import Family
from repatria.kinship.genotypes import UNKNOWN
from repatria.kinship.joint import (
    Case,
    Conclusion,
    JointTooLarge,
    Known,
    Thresholds,
    Victim,
    Word,
    conclude,
    posteriors,
)
from repatria.kinship.joint import Family as JointFamily
from repatria.kinship.joint.packing.sums import NONE
from repatria.kinship.search.panel import NO_RESULT, NOT_SEEN, Seen

MOST_STEPS = 1 << 22
"""Steps of exact sums that one cluster may take: a second or so."""

RAISE = 0.5
"""log10 by which the bar is raised in a cluster that is too large to be weighed exactly."""

LN_10 = math.log(10)

Posterior = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a cluster comes to.

    Attributes:
        pairs: Its pairs that were weighed.
        posterior: (profile, family/person) → probability over all assignments.
        victims: Profile → conclusion in dvir's words.
        missing: family/person → conclusion.
        bar: log10 LR below which rivals were left out so that it could be weighed; None where none were.
    """

    pairs: tuple[Pair, ...]
    posterior: Posterior
    victims: Mapping[str, Conclusion]
    missing: Mapping[str, Conclusion]
    bar: float | None = None


def weigh_cluster(
    pairs: Sequence[Pair],
    material: Material,
    families: Mapping[int, Family],
    *,
    open_missing: int,
    thresholds: Thresholds,
) -> list[Weighed]:
    """Returns a cluster weighed; one that is too large for exact sums without its weakest pairs, perhaps in parts.

    Args:
        pairs: One cluster of `clusters`.
        material: Profiles and markers.
        families: Row → family, of every row in the pairs.
        open_missing: N, from which the prior is made.
        thresholds: Where dvir's words begin.
    """
    return list(_weighed(tuple(pairs), material, families, open_missing, thresholds, None))


def _weighed(
    pairs: tuple[Pair, ...],
    material: Material,
    families: Mapping[int, Family],
    open_missing: int,
    thresholds: Thresholds,
    bar: float | None,
) -> Iterable[Weighed]:
    if len(pairs) == 1:
        yield _alone(pairs[0], open_missing, thresholds, bar)
        return
    case, known = case_of(pairs, material, families)
    try:
        found = posteriors(case, known, prior=prior_of(pairs, open_missing), most_steps=MOST_STEPS)
        told = conclude(case, thresholds, known=known)
    except JointTooLarge:
        raised = min(pair.log10_lr for pair in pairs) + RAISE if bar is None else bar + RAISE
        left = [pair for pair in pairs if pair.log10_lr >= raised]
        for part in clusters(left):
            yield from _weighed(part, material, families, open_missing, thresholds, raised)
        return
    posterior = {(pair.profile, pair.person): found[pair.profile][pair.person] for pair in pairs}
    yield Weighed(pairs, posterior, told.victims, told.missing, bar)


def _alone(pair: Pair, open_missing: int, thresholds: Thresholds, bar: float | None) -> Weighed:
    """Returns one profile and one missing person weighed: what `posteriors` and `conclude` come to for them."""
    others = max(1, open_missing - 1)
    odds = pair.log10_lr - math.log10(others)
    posterior = 1 / (1 + 10**-odds) if odds > -300 else 0.0
    word, step = _word(pair, thresholds), "step 1"
    if word is Word.EXCLUDED:
        told = Conclusion(word, comment=f"{pair.contradictions} contradictions or more")
        return Weighed(
            (pair,), {(pair.profile, pair.person): posterior}, {pair.profile: told}, {pair.person: told}, bar
        )
    comment = {Word.UNDISPUTED: step, Word.PROBABLE: "runner-up: nobody"}.get(word, "")
    victim = Conclusion(word, (pair.person,), pair.log10_lr, comment=comment)
    missing = Conclusion(word, (pair.profile,), pair.log10_lr, comment=comment)
    return Weighed(
        (pair,), {(pair.profile, pair.person): posterior}, {pair.profile: victim}, {pair.person: missing}, bar
    )


def _word(pair: Pair, thresholds: Thresholds) -> Word:
    ln = pair.log10_lr * LN_10
    if pair.contradictions > thresholds.most_contradictions:
        return Word.EXCLUDED
    if ln >= thresholds.ln_match:
        return Word.UNDISPUTED
    if ln >= thresholds.ln_probable:
        return Word.PROBABLE
    return Word.INCONCLUSIVE if ln >= -1e-9 else Word.NO_MATCH


def prior_of(pairs: Sequence[Pair], open_missing: int) -> dict[str, dict[str, float]]:
    """Returns the weights of a cluster's prior: one for each candidate, N - k for nobody of these, at least one."""
    persons = {name: {pair.person for pair in pairs if pair.profile == name} for name in profiles_of(pairs)}
    return {
        name: {**dict.fromkeys(sorted(own), 1.0), NONE: float(max(1, open_missing - len(own)))}
        for name, own in persons.items()
    }


def case_of(pairs: Sequence[Pair], material: Material, families: Mapping[int, Family]) -> tuple[Case, Known]:
    """Returns a cluster as `kinship.joint` takes it, and what the search knows of its pairs."""
    names = profiles_of(pairs)
    place = {name: k for k, name in enumerate(material.profiles.names)}
    victims = tuple(_victim(material, place[name]) for name in names)
    number = {name: k for k, name in enumerate(names)}
    rows = {pair.family: pair.row for pair in sorted(pairs, key=lambda one: (one.family, one.missing), reverse=True)}
    members = {family: material.references.missing_of(family) for family in sorted(rows)}
    made = tuple(joint_family(material, families[rows[family]], family, members[family]) for family in members)
    case = Case(
        victims=victims,
        families=made,
        missing=tuple(person for family in made for person in family.missing),
        markers=material.markers.markers,
        model=material.markers.model,
        pairings={name: frozenset(pair.person for pair in pairs if pair.profile == name) for name in names},
    )
    known = Known(
        {(pair.person, number[pair.profile]): pair.log10_lr * LN_10 for pair in pairs},
        {(pair.person, number[pair.profile]): pair.contradictions for pair in pairs},
    )
    return case, known


def _victim(material: Material, place: int) -> Victim:
    read = material.profiles
    texts = tuple(
        written(seen, marker.alleles) for seen, marker in zip(read.seen[place], material.panel.markers, strict=True)
    )
    return Victim(read.names[place], Sex(int(read.sexes[place])), texts)


def written(seen: Seen, alleles: Sequence[str]) -> str | None:
    """Returns a result as it is written: ``13/14``, ``13/-``; None for none."""
    """Returns a result as `kinship` takes it, None where there is none."""
    if seen == NO_RESULT:
        return None
    return "/".join(UNKNOWN if one == NOT_SEEN else alleles[one] for one in seen)


def joint_family(material: Material, family: Family, name: str, missing: Sequence[str]) -> JointFamily:
    """Returns a family as `kinship.joint` takes it, its people called family/person."""
    ids, fathers, mothers, sexes = zip(*people(family, prefix=name), strict=True)
    typed = {
        f"{name}/{person}": tuple(
            written(material.panel.understand(k, genotypes.get(marker.name)), marker.alleles)
            for k, marker in enumerate(material.panel.markers)
        )
        for person, genotypes in family.genotypes.items()
        if person != family.missing
    }
    return JointFamily(name, Pedigree.of(ids, fathers, mothers, sexes), typed, tuple(missing))
