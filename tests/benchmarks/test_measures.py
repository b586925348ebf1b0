from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_lists.kept import brought_together
from invented_lists.measures import Found, Pairs, apart, best, calibration, one_to_one, read_pairs, read_truth

from repatria.linkage.blocking import Rule, join

TRUTH = """left_ref,right_ref,withheld,script
00000001,00000011,0,ru
00000002,00000012,1,kmu
00000003,00000013,0,ru
"""
WITHHELD = "side,ref\nleft,00000002\nright,00000012\nright,00000019\n"
PAIRS = """left_ref,right_ref,weight_bits,probability,one_to_one
00000001,00000019,2.0,0.5,0
00000001,00000011,9.0,0.95,1
00000002,00000012,9.0,0.95,1
00000004,00000013,1.0,0.2,1
"""


def pairs_of(left: list[int], right: list[int], weight: list[float]) -> Pairs:
    order = np.argsort(-np.array(weight), kind="stable")
    keys = (np.array(left, np.int64) * 10**9 + np.array(right, np.int64))[order]
    nothing = np.zeros(len(keys), bool)
    return Pairs(keys, np.array(weight)[order], np.zeros(len(keys)), nothing, nothing)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("TRUTH.csv", TRUTH), ("WITHHELD.csv", WITHHELD), ("pairs.csv", PAIRS)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_pairs_are_read_with_their_truth(folder: Path) -> None:
    pairs = read_pairs(folder / "pairs.csv", read_truth(folder), proposed="one_to_one")
    assert pairs.true.tolist() == [True, True, False, False]
    assert pairs.proposed.tolist() == [True, True, False, True]
    assert pairs.weight.tolist() == [9, 9, 2, 1]


def test_a_pair_written_twice_is_refused(folder: Path) -> None:
    (folder / "pairs.csv").write_text(PAIRS + PAIRS.splitlines()[1] + "\n", "utf-8")
    with pytest.raises(SystemExit) as refused:
        read_pairs(folder / "pairs.csv", read_truth(folder), proposed="one_to_one")
    assert str(refused.value) == "pairs.csv has a pair twice"


def test_found_counts_what_is_wrong_and_what_is_missed() -> None:
    found = Found(chosen=4, right=2, all=3)
    assert (found.errors, found.precision, found.recall, found.f1) == (3, 0.5, 2 / 3, 4 / 7)


def test_the_best_bound_does_not_part_pairs_that_weigh_the_same() -> None:
    weights, true = np.array([5.0, 3.0, 3.0, 1.0]), np.array([True, True, False, False])
    assert best(weights, true, 2) == Found(chosen=3, right=2, all=2, above=3.0)


def test_names_known_and_withheld_are_counted_apart(folder: Path) -> None:
    truth = read_truth(folder)
    pairs = read_pairs(folder / "pairs.csv", truth, proposed="one_to_one")
    assert {
        name: (part.chosen, part.right, part.all) for name, part in apart(pairs, pairs.weight > 0, truth).items()
    } == {
        "known": (2, 1, 2),
        "withheld": (2, 1, 1),
    }


def test_bands_have_the_mean_announced_and_the_share_that_is_true(folder: Path) -> None:
    pairs = read_pairs(folder / "pairs.csv", read_truth(folder), proposed="one_to_one")
    assert calibration(pairs) == [("0.1-0.3", 1, 0.2, 0.0), ("0.5-0.7", 1, 0.5, 0.0), ("0.9-0.99", 2, 0.95, 1.0)]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 9)), max_size=30, unique_by=lambda x: x[:2])
)
def test_one_to_one_is_what_a_person_would_do_with_a_pencil(rows: list[tuple[int, int, int]]) -> None:
    pairs = pairs_of([row[0] for row in rows], [row[1] for row in rows], [float(row[2]) for row in rows])
    lefts: set[int] = set()
    rights: set[int] = set()
    expected = []
    for left, right in np.stack(np.divmod(pairs.keys, 10**9), axis=1).tolist():
        expected.append(left not in lefts and right not in rights)
        if expected[-1]:
            lefts.add(left)
            rights.add(right)
    assert one_to_one(pairs).tolist() == expected


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9), st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_a_rule_brings_together_what_shares_its_key(lefts: list[int], rights: list[int]) -> None:
    left, right = np.array(lefts), np.array(rights)
    rule = join(Rule(("day",)), left.astype(np.uint64), right.astype(np.uint64))
    pairs = np.indices((len(left), len(right))).reshape(2, -1)
    made = (left[pairs[0]] == right[pairs[1]]) & (left[pairs[0]] != 0)  # a key of 0 is no key
    assert brought_together(rule, *pairs).tolist() == made.tolist()
