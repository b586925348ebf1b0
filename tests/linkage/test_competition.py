import numpy as np
import pytest

from repatria.linkage.deciding.competition import Competitors, settle
from repatria.linkage.deciding.notes import Note
from repatria.linkage.weighing.weigher import Pairs


@pytest.fixture(scope="module")
def weigher(linked):
    from repatria.linkage.weighing.weigher import Weigher

    return Weigher.of(linked.encoded, workers=1)


def settled(weigher, pairs, odds, notes=None, *, right=None, merged=False):
    i, j = (np.array(of, np.int32) for of in zip(*pairs, strict=True))
    among = Competitors(i, np.array(right, np.int32) if right else j, 5, 5, merged)
    noted = np.array(notes or [0] * len(pairs), np.uint8)
    return settle(
        weigher, Pairs.of(i, j), np.array(odds, float), among=among, notes=noted, alone=1.0, link_probability=0.99
    )  # fmt: skip


def test_a_pair_without_rivals_has_the_probability_of_its_odds(weigher):
    assert settled(weigher, [(0, 0), (1, 1)], [3.0, 20.0]).probability.tolist() == pytest.approx([8 / 9, 1.0], abs=1e-5)


def test_equal_rivals_share_the_probability_and_neither_is_a_link(weigher):
    found = settled(weigher, [(0, 0), (0, 1)], [20.0, 20.0])
    assert (found.probability.tolist(), found.links.tolist()) == (pytest.approx([0.5, 0.5], abs=1e-3), [False, False])


def test_rivals_that_are_one_person_are_not_rivals(weigher):
    found = settled(weigher, [(0, 0), (0, 1)], [20.0, 18.0], right=[0, 0], merged=True)
    assert found.probability.tolist() == pytest.approx([1.0, 1.0], abs=1e-4)
    assert found.links.tolist() == [True, False]


def test_another_left_line_competes_with_both_lines_of_one_person(weigher):
    found = settled(weigher, [(0, 0), (1, 1)], [20.0, 20.0], right=[0, 0], merged=True)
    assert found.probability.tolist() == pytest.approx([0.5, 0.5], abs=1e-3)


def test_same_wins_against_any_odds(weigher):
    found = settled(weigher, [(0, 0), (0, 1), (1, 1)], [50.0, -9.0, 50.0], [0, Note.JUDGED_SAME, 0])
    assert (found.probability.tolist(), found.links.tolist()) == ([0.0, 1.0, 0.0], [False, True, False])


def test_different_leaves_the_field_to_others(weigher):
    found = settled(weigher, [(0, 0), (0, 1)], [30.0, 10.0], [Note.JUDGED_DIFFERENT, 0])
    assert (found.probability.tolist(), found.links.tolist()) == (pytest.approx([0.0, 1.0], abs=1e-2), [False, True])


@pytest.mark.parametrize("note", [Note.JUDGED_UNSURE, Note.JUDGED_SAME | Note.CONTRADICTED])
def test_what_is_unsure_is_no_link_and_takes_nobody_out(weigher, note):
    found = settled(weigher, [(0, 0), (1, 0)], [30.0, 1.0], [note, 0])
    assert found.links.tolist() == [False, False]
    assert found.probability[0] == pytest.approx(1.0, abs=1e-6)
