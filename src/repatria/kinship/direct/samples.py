"""Profiles as this package takes them: places of alleles in one array, and a class of dropout each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from repatria.errors import Finding, Severity
from repatria.kinship.direct.model import Model
from repatria.kinship.files import ProfileTable
from repatria.kinship.markers import Marker
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.profiles import Profiles

_PACK: Final = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Profiles with a result at one marker at least.

    Attributes:
        names: Reference of each, once.
        sexes: 1 male, 2 female, 0 not known.
        seen: Places of alleles, [profile, marker, 2] int16, ascending; -1 second where the other is not known, twice for no
            result.
        classes: Class of dropout of each.
        findings: What was set aside.
    """

    names: tuple[str, ...]
    sexes: NDArray[np.int64]
    seen: NDArray[np.int16]
    classes: NDArray[np.intp]
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(
        cls,
        table: ProfileTable,
        *,
        markers: Sequence[Marker],
        model: Model,
        dropouts: Mapping[str, float] | None = None,
    ) -> Samples:
        """Returns the profiles of a table; a result that breaks a rule counts as none, with a finding.

        Args:
            table: Profiles.
            markers: Autosomal, without silent alleles.
            model: Its classes take up dropouts.
            dropouts: Profile → dropout, where it is known; the others are estimated from themselves.

        Raises:
            MarkerNotSearched: A marker is on X or has a silent allele.
            DropoutImpossible: A given dropout is no probability.
        """
        profiles = Profiles.of(table, panel=Panel.of(markers))
        seen = np.array(profiles.seen, np.int16).reshape(len(profiles), len(markers), 2)
        classes = model.estimate(seen, markers)
        given = {name: model.nearest(value) for name, value in (dropouts or {}).items()}
        for i, name in enumerate(profiles.names):
            classes[i] = given.get(name, classes[i])
        return cls(profiles.names, profiles.sexes, seen, classes, profiles.findings)

    def __len__(self) -> int:
        return len(self.names)

    def chosen(self, places: Sequence[int] | NDArray[np.intp]) -> Samples:
        """Returns some of them, without findings."""
        where = np.asarray(places, np.intp)
        names = tuple(self.names[int(i)] for i in where)
        return Samples(names, self.sexes[where], self.seen[where], self.classes[where])

    def joined(self, other: Samples) -> Samples:
        """Returns these and then those; a name that is there already is a finding and comes once."""
        known = set(self.names)
        new = [i for i, name in enumerate(other.names) if name not in known]
        twice = [
            Finding(Severity.WARNING, "profile-twice", name, "the profile is known already; the first is used")
            for name in other.names
            if name in known
        ]
        more = other.chosen(new)
        return Samples(
            self.names + more.names,
            np.concatenate([self.sexes, more.sexes]),
            np.concatenate([self.seen, more.seen]),
            np.concatenate([self.classes, more.classes]),
            (*self.findings, *other.findings, *twice),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What is seen at each marker in some samples, each result once, and every sample's results by their numbers.

    Attributes:
        seen: Of each marker, its results, [result, 2].
        start: Number of each marker's first result, and the number of all; 0 is no result.
        codes: For each of the sets of samples, [sample, marker], 16 bits if they suffice.
    """

    seen: tuple[NDArray[np.int16], ...]
    start: NDArray[np.int64]
    codes: tuple[NDArray[Any], ...]

    @classmethod
    def of(cls, *sets: Samples) -> Results:
        """Returns the results of sets of samples in ascending order."""
        every = np.concatenate([one.seen for one in sets]).astype(np.int64)
        packed = (every[:, :, 0] + 1) * _PACK + every[:, :, 1] + 1
        codes = np.zeros(packed.shape, np.int64)
        seen, start = [], [1]
        for k in range(packed.shape[1]):
            found, place = np.unique(packed[:, k], return_inverse=True)
            none = int(len(found) > 0 and found[0] == 0)
            codes[:, k] = np.where(packed[:, k] > 0, place - none + start[-1], 0)
            found = found[none:]
            seen.append(np.stack([found // _PACK - 1, found % _PACK - 1], axis=1).astype(np.int16))
            start.append(start[-1] + len(found))
        typed = codes.astype(np.uint16 if start[-1] < _PACK else np.uint32)
        cuts = np.cumsum([len(one) for one in sets])[:-1]
        return cls(tuple(seen), np.array(start, np.int64), tuple(np.split(typed, cuts)))
