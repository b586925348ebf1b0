import numpy as np
import pyarrow as pa
import pytest

from repatria.linkage.deciding.judgements import Judged, Judgement
from repatria.linkage.deciding.notes import Note
from repatria.linkage.deciding.twice import MERGED, NOTED, Doubles, doubles, pointed_to, probability_twice, rate_of
from repatria.linkage.linking import link
from repatria.linkage.weighing.weigher import Pairs

PAIRS = Pairs.of(np.array([0, 1, 4, 2], np.int32), np.array([1, 0, 2, 4], np.int32))


def test_each_pair_stands_once_with_the_earlier_line_first():
    found = doubles(PAIRS, np.array([0.9, 0.9, 0.7, 0.7]), lines=5, judged={})
    assert list(zip(found.one.tolist(), found.other.tolist(), found.probability.tolist(), strict=True)) == [
        (0, 1, 0.9), (2, 4, 0.7)
    ]  # fmt: skip


def test_judgements_overrule():
    judged = {(0, 1): Note.JUDGED_DIFFERENT, (0, 3): Note.JUDGED_SAME, (2, 4): Note.JUDGED_UNSURE}
    found = doubles(PAIRS, np.array([0.999, 0.999, 0.999, 0.999]), lines=5, judged=judged)
    assert list(zip(found.one.tolist(), found.other.tolist(), found.probability.tolist(), strict=True)) == [
        (0, 3, 1.0), (2, 4, NOTED)
    ]  # fmt: skip


def test_clusters_are_chains_of_sure_pairs():
    one, other = np.array([1, 3, 0], np.int32), np.array([3, 4, 2], np.int32)
    found = Doubles(one, other, np.array([MERGED, 1.0, 0.98]))
    assert found.clusters(6).tolist() == [0, 1, 2, 1, 1, 5]
    assert found.lines(6).tolist() == [True, True, True, True, True, False]


def test_the_share_of_lines_that_stand_twice_is_recovered():
    rng = np.random.default_rng(7)
    lines, twice = 10_000, 800
    bits = np.concatenate([rng.normal(40, 4, twice), rng.normal(0, 4, 5_000)])
    assert rate_of(bits, asked=lines, lines=lines) == pytest.approx((twice + 1) / (lines + 200), rel=0.01)
    p = probability_twice(bits, rate=0.08, lines=lines)
    assert ((p[:twice] >= MERGED).mean() > 0.99, (p[twice:] >= NOTED).sum()) == (True, 0)


def test_right_lines_that_one_left_line_points_to_are_compared():
    pairs = Pairs.of(np.array([0, 0, 0, 1, 2, 2], np.int32), np.array([5, 3, 4, 3, 1, 0], np.int32))
    found = pointed_to(pairs, np.array([True, True, True, True, True, False]))
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {(3, 5), (3, 4), (4, 5)}


@pytest.fixture(scope="module")
def lists(invent):
    """Two lists, and the right one with 20 of its lines a second time without the place of birth."""
    found = invent(seed=9, left=250, right=250, both=130, errors=0.03)
    again = found.right.slice(0, 20)
    names = found.right.column_names
    again = again.set_column(names.index("ref"), "ref", pa.array([f"{r}-again" for r in again["ref"].to_pylist()]))
    again = again.set_column(names.index("place"), "place", pa.array([""] * 20))
    return found, pa.concat_tables([found.right, again])


def test_lines_that_stand_twice_do_not_spoil_links(lists, links_of):
    found, twice = lists
    plain, linked = link(found.left, found.right), link(found.left, twice)
    once = {(a, b.removesuffix("-again")) for a, b in links_of(linked)}
    assert len(once & found.truth) >= len(links_of(plain) & found.truth) - 1
    assert len({b for _, b in once}) == len(links_of(linked))  # each of the twenty once
    assert once - found.truth <= links_of(plain) - found.truth


def test_they_are_noted_and_the_second_is_for_review(lists):
    found, twice = lists
    linked = link(found.left, twice)
    right = linked.encoded.right.refs.to_pylist()
    double = linked.doubles[1]
    seen = {(right[i], right[j]) for i, j in zip(double.one.tolist(), double.other.tolist(), strict=True)}
    assert len(seen & {(right[n], f"{right[n]}-again") for n in range(20)}) >= 18
    noted = (linked.notes & Note.RIGHT_TWICE) > 0
    likely = noted & (linked.probability >= 0.9)
    pairs = list(zip(linked.pairs.left[likely].tolist(), linked.links[likely].tolist(), strict=True))
    assert max(sum(is_link for line, is_link in pairs if line == one) for one, _ in pairs) == 1
    assert sum(not is_link for _, is_link in pairs) >= 5


def test_two_lines_judged_different_do_not_compete_as_one(lists):
    found, twice = lists
    judged = [Judged(ref, f"{ref}-again", Judgement.DIFFERENT) for ref in found.right["ref"].to_pylist()[:20]]
    linked = link(found.left, twice, judgements=judged)
    right = linked.encoded.right.refs.to_pylist()
    double = linked.doubles[1]
    assert {(right[i], right[j]) for i, j in zip(double.one.tolist(), double.other.tolist(), strict=True)} & {
        (one.left_ref, one.right_ref) for one in judged
    } == set()
