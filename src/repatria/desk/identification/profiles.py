"""Profiles as a search takes them: those judged to be of one person are one profile. Nothing is merged without a judgement.

The one profile has at each marker what its parts together show: the alleles that any of them has. One allele is one seen
(``13/-``) unless a part says that it is there twice; three or more contradict each other, and count as no result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec

from repatria.desk.identification.relatives import EMPTY
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files import Profile, ProfileTable
from repatria.kinship.files.cells import NO_RESULT
from repatria.kinship.genotypes import parse

JUDGED_SAME = "same"


class Homozygotes(StrEnum):
    """What a result of remains says that has one allele twice.

    Degraded samples lose alleles, and laboratories write the one that is left as 13/13 or as 13/- by rules of their own. Read
    as a sure homozygote, a lost allele speaks against the right family and may speak for a brother.
    """

    ONE_SEEN = "one-seen"  # 13/13 is read as 13/-: the other may have dropped out
    AS_TYPED = "as-typed"


LABORATORY = "laboratory"


@dataclass(frozen=True, slots=True)
class People:
    """Profiles, one a person as far as judged.

    Attributes:
        table: One profile a person, named by the part with the most results.
        parts: Profile of `table` → all profiles judged to be of that person, itself among them, by name.
        laboratories: Profile of `table` → how many laboratories typed it; 1 where no file says.
        results: Marker → result as written → how often, in `table`.
        findings: What contradicts.
    """

    table: ProfileTable
    parts: Mapping[str, tuple[str, ...]]
    laboratories: Mapping[str, int]
    results: Mapping[str, Counter[str]]
    findings: tuple[Finding, ...]


class _Cluster(msgspec.Struct):
    profiles: list[str]
    judged: str = ""
    judged_same: list[list[str]] = []


class _Clusters(msgspec.Struct):
    clusters: list[_Cluster]


def read_judged(content: bytes) -> tuple[tuple[str, ...], ...]:
    """Returns the groups of profiles that were judged *same*; proposals that nobody judged are left out.

    Of a cluster that was judged in part (``judged_same``) those parts count, and the rest of it is not joined.

    Raises:
        InputNotUnderstood: It is not ``{"clusters": [{"profiles": [...], "judged": "same"}]}``.
    """
    try:
        read = msgspec.json.decode(content, type=_Clusters)
    except (msgspec.DecodeError, UnicodeDecodeError):
        hint = 'as {"clusters": [{"profiles": ["K-1", "K-7"], "judged": "same"}]}'
        raise InputNotUnderstood("not a file of judged clusters", hint=hint, place="clusters") from None
    return tuple(
        tuple(group)
        for one in read.clusters
        for group in ([one.profiles] if one.judged == JUDGED_SAME else one.judged_same)
    )


def one_a_person(
    table: ProfileTable, judged: Sequence[Sequence[str]] = (), *, homozygotes: Homozygotes = Homozygotes.ONE_SEEN
) -> People:
    """Returns profiles with those judged *same* brought together.

    Args:
        table: As the laboratory wrote it.
        judged: Groups of profiles.
        homozygotes: What one allele twice says.

    Raises:
        InputNotUnderstood: A judged profile is not in the table, or in two groups.
    """
    by_name = {one.id: one for one in table.profiles}
    named = [name for group in judged for name in group]
    if unknown := [name for name in named if name not in by_name]:
        told = f"{len(unknown)} profiles judged are not in the table"
        raise InputNotUnderstood(told, hint="give the table of all profiles", place="clusters")
    if len(set(named)) < len(named):
        raise InputNotUnderstood("a profile is in two clusters", hint="one person, one cluster", place="clusters")
    findings: list[Finding] = list(table.findings)
    groups = [[by_name[name] for name in group] for group in judged if group]
    groups += [[one] for one in table.profiles if one.id not in set(named)]
    people, parts, laboratories = [], {}, {}
    for group in groups:
        one = _together(sorted(group, key=lambda part: part.id), findings)
        if homozygotes is Homozygotes.ONE_SEEN:
            one = replace(one, genotypes={marker: _one_seen(said) for marker, said in one.genotypes.items()})
        people.append(one)
        parts[one.id] = tuple(sorted(part.id for part in group))
        laboratories[one.id] = max(1, len({part.more.get(LABORATORY, "") for part in group} - {""}))
    people.sort(key=lambda one: one.id)
    results = {marker: Counter(one.genotypes.get(marker, "") for one in people) for marker in table.markers}
    return People(replace(table, profiles=tuple(people)), parts, laboratories, results, tuple(findings))


def _together(parts: Sequence[Profile], findings: list[Finding]) -> Profile:
    if len(parts) == 1:
        return parts[0]
    best = min(parts, key=lambda one: (-_results(one), one.id))
    sexes = {one.sex for one in parts} - {0}
    if len(sexes) > 1:
        findings.append(_finding("sexes-contradict", parts, "", "profiles judged of one person differ in sex"))
    genotypes = {}
    for marker in dict.fromkeys(name for one in parts for name in one.genotypes):
        said = consensus([one.genotypes.get(marker, NO_RESULT) for one in parts])
        if said is None:
            findings.append(_finding("results-contradict", parts, marker, "profiles judged of one person contradict"))
        genotypes[marker] = said or NO_RESULT
    return replace(best, sex=sexes.pop() if len(sexes) == 1 else 0, genotypes=genotypes)


def consensus(results: Sequence[str]) -> str | None:
    """Returns what results of one person at one marker show together; None where they contradict each other."""
    alleles: dict[str, None] = {}
    twice = False
    for text in results:
        try:
            one, two = parse(text)
        except InputNotUnderstood:
            continue
        alleles |= dict.fromkeys(allele for allele in (one, two) if allele is not None)
        twice |= one is not None and one == two
    found = sorted(alleles)
    match found:
        case []:
            return NO_RESULT
        case [only]:
            return f"{only}/{only}" if twice else f"{only}/-"
        case [one, two]:
            return f"{one}/{two}"
        case _:
            return None


def _one_seen(said: str) -> str:
    first, _, second = said.partition("/")
    return f"{first}/-" if first == second else said


def _results(one: Profile) -> int:
    return sum(1 for said in one.genotypes.values() if said not in EMPTY)


def _finding(code: str, parts: Sequence[Profile], marker: str, message: str) -> Finding:
    hint = "look at the judgement again, or type a sample again"
    told = f"{message}: no result counts there" if marker else f"{message}: the sex counts as not known"
    return Finding(Severity.WARNING, code, parts[0].place, told, hint, marker)
