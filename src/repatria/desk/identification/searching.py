"""Blind search: every profile against every reference family, and what hits of that strength chance alone would give.

**The bar.** A pair alone reaches the policy's posterior P among N open missing persons from LR = P / (1 - P) x (N - 1) on.
Hits are kept from five powers of ten below it: a rival weaker than that changes neither the posterior's decisions nor the
words, which ask that the best is 10^4 times likelier than the next (dvir), and one power is to spare. It is never below
LR 1, from where down the relatives speak against the person.

**Chance.** The mean LR of unrelated people is one, so a share of at most 1 / LR of all comparisons with unrelated people
reaches it (Markov's inequality): M / LR hits are to be expected at the most in a search of M comparisons.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from repatria.desk.identification.inputs import Material
from repatria.desk.identification.references import KeptOut
from repatria.errors import Finding, InputNotUnderstood
from repatria.kinship.search.comparing import Search
from repatria.kinship.search.running import Progress, search_files
from repatria.remains.policy import Policy

BELOW_THE_BAR = 5.0
"""log10 by which rivals kept may be weaker than what a pair alone needs: four of dvir's margin, and one to spare."""

EVERYTHING = -300.0
"""A threshold from which on every possible pair is a hit; for a few profiles and families only."""

SCHEMA = pa.schema(
    [
        ("profile", pa.string()),
        ("family", pa.string()),
        ("missing", pa.string()),
        ("log10_lr", pa.float64()),
        ("chance_hits", pa.float64()),
    ]
)
"""Columns of a file of hits."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The hits of a search, the strongest first, then by profile and missing person.

    Attributes:
        profile: Place of each in ``Material.profiles``.
        row: Row of its missing person in the file of families, from 1.
        log10_lr: Its LR, in double precision.
        comparisons: Pairs of a profile and a missing person that were compared.
        threshold: log10 LR from which on a pair is a hit.
        set_aside: Row → why it could not be searched, beside those kept out before.
        findings: What else was set aside.
    """

    profile: NDArray[np.int64]
    row: NDArray[np.int64]
    log10_lr: NDArray[np.float64]
    comparisons: int
    threshold: float
    set_aside: Mapping[int, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.profile)

    def chance_hits(self) -> NDArray[np.float64]:
        """Returns how many hits as strong as each chance alone gives at the most."""
        return expected_by_chance(self.comparisons, self.log10_lr)


