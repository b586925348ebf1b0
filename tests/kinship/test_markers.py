from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship import FrequenciesImpossible, FrequencyTable, Marker, Mutation, MutationImpossible, Unseen
from repatria.kinship.mutation import Kind


def test_alleles_stand_in_order_of_repeats() -> None:
    made = Marker.of("M", {"10": 0.2, "9.3": 0.3, "X": 0.1, "9": 0.4})
    assert made.alleles == ("9", "9.3", "10", "X")
    assert made.frequencies.tolist() == [0.4, 0.3, 0.2, 0.1]
    assert not made.frequencies.flags.writeable


@pytest.mark.parametrize(
    ("frequencies", "told"),
    [
        ({"8": 0.5, "9": 0.4}, "M: the frequencies do not sum to 1"),
        ({"8": 0.5, "9": 0.500002}, "M: the frequencies do not sum to 1"),
        ({"8": 1.0, "9": 0.0}, "M: a frequency is not above 0"),
        ({"8": float("nan"), "9": 1.0}, "M: a frequency is not above 0"),
        ({}, "M: a marker has no alleles, or one twice"),
    ],
)
def test_frequencies_that_are_no_distribution_are_refused(frequencies: dict[str, float], told: str) -> None:
    with pytest.raises(FrequenciesImpossible) as refused:
        Marker.of("M", frequencies)
    assert str(refused.value).partition(" (")[0] == told


def test_rounding_of_frequencies_is_let_pass() -> None:
    assert Marker.of("M", {"8": 0.5, "9": 0.5000009}).frequencies.tolist() == [0.5, 0.5000009]


def test_what_the_model_refuses_is_placed_at_the_marker() -> None:
    with pytest.raises(MutationImpossible) as refused:
        Marker.of("M", {"8": 0.5, "A": 0.5}, mutation=Mutation(Kind.STEPWISE, 0.1, 0.1))
    assert refused.value.place == "M"


def test_matrix_and_silent_allele_must_fit() -> None:
    with pytest.raises(FrequenciesImpossible):
        Marker("M", ("8", "9"), np.array([0.5, 0.5]), female=np.eye(3))
    with pytest.raises(FrequenciesImpossible):
        Marker.of("M", {"8": 1.0}, silent=1.0)


TABLE = FrequencyTable({"M": {"8": 0.5, "9": 0.5}}, persons=100)


def test_an_unseen_allele_is_refused_unless_a_rule_is_chosen() -> None:
    with pytest.raises(FrequenciesImpossible) as refused:
        TABLE.with_unseen({"M": ["8", "10"]})
    assert refused.value.place == "M"


def test_five_copies_among_the_sample() -> None:
    made = TABLE.with_unseen({"M": ["8", "10"]}, rule=Unseen.FIVE_OVER_2N)
    assert made.of("M") == {"8": 0.5 / 1.025, "9": 0.5 / 1.025, "10": 0.025 / 1.025}


def test_a_fixed_frequency() -> None:
    made = TABLE.with_unseen({"M": ["10"]}, rule=Unseen.FIXED, at=0.25)
    assert made.of("M") == {"8": 0.4, "9": 0.4, "10": 0.2}


def test_five_copies_need_the_size_of_the_sample() -> None:
    with pytest.raises(FrequenciesImpossible):
        FrequencyTable(TABLE.loci).with_unseen({"M": ["10"]}, rule=Unseen.FIVE_OVER_2N)


def test_a_marker_that_the_table_does_not_have() -> None:
    with pytest.raises(FrequenciesImpossible) as refused:
        TABLE.of("N")
    assert refused.value.place == "N"
