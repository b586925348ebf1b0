from __future__ import annotations

from pathlib import Path

from repatria.demo.truth import (
    ListAgreement,
    PairAgreement,
    TrueLine,
    agreement,
    pair_agreement,
    pairs,
    read_truth,
    write_truth,
)

TRUTH = (
    TrueLine("north-1:1", "T-0001", ("returned",), "yes", ("south-1:2",)),
    TrueLine("north-1:2", "T-0002", ("returned", "held"), "maybe"),
    TrueLine("north-1:3", "T-0003", ("declined",)),
    TrueLine("south-1:2", "T-0001", ("returned",), "yes", ("north-1:1",)),
)


def test_the_truth_reads_back(tmp_path: Path) -> None:
    write_truth(tmp_path / "truth.csv", TRUTH)
    assert read_truth(tmp_path / "truth.csv") == TRUTH


def test_agreement_list_by_list() -> None:
    account = {
        "lines": [
            {"ref": "north-1:1", "state": "returned"},
            {"ref": "north-1:2", "state": "held"},
            {"ref": "north-1:3", "state": "returned"},
        ]
    }
    assert agreement(TRUTH, account) == (
        ListAgreement("north-1", 3, 2, 2, (1, 2)),
        ListAgreement("south-1", 1, 0, 0, (1, 1)),  # the account lacks the line: it disagrees
    )


def test_pairs_are_counted_once_in_either_order() -> None:
    true = pairs(TRUTH)
    assert true == {("north-1:1", "south-1:2")}
    said = [("south-1:2", "north-1:1"), ("north-1:1", "south-1:2"), ("north-1:2", "south-1:1")]
    assert pair_agreement(said, true) == PairAgreement(2, 1, 1)


def test_precision_and_recall() -> None:
    assert (PairAgreement(4, 3, 6).precision, PairAgreement(4, 3, 6).recall) == (0.75, 0.5)
    assert (PairAgreement(0, 0, 0).precision, PairAgreement(0, 0, 0).recall) == (1.0, 1.0)
