"""The slow twin of `repatria.remains.counting.minimum`: the smallest number of people that fits everything, by trying all.

With differences alone it is the chromatic number of their graph; the cost grows like the number of partitions, so that ten
specimens are the most that anybody should ask for.
"""

from __future__ import annotations

from repatria.remains.counting.groups import Groups

MOST_GROUPS = 10
"""Groups that are still tried: 115,975 partitions (Bell number of 10)."""


def fewest_people(groups: Groups) -> int:
    """Returns the least number of people to whom the groups can be given without breaking anything that was said.

    Raises:
        ValueError: More groups than `MOST_GROUPS`.
    """
    count = len(groups.landmarks)
    if count > MOST_GROUPS:
        raise ValueError(f"more than {MOST_GROUPS} groups")
    return _fewest(groups, 0, [], count)


def _fewest(groups: Groups, one: int, people: list[list[int]], best: int) -> int:
    if len(people) >= best:
        return best
    if one == len(groups.landmarks):
        return len(people)
    for person in people:
        if _fits(groups, one, person):
            person.append(one)
            best = _fewest(groups, one + 1, people, best)
            person.pop()
    return _fewest(groups, one + 1, [*people, [one]], best)


def _fits(groups: Groups, one: int, person: list[int]) -> bool:
    """Whether one more group can be the same person as those given already."""
    if any(other in groups.different.get(one, ()) for other in person):
        return False
    if any(one in members and other in members for members in groups.apart for other in person):
        return False
    return all(
        sum(groups.landmarks[other].get(name, 0) for other in (*person, one)) <= groups.most[name]
        for name in groups.landmarks[one]
    )
