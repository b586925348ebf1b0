import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from repatria.linkage.deciding.judgements import Judged, Judgement, bind
from repatria.linkage.deciding.notes import Note
from repatria.linkage.linking import link

LEFT, RIGHT = pa.array(["a", "b", "c"]), pa.array(["x", "y", "z"])
SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE


def noted(bound):
    return {
        (LEFT[i].as_py(), RIGHT[j].as_py()): Note(n)
        for i, j, n in zip(bound.left.tolist(), bound.right.tolist(), bound.notes.tolist(), strict=True)
    }


def bound_by(*judged, lists=None):
    return bind([Judged(*one) for one in judged], LEFT, RIGHT, lists)


def test_judgements_become_pairs_of_lines():
    found = bound_by(("a", "y", SAME), ("b", "z", DIFFERENT), ("c", "x", UNSURE))
    assert noted(found) == {
        ("a", "y"): Note.JUDGED_SAME, ("b", "z"): Note.JUDGED_DIFFERENT, ("c", "x"): Note.JUDGED_UNSURE
    }  # fmt: skip
    assert found.findings == ()


def test_a_pair_may_be_given_either_way_round():
    assert noted(bound_by(("y", "a", SAME))) == {("a", "y"): Note.JUDGED_SAME}


def test_two_lines_of_one_list_may_be_judged():
    found = bound_by(("b", "a", SAME), ("x", "z", DIFFERENT))
    assert found.within == ({(0, 1): Note.JUDGED_SAME}, {(0, 2): Note.JUDGED_DIFFERENT})


def test_one_pair_judged_in_two_ways_is_told_and_goes_to_review():
    found = bound_by(("a", "x", SAME), ("a", "x", DIFFERENT))
    assert noted(found) == {("a", "x"): Note.JUDGED_SAME | Note.JUDGED_DIFFERENT | Note.CONTRADICTED}
    assert [(f.code, f.place) for f in found.findings] == [("judgements-contradict", "a - x")]


def test_a_chain_with_two_lines_judged_different_is_told():
    found = bound_by(("a", "x", SAME), ("a", "y", SAME), ("x", "y", DIFFERENT))
    assert set(noted(found).values()) == {Note.JUDGED_SAME | Note.CONTRADICTED}
    assert [(f.code, f.place) for f in found.findings] == [("judgements-contradict", "x - y")]


def test_two_lines_of_one_list_judged_the_same_as_one_are_told():
    found = bound_by(("a", "x", SAME), ("a", "y", SAME), ("b", "z", SAME))
    assert noted(found) == {
        ("a", "x"): Note.JUDGED_SAME | Note.CONTRADICTED,
        ("a", "y"): Note.JUDGED_SAME | Note.CONTRADICTED,
        ("b", "z"): Note.JUDGED_SAME,
    }
    assert [(f.code, f.place) for f in found.findings] == [("judged-same-twice", "x - y")]


def test_that_is_no_contradiction_when_these_two_are_judged_the_same():
    found = bound_by(("a", "x", SAME), ("a", "y", SAME), ("x", "y", SAME))
    assert (set(noted(found).values()), found.findings) == ({Note.JUDGED_SAME}, ())


def test_a_line_may_be_one_line_of_each_of_several_lists():
    found = bound_by(("a", "x", SAME), ("a", "y", SAME), lists=np.array([0, 1, 1], np.int32))
    assert (set(noted(found).values()), found.findings) == ({Note.JUDGED_SAME}, ())


def test_a_reference_of_no_list_is_told():
    found = bound_by(("a", "nowhere", SAME))
    assert [(f.code, f.place) for f in found.findings] == [("judgement-of-unknown-line", "a - nowhere")]


REFS = st.sampled_from("abcxyz")


