"""What is proposed, as CLUSTERS.json (``repatria-clusters-1``): the same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from repatria.desk.reassociating.proposing import Proposed, Said
from repatria.remains.reassociation import Cluster, Contradiction

FORMAT = "repatria-clusters-1"
DIGITS = 6
"""Decimals of numbers in the file."""


def to_json(proposed: Proposed, *, inputs: Mapping[str, str | None]) -> bytes:
    """Returns the file: what was compared and how, then clusters, commingled bags, and what was not joined.

    Args:
        proposed: What is proposed.
        inputs: Digests of the files, by what they are.
    """
    return json.dumps(document(proposed, inputs=inputs), ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def document(proposed: Proposed, *, inputs: Mapping[str, str | None]) -> dict[str, Any]:
    """Returns what `to_json` writes."""
    found = proposed.found
    return {
        "format": FORMAT,
        "says": "proposals: nothing is merged; people judge, and judge-match enters what they say",
        **summary(proposed),
        "inputs": dict(inputs),
        "clusters": [_cluster(proposed, one) for one in found.clusters],
        "commingled": [
            {"bag": proposed.places.called(one.bag), "because": [_contradiction(c) for c in one.because]}
            for one in found.commingled
        ],
        "left_out": [
            {**_pair(proposed.pairs[one.pair.key]), "because": _contradiction(one.because)}
            for one in found.left_out
            if one.pair.key in proposed.pairs
        ],
        "may_be_siblings": [_pair(one) for one in undecided(proposed)],
        "own_samples": [_pair(one) for one in proposed.own],
    }


def summary(proposed: Proposed) -> dict[str, Any]:
    """Returns the figures of a run."""
    model = proposed.settings.model
    return {
        "profiles": len(proposed.profiles),
        "comparisons": proposed.comparisons,
        "threshold": _number(proposed.threshold),
        "chance_hits": _number(proposed.chance_hits),
        "least_posterior": proposed.settings.least_posterior,
        "model": {
            "dropout_classes": list(model.classes),
            "profiles_by_class": [proposed.dropouts.count(one) for one in model.classes],
            "dropin": model.dropin,
            "theta": model.theta,
            "siblings_expected": proposed.settings.siblings,
            "unseen_alleles": proposed.markers.rule.value,
        },
    }


def undecided(proposed: Proposed) -> list[Said]:
    """Returns the pairs that reach the threshold and are no links: full siblings explain them too well."""
    return [one for one in proposed.pairs.values() if one.log10_lr >= proposed.threshold and not one.links]


def _cluster(proposed: Proposed, one: Cluster) -> dict[str, Any]:
    places = [proposed.places.of(name) for name in one.members]
    said = [proposed.pairs[link.key] for link in one.links]
    same = proposed.judged_same
    judged = len({same.get(name, name) for name in one.members}) == 1
    groups: dict[str, list[str]] = {}
    for name in one.members:
        if name in same:
            groups.setdefault(same[name], []).append(name)
    return {
        "profiles": list(one.members),
        "specimens": [place.ref or place.specimen for place in places],
        "bags": sorted({place.bag for place in places} - {""}),
        "judged": "same" if judged else "partly" if groups else "",
        "judged_same": list(groups.values()),
        "least_log10_lr": None if one.least_log10_lr is None else _number(one.least_log10_lr),
        "pairs": [_pair(pair) for pair in said],
        "contradictions": [_contradiction(c) for c in one.contradictions],
    }


def _pair(said: Said) -> dict[str, Any]:
    return {
        "left": said.left,
        "right": said.right,
        "log10_lr": _number(said.log10_lr),
        "log10_against_siblings": _number(said.log10_against_siblings),
        "posterior": _number(said.posterior),
        "shared_markers": said.shared_markers,
        "conflicts": said.conflicts,
        "losses": said.losses,
    }


def _contradiction(one: Contradiction) -> dict[str, str]:
    return {"what": one.what.value, "left": one.left, "right": one.right}


def _number(value: float) -> float | str:
    """Returns a number as JSON can have it."""
    return round(value, DIGITS) + 0.0 if -float("inf") < value < float("inf") else f"{'-' if value < 0 else ''}Inf"
