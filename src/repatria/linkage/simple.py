"""A first, simple reconcile: exact keys on folded names and on dates, no probabilities.

It says which fields agree and proposes; it does not weigh. Two lines are proposed as *same* when surname and given name
have equal keys, the dates of birth do not contradict each other, nothing else does, and no other line of either list
fits as well. Everything else that shares enough to deserve a look is for *review*; a line that shares too little has
*none*. Linkage proper (weights in bits, learned from the lists) will replace this; until then it must not be mistaken
for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.names.fold import equal_key, equivalents, fold, words
from repatria.names.forms import analyse, is_patronymic
from repatria.people.dates import PartialDate
from repatria.people.fields import Field
from repatria.people.record import Record
from repatria.people.refs import LineRef, split_line

_FEMININE = re.compile("(?<=ov|ev|in|iv)a$")
_ADJECTIVE = re.compile("(sk|ck|zk)a$")

MOST_REVIEWS = 3
"""How many lines for review are shown for one line: what a registrar compares at a glance."""

MOST_IN_A_BLOCK = 2_000
"""A key shared by more pairs than this is passed over and said to be: it says nothing."""


class Proposed(StrEnum):
    """What the reconcile proposes for a pair."""

    SAME = "same"
    REVIEW = "review"
    NONE = "none"  # none of these


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of the left list with one of the right, or with none.

    Attributes:
        agreeing: Number of fields that agree; only for putting the likeliest first.
        reasons: A short sentence per field, without names and dates.
    """

    left: LineRef
    right: LineRef | None
    proposed: Proposed
    agreeing: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keys:
    """What of one record is compared: folded names, dates, places; empty or None where the record says nothing."""

    line: LineRef
    surname: str
    given: str
    patronymic: str
    born: PartialDate | None
    place: str
    sex: str
    whole: str


def keys_of(record: Record) -> Keys:
    """Returns the keys of a record; names in one cell are taken apart first."""
    full = record.get(Field.FULL_NAME)
    form = analyse(full)
    given, patronymic = _given_and_patronymic(record.get(Field.GIVEN_NAMES), record.get(Field.PATRONYMIC))
    surname, given = record.get(Field.SURNAME) or form.surname, given or form.given
    known = (
        [_surname_key(surname), _given_key(given)]
        if surname and given
        else [
            _surname_key(word) if not equivalents(word) else equal_key(word)
            for word in words(full)
            if not is_patronymic(word)
        ]
    )
    return Keys(
        record.line, _surname_key(surname), _given_key(given), equal_key(patronymic or form.patronymic), record.born,
        " ".join(sorted(equal_key(record.get(Field.PLACE_OF_BIRTH)).split())), record.sex or "",
        " ".join(sorted(" ".join(known).split())),
    )  # fmt: skip


def _given_and_patronymic(given: str, patronymic: str) -> tuple[str, str]:
    """Returns both, a patronymic that stands in the cell for given names taken out of it."""
    *first, last = given.split() or [""]
    return (" ".join(first), last) if first and not patronymic and is_patronymic(last) else (given, patronymic)


def _surname_key(text: str) -> str:
    """The key of a surname, equal for its feminine and masculine form; parts of a double one in alphabetical order."""
    return " ".join(sorted(_FEMININE.sub("", _ADJECTIVE.sub(r"\1i", fold(word))) for word in words(text)))


def _given_key(text: str) -> str:
    """The key of the first given name."""
    return equal_key(words(text)[0]) if words(text) else ""


def reconcile(left: Sequence[Record], right: Sequence[Record]) -> tuple[Proposal, ...]:
    """Returns, for each line of the left list, its proposal or proposals, best first, in the order of the list.

    Cost: linear in the lines and in the pairs that share a key.
    """
    ours, theirs = [keys_of(r) for r in left], [keys_of(r) for r in right]
    found = {pair: compare(ours[pair[0]], theirs[pair[1]]) for pair in _pairs(ours, theirs)}
    by_left: dict[int, list[tuple[int, Proposal]]] = defaultdict(list)
    by_right: dict[int, list[Proposal]] = defaultdict(list)
    for (i, j), proposal in found.items():
        if proposal.proposed is not Proposed.NONE:
            by_left[i].append((j, proposal))
            by_right[j].append(proposal)
    return tuple(p for i, keys in enumerate(ours) for p in _for_line(keys, by_left[i], by_right))


