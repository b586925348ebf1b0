"""A pedigree as a picture: SVG text with the symbols that geneticists use, for a page or a printed report.

Squares are men, circles women, diamonds people whose sex is not known; who was typed is filled, the missing person has a question
mark and a double outline (Bennett et al. 2008, doi:10.1007/s10897-008-9169-9, without anything on health). A couple is
joined by a line, a couple who are related by a double line. Generations stand in rows; nobody stands over anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from repatria.kinship.pedigree import FOUNDER, Pedigree, Sex

STEP: Final = 92.0
"""Between two people of a row, in user units (CSS pixels)."""
ROW: Final = 128.0
"""Between two generations."""
SIZE: Final = 34.0
"""Of a symbol."""
LANE: Final = 9.0
"""Between two lines that must not lie on each other."""
MARGIN: Final = 46.0

Couple = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: the middle of the symbol."""

    x: float
    y: float


def draw(
    pedigree: Pedigree,
    *,
    typed: Collection[str],
    missing: str,
    labels: Mapping[str, str] | None = None,
    title: str = "",
) -> str:
    """Returns the pedigree as SVG, its size in its ``viewBox``; colours are black and white, for print.

    Args:
        pedigree: Who descends from whom; several components stand side by side.
        typed: References of those with a profile.
        missing: Reference of the missing person; empty for none.
        labels: What stands under a symbol instead of the reference.
        title: Read aloud in place of the picture.
    """
    where = places(pedigree)
    width = max((place.x for place in where.values()), default=0) + MARGIN
    height = max((place.y for place in where.values()), default=0) + MARGIN + 12
    parts = [*_lines(pedigree, where), *_symbols(pedigree, where, frozenset(typed), missing, labels or {})]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'font-family="Noto Sans, sans-serif" font-size="12">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def places(pedigree: Pedigree) -> dict[str, Place]:
    """Returns where everybody stands; two people of a row are at least `STEP` apart."""
    rows = generations(pedigree)
    order = _ordered(pedigree, rows)
    x = _spread(pedigree, order)
    return {pedigree.ids[who]: Place(x[who], MARGIN + rows[who] * ROW) for who in range(len(pedigree.ids))}


def generations(pedigree: Pedigree) -> list[int]:
    """Returns the row of everybody, from 0: children below their parents, and founders just above their first child."""
    rows = [0] * len(pedigree.ids)
    for who in pedigree.order:
        if pedigree.fathers[who] != FOUNDER:
            rows[who] = 1 + max(rows[pedigree.fathers[who]], rows[pedigree.mothers[who]])
    for who, father in enumerate(pedigree.fathers):
        children = pedigree.children(who) if father == FOUNDER else ()
        if children:
            rows[who] = min(rows[child] for child in children) - 1
    return rows


def _couples(pedigree: Pedigree) -> dict[Couple, list[int]]:
    """Returns the children of each couple, in the order of the pedigree."""
    found: defaultdict[Couple, list[int]] = defaultdict(list)
    for child, pair in enumerate(zip(pedigree.fathers, pedigree.mothers, strict=True)):
        if FOUNDER not in pair:
            found[pair].append(child)
    return dict(found)


def _ordered(pedigree: Pedigree, rows: list[int]) -> list[list[int]]:
    """Returns who stands in each row, from left to right: a walk along families keeps couples and siblings together."""
    walk = _Walk(pedigree, rows)
    for who in pedigree.order:
        walk.put(who)
    return walk.order


