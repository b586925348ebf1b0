"""One profile and one missing person need no machinery, and a cluster too large for exact sums loses its weakest pairs."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk.identification import weighing
from repatria.desk.identification.clusters import Pair, clusters
from repatria.desk.identification.concluding import conclude, pairs_of
from repatria.desk.identification.weighing import case_of, prior_of, weigh_cluster
from repatria.kinship.joint import Thresholds, posteriors
from repatria.kinship.joint import conclude as kinship_conclude


def pair(profile: str, family: str, log10_lr: float = 5.0, contradictions: int = 0) -> Pair:
    return Pair(profile, family, "X", 1, log10_lr, 20, contradictions, contradictions)


def test_clusters_share_neither_profile_nor_family() -> None:
    some = [pair("a", "1"), pair("b", "1"), pair("b", "2"), pair("c", "3"), pair("d", "4"), pair("d", "5")]
    expected = [("a1", "b1", "b2"), ("c3",), ("d4", "d5")]
    for order in (some, some[::-1]):
        assert [tuple(one.profile + one.family for one in group) for group in clusters(order)] == expected


@pytest.mark.parametrize("log10_lr", [-3.0, 0.0, 2.9, 3.5, 4.0, 9.0])
@pytest.mark.parametrize("contradictions", [0, 2, 3])
def test_a_pair_alone_is_weighed_as_by_the_sums(files: Any, log10_lr: float, contradictions: int) -> None:
    made = files(1, ["both parents"])
    material = made.material()
    families = dict(material.references.families([1]))
    one = Pair("V0", "F0", "X", 1, log10_lr, 10, contradictions, contradictions)
    (told,) = weigh_cluster([one], material, families, open_missing=50, thresholds=Thresholds())
    case, known = case_of([one], material, families)
    expected = posteriors(case, known, prior=prior_of([one], 50))
    assert told.posterior == {("V0", "F0/X"): pytest.approx(expected["V0"]["F0/X"], rel=1e-12)}
    words = kinship_conclude(case, known=known)
    for mine, theirs in ((told.victims["V0"], words.victims["V0"]), (told.missing["F0/X"], words.missing["F0/X"])):
        assert (mine.word, mine.who, mine.comment) == (theirs.word, theirs.who, theirs.comment)


def test_a_cluster_too_large_is_weighed_without_its_weakest_pairs(files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = files(3, ["both parents", "mother", "two sibs", "spouse and child", "uncle"], strangers=4, markers=6)
    material = made.material()
    found = made.search(material, -2.0)
    whole = conclude(material, found, open_missing=50)
    assert whole.findings == ()
    monkeypatch.setattr(weighing, "MOST_STEPS", 12)
    cut = conclude(material, found, open_missing=50)
    assert {one.code for one in cut.findings} == {"cluster-cut"}
    exact = {one.profile: one.posterior for one in whole.conclusions.conclusions}
    kept = {one.profile: one for one in cut.conclusions.conclusions}
    assert kept.keys() <= exact.keys()
    strong = [name for name, value in exact.items() if value > 0.9]
    assert strong
    assert [kept[name].posterior for name in strong] == pytest.approx([exact[name] for name in strong], abs=0.02)
    told = [one for one in kept.values() if any("left out" in reason for reason in one.reasons)]
    assert told
    assert len(pairs_of(material, found)) == len(found)
