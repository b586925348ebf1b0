"""Kits claimed, columns swapped, staff among the samples: told where it is so, and not where it is not."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship import Marker
from repatria.kinship.files import read_profiles
from repatria.kinship.files.checks import check_columns, check_kit, check_staff
from repatria.kinship.files.laboratory.roles import Role
from repatria.kinship.files.naming import kit_named

RANGES = {
    "FGA": 18,
    "TH01": 5,
    "vWA": 13,
    "TPOX": 7,
    "SE33": 14,
    "CSF1PO": 9,
    "D2S441": 10,
    "D21S11": 27,
    "D18S51": 12,
    "D7S820": 8,
    "D3S1358": 14,
    "D13S317": 6,
}
FREQUENCIES = {
    name: {str(first + k): p for k, p in enumerate((0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05))}
    for name, first in RANGES.items()
}
MARKERS = [Marker.of(name, of) for name, of in FREQUENCIES.items()]


def people(count: int, seed: int) -> list[dict[str, str]]:
    drawn = np.random.default_rng(seed)
    return [
        {name: "/".join(sorted(drawn.choice(list(of), 2, p=list(of.values())))) for name, of in FREQUENCIES.items()}
        for _ in range(count)
    ]


def table(rows: list[dict[str, str]], *, heads: list[str] | None = None, prefix: str = "K", types: str = ""):
    names = list(FREQUENCIES)
    lines = [",".join(["profile", "sample type", *(heads or names)])]
    lines += [",".join([f"{prefix}-{i}", types, *(one[name] for name in names)]) for i, one in enumerate(rows)]
    return read_profiles("\n".join(lines).encode())


def swapped(one: str, other: str) -> list[str]:
    return [{one: other, other: one}.get(name, name) for name in FREQUENCIES]


def test_swapped_columns_are_proposed_and_nothing_is_exchanged():
    read = table(people(30, 1), heads=swapped("FGA", "TH01"))
    found, told = check_columns(read, FREQUENCIES)
    assert [{one.one, one.other} for one in found] == [{"FGA", "TH01"}]
    assert [(one.code, one.place) for one in told] == [("columns-swapped", "headings of profiles")]
    assert set(read.profiles[0].genotypes["TH01"].split("/")) <= set(FREQUENCIES["FGA"])


@pytest.mark.parametrize("seed", range(5))
def test_columns_as_headed_are_not_told(seed):
    assert check_columns(table(people(100, seed)), FREQUENCIES) == ((), ())


def test_few_alleles_tell_nothing():
    assert check_columns(table(people(5, 1), heads=swapped("FGA", "TH01")), FREQUENCIES) == ((), ())


def test_a_kit_is_held_against_the_table():
    read = read_profiles(b"profile,AMEL,FGA,D4S2408,IQCS\nK-1,X/Y,20/21,8/9,1\n")
    told = check_kit(read, kit_named("GlobalFiler"))
    assert {one.column for one in told if one.code == "kit-adds"} == {"D4S2408"}
    assert {one.column for one in told if one.code == "kit-lacks"} == kit_named("GlobalFiler").markers - {"AMEL", "FGA"}


def test_a_member_of_staff_among_the_samples_is_told_dropout_or_not():
    staff, rows = people(2, 7), people(20, 8)
    rows[3] = dict(staff[1])
    rows[4] = {name: f"{said.split('/')[0]}/-" if k < 3 else said for k, (name, said) in enumerate(staff[0].items())}
    read = table(rows)
    found, told = check_staff(read, table(staff, prefix="E").profiles, markers=MARKERS)
    assert {(one.profile, one.staff, one.role) for one in found} == {
        ("K-3", "E-1", Role.STAFF), ("K-4", "E-0", Role.STAFF),
    }  # fmt: skip
    assert {(one.code, one.place) for one in told} == {
        ("staff-profile", "row 5 of profiles"), ("staff-profile", "row 6 of profiles"),
    }  # fmt: skip


def test_a_positive_control_of_the_same_file_is_compared_too():
    rows = people(20, 9)
    read = read_profiles(
        "\n".join(
            [",".join(["profile", "sample type", *FREQUENCIES])]
            + [",".join([f"K-{i}", "Sample", *one.values()]) for i, one in enumerate(rows)]
            + [",".join(["PC", "Positive Control", *rows[5].values()])]
        ).encode()
    )
    found, _ = check_staff(read, markers=MARKERS)
    assert [(one.profile, one.staff, one.role) for one in found] == [("K-5", "PC", Role.POSITIVE)]


def test_a_mixture_with_staff_in_it_is_told():
    staff, rows = people(3, 11), people(10, 12)
    rows[2] = {
        name: "/".join(dict.fromkeys(rows[2][name].split("/") + staff[1][name].split("/"))) for name in FREQUENCIES
    }
    found, told = check_staff(table(rows), table(staff, prefix="E").profiles, markers=MARKERS)
    assert [(one.profile, one.staff, one.log10_lr, one.lacking) for one in found] == [("K-2", "E-1", None, 0)]
    assert [one.code for one in told] == ["staff-profile"]


def test_no_staff_no_finding_and_no_finding_says_an_allele():
    rows = people(10, 13)
    assert check_staff(table(rows), markers=MARKERS) == ((), ())
    odd = "77.7"
    rows[0] = dict.fromkeys(FREQUENCIES, f"{odd}/{odd}")
    grown = [Marker.of(name, {**{a: p * 0.99 for a, p in of.items()}, odd: 0.01}) for name, of in FREQUENCIES.items()]
    _, told = check_staff(table(rows), table(rows[:1], prefix="E").profiles, markers=grown)
    assert [odd in one.message for one in told] == [False]