def _for_line(
    keys: Keys, found: Sequence[tuple[int, Proposal]], by_right: Mapping[int, Sequence[Proposal]]
) -> Iterator[Proposal]:
    if not found:
        yield Proposal(keys.line, None, Proposed.NONE, 0, ("no line shares enough with this one",))
        return
    ranked = sorted(found, key=lambda pair: (-pair[1].agreeing, split_line(pair[1].right or keys.line)))
    for j, proposal in ranked[:MOST_REVIEWS]:
        rivals = [p for _, p in found if p is not proposal] + [p for p in by_right[j] if p is not proposal]
        if proposal.proposed is Proposed.SAME and any(p.proposed is Proposed.SAME for p in rivals):
            why = "another line fits as well"
            yield Proposal(proposal.left, proposal.right, Proposed.REVIEW, proposal.agreeing, (*proposal.reasons, why))
        else:
            yield proposal


def _pairs(ours: Sequence[Keys], theirs: Sequence[Keys]) -> Iterator[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    for block in BLOCKS:
        here: dict[object, list[int]] = defaultdict(list)
        there: dict[object, list[int]] = defaultdict(list)
        for index, keys in enumerate(ours):
            if (key := block(keys)) is not None:
                here[key].append(index)
        for index, keys in enumerate(theirs):
            if (key := block(keys)) is not None:
                there[key].append(index)
        for key in here.keys() & there.keys():
            if len(here[key]) * len(there[key]) <= MOST_IN_A_BLOCK:
                seen.update((i, j) for i in here[key] for j in there[key])
    yield from sorted(seen)


Block = Callable[[Keys], object]


def _names(keys: Keys) -> object:
    return (keys.surname, keys.given) if keys.surname and keys.given else None


def _whole(keys: Keys) -> object:
    return keys.whole or None


def _surname_and_day(keys: Keys) -> object:
    return (keys.surname, _day(keys)) if keys.surname and _day(keys) else None


def _given_and_day(keys: Keys) -> object:
    return (keys.given, _day(keys)) if keys.given and _day(keys) else None


def _given_and_patronymic_and_year(keys: Keys) -> object:
    if keys.given and keys.patronymic and keys.born:
        return keys.given, keys.patronymic, keys.born.earliest.year
    return None


BLOCKS: tuple[Block, ...] = (_names, _whole, _surname_and_day, _given_and_day, _given_and_patronymic_and_year)
"""What two lines must share to be looked at: any of these."""


def _day(keys: Keys) -> object:
    """The full day of birth with day and month in either order; None when it is not fully known."""
    if keys.born is None or not keys.born.is_full:
        return None
    day = keys.born.earliest
    return day.year, min(day.month, day.day), max(day.month, day.day)


def compare(a: Keys, b: Keys) -> Proposal:
    """Returns what the fields of two lines say of each other; the same both ways but for left and right."""
    reasons: list[str] = []
    agree = against = 0
    names = 0
    for what, one, other in (("surname", a.surname, b.surname), ("given name", a.given, b.given)):
        if one and other:
            equal = one == other
            names += equal
            agree += equal
            reasons.append(f"{what}: {'one name' if equal else 'differs'}")
    if names < 2 and a.whole and a.whole == b.whole:
        names, agree = 2, agree + 2
        reasons.append("whole name: one name, in another order")
    for what, one, other in (("patronymic", a.patronymic, b.patronymic), ("place of birth", a.place, b.place)):
        if one and other:
            agree += one == other
            reasons.append(f"{what}: {'agrees' if one == other else 'differs'}")
    contradicts_patronymic = bool(a.patronymic and b.patronymic and a.patronymic != b.patronymic)
    born, words = _compare_days(a.born, b.born)
    reasons.append(f"date of birth: {words}")
    agree += 2 * (born > 0)
    against += born < 0
    if a.sex and b.sex and a.sex != b.sex:
        against += 1
        reasons.append("sex: differs")
    if names == 2 and born > 0 and not against and not contradicts_patronymic:
        proposed = Proposed.SAME
    elif agree >= 2 and (names == 2 or born > 0) and against < 2:
        proposed = Proposed.REVIEW
    else:
        proposed = Proposed.NONE
    return Proposal(a.line, b.line, proposed, agree, tuple(reasons))


def _compare_days(a: PartialDate | None, b: PartialDate | None) -> tuple[int, str]:
    """1 for dates that agree, 0 for unknown, -1 for a contradiction, with the words for it."""
    if a is None or b is None:
        return 0, "not given on both sides"
    if a.is_full and b.is_full:
        if a.earliest == b.earliest:
            return 1, "agrees"
        x, y = a.earliest, b.earliest
        if (x.year, x.month, x.day) == (y.year, y.day, y.month):
            return 1, "agrees with day and month exchanged"
        return -1, "differs"
    (a_first, a_last), (b_first, b_last) = a.bounds(), b.bounds()
    if a_first <= b_last and b_first <= a_last:
        return 1, "agrees as far as it is known"
    return -1, "differs"
