from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship import FrequenciesImpossible, GenotypeNotUnderstood, Inheritance, Marker, Observation
from repatria.kinship.genotypes import NOTHING, Status, code, parse

M = Marker.of("M", {"8": 0.1, "9": 0.2, "10": 0.7})
X = Marker.of("X1", {"8": 0.1, "9": 0.9}, inheritance=Inheritance.X)
SILENT = Marker.of("S", {"8": 0.1, "9": 0.9}, silent=0.02)


@pytest.mark.parametrize(
    ("text", "alleles"),
    [
        ("13/14", ("13", "14")),
        (" 13 / 14 ", ("13", "14")),
        ("13/-", ("13", None)),
        ("-/13", ("13", None)),
        ("13", ("13", None)),
        ("-/-", (None, None)),
        ("", (None, None)),
        ("-", (None, None)),
    ],
)
def test_text_of_a_genotype(text: str, alleles: tuple[str | None, str | None]) -> None:
    assert parse(text) == alleles


@pytest.mark.parametrize("text", ["13/14/15", "13/", "/"])
def test_text_that_is_no_genotype(text: str) -> None:
    with pytest.raises(GenotypeNotUnderstood) as refused:
        parse(text)
    assert "13" not in str(refused.value).replace("13/13", "")


def test_codes() -> None:
    assert code(M, "9/8") == (Status.WHOLE, 1, 0, None)
    assert code(M, None) == code(M, "-/-") == NOTHING
    assert (
        code(X, "9", male=True) == code(X, "9/9", male=True) == code(X, "9/-", male=True) == (Status.WHOLE, 1, 1, None)
    )
    status, _, _, table = code(M, "9/-")
    assert (status, table is not None and table.tolist()) == (Status.LIKELIHOODS, [[0, 1, 0], [1, 1, 1], [0, 1, 0]])


def test_a_homozygote_may_hide_a_silent_allele() -> None:
    status, _, _, table = code(SILENT, "8/8")
    assert (status, table is not None and table.tolist()) == (Status.LIKELIHOODS, [[1, 0, 1], [0, 0, 0], [1, 0, 0]])
    assert code(SILENT, "8/9")[0] is Status.WHOLE


def test_a_code_is_remembered() -> None:
    assert code(M, "9/-") is code(M, "9/-")


def test_rules_are_named_and_placed_at_the_marker() -> None:
    for marker, text, male, kind in (
        (M, "8/11", False, FrequenciesImpossible),
        (M, "8", False, GenotypeNotUnderstood),
        (X, "8/9", True, GenotypeNotUnderstood),
        (X, "8", False, GenotypeNotUnderstood),
    ):
        with pytest.raises(kind) as refused:
            code(marker, text, male=male)
        assert refused.value.place == marker.name


def test_likelihoods_of_a_degraded_sample() -> None:
    d, c = 0.1, 0.05
    table = Observation(("8",), dropout=d, dropin=c).likelihoods(M)
    assert table[0, 0] == pytest.approx((1 - d * d) * (1 - c))
    assert table[0, 1] == table[1, 0] == pytest.approx((1 - d) * d * (1 - c))
    assert table[1, 2] == pytest.approx(d * d * c * 0.1)
    assert table[1, 1] == pytest.approx(d * d * c * 0.1)


def test_all_that_can_be_seen_of_a_genotype_sums_to_one_without_drop_in() -> None:
    sets = [(), ("8",), ("9",), ("10",), ("8", "9"), ("8", "10"), ("9", "10")]
    total = sum(Observation(seen, dropout=0.3).likelihoods(M) for seen in sets)
    np.testing.assert_allclose(total, np.ones((3, 3)))


def test_one_copy_of_a_male_on_x() -> None:
    table = Observation(("8",), dropout=0.1).likelihoods(X, hemizygous=True)
    assert np.diag(table).tolist() == pytest.approx([0.9, 0.0])


@pytest.mark.parametrize("values", [{"dropout": 1.1}, {"dropin": 1.0}, {"alleles": ("8", "8")}])
def test_observations_that_cannot_be(values: dict) -> None:
    with pytest.raises(GenotypeNotUnderstood):
        Observation(**{"alleles": ("8",), **values})