def expected_by_chance(comparisons: int, log10_lr: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the expected number of hits by chance at this LR or above, at the most: M / LR, and never above M."""
    with np.errstate(over="ignore"):
        found: NDArray[np.float64] = comparisons * np.minimum(1.0, 10.0 ** -np.asarray(log10_lr, np.float64))
    return found


def bar(policy: Policy, open_missing: int) -> float:
    """Returns the log10 LR that a pair without rivals needs to reach the policy's posterior."""
    odds = policy.least_posterior / (1 - policy.least_posterior)
    return math.log10(odds * max(1, open_missing - 1))


def threshold_for(policy: Policy, open_missing: int) -> float:
    """Returns the log10 LR from which on a pair is kept for the joint stage."""
    return max(0.0, bar(policy, open_missing) - BELOW_THE_BAR)


def search(
    material: Material,
    *,
    threshold: float,
    scratch: Path,
    workers: int = 1,
    tell: Callable[[Progress, int], None] = lambda _progress, _bytes: None,
) -> Found:
    """Returns the hits of all profiles among all families that are not kept out.

    Args:
        material: What is searched.
        threshold: log10 LR of a hit.
        scratch: File for the raw hits, removed when done; a killed search goes on by what stands beside it.
        workers: Threads; the result does not depend on them.
        tell: Called with the progress and the size of the file of families.

    Raises:
        InputNotUnderstood: A file cannot be read or written.
    """
    made = Search(material.panel, material.profiles, threshold)
    report = search_files(
        made, material.references.path, scratch, inputs=f"{material.digest} {threshold!r}", metadata={},
        workers=workers, by_row=True, tell=tell,
    )  # fmt: skip
    raw = pq.read_table(scratch)
    scratch.unlink()
    place = {name: k for k, name in enumerate(material.profiles.names)}
    profile = np.array([place[name] for name in raw["profile"].to_pylist()], np.int64)
    row = np.array([int(text) for text in raw["family"].to_pylist()], np.int64)
    aside = {int(one.place.split()[1]): one.message for one in report.progress.findings if one.code in _NOT_SEARCHED}
    found = Found(profile, row, raw["log10_lr"].to_numpy(), comparisons(material, aside), threshold, aside)
    rest = tuple(one for one in report.progress.findings if one.code not in _NOT_SEARCHED)
    return _ranked(material, replace(found, findings=rest))


_NOT_SEARCHED = ("family-not-understood", "family-not-searched", "family-too-complex")


def _ranked(material: Material, found: Found) -> Found:
    """Returns hits in their order, without rows kept out."""
    out = np.zeros(len(material.references.missing) + 1, bool)
    out[list(material.references.kept_out)] = True
    names = np.array([one.name for one in material.references.missing] or [""])
    order = np.lexsort((names[found.row - 1], np.array(material.profiles.names)[found.profile], -found.log10_lr))
    order = order[~out[found.row[order]]]
    return replace(found, profile=found.profile[order], row=found.row[order], log10_lr=found.log10_lr[order])


def comparisons(material: Material, set_aside: Mapping[int, str]) -> int:
    """Returns how many pairs are compared: known sexes that differ are not, nor are rows kept out or set aside."""
    sexes = np.bincount(material.profiles.sexes, minlength=3)
    rows = [one.sex for one in material.references.searched if one.row not in set_aside]
    missing = np.bincount(np.array(rows, np.int64), minlength=3)
    pairs = int(sexes.sum()) * int(missing.sum())
    return pairs - int(sexes[1] * missing[2] + sexes[2] * missing[1])


def to_parquet(material: Material, found: Found) -> bytes:
    """Returns the hits as a file, with what they rest on."""
    missing = [material.references.missing[row - 1] for row in found.row.tolist()]
    table = pa.table(
        [
            pa.array([material.profiles.names[k] for k in found.profile.tolist()], pa.string()),
            pa.array([one.family for one in missing], pa.string()),
            pa.array([one.person for one in missing], pa.string()),
            pa.array(found.log10_lr),
            pa.array(found.chance_hits()),
        ],
        schema=SCHEMA,
    )
    said = {
        "digest": material.digest,
        "model": material.markers.model,
        "comparisons": str(found.comparisons),
        "threshold": repr(found.threshold),
        "kept_out": json.dumps({str(row): why for row, why in sorted(_all_kept_out(material, found).items())}),
        "inputs": json.dumps(asdict(material.inputs)),
    }
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, SCHEMA.with_metadata(said), compression="zstd") as writer:
        writer.write_table(table.replace_schema_metadata(said))
    return bytes(sink.getvalue())


def kept_out_of(content: bytes) -> dict[int, str]:
    """Returns the rows of families that the search of a file of hits kept out, with their reasons.

    Raises:
        InputNotUnderstood: It is no such file.
    """
    return {int(row): str(why) for row, why in json.loads(_said(content)["kept_out"]).items()}


def read_hits(content: bytes, material: Material) -> Found:
    """Returns the hits of a file that `to_parquet` wrote of the same material.

    Raises:
        InputNotUnderstood: It is no such file, or was made of other profiles, families, frequencies or judgements.
    """
    said = _said(content)
    if said["digest"] != material.digest:
        message, hint = "the hits are of other files than those given", "give the files of that search, or search again"
        raise InputNotUnderstood(message, hint=hint, place="hits")
    rows = pq.read_table(pa.BufferReader(content)).to_pydict()
    place = {name: k for k, name in enumerate(material.profiles.names)}
    where = {(one.family, one.person): one.row for one in material.references.searched}
    profile = np.array([place[name] for name in rows["profile"]], np.int64)
    pairs = zip(rows["family"], rows["missing"], strict=True)
    row = np.array([where[pair] for pair in pairs], np.int64)
    log10_lr = np.array(rows["log10_lr"], np.float64)
    found = Found(profile, row, log10_lr, int(said["comparisons"]), float(said["threshold"]))
    return _ranked(material, found)


def _said(content: bytes) -> Mapping[str, str]:
    try:
        metadata = pq.read_schema(pa.BufferReader(content)).metadata or {}
        said = {key.decode(): value.decode() for key, value in metadata.items()}
        if {"digest", "threshold", "kept_out", "comparisons"} <= said.keys():
            return said
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        pass
    raise InputNotUnderstood("not a file of hits", hint="give what `repatria remains search` wrote", place="hits")


def _all_kept_out(material: Material, found: Found) -> dict[int, str]:
    return {**found.set_aside, **material.references.kept_out}


def told_kept_out(material: Material, found: Found) -> tuple[KeptOut, ...]:
    """Returns the families that were not searched, with their reasons."""
    return material.references.without(found.set_aside).told()
