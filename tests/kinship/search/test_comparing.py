"""What the search finds, held against a sum over every genotype and against the exact engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from repatria.kinship import Mutation
from repatria.kinship.files import ProfileTable
from repatria.kinship.search.comparing import Best, Search
from repatria.kinship.search.families import FamilyRow, Reader
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.prepared import Prepared
from repatria.kinship.search.profiles import Profiles

EVERYTHING = -1e6

Invent = Callable[..., Any]


def found(
    invented: Any, rows: Sequence[FamilyRow], profiles: ProfileTable, *, threshold: float = EVERYTHING
) -> dict[tuple[str, str], float]:
    """Returns log10 LR by profile and family."""
    panel = Panel.of(invented.markers)
    search = Search(panel, Profiles.of(profiles, panel=panel), threshold)
    lot = Reader(panel).read_rows(rows, first=1)
    assert lot.findings == ()
    hits, _ = search.compare(lot, Best.nothing(len(search.profiles), 0).bounds())
    pairs = zip(hits.profile.tolist(), hits.family.tolist(), hits.log10_lr.tolist(), strict=True)
    return {(search.profiles.names[p], lot.names[f]): value for p, f, value in pairs}


@pytest.mark.parametrize(("people", "ladder"), [(5, {"10": 0.2, "11": 0.5, "12": 0.3}), (7, {"7": 0.6, "8.3": 0.4})])
def test_every_shape_equals_the_sum_over_all_genotypes(
    invent: Invent, slow: Any, people: int, ladder: dict[str, float]
) -> None:
    invented = invent(seed=3, ladders=(ladder,))
    rows = [row for row in invented.every_shape(partial=True) if len(row.id) <= people]
    profiles = invented.profiles(5)
    kept = [p for p in profiles.profiles if p.genotypes["M0"]]
    assert len(rows) >= 16
    assert len(kept) >= 3
    expected = {(p.id, row.family): slow(invented, row, p) for p in kept for row in rows}
    assert found(invented, rows, profiles) == pytest.approx(expected, abs=1e-12)


def test_every_shape_equals_the_engine(invent: Invent) -> None:
    invented = invent(seed=4, mutation=Mutation.usual())
    rows, profiles = invented.every_shape(partial=True, times=3), invented.profiles(4)
    expected = {(p.id, row.family): invented.engine(row, p) for p in profiles.profiles for row in rows}
    assert found(invented, rows, profiles) == pytest.approx(expected, abs=1e-9)


def test_general_pedigrees_equal_the_engine(invent: Invent) -> None:
    invented = invent(seed=5)
    rows = [invented.general(f"G{k}", 3 + k % 7) for k in range(60)]
    profiles = invented.profiles(3)
    expected = {(p.id, row.family): invented.engine(row, p) for p in profiles.profiles for row in rows}
    assert found(invented, rows, profiles) == pytest.approx(expected, abs=1e-9)


def test_without_mutation_impossible_pairs_are_no_hits(invent: Invent) -> None:
    invented = invent(seed=6, mutation=Mutation())
    rows, profiles = invented.every_shape(times=4), invented.profiles(6, partial=False)
    expected = {(p.id, row.family): invented.engine(row, p) for p in profiles.profiles for row in rows}
    possible = {pair: value for pair, value in expected.items() if np.isfinite(value)}
    assert len(possible) < len(expected)
    assert found(invented, rows, profiles) == pytest.approx(possible, abs=1e-9)


def test_relatives_who_contradict_each_other_give_no_hit(invent: Invent) -> None:
    invented = invent(mutation=Mutation())
    row = invented.family("F", "F:0:0:1 M:0:0:2 X:F:M:1 A:F:M:2", "F M A")
    row.markers, row.genotypes = ["M0"], {"F": ["10/10"], "M": ["10/10"], "A": ["12/12"]}
    assert found(invented, [row], invented.profiles(4)) == {}


def test_relatives_who_contradict_each_other_are_in_no_pair_and_told(invent: Invent) -> None:
    """A ratio over nothing is no number, whatever other markers say and whether the profile has a result there or not."""
    invented = invent(mutation=Mutation())
    good, bad = (invented.family(name, "F:0:0:1 M:0:0:2 X:F:M:1 A:F:M:2", "F M A") for name in ("good", "bad"))
    alike = ["/".join(2 * marker.alleles[:1]) for marker in invented.markers]
    good.genotypes.update(dict.fromkeys("FMA", alike))
    other = "/".join(2 * invented.markers[1].alleles[1:2])
    bad.genotypes.update({"F": alike, "M": alike, "A": [alike[0], other, *alike[2:]]})
    some = invented.profiles(4)
    without = replace(some.profiles[0], genotypes={**some.profiles[0].genotypes, "M1": "-/-"})
    profiles = replace(some, profiles=(without, *some.profiles[1:]))
    panel = Panel.of(invented.markers)
    search = Search(panel, Profiles.of(profiles, panel=panel), EVERYTHING, 2)
    for rows in ([bad, good], [good] * 20 + [bad]):
        lot = Reader(panel).read_rows(rows, first=1)
        hits, best = search.compare(lot, Best.nothing(len(search.profiles), 2).bounds())
        assert hits.contradicted == ((lot.names.index("bad"), 1),)
        assert "bad" not in {lot.names[k] for k in hits.family.tolist()}
        assert not (best.line == 1 + rows.index(bad)).any()
        prepared = Prepared.of(panel, [lot]).compare(profiles, threshold=EVERYTHING, top=2)
        assert "bad" not in prepared["family"].to_pylist()
        assert len(prepared) == len(hits.family)


def test_many_typed_relatives_do_not_underflow(invent: Invent) -> None:
    invented = invent(seed=8, mutation=Mutation.usual())
    children = " ".join(f"C{k}:X:S:1" for k in range(14))
    row = invented.family("F", f"X:0:0:1 S:0:0:2 {children}", "S " + " ".join(f"C{k}" for k in range(14)))
    profiles = invented.profiles(3)
    expected = {(p.id, "F"): invented.engine(row, p) for p in profiles.profiles}
    assert found(invented, [row], profiles) == pytest.approx(expected, abs=1e-9)


def test_a_marker_that_the_family_lacks_says_nothing(invent: Invent) -> None:
    invented = invent(seed=9)
    row = invented.every_shape(times=1)[2]
    less = FamilyRow(
        "less", row.id, row.fid, row.mid, row.sex, "X", row.markers[:2],
        {who: results[:2] for who, results in row.genotypes.items()},
    )  # fmt: skip
    profiles = invented.profiles(4, partial=False)
    expected = {(p.id, "less"): invented.engine(less, p) for p in profiles.profiles}
    assert found(invented, [less], profiles) == pytest.approx(expected, abs=1e-12)


def test_the_threshold_cuts_exactly(invent: Invent) -> None:
    invented = invent(seed=10)
    rows, profiles = invented.every_shape(times=3), invented.profiles(20)
    everything = found(invented, rows, profiles)
    threshold = sorted(everything.values())[-40]
    expected = {pair: value for pair, value in everything.items() if value >= threshold}
    assert found(invented, rows, profiles, threshold=threshold) == expected


def test_known_sexes_that_differ_are_not_compared(invent: Invent) -> None:
    invented = invent(seed=11)
    rows = invented.every_shape(times=1)
    profiles = invented.profiles(6, sexes=(0, 1, 2))
    sexes = {row.family: row.sex[row.id.index("X")] for row in rows}
    expected = {
        (p.id, row.family) for p in profiles.profiles for row in rows if p.sex in (0, sexes[row.family])
    }  # fmt: skip
    assert set(found(invented, rows, profiles)) == expected


def test_the_best_are_those_of_a_full_ranking(invent: Invent) -> None:
    invented = invent(seed=12)
    rows, profiles = invented.every_shape(times=6), invented.profiles(9)
    everything = found(invented, rows, profiles)
    panel = Panel.of(invented.markers)
    search = Search(panel, Profiles.of(profiles, panel=panel), 1e9, 5)
    reader = Reader(panel)
    lots = [reader.read_rows(rows[i : i + 7], first=i + 1) for i in range(0, len(rows), 7)]
    for workers in (1, 2):
        *_, (_, _, best) = search.run(lots, best=Best.nothing(len(search.profiles), 5), workers=workers)
        for k, name in enumerate(search.profiles.names):
            ranked = sorted((-everything[name, row.family], line) for line, row in enumerate(rows, 1))[:5]
            assert list(zip((-best.log10_lr[k]).tolist(), best.line[k].tolist(), strict=True)) == ranked


def test_what_stands_beside_a_family_does_not_change_its_numbers(invent: Invent) -> None:
    invented = invent(seed=13)
    rows, profiles = invented.every_shape(times=3, partial=True), invented.profiles(5)
    together = found(invented, rows, profiles)
    alone = {pair: value for row in rows for pair, value in found(invented, [row], profiles).items()}
    assert alone == together
