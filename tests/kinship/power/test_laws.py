"""Laws of power: the mean LR of unrelated bodies is one, and a body's ratio is the likelihood ratio of its case."""

from __future__ import annotations

import gzip
import itertools
import json
import math
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship import Marker, Mutation, Pedigree
from repatria.kinship.power import at_least, chance, tables
from repatria.kinship.power.measures import logs

GOLDEN = Path(__file__).resolve().parents[2] / "golden/kinship"
FAMILY = Pedigree.of(
    ["gf", "gm", "f", "a", "m", "s", "h", "o"],
    ["0", "0", "gf", "0", "f", "f", "0", "h"],
    ["0", "0", "gm", "0", "a", "a", "0", "m"],
    [1, 2, 1, 2, 2, 1, 1, 1],
)
LADDER = {"8": 0.15, "9": 0.35, "9.3": 0.1, "10": 0.4}
MODELS = [
    None,
    {"model": "proportional", "rate": 0.02},
    {"model": "stepwise", "rate": 0.02, "rate2": 1e-3, "range": 0.1},
]


@settings(max_examples=25, deadline=None)
@given(
    typed=st.dictionaries(
        st.sampled_from(["gm", "f", "a", "s", "h", "o"]),
        st.sampled_from(["8/8", "8/9", "9.3/10", "10/10", "9/-"]), max_size=3,
    ),
    model=st.sampled_from(MODELS[1:]),
)  # fmt: skip
def test_the_mean_ratio_of_unrelated_bodies_is_one(typed, model):
    marker = Marker.of("SYN01", LADDER, mutation=Mutation.of_json(model))
    (table,) = tables(FAMILY, missing="m", markers=[marker], observations={who: [seen] for who, seen in typed.items()})
    assert math.isclose((table.unrelated * table.ratio).sum(), 1, rel_tol=1e-9)
    mean_found = (table.related[table.related > 0] * logs(table)[table.related > 0]).sum()
    assert mean_found >= -1e-12  # Gibbs' inequality: relatives never make the missing person harder to find


def cases():
    """Returns the reference cases whose MP stands in one pedigree with at least one relative typed, a few of each kind."""
    lines = gzip.decompress((GOLDEN / "autosomal_cases.jsonl.gz").read_bytes()).splitlines()
    found = [json.loads(line) for line in lines[::12]]
    return [one for one in found if len(one["H1"]) == 1 and one.get("theta", 0) == 0 and len(one["typed"]) > 1]


def test_ratios_are_those_of_reference_cases():
    loci = json.loads((GOLDEN / "synth24.json").read_text("utf-8"))["loci"]
    checked = 0
    for case, k in itertools.product(cases(), (0, 4)):
        name, whole = case["markers"][k], case["genotypes"]["MP"][k]
        if "-" in whole or case["lnL_H2"][k] == "-Inf":
            continue
        marker = Marker.of(name, loci[name], mutation=Mutation.of_json(case["mutation"]))
        family = case["H1"][0]
        pedigree = Pedigree.of(family["id"], family["fid"], family["mid"], family["sex"])
        seen = {who: [case["genotypes"][who][k]] for who in case["typed"] if who != "MP"}
        (table,) = tables(pedigree, missing="MP", markers=[marker], observations=seen)
        place = {frozenset(g.split("/")): n for n, g in enumerate(table.genotypes)}[frozenset(whole.split("/"))]
        expected = case["log10LR"][k]
        assert math.isclose(logs(table)[place], -math.inf if expected == "-Inf" else expected, abs_tol=1e-9), case["id"]
        checked += 1
    assert checked >= 30


@given(shares=st.lists(st.floats(0, 1), max_size=8), order=st.randoms())
def test_exclusions_do_not_depend_on_the_order_of_markers(shares, order):
    shuffled = list(shares)
    order.shuffle(shuffled)
    one, other = at_least(shares), at_least(shuffled)
    assert all(math.isclose(a, b, abs_tol=1e-12) for a, b in zip(one, other, strict=True))
    assert one[0] >= one[1] >= one[2] >= 0


def test_the_share_by_chance_falls_with_the_threshold_and_stays_below_the_bound():
    import numpy as np

    made = tables(FAMILY, missing="m", markers=[Marker.of("SYN01", LADDER)], observations={"f": ["8/8"]})
    found = [chance(made, threshold=t, profiles=1, draws=500, rng=np.random.default_rng(1)) for t in (0, 0.2, 0.5, 0.8)]
    assert [one.share <= one.bound for one in found] == [True] * 4
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
