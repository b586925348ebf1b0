"""Close relatives are counted by the pedigree, and nobody twice."""

from __future__ import annotations

import pytest

from repatria.desk.identification.relatives import close_relatives, typed_relatives
from repatria.kinship import Family
from repatria.kinship.files.families import family

PEOPLE = (
    ("G", "0", "0", 1), ("H", "0", "0", 2), ("F", "G", "H", 1), ("M", "0", "0", 2), ("N", "0", "0", 2), ("X", "F", "M", 1),
    ("A", "F", "M", 2), ("B", "F", "M", 1), ("D", "F", "N", 2), ("S", "0", "0", 2), ("C", "X", "S", 1), ("U", "G", "H", 1),
)  # fmt: skip


def of(*typed: str, **results: tuple[str, ...]) -> Family:
    said = {who: (f"{k}/{k + 1}", "7/8") for k, who in enumerate(typed)} | results
    genotypes = {who: dict(zip(("M1", "M2"), row, strict=True)) for who, row in said.items()}
    return family("F1", PEOPLE, missing="X", genotypes=genotypes)


@pytest.mark.parametrize(
    ("typed", "close"),
    [
        ("F M", "F M"),  # parents
        ("A B", "A B"),  # full siblings
        ("S C", "C"),  # a spouse and the child of both are one child
        ("S", ""),
        ("D", ""),  # half siblings, uncles and grandparents are not close
        ("G H U D", ""),
        ("M D A C S", "A C M"),
    ],
)
def test_parents_children_and_full_siblings_are_close(typed: str, close: str) -> None:
    assert close_relatives(of(*typed.split())) == tuple(close.split())


def test_children_of_one_parent_given_are_no_full_siblings() -> None:
    founders = (("X", "0", "0", 1), ("A", "0", "0", 2))
    one = family("F1", founders, missing="X", genotypes={"A": {"M1": "7/8"}})
    assert close_relatives(one) == ()


def test_one_sample_under_two_names_counts_once() -> None:
    twice = of(A=("7/8", "9/9"), B=("8/7", "9/9"))
    assert (close_relatives(twice), typed_relatives(twice)) == (("A",), ("A",))
    other = of(A=("7/8", "9/9"), B=("8/7", "9/10"))
    assert close_relatives(other) == ("A", "B")


def test_a_relative_without_results_is_not_typed() -> None:
    one = of(F=("-/-", ""), M=("7/8", "-/-"), A=("7/9", "8/8"))
    assert typed_relatives(one) == ("A", "M")
    assert close_relatives(one, least_markers=2) == ("A",)
