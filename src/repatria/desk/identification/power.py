"""Before the search: what each family could show if its missing person were found, and which can never meet the policy.

A family that cannot is asked for a further sample now, not after years of searching: the relative who would help most is
found by trying each (`kinship.power.trying`), for those families only where something is lacking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from repatria.desk.identification.markers import Markers
from repatria.desk.identification.references import Missing, References
from repatria.desk.identification.relatives import close_relatives, typed_relatives
from repatria.desk.identification.searching import bar
from repatria.desk.identification.weighing import written
from repatria.kinship import Family
from repatria.kinship.pedigree import FOUNDER, UNRELATED
from repatria.kinship.power.many import Reach, reach
from repatria.kinship.power.trying import ask_many
from repatria.kinship.search.families import FamilyRow, Reader
from repatria.kinship.search.panel import Panel
from repatria.remains.policy import Method, Policy, can_ever_pass

AT_ONCE = 1 << 11
"""Families that are in memory at once."""

ASKED_AT_ONCE = 64
"""Families whose further relatives are tried at once."""

SAMPLES = 20
"""Samples drawn of each relative who is tried: the mean log10 LR with each of them is exact."""

ENOUGH = 0.95
"""Share of draws that reach the bar from which on no further relative is tried."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one further relative's sample would bring.

    Attributes:
        relative: Who.
        gain: log10 LR to expect of it.
        reaches: Share of draws at or above the bar with it.
    """

    relative: str
    gain: float
    reaches: float


@dataclass(frozen=True, slots=True)
class FamilyPower:
    """What one missing person's family can show.

    Attributes:
        family: Its reference.
        missing: The missing person in it.
        close_relatives: Typed parents, children and full siblings.
        typed_relatives: All who are typed.
        reach: Figures; None where they cannot be told.
        lacks: Why the family as it stands can never meet the policy; empty where it can.
        asked: Relatives tried, the one that would help most first.
        problem: Why there are no figures.
    """

    family: str
    missing: str
    close_relatives: int
    typed_relatives: int
    reach: Reach | None
    lacks: tuple[str, ...]
    asked: tuple[Asked, ...] = ()
    problem: str = ""


def power(
    references: References,
    markers: Markers,
    policy: Policy,
    *,
    open_missing: int,
    only: Collection[str] = (),
    asking: Sequence[str] = (),
    draws: int = 200,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _told: None,
) -> Iterator[FamilyPower]:
    """Yields what each missing person's family can show, in the order of the file; rows kept out come with their reason.

    Args:
        references: The families.
        markers: Frequencies and mutation.
        policy: What an identification must have.
        open_missing: N, from which the LR comes that a pair alone needs.
        only: Families that are measured; empty for all.
        asking: Relatives to try where something is lacking, as `kinship.power.RELATIVES` has them.
        draws: Profiles drawn for each family.
        seed: Whence they come.
        tell: Called with how far it is.
    """
    panel = Panel.of(markers.markers)
    reader, needed = Reader(panel), bar(policy, open_missing)
    rows = iter([one for one in references.missing if not only or one.family in only])
    done = 0
    while some := list(islice(rows, AT_ONCE)):
        there = [one for one in some if one.row not in references.kept_out]
        lot = reader.read_lines(list(references.lines(one.row for one in there)), first=1)
        found = {there[one.line - 1].row: one for one in reach(panel, lot, threshold=needed, draws=draws, seed=seed)}
        wrong = {there[int(one.place.split()[1]) - 1].row: one.message for one in lot.findings}
        families = {row: _known(family, panel) for row, family in references.families(sorted(found))}
        why = {**wrong, **references.kept_out}
        told = [
            _told(one, families[one.row], found[one.row], policy, needed)
            if one.row in found
            else FamilyPower(
                one.family, one.person, 0, 0, None, (), problem=why.get(one.row, "the family is not understood")
            )
            for one in some
        ]
        yield from _with_asked(told, [families.get(one.row) for one in some], panel, asking, needed, seed)
        done += len(some)
        tell(f"measuring families: {done:,}")


def _known(family: Family, panel: Panel) -> Family:
    names = {marker.name for marker in panel.markers}
    genotypes = {who: {m: said for m, said in of.items() if m in names} for who, of in family.genotypes.items()}
    return Family(family.id, family.pedigree, family.missing, genotypes)


def _told(one: Missing, family: Family, found: Reach, policy: Policy, needed: float) -> FamilyPower:
    close, typed = len(close_relatives(family, least_markers=policy.least_markers)), len(typed_relatives(family))
    lacks = tuple(_lacks(found, policy, needed, close, typed))
    return FamilyPower(one.family, one.person, close, typed, found, lacks)


def _lacks(found: Reach, policy: Policy, needed: float, close: int, typed: int) -> Iterator[str]:
    """Yields why the policy can never be met by autosomal markers with this family as it stands."""
    if not can_ever_pass(policy, typed_close=close, typed=typed, methods=frozenset({Method.AUTOSOMAL})):
        yield (
            f"{close} close relatives are typed at {policy.least_markers} markers or more, "
            f"asked are {policy.least_close_relatives}"
        )
    if found.markers < policy.least_markers:
        yield f"{found.markers} markers tell anything, asked are {policy.least_markers}"
    if found.greatest < needed:
        yield f"no profile reaches more than log10 LR {found.greatest:.1f}, a pair alone needs {needed:.1f}"


def _with_asked(
    told: Sequence[FamilyPower],
    families: Sequence[Family | None],
    panel: Panel,
    asking: Sequence[str],
    needed: float,
    seed: int,
) -> Iterator[FamilyPower]:
    """Yields families with the relatives tried in those where something is lacking."""
    both = list(zip(told, families, strict=True))
    for start in range(0, len(both), ASKED_AT_ONCE):
        some = both[start : start + ASKED_AT_ONCE]
        lacking = [
            (place, _row(family, panel))
            for place, (one, family) in enumerate(some)
            if asking and family is not None and (one.lacks or (one.reach is not None and one.reach.reaches < ENOUGH))
        ]
        rows = [row for _, row in lacking]
        gains = ask_many(panel, rows, asking, threshold=needed, draws=SAMPLES, seed=seed) if rows else []
        asked = {place: gain for (place, _), gain in zip(lacking, gains, strict=True)}
        for place, (one, _) in enumerate(some):
            yield replace(one, asked=tuple(Asked(x.relative, x.gain, x.reaches) for x in asked.get(place, ())))


def _row(family: Family, panel: Panel) -> FamilyRow:
    """Returns a family as the search takes it, with the results that it understands."""
    tree = family.pedigree
    parents = [UNRELATED if k == FOUNDER else tree.ids[k] for k in (*tree.fathers, *tree.mothers)]
    size = len(tree.ids)
    genotypes = {
        who: [written(panel.understand(k, of.get(one.name)), one.alleles) for k, one in enumerate(panel.markers)]
        for who, of in family.genotypes.items()
    }
    names = [one.name for one in panel.markers]
    sexes = [int(sex) for sex in tree.sexes]
    return FamilyRow(family.id, list(tree.ids), parents[:size], parents[size:], sexes, family.missing, names, genotypes)