class _Walk:
    """Puts people down, each followed by partners, and both by their children."""

    def __init__(self, pedigree: Pedigree, rows: list[int]) -> None:
        self.pedigree, self.rows, self.children = pedigree, rows, _couples(pedigree)
        self.order: list[list[int]] = [[] for _ in range(max(rows, default=-1) + 1)]
        self.partners: defaultdict[int, list[Couple]] = defaultdict(list)
        for pair in self.children:
            for who in pair:
                self.partners[who].append(pair)
        self.placed: set[int] = set()

    def put(self, who: int) -> None:
        """Puts somebody down, once."""
        if who in self.placed:
            return
        self.placed.add(who)
        self.order[self.rows[who]].append(who)
        for pair in self.partners[who]:
            partner = pair[0] if pair[1] == who else pair[1]
            if self._may_follow(partner):
                self.put(partner)
        for pair in self.partners[who]:
            if self.placed.issuperset(pair):
                for child in self.children[pair]:
                    self.put(child)

    def _may_follow(self, who: int) -> bool:
        """Whether somebody is put down beside a partner: a founder, or the child of a couple that stands."""
        parents = {self.pedigree.fathers[who], self.pedigree.mothers[who]}
        return parents == {FOUNDER} or self.placed.issuperset(parents)


def _spread(pedigree: Pedigree, order: list[list[int]]) -> dict[int, float]:
    """Returns the x of everybody: rows spread evenly, then parents drawn over their children as far as the row leaves room."""
    x = {who: MARGIN + place * STEP for row in order for place, who in enumerate(row)}
    children = _couples(pedigree)
    for sweep in range(12):
        rows = order if sweep % 2 else order[::-1]
        for row in rows:
            wanted = {who: _wanted(who, x, pedigree, children, down=bool(sweep % 2)) for who in row}
            _settle(row, wanted, x)
    left = min(x.values(), default=MARGIN)
    return {who: value - left + MARGIN for who, value in x.items()}


def _wanted(
    who: int, x: dict[int, float], pedigree: Pedigree, children: dict[Couple, list[int]], *, down: bool
) -> float:
    """Returns where somebody would stand: under the parents' middle, or so that a couple's middle is over its children's."""
    if down:
        father, mother = pedigree.fathers[who], pedigree.mothers[who]
        if father == FOUNDER:
            return x[who]
        siblings = children[father, mother]
        shift = (x[father] + x[mother]) / 2 - sum(x[one] for one in siblings) / len(siblings)
        return x[who] + shift
    shifts = [
        sum(x[child] for child in some) / len(some) - (x[pair[0]] + x[pair[1]]) / 2
        for pair, some in children.items()
        if who in pair
    ]
    return x[who] + sum(shifts) / len(shifts) if shifts else x[who]


def _settle(row: list[int], wanted: Mapping[int, float], x: dict[int, float]) -> None:
    """Moves a row as near as can be to where its people want to stand, in order and `STEP` apart.

    Neighbours who would come too near form a block that stands where its members want on average.
    """
    blocks: list[tuple[float, int]] = []  # sum of (wanted - offset), number of members
    for who in row:
        total, count = wanted[who], 1
        while blocks and blocks[-1][0] / blocks[-1][1] + blocks[-1][1] * STEP > total / count:
            before, members = blocks.pop()
            total, count = before + total - count * members * STEP, members + count
        blocks.append((total, count))
    people = iter(row)
    for total, count in blocks:
        for offset in range(count):
            x[next(people)] = total / count + offset * STEP


def _lines(pedigree: Pedigree, where: Mapping[str, Place]) -> Iterator[str]:
    """Yields the lines of couples and of descent."""
    at = [where[one] for one in pedigree.ids]
    children = _couples(pedigree)
    lanes = _lanes(children, at)
    for pair, some in children.items():
        father, mother = (at[who] for who in pair)
        left, right = sorted((father, mother), key=lambda place: place.x)
        lane = lanes[pair]
        beside = left.y == right.y and not any(one.y == left.y and left.x < one.x < right.x for one in at)
        y = left.y if beside else max(left.y, right.y) + SIZE / 2 + 22 + lane * LANE / 2
        yield from _joined(left, right, y, beside=beside, twice=_related(pedigree, pair))
        middle = (left.x + right.x) / 2
        bar = max(father.y, mother.y) + ROW / 2 + 14 + lane * LANE
        xs = [at[child].x for child in some]
        yield _line(middle, y, middle, bar)
        yield _line(min(*xs, middle), bar, max(*xs, middle), bar)
        for child in some:
            yield _line(at[child].x, bar, at[child].x, at[child].y - SIZE / 2)


