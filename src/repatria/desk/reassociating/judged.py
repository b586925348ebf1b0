"""What people judged of specimens and profiles: from a file, or from the book. It binds every later proposal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from repatria.desk.reassociating.places import Places
from repatria.errors import Finding, Severity
from repatria.register.acts import Judgement
from repatria.register.book import Book

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement on two profiles or specimens, each by a sample's label, a specimen's reference or its label."""

    left: str
    right: str
    judgement: Judgement
    place: str = "judgements"


@dataclass(frozen=True, slots=True)
class Binding:
    """Judgements as pairs of profiles, sorted.

    Attributes:
        same: Pairs that are one person.
        different: Pairs that are two.
        findings: Judgements on what is not here, and contradictions among them.
    """

    same: tuple[Pair, ...]
    different: tuple[Pair, ...]
    findings: tuple[Finding, ...]


def judged_in(book: Book) -> tuple[Judged, ...]:
    """Returns what binds of the book's judgements on specimens: joined pairs, and those somebody called different."""
    dead = book.dead
    refs = dead.refs
    same = {(min(a, b), max(a, b)) for a, others in dead.matches.joined.items() for b in others}
    different = {(min(a, b), max(a, b)) for a, b in dead.matches.different()}
    return (
        *(Judged(refs[a], refs[b], Judgement.SAME, "the book") for a, b in sorted(same - different)),
        *(Judged(refs[a], refs[b], Judgement.DIFFERENT, "the book") for a, b in sorted(different)),
    )


def bind(judged: Iterable[Judged], *, profiles: Sequence[str], places: Places) -> Binding:
    """Returns judgements as pairs of profiles.

    A judgement on a specimen is one on every profile taken of it: *same* joins all of them, for nobody who calls two specimens
    one person takes either for two people; *different* keeps each of one apart from each of the other.
    """
    known = _known(profiles, places)
    same: set[Pair] = set()
    different: set[Pair] = set()
    findings: list[Finding] = []
    for one in judged:
        left, right = known.get(one.left, ()), known.get(one.right, ())
        if not left or not right:
            findings.append(_told("judged-but-not-here", one.place, "a judgement names no profile that is here",
                                  "it is kept out of this run"))  # fmt: skip
        elif one.judgement is Judgement.SAME:
            same.update(combinations(sorted({*left, *right}), 2))
        elif one.judgement is Judgement.DIFFERENT:
            different.update(_ordered(pair) for pair in product(left, right) if pair[0] != pair[1])
    for a, b in _contradicting(same, different):
        findings.append(_told("judgements-contradict", f"{a} and {b}", "judged different, though a chain of same joins them",
                              "judge one of the pairs again"))  # fmt: skip
    return Binding(tuple(sorted(same)), tuple(sorted(different)), tuple(findings))


def _known(profiles: Sequence[str], places: Places) -> Mapping[str, tuple[str, ...]]:
    """Returns every way to name profiles: a sample's own label first, then references and labels of specimens."""
    found: dict[str, list[str]] = defaultdict(list)
    for profile in profiles:
        place = places.of(profile)
        for name in {str(place.ref or ""), place.specimen} - {"", profile}:
            found[name].append(profile)
    return {name: tuple(of) for name, of in found.items()} | {profile: (profile,) for profile in profiles}


def _contradicting(same: Iterable[Pair], different: Iterable[Pair]) -> Iterator[Pair]:
    group = grouped(same)
    yield from (pair for pair in sorted(different) if pair[0] in group and group[pair[0]] == group.get(pair[1]))


def grouped(pairs: Iterable[Pair]) -> dict[str, str]:
    """Returns for everybody in a pair the first, in order, of those whom chains of pairs join."""
    first: dict[str, str] = {}

    def top(one: str) -> str:
        while first.setdefault(one, one) != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for a, b in pairs:
        low, high = sorted((top(a), top(b)))
        first[high] = low
    return {one: top(one) for one in sorted(first)}


def _ordered(pair: Pair) -> Pair:
    return (pair[0], pair[1]) if pair[0] <= pair[1] else (pair[1], pair[0])


def _told(code: str, place: str, message: str, hint: str) -> Finding:
    return Finding(Severity.WARNING, code, place, message, hint)
