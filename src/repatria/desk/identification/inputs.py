"""All that a search takes, read and brought together: profiles, reference families, markers, policy, and their digests."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from repatria.desk.identification.checking import Check, check_references
from repatria.desk.identification.markers import Markers, markers_of
from repatria.desk.identification.profiles import LABORATORY, Homozygotes, People, one_a_person, read_judged
from repatria.desk.identification.references import References, read_references
from repatria.errors import Finding, InputNotUnderstood
from repatria.kinship import Frequencies, Mutation, read_frequencies, read_profiles
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.profiles import Profiles
from repatria.people.refs import Sha256
from repatria.remains.conclusions import Inputs
from repatria.remains.policy import DEFAULT, Policy, read_policy

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is searched.

    Attributes:
        people: Profiles, one a person as far as judged.
        references: Reference families; those kept out with their reasons.
        markers: Frequencies, mutation and rules.
        policy: What an identification must have.
        panel: The markers as the search takes them.
        profiles: The profiles as the search takes them, in the order of their names.
        inputs: Digests of the files.
        digest: Digest of everything that decides the result of a search.
        findings: What was noticed on the way.
    """

    people: People
    references: References
    markers: Markers
    policy: Policy
    panel: Panel
    profiles: Profiles
    inputs: Inputs
    digest: str
    findings: tuple[Finding, ...]


def read_material(
    *,
    profiles: bytes,
    families: Path,
    frequencies: bytes,
    table: Frequencies | None = None,
    mutation: Mutation | None = None,
    policy: bytes | None = None,
    judged: bytes | None = None,
    homozygotes: Homozygotes = Homozygotes.ONE_SEEN,
    kept_out: Mapping[int, str] | None = None,
    check: Check | None = None,
    tell: Tell = lambda _told: None,
) -> Material:
    """Returns what is searched.

    Args:
        profiles: Genotype table of the remains, CSV.
        families: Reference families, one missing person a line.
        frequencies: Table of allele frequencies.
        table: The same, where it was read by rules of the caller's.
        mutation: The model; stationary stepwise without it.
        policy: TOML; the default without it.
        judged: Clusters of profiles that were judged one person, JSON.
        homozygotes: What a result of remains says that has one allele twice.
        kept_out: Rows of families kept out by an earlier check, which is then not done again.
        check: How declared relatives are checked; without it they are taken as declared.
        tell: Called with what is being done.

    Raises:
        InputNotUnderstood: A file is not understood.
    """
    tell("reading profiles")
    people = one_a_person(
        read_profiles(profiles, more=(LABORATORY,)),
        read_judged(judged) if judged is not None else (),
        homozygotes=homozygotes,
    )
    rules = DEFAULT if policy is None else read_policy(policy)
    tell("reading families")
    references = read_references(families, tell=lambda rows: tell(f"reading families: {rows:,}"))
    read_table = table or read_frequencies(frequencies)
    markers = markers_of(
        read_table, mutation or Mutation.usual(), results=_added(people.results, references.results), policy=rules,
        said=_SAID[homozygotes],
    )  # fmt: skip
    if kept_out is not None:
        references = references.without(kept_out)
    elif check is not None:
        tell("checking declared relatives")
        references = references.without(check_references(references, markers.markers, check, tell=tell))
    panel = Panel.of(markers.markers)
    read = Profiles.of(people.table, panel=panel)
    if not len(read):
        raise InputNotUnderstood("no profile has a result that can be compared", hint="check the markers' names")
    return Material(
        people, references, markers, rules, panel, read,
        _inputs(profiles, references, frequencies, policy),
        _digest(profiles, references, markers, judged),
        (*read_table.findings, *markers.findings, *people.findings, *read.findings[len(people.table.findings) :]),
    )  # fmt: skip


_SAID = {
    Homozygotes.ONE_SEEN: "one allele twice in remains: one seen",
    Homozygotes.AS_TYPED: "one allele twice in remains: as typed",
}


def _added(one: Mapping[str, Counter[str]], other: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    return {marker: one.get(marker, Counter()) + other.get(marker, Counter()) for marker in {**one, **other}}


def _sha256(content: bytes) -> Sha256:
    return Sha256(hashlib.sha256(content).hexdigest())


def _inputs(profiles: bytes, references: References, frequencies: bytes, policy: bytes | None) -> Inputs:
    return Inputs(
        profiles=_sha256(profiles),
        families=Sha256(references.sha256),
        frequencies=_sha256(frequencies),
        policy=None if policy is None else _sha256(policy),
    )


def _digest(profiles: bytes, references: References, markers: Markers, judged: bytes | None) -> str:
    frequencies = repr([(one.name, one.alleles, one.frequencies.tolist()) for one in markers.markers]).encode()
    parts = (profiles, references.sha256.encode(), frequencies, markers.model.encode(), judged or b"")
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