def _lanes(children: Mapping[Couple, list[int]], at: list[Place]) -> dict[Couple, int]:
    """Returns a lane for each couple, so that lines of different couples in one row do not lie on each other."""
    lanes: dict[Couple, int] = {}
    taken: defaultdict[tuple[float, int], list[tuple[float, float]]] = defaultdict(list)
    for pair, some in children.items():
        xs = [at[who].x for who in (*some, *pair)]
        left, right, row = min(xs), max(xs), max(at[who].y for who in pair)
        lane = 0
        while any(left <= end and start <= right for start, end in taken[row, lane]):
            lane += 1
        taken[row, lane].append((left, right))
        lanes[pair] = lane
    return lanes


def _joined(left: Place, right: Place, y: float, *, beside: bool, twice: bool) -> Iterator[str]:
    for shift in (-2.0, 2.0) if twice else (0.0,):
        if beside:
            yield _line(left.x + SIZE / 2, y + shift, right.x - SIZE / 2, y + shift)
        else:
            yield _line(left.x, left.y + SIZE / 2, left.x, y + shift)
            yield _line(left.x, y + shift, right.x, y + shift)
            yield _line(right.x, right.y + SIZE / 2, right.x, y + shift)


def _related(pedigree: Pedigree, pair: Couple) -> bool:
    """Whether the two of a couple have an ancestor in common, or one descends from the other."""
    one, other = (_ancestors(pedigree, who) for who in pair)
    return bool(one & other)


def _ancestors(pedigree: Pedigree, who: int) -> set[int]:
    found, todo = {who}, [who]
    while todo:
        at = todo.pop()
        new = {pedigree.fathers[at], pedigree.mothers[at]} - {FOUNDER} - found
        found |= new
        todo += new
    return found


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#000" stroke-width="1.4"/>'


def _symbols(
    pedigree: Pedigree, where: Mapping[str, Place], typed: frozenset[str], missing: str, labels: Mapping[str, str]
) -> Iterator[str]:
    for one, sex in zip(pedigree.ids, pedigree.sexes, strict=True):
        place = where[one]
        fill = "#444" if one in typed else "#fff"
        yield _symbol(place, sex, SIZE, fill)
        if one == missing:
            yield _symbol(place, sex, SIZE - 7, fill)
            ink = "#fff" if one in typed else "#000"
            yield f'<text x="{place.x:.1f}" y="{place.y + 6:.1f}" text-anchor="middle" font-size="17" font-weight="bold" fill="{ink}">?</text>'
        below = place.y + SIZE / 2 + 14
        yield (
            f'<text x="{place.x:.1f}" y="{below:.1f}" text-anchor="middle" stroke="#fff" stroke-width="4" '
            f'paint-order="stroke">{escape(labels.get(one, one))}</text>'
        )


def _symbol(place: Place, sex: Sex, size: float, fill: str) -> str:
    half, look = size / 2, f'fill="{fill}" stroke="#000" stroke-width="1.8"'
    match sex:
        case Sex.MALE:
            return (
                f'<rect x="{place.x - half:.1f}" y="{place.y - half:.1f}" width="{size:g}" height="{size:g}" {look}/>'
            )
        case Sex.FEMALE:
            return f'<circle cx="{place.x:.1f}" cy="{place.y:.1f}" r="{half:g}" {look}/>'
        case Sex.UNKNOWN:
            corners = ((0, -half), (half, 0), (0, half), (-half, 0))
            points = " ".join(f"{place.x + dx:.1f},{place.y + dy:.1f}" for dx, dy in corners)
            return f'<polygon points="{points}" {look}/>'
