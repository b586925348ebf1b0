"""Who of the dead can be identified in principle: fixed before any search, by the slow twin alone.

Usage: python benchmarks/invented_remains/identifiable.py DIR

A person can be identified when their family as it truly is (a false relative is left out, a half sibling stands as one), with one
of their profiles as the laboratory wrote it, meets the default policy: the exact ratio of this one pair by
`kinship.likelihood_ratio`, one marker after another, against the prior that each of all missing persons is equally likely. One
allele seen of remains may be all that is left of two, however the laboratory writes it. Nothing is searched, no other family is
looked at. Of brothers missing together each is an alternative to the other. Writes identifiable.csv.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from repatria.kinship import Family, Marker, Mutation, Pedigree, likelihood_ratio, log_likelihood, read_families
from repatria.kinship.files import read_frequencies, read_profiles
from repatria.people.facts import Truth
from repatria.remains.policy import DEFAULT, Basis, Method, Policy, assess

BODY = "the body"
NO_RESULT = "-/-"


@dataclass(frozen=True, slots=True)
class Twin:
    """What the slow twin says of one profile and the family of the person whose profile it is.

    Attributes:
        person: Whose remains.
        sample: The profile.
        family: The family.
        missing: Who they are in it.
        log10_lr: Of this pair.
        posterior: With each missing person equally likely before.
        close_relatives: Parents, children and full siblings typed, as they truly are.
        typed_relatives: Typed relatives who truly are relatives.
        shared_markers: Markers with a result on both sides.
        exclusions: Markers impossible without mutation.
        passes: Whether the policy is met.
    """

    person: str
    sample: str
    family: str
    missing: str
    log10_lr: float
    posterior: float
    close_relatives: int
    typed_relatives: int
    shared_markers: int
    exclusions: int
    passes: bool


def twins(folder: Path, *, policy: Policy = DEFAULT) -> Iterator[Twin]:
    """Yields what the slow twin says of every profile of somebody for whom a family looks."""
    table = read_frequencies((folder / "frequencies.csv").read_bytes())
    markers = [Marker.of(name, of, mutation=Mutation.usual()) for name, of in table.markers.items()]
    seen = {
        one.id: [as_seen(one.genotypes.get(marker.name, NO_RESULT)) for marker in markers]
        for one in read_profiles((folder / "profiles.csv").read_bytes()).profiles
    }
    open_missing = json.loads((folder / "assumptions.json").read_text("utf-8"))["open_missing"]
    families = {(one.id, one.missing): one for one in read_families((folder / "true_families.jsonl").read_bytes())}
    together = _together(folder)
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["family"]:
                family = families[row["family"], row["missing"]]
                missing = together.get(row["family"], (row["missing"],))
                yield _twin(row, family, missing, markers, seen[row["sample"]], open_missing, policy)


def as_seen(text: str) -> str:
    """Returns a result of remains as what was seen: of 13/13 the other copy may have dropped out."""
    one, _, two = text.partition("/")
    return f"{one}/-" if one == two else text


def _together(folder: Path) -> dict[str, tuple[str, ...]]:
    """Returns who is missing in families that miss several."""
    found: dict[str, tuple[str, ...]] = {}
    with (folder / "families.jsonl").open("rb") as file:
        for line in file:
            if b'"Y"' in line:
                said = json.loads(line)
                found[said["family"]] = (*found.get(said["family"], ()), said["missing"])
    return found


def _twin(
    row: Mapping[str, str], family: Family, missing: Sequence[str], markers: Sequence[Marker], profile: Sequence[str],
    open_missing: int, policy: Policy,
) -> Twin:  # fmt: skip
    relatives = {who: [of.get(m.name) or NO_RESULT for m in markers] for who, of in family.genotypes.items()}
    ratios = {who: log10_lr(family.pedigree, who, markers, relatives, profile) for who in missing}
    mine = ratios[row["missing"]]
    others = sum(10.0 ** (ratio - mine) for ratio in ratios.values()) - 1
    with np.errstate(over="ignore"):
        posterior = float(1 / (1 + others + (open_missing - len(missing)) * np.power(10.0, -mine)))
    shared = sum(
        said != NO_RESULT and any(of[k] != NO_RESULT for of in relatives.values()) for k, said in enumerate(profile)
    )
    close = close_relatives(family.pedigree, row["missing"], relatives)
    against = exclusions(family.pedigree, row["missing"], markers, relatives, profile)
    basis = Basis(
        log10_lr=mine, posterior=posterior, close_relatives=close, typed_relatives=len(relatives),
        methods=frozenset({Method.AUTOSOMAL}), laboratories=1, shared_markers=shared, exclusions=against,
        word="Undisputed", rivals=0,
    )  # fmt: skip
    return Twin(
        row["person"], row["sample"], row["family"], row["missing"], mine, posterior, close, len(relatives), shared, against,
        assess(policy, basis).passes is Truth.YES,
    )  # fmt: skip


def with_body(pedigree: Pedigree, missing: str) -> tuple[Pedigree, Pedigree]:
    """Returns the two stories: the body in the place of the missing person, and beside the family."""
    index = pedigree.index(missing)
    ids = list(pedigree.ids)
    ids[index] = BODY
    h1 = replace(pedigree, ids=tuple(ids))
    h2 = replace(
        pedigree, ids=(*pedigree.ids, BODY), fathers=(*pedigree.fathers, -1), mothers=(*pedigree.mothers, -1),
        sexes=(*pedigree.sexes, pedigree.sexes[index]),
    )  # fmt: skip
    return h1, h2


def log10_lr(
    pedigree: Pedigree, missing: str, markers: Sequence[Marker], relatives: Mapping[str, Sequence[str]],
    profile: Sequence[str],
) -> float:  # fmt: skip
    """Returns log10 LR that a profile is the missing person's against that it is a stranger's."""
    h1, h2 = with_body(pedigree, missing)
    return likelihood_ratio(h1, h2, markers, {**relatives, BODY: profile}).total


def exclusions(
    pedigree: Pedigree, missing: str, markers: Sequence[Marker], relatives: Mapping[str, Sequence[str]],
    profile: Sequence[str],
) -> int:  # fmt: skip
    """Returns at how many markers the profile is impossible without mutation and the relatives alone are possible."""
    plain = [Marker(one.name, one.alleles, one.frequencies) for one in markers]
    h1, _ = with_body(pedigree, missing)
    both = log_likelihood(h1, plain, {**relatives, BODY: profile})
    alone = log_likelihood(pedigree, plain, relatives)
    return int((np.isneginf(both) & ~np.isneginf(alone)).sum())


def close_relatives(pedigree: Pedigree, missing: str, typed: Mapping[str, object]) -> int:
    """Returns how many parents, children and full siblings of the missing person are typed."""
    x = pedigree.index(missing)
    parents = (pedigree.fathers[x], pedigree.mothers[x])
    found = 0
    for who in typed:
        k = pedigree.index(who)
        mine = (pedigree.fathers[k], pedigree.mothers[k])
        found += k in parents or x in mine or (mine == parents and -1 not in mine)
    return found


def write(folder: Path, *, policy: Policy = DEFAULT) -> list[Twin]:
    """Writes identifiable.csv, one row a profile, and returns its rows."""
    found = list(twins(folder, policy=policy))
    with (folder / "identifiable.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = Twin.__slots__
        writer.writerow(names)
        writer.writerows([getattr(one, name) for name in names] for one in found)
    return found


def main() -> None:
    folder = Path(sys.argv[1])
    begun = time.process_time()
    found = write(folder)
    people = {one.person for one in found if one.passes}
    print(
        f"{len(people):,} of {len({one.person for one in found}):,} people with a family can be identified in principle;"
        f" {len(found):,} profiles weighed one by one in {time.process_time() - begun:.1f} CPU s"
    )


if __name__ == "__main__":
    main()
