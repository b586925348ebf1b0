"""CLUSTERS.json: what it says, and that the same input gives the same bytes."""

from __future__ import annotations

import json

from repatria.desk.identification.profiles import read_judged
from repatria.desk.reassociating import Judged, Settings, read_places, reassociate, to_json
from repatria.register.acts import Judgement


def found(ground, judged=(), workers=1):
    man, other = ground.person(), ground.person()
    for person, bag in ((man, "S-1"), (man, "S-2"), (other, "S-2"), (man, "S-3")):
        ground.find(person, bag)
    settings = Settings(workers=workers)
    return reassociate(
        ground.profiles(), ground.table, places=read_places(ground.rows()), judged=judged, settings=settings
    )


def test_the_file_says_what_is_proposed(ground):
    read = json.loads(to_json(found(ground), inputs={"profiles": "00", "contents": None}))
    assert list(read) == [
        "format", "says", "profiles", "comparisons", "threshold", "chance_hits", "least_posterior", "model", "inputs",
        "clusters", "commingled", "left_out", "may_be_siblings", "own_samples",
    ]  # fmt: skip
    (cluster,) = read["clusters"]
    assert cluster["profiles"] == ["K-1", "K-2", "K-4"]
    assert cluster["specimens"] == ["S-1", "S-2", "S-4"]
    assert cluster["bags"] == ["S-1", "S-2", "S-3"]
    assert (cluster["judged"], cluster["judged_same"]) == ("", [])
    assert [(pair["left"], pair["right"]) for pair in cluster["pairs"]] == [
        ("K-1", "K-2"),
        ("K-1", "K-4"),
        ("K-2", "K-4"),
    ]
    assert read["commingled"] == [
        {"bag": "S-2", "because": [{"what": "weighed as two people", "left": "K-2", "right": "K-3"}]}
    ]
    assert read["inputs"] == {"profiles": "00", "contents": None}


def test_what_was_judged_is_marked_for_those_who_read_it(ground):
    all_ = [Judged("K-1", "K-2", Judgement.SAME), Judged("K-2", "K-4", Judgement.SAME)]
    proposed = found(ground, all_)
    assert read_judged(to_json(proposed, inputs={})) == (("K-1", "K-2", "K-4"),)


def test_of_a_cluster_judged_in_part_that_part_counts(ground):
    proposed = found(ground, [Judged("K-1", "K-2", Judgement.SAME)])
    (cluster,) = json.loads(to_json(proposed, inputs={}))["clusters"]
    assert (cluster["judged"], cluster["judged_same"]) == ("partly", [["K-1", "K-2"]])
    assert read_judged(to_json(proposed, inputs={})) == (("K-1", "K-2"),)


def test_the_same_input_gives_the_same_bytes(make_ground):
    one, other = (to_json(found(make_ground(3), workers=n), inputs={}) for n in (1, 2))
    assert one == other
