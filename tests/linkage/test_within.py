import numpy as np
import pyarrow as pa
import pytest

from repatria.linkage.deciding.judgements import Judged, Judgement
from repatria.linkage.deciding.notes import Note
from repatria.linkage.linking import Settings
from repatria.linkage.telling.proposals import propose, rows
from repatria.linkage.within import clusters, link_within


@pytest.fixture(scope="module")
def listed_twice(invent):
    """A list in which 30 of 250 people stand twice, written by another hand the second time; and which they are."""
    found = invent(seed=5, left=220, right=30, both=30, errors=0.04)
    names = found.left.column_names
    return pa.concat_tables([found.left, found.right.select(names)]), found.truth


def pairs_of(linked, which):
    refs = linked.encoded.left.refs.to_pylist()
    pairs = linked.pairs.only(which)
    return {(refs[i], refs[j]) for i, j in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}


def test_people_who_stand_twice_are_found(listed_twice):
    table, truth = listed_twice
    found = link_within(table)
    links = pairs_of(found, found.links)
    assert links - truth == set()
    assert len(links) >= 0.8 * len(truth)
    assert len(pairs_of(found, found.probability >= 0.01) & truth) >= 0.9 * len(truth)


def test_a_list_without_doubles_has_no_links(listed_twice):
    table, _ = listed_twice
    found = link_within(table.slice(0, 220))
    assert pairs_of(found, found.links) == set()


def test_no_line_is_paired_with_itself_and_each_pair_stands_once(listed_twice):
    found = link_within(listed_twice[0])
    assert bool((found.pairs.left < found.pairs.right).all())
    assert len(set(zip(found.pairs.left.tolist(), found.pairs.right.tolist(), strict=True))) == len(found.pairs)


def test_a_person_listed_three_times_is_one_cluster(listed_twice):
    table, _truth = listed_twice
    found = link_within(table)
    one, other = min(pairs_of(found, found.links))
    refs = table["ref"].to_pylist()
    third = table.slice(refs.index(other), 1).set_column(table.column_names.index("ref"), "ref", pa.array(["third"]))
    again = link_within(pa.concat_tables([table, third]))
    of = clusters(again)
    refs = again.encoded.left.refs.to_pylist()
    assert {refs[of[refs.index(ref)]] for ref in (one, other, "third")} == {one}


def test_judgements_bind_within_a_list(listed_twice):
    table, _ = listed_twice
    plain = link_within(table)
    first, second, third = sorted(pairs_of(plain, plain.links))[:3]
    refs = table["ref"].to_pylist()
    strangers = (refs[0], refs[1])
    judged = [
        Judged(*first, Judgement.DIFFERENT), Judged(*second[::-1], Judgement.UNSURE), Judged(*strangers, Judgement.SAME)
    ]  # fmt: skip
    found = link_within(table, judgements=judged)
    assert pairs_of(found, found.links) == (pairs_of(plain, plain.links) - {first, second}) | {strangers}
    told = {(r["left_ref"], r["right_ref"]): r for r in rows(found, propose(found, settings=Settings())).to_pylist()}
    assert first not in told
    assert (told[second]["proposal"], told[second]["reasons"].split("; ")[-1]) == ("review", "judged unsure")
    assert (told[strangers]["proposal"], told[strangers]["reasons"].split("; ")[-1]) == ("link", "judged the same")
    assert (third in told, found.findings) == (True, ())


def test_a_cluster_with_two_lines_judged_different_goes_to_review(listed_twice):
    table, _ = listed_twice
    plain = link_within(table)
    one, other = min(pairs_of(plain, plain.links))
    refs = table["ref"].to_pylist()
    third = table.slice(refs.index(other), 1).set_column(table.column_names.index("ref"), "ref", pa.array(["third"]))
    found = link_within(pa.concat_tables([table, third]), judgements=[Judged("third", other, Judgement.DIFFERENT)])
    assert [(f.code, f.place) for f in found.findings] == [
        ("judged-different-in-one-cluster", f"{other} - third"),
    ]
    broken = pairs_of(found, (found.notes & Note.CONTRADICTED) > 0)
    assert broken == {(one, other), (one, "third")}
    assert pairs_of(found, found.links) & broken == set()


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_short_lists_have_an_answer(listed_twice, lines):
    found = link_within(listed_twice[0].slice(0, lines))
    assert (pairs_of(found, found.links), clusters(found).tolist()) == (set(), list(np.arange(lines)))
