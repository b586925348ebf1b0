"""Profiles of nameless remains as the arrays that the kernels take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files import Profile, ProfileTable
from repatria.kinship.files.naming import Use, marker_name, use_of
from repatria.kinship.search.panel import NO_RESULT, Columns, Panel, Seen


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Profiles with a result at one marker at least.

    Attributes:
        names: Reference of each.
        sexes: 1 male, 2 female, 0 unknown.
        seen: Of each profile, what is seen at each marker of the panel.
        findings: What was set aside, with what the table's own reading found.
    """

    names: tuple[str, ...]
    sexes: NDArray[np.int64]
    seen: tuple[tuple[Seen, ...], ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, table: ProfileTable, *, panel: Panel) -> Profiles:
        """Returns the profiles of a table that have something to compare.

        A result that breaks a rule counts as none, and a profile without any is not compared; both are findings.
        """
        known = {marker_name(marker.name) for marker in panel.markers}
        found = [*table.findings, *_on_sex_chromosomes(table.others)]
        found += [_unknown(marker) for marker in table.markers if marker_name(marker) not in known]
        read = [(one, _read(one, panel, found)) for one in table.profiles]
        found += [_empty(one) for one, seen in read if set(seen) <= {NO_RESULT}]
        kept = [(one, seen) for one, seen in read if not set(seen) <= {NO_RESULT}]
        return cls(
            names=tuple(one.id for one, _ in kept),
            sexes=np.array([one.sex for one, _ in kept], np.int64),
            seen=tuple(seen for _, seen in kept),
            findings=tuple(found),
        )

    def __len__(self) -> int:
        return len(self.names)

    def columns(self, panel: Panel) -> Columns:
        """Returns the columns that these profiles need."""
        return Columns.of(panel, list(zip(*self.seen, strict=True)) or [() for _ in panel.markers])

    def codes(self, columns: Columns) -> NDArray[Any]:
        """Returns the table row of each result, profile after profile, in 16 bits if they suffice."""
        rows = [columns.row[k][one] for seen in self.seen for k, one in enumerate(seen)]
        return np.array(rows, np.uint16 if len(columns) < 1 << 16 else np.uint32)


def _read(one: Profile, panel: Panel, found: list[Finding]) -> tuple[Seen, ...]:
    seen = []
    said = {marker_name(name): text for name, text in one.genotypes.items()}
    for k, marker in enumerate(panel.markers):
        try:
            seen.append(panel.read(k, said.get(marker_name(marker.name))))
        except InputNotUnderstood as wrong:
            seen.append(NO_RESULT)
            found.append(
                Finding(Severity.WARNING, "result-set-aside", one.place, wrong.message, wrong.hint, marker.name)
            )
    return tuple(seen)


def _unknown(marker: str) -> Finding:
    message, hint = "the frequencies do not have this marker; it is not used", "add its frequencies"
    return Finding(Severity.WARNING, "marker-without-frequencies", "profiles", message, hint, marker)


def _on_sex_chromosomes(markers: Sequence[str]) -> list[Finding]:
    apart = [marker for marker in markers if use_of(marker) in (Use.X, Use.Y)]
    if not apart:
        return []
    told = "1 marker on X or Y is" if len(apart) == 1 else f"{len(apart)} markers on X or Y are"
    message = f"{told} not used: a search compares autosomal markers"
    hint = "weigh a pair on X by `kinship lr`; Y and mtDNA speak for lines"
    return [Finding(Severity.NOTE, "marker-not-autosomal", "profiles", message, hint)]


def _empty(one: Profile) -> Finding:
    return Finding(Severity.WARNING, "profile-empty", one.place, "the profile has no result and is not compared")


def pairs_of_different_sex(profiles: NDArray[np.int64], families: Sequence[int] | NDArray[np.int64]) -> int:
    """Returns how many pairs of a profile and a missing person are of different known sex."""
    men, women = (int((profiles == sex).sum()) for sex in (1, 2))
    missing = np.asarray(families)
    return men * int((missing == 2).sum()) + women * int((missing == 1).sum())
