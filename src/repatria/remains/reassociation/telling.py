"""What is told of clusters when they have grown: links, what contradicts them, and bags that hold several people."""

from __future__ import annotations

from repatria.people.refs import LineRef
from repatria.remains.reassociation.contradictions import between
from repatria.remains.reassociation.growing import Growing, Pair
from repatria.remains.reassociation.values import Cluster, Commingled, Contradiction, Contradicts


def clusters(grown: Growing) -> tuple[Cluster, ...]:
    """Returns the clusters of two and more, in order of their first label."""
    found = [tuple(sorted(members)) for members in grown.members.values() if len(members) > 1]
    judged: dict[str, list[Pair]] = {}
    for pair in grown.same:
        judged.setdefault(grown.of[pair[0]], []).append(pair)
    return tuple(_cluster(grown, members, tuple(judged.get(grown.of[members[0]], ()))) for members in sorted(found))


def _cluster(grown: Growing, members: tuple[str, ...], judged: tuple[Pair, ...]) -> Cluster:
    inside = [(a, b) for a, b in _inside(grown, members) if (a, b) in grown.weights]
    links = tuple(grown.weights[pair] for pair in inside)
    return Cluster(
        members,
        links,
        min((link.log10_lr for link in links), default=None),
        judged,
        tuple(_contradictions(grown, members)),
    )


def _inside(grown: Growing, members: tuple[str, ...]) -> list[Pair]:
    """Pairs inside a cluster that were weighed or judged different, in order of labels."""
    here = set(members)
    return sorted((one, near) for one in members for near in grown.near[one] if near in here and one < near)


def _contradictions(grown: Growing, members: tuple[str, ...]) -> list[Contradiction]:
    found = [told for pair in _inside(grown, members) for told in _told(grown, pair)]
    for n, one in enumerate(members):
        for other in members[n + 1 :]:
            found += between(grown.items[one], grown.items[other], far_km=grown.rule.far_km)
    return found


def _told(grown: Growing, pair: Pair) -> list[Contradiction]:
    """What was judged or weighed against a pair; any ratio below 1 is shown."""
    told = [Contradiction(Contradicts.JUDGED, *pair)] if pair in grown.different else []
    weighed = grown.weights.get(pair)
    if weighed is not None and weighed.log10_lr < 0:
        told.append(Contradiction(Contradicts.RATIO, *pair))
    return told


def commingled(grown: Growing) -> tuple[Commingled, ...]:
    """Returns bags in which two items are surely two people, or carry the same part; in order of bags."""
    bags: dict[LineRef, list[str]] = {}
    for label, item in grown.items.items():
        if item.bag is not None:
            bags.setdefault(item.bag, []).append(label)
    told = [Commingled(bag, tuple(_mixed(grown, members))) for bag, members in sorted(bags.items())]
    return tuple(one for one in told if one.because)


def _mixed(grown: Growing, members: list[str]) -> list[Contradiction]:
    """What says that a bag's items are not one person."""
    pairs = [(one, other) for n, one in enumerate(members) for other in members[n + 1 :]]
    return [told for pair in pairs for told in _two_people(grown, *pair)]


def _two_people(grown: Growing, one: str, other: str) -> list[Contradiction]:
    """What says so of two items: themselves, or the clusters in which they stand; that they are apart says nothing."""
    told = [found for found in _told(grown, (one, other)) if grown.surely((one, other))]
    told += [found for found in between(grown.items[one], grown.items[other]) if found.what is Contradicts.PART]
    return told or _clusters_apart(grown, one, other)


def _clusters_apart(grown: Growing, one: str, other: str) -> list[Contradiction]:
    """The strongest contradiction between the clusters of two items, where they stand in different ones."""
    a, b = grown.of[one], grown.of[other]
    if a == b or not grown.compared(a, b):
        return []
    because = grown.apart(a, b)
    return [because] if because and grown.surely((because.left, because.right)) else []