@given(st.lists(st.tuples(REFS, REFS, st.sampled_from(Judgement)), max_size=12), st.randoms())
def test_the_order_of_judgements_does_not_matter(judged, random):
    other = [one if random.random() < 0.5 else (one[1], one[0], one[2]) for one in judged]
    random.shuffle(other)
    one, two = bound_by(*judged), bound_by(*other)
    assert (noted(one), one.within) == (noted(two), two.within)
    assert sorted(f.code for f in one.findings) == sorted(f.code for f in two.findings)


@given(st.lists(st.tuples(REFS, REFS, st.sampled_from(Judgement)), max_size=8))
@example([("a", "b", SAME), ("a", "b", DIFFERENT), ("a", "c", SAME), ("b", "c", SAME)])
def test_what_is_not_told_to_contradict_does_not(judged):
    """Twin: pairs noted as judged the same, and nothing else, never join two lines judged different."""
    found = bound_by(*judged)
    chain = {ref: {ref} for ref in "abcxyz"}
    clean = [pair for pair, note in noted(found).items() if note == Note.JUDGED_SAME]
    for refs, pairs in zip((LEFT, RIGHT), found.within, strict=True):
        clean += [(refs[i].as_py(), refs[j].as_py()) for (i, j), note in pairs.items() if note == Note.JUDGED_SAME]
    for one, other in clean:
        together = chain[one] | chain[other]
        for ref in together:
            chain[ref] = together
    for one, other, judgement in judged:
        if judgement is DIFFERENT and one != other:
            assert other not in chain[one]


@pytest.fixture(scope="module")
def lists(invented):
    return invented.left.slice(0, 120), invented.right


def outcome(linked):
    left, right = linked.encoded.left.refs.to_pylist(), linked.encoded.right.refs.to_pylist()
    rows = zip(
        linked.pairs.left.tolist(), linked.pairs.right.tolist(), linked.probability.tolist(), linked.links.tolist(),
        strict=True,
    )  # fmt: skip
    return {(left[i], right[j]): (p, is_link) for i, j, p, is_link in rows}


def test_same_is_a_link_and_takes_both_lines_out_of_the_competition(lists):
    plain = outcome(link(*lists))
    (a, x), (b, y) = sorted(pair for pair, (_, is_link) in plain.items() if is_link)[:2]
    found = outcome(link(*lists, judgements=[Judged(a, y, SAME)]))
    assert found[a, y] == (1.0, True)
    assert {pair: was for pair, was in found.items() if pair != (a, y) and (pair[0] == a or pair[1] == y)} == {
        pair: (0.0, False) for pair in found if pair != (a, y) and (pair[0] == a or pair[1] == y)
    }
    assert {(a, x), (b, y)} <= found.keys()


def test_different_is_never_proposed_and_unsure_never_a_link(lists):
    plain = outcome(link(*lists))
    one, other = sorted(pair for pair, (_, is_link) in plain.items() if is_link)[:2]
    linked = link(*lists, judgements=[Judged(*one, DIFFERENT), Judged(*other, UNSURE)])
    found = outcome(linked)
    assert (found[one], found[other][1]) == ((0.0, False), False)
    assert found[other][0] == pytest.approx(plain[other][0])


def test_judgements_leave_the_weights_alone(lists):
    plain = link(*lists)
    judged = link(*lists, judgements=[Judged("N0", "S0", SAME), Judged("N1", "S1", UNSURE)])

    def weights(of):
        left, right = of.encoded.left.refs.to_pylist(), of.encoded.right.refs.to_pylist()
        rows = zip(of.pairs.left.tolist(), of.pairs.right.tolist(), of.pairs.weight_bits.tolist(), strict=True)
        return {(left[i], right[j]): w for i, j, w in rows}

    before, after = weights(plain), weights(judged)
    assert {pair: after[pair] for pair in before} == before


def test_judgements_mirror(lists):
    judged = [Judged("N0", "S0", SAME), Judged("N1", "S1", UNSURE), Judged("N2", "S2", DIFFERENT)]
    one, two = outcome(link(*lists, judgements=judged)), outcome(link(*lists[::-1], judgements=judged))
    assert {(b, a): was for (a, b), was in two.items()} == one
