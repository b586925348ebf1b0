"""The markers of a search: frequencies and mutation, and what is done with an allele that the frequencies do not have.

Such an allele is never silently given a number. The policy names the rule; every use of it is counted and told, and where
the rule gives no number the result counts as none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship import Frequencies, FrequencyTable, Marker, Mutation, Unseen
from repatria.kinship.genotypes import parse
from repatria.remains.policy import Policy, UnseenAllele

PLACE = "frequencies"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Alleles of one marker that the table does not have.

    Attributes:
        marker: Its name.
        alleles: How many different ones.
        results: Results that have one.
        frequency: What each was given; None where the results count as none.
    """

    marker: str
    alleles: int
    results: int
    frequency: float | None


@dataclass(frozen=True, slots=True)
class Markers:
    """Markers as a search takes them.

    Attributes:
        markers: In the order of the table.
        rule: The policy's rule for alleles that the table does not have.
        unknown: Where it was used.
        model: All that decides a likelihood ratio beside the profiles, in words.
    """

    markers: tuple[Marker, ...]
    rule: UnseenAllele
    unknown: tuple[Unknown, ...]
    model: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was done with alleles that the table does not have."""
        return tuple(_told(one, self.rule) for one in self.unknown)


def markers_of(
    table: Frequencies, mutation: Mutation, *, results: Mapping[str, Counter[str]], policy: Policy, said: str = ""
) -> Markers:
    """Returns the markers of a table, grown by what was seen and is not in it, as the policy says.

    Args:
        table: The laboratory's frequencies.
        mutation: The model.
        results: Marker → result as written → how often, of profiles and relatives.
        policy: Names the rule.
        said: What else the model is.

    Raises:
        MutationImpossible: The model does not go with the alleles.
    """
    made, unknown = [], []
    for name, frequencies in table.markers.items():
        strange = _strange(results.get(name, Counter()), frequencies)
        at = _frequency(table, name, policy) if strange else None
        grown = frequencies
        if strange:
            unknown.append(Unknown(name, len(strange), sum(strange.values()), at))
        if at is not None:
            fixed = FrequencyTable({name: frequencies})
            grown = fixed.with_unseen({name: strange}, rule=Unseen.FIXED, at=at).of(name)
        made.append(Marker.of(name, grown, mutation=mutation))
    used = sum(one.results for one in unknown if one.frequency is not None)
    told = f"{used} results with an allele not in the table, by the rule {policy.unseen_allele}" if used else ""
    words = "; ".join(filter(None, (_named(mutation), "pedigrees as given", "theta 0", said, told)))
    return Markers(tuple(made), policy.unseen_allele, tuple(unknown), words)


def _named(mutation: Mutation) -> str:
    none = Mutation().name
    return none if mutation.name == none else f"mutation: {mutation.name}"


def _strange(results: Mapping[str, int], known: Iterable[str]) -> Counter[str]:
    """Returns the alleles that are not known, with the number of results that have them."""
    found: Counter[str] = Counter()
    there = set(known)
    for text, count in results.items():
        try:
            alleles = {allele for allele in parse(text) if allele is not None}
        except InputNotUnderstood:
            continue  # three alleles and the like: whoever reads the profile tells it
        for allele in alleles - there:
            found[allele] += count
    return found


def _frequency(table: Frequencies, marker: str, policy: Policy) -> float | None:
    """Returns what the rule gives an allele; the table's own minimum stands for 5/2N where it has one and no N."""
    people, least = table.people.get(marker, 0), table.minimum.get(marker)
    match policy.unseen_allele:
        case UnseenAllele.FIXED:
            return policy.fixed_frequency
        case UnseenAllele.FIVE_OVER_2N if people > 2:
            return 5 / (2 * people)
        case UnseenAllele.FIVE_OVER_2N if least:
            return least
        case _:
            return None


def _told(one: Unknown, rule: UnseenAllele) -> Finding:
    told = f"{one.alleles} alleles that the table does not have, in {one.results} results"
    if one.frequency is not None:
        message = f"{told}: each counts with frequency {one.frequency:.6g} (rule {rule})"
        return Finding(Severity.NOTE, "allele-by-rule", PLACE, message, "add them to the table", one.marker)
    why = "the policy refuses them" if rule is UnseenAllele.REFUSE else f"the table does not say N, which {rule} needs"
    hint = "add them to the table, or name a rule in the policy"
    return Finding(
        Severity.WARNING, "allele-refused", PLACE, f"{told}: they count as no result, {why}", hint, one.marker
    )
