"""Clusters proposed from weighed pairs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.errors import InputNotUnderstood
from repatria.people.refs import LineRef
from repatria.remains.graph import part
from repatria.remains.reassociation import Contradiction, Contradicts, Item, Reassociation, Rule, Weighed, reassociate
from repatria.remains.reassociation.exhaustive import MOST_ITEMS, heaviest


def items(labels: str, bags: dict[str, str] | None = None) -> list[Item]:
    return [Item(label, LineRef((bags or {}).get(label, f"south-5:{n}"))) for n, label in enumerate(labels, start=1)]


def weighed(**ratios: float) -> list[Weighed]:
    return [Weighed(pair[0], pair[1], log10_lr, 20) for pair, log10_lr in ratios.items()]


def members(found: Reassociation) -> list[str]:
    return ["".join(cluster.members) for cluster in found.clusters]


def test_links_make_clusters_and_nothing_else_does():
    found = reassociate(items("abcdef"), weighed(ab=15, bc=12, ac=14, de=9.9))
    assert members(found) == ["abc"]
    (cluster,) = found.clusters
    assert (cluster.least_log10_lr, cluster.contradictions) == (12, ())
    assert [link.key for link in cluster.links] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_pair_with_few_markers_is_no_link():
    assert members(reassociate(items("ab"), [Weighed("a", "b", 15, 7)])) == []
    assert members(reassociate(items("ab"), [Weighed("b", "a", 15, 8)])) == ["ab"]


def test_a_poor_profile_that_fits_two_brothers_does_not_chain_them():
    found = reassociate(items("apb"), weighed(ap=12, bp=11, ab=-9))
    assert members(found) == ["ap"]
    (left,) = found.left_out
    assert (left.pair.key, left.because) == (("b", "p"), Contradiction(Contradicts.RATIO, "a", "b"))


def test_a_contradiction_that_nobody_weighed_is_asked_for():
    asked: list[tuple[str, str]] = []

    def ask(left: str, right: str) -> Weighed:
        asked.append((left, right))
        return Weighed(left, right, -9.0, 20)

    assert members(reassociate(items("apb"), weighed(ap=12, bp=11))) == ["abp"]
    assert members(reassociate(items("apb"), weighed(ap=12, bp=11), ask=ask)) == ["ap"]
    assert asked == [("a", "b")]


def test_a_mean_that_speaks_for_two_people_keeps_apart():
    # four pairs between ab and cd: one link at 10, three at -1.9 would pass singly; the mean is above 0 and joins; at -4 each none does
    inside = {"ab": 20, "cd": 20}
    assert members(reassociate(items("abcd"), weighed(**inside, ac=10, ad=-1.9, bc=-1.9, bd=-1.9))) == ["abcd"]
    loose = Rule(parts_log10_lr=-5)
    assert members(reassociate(items("abcd"), weighed(**inside, ac=10, ad=-4, bc=-4, bd=-4), rule=loose)) == [
        "ab",
        "cd",
    ]


def test_what_was_judged_binds_and_what_contradicts_it_is_shown():
    found = reassociate(items("abc"), weighed(ab=-9, bc=15, ac=0.5), same=[("b", "a")])
    (cluster,) = found.clusters
    assert (cluster.members, cluster.judged) == (("a", "b", "c"), (("a", "b"),))
    assert cluster.contradictions == (Contradiction(Contradicts.RATIO, "a", "b"),)
    apart = reassociate(items("ab"), weighed(ab=30), different=[("b", "a")])
    assert (members(apart), apart.left_out[0].because) == ([], Contradiction(Contradicts.JUDGED, "a", "b"))


def test_judgements_that_contradict_each_other_are_shown():
    found = reassociate(items("abc"), [], same=[("a", "b"), ("b", "c")], different=[("a", "c")])
    (cluster,) = found.clusters
    assert (cluster.members, cluster.least_log10_lr) == (("a", "b", "c"), None)
    assert cluster.contradictions == (Contradiction(Contradicts.JUDGED, "a", "c"),)


def test_two_of_one_part_are_shown_and_split_nothing():
    two = [Item("a", LineRef("south-5:1"), part("left femur")), Item("b", LineRef("south-5:2"), part("left femur"))]
    (cluster,) = reassociate(two, weighed(ab=15)).clusters
    assert cluster.contradictions == (Contradiction(Contradicts.PART, "a", "b"),)


def test_a_bag_whose_specimens_are_surely_two_people_is_commingled():
    bags = dict.fromkeys("abc", "south-5:1")
    found = reassociate(items("abc", bags), weighed(ab=-9, ac=-1))
    assert [(one.bag, one.because) for one in found.commingled] == [
        ("south-5:1", (Contradiction(Contradicts.RATIO, "a", "b"),))
    ]


def test_a_bag_is_commingled_by_the_clusters_in_which_its_specimens_stand():
    # a and b in one bag cannot be compared themselves; their other specimens x and y can
    bags = dict.fromkeys("ab", "south-5:1")
    found = reassociate(items("abxy", bags), weighed(ax=15, by=15, xy=-9))
    assert [(one.bag, one.because) for one in found.commingled] == [
        ("south-5:1", (Contradiction(Contradicts.RATIO, "x", "y"),))
    ]


def test_that_specimens_were_not_compared_says_nothing_of_their_bag():
    bags = dict.fromkeys("ab", "south-5:1")
    assert reassociate(items("abxy", bags), weighed(ax=15, by=15)).commingled == ()


def test_two_left_femurs_in_a_bag_are_commingled():
    two = [Item(label, LineRef("south-5:1"), part("left femur")) for label in "ab"]
    (one,) = reassociate(two, []).commingled
    assert one.because == (Contradiction(Contradicts.PART, "a", "b"),)


@pytest.mark.parametrize(
    ("these", "pairs", "same"),
    [
        (items("aa"), [], []),
        (items("ab"), weighed(ac=1), []),
        (items("ab"), weighed(aa=1), []),
        (items("ab"), [*weighed(ab=1), *weighed(ba=2)], []),
        (items("ab"), [], [("a", "c")]),
    ],
)
def test_input_that_contradicts_itself_is_refused(these, pairs, same):
    with pytest.raises(InputNotUnderstood):
        reassociate(these, pairs, same=same)


labels = st.integers(2, 7).map(lambda n: "abcdefg"[:n])


@st.composite
def cases(draw):
    these = draw(labels)
    pairs = list(combinations(these, 2))
    ratios = {pair: draw(st.sampled_from([-20.0, -3.0, -1.0, 0.5, 9.0, 10.0, 12.0, 15.0])) for pair in pairs}
    kept = draw(st.sets(st.sampled_from(pairs)))
    chosen = st.sets(st.sampled_from(pairs), max_size=2)
    return these, {pair: ratios[pair] for pair in pairs if pair in kept}, draw(chosen), draw(chosen)


@settings(max_examples=60)
@given(cases(), st.randoms(use_true_random=False))
def test_law_the_order_and_direction_of_input_change_nothing(case, random):
    these, ratios, same, different = case
    pairs = [Weighed(a, b, lr, 20) for (a, b), lr in ratios.items()]
    turned = [Weighed(w.right, w.left, w.log10_lr, 20) for w in pairs]
    mixed_items = items(these)
    random.shuffle(mixed_items)
    random.shuffle(turned)
    one = reassociate(items(these), pairs, same=same, different=different)
    other = reassociate(mixed_items, turned, same=[(b, a) for a, b in same], different=different)
    assert members(one) == members(other)
    assert one.commingled == other.commingled
    assert [left.because for left in one.left_out] == [left.because for left in other.left_out]


@settings(max_examples=60)
@given(cases())
def test_law_no_cluster_holds_what_keeps_apart_but_by_judgement(case):
    these, ratios, same, different = case
    pairs = [Weighed(a, b, lr, 20) for (a, b), lr in ratios.items()]
    found = reassociate(items(these), pairs, same=same, different=different)
    together = [pair for c in found.clusters for pair in combinations(c.members, 2)]
    assert all(any(set(pair) <= set(c.members) for c in found.clusters) for pair in same)
    if not same:
        assert not set(together) & set(different)
        assert all(ratios.get(pair, 0) > -2 for pair in together)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=7), st.floats(10, 30), st.floats(-30, 9.9))
def test_law_where_nothing_is_contested_it_is_the_heaviest_division_and_the_truth(people, inside, across):
    these = "abcdefg"[: len(people)]
    of = dict(zip(these, people, strict=True))
    ratios = {(a, b): inside if of[a] == of[b] else across for a, b in combinations(these, 2)}
    found = reassociate(items(these), [Weighed(a, b, lr, 20) for (a, b), lr in ratios.items()])
    truth = {frozenset(label for label in these if of[label] == person) for person in people}
    assert {frozenset(c.members) for c in found.clusters} == {one for one in truth if len(one) > 1}
    assert heaviest(these, ratios, threshold=10.0) == truth
    assert found.left_out == ()


@settings(max_examples=40)
@given(cases())
def test_law_greedy_is_never_heavier_than_the_heaviest(case):
    these, ratios, _, different = case
    found = reassociate(items(these), [Weighed(a, b, lr, 20) for (a, b), lr in ratios.items()], different=different)
    inside = {frozenset(pair) for c in found.clusters for pair in combinations(c.members, 2)}
    best = heaviest(these, ratios, threshold=10.0, different=different)
    best_inside = {frozenset(pair) for c in best for pair in combinations(sorted(c), 2)}

    def weight(together):
        return sum(lr - 10.0 for pair, lr in ratios.items() if frozenset(pair) in together)

    assert weight(inside) <= weight(best_inside) + 1e-9


def test_the_twin_keeps_to_judgements_and_refuses_more_than_it_can_try():
    assert heaviest("ab", {("a", "b"): -5.0}, threshold=10.0, same=[("a", "b")]) == {frozenset("ab")}
    assert heaviest("ab", {("a", "b"): 50.0}, threshold=10.0, different=[("a", "b")]) == {
        frozenset("a"),
        frozenset("b"),
    }
    with pytest.raises(ValueError, match=f"more than {MOST_ITEMS} items"):
        heaviest("abcdefghij", {}, threshold=10.0)
