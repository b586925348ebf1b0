"""Before the search: what each family could show if its missing person were found, and which can never meet the policy.

A family that cannot is asked for a further sample now, not after years of searching: the relative who would help most is
found by trying each (`kinship.power.ask`), for those families only where something is lacking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from repatria.desk.identification.markers import Markers
from repatria.desk.identification.references import References
from repatria.desk.identification.relatives import close_relatives, typed_relatives
from repatria.desk.identification.searching import bar
from repatria.desk.identification.weighing import read_result, written
from repatria.errors import RepatriaError
from repatria.kinship import Family
from repatria.kinship.power import ask
from repatria.kinship.power.many import Reach, reach
from repatria.kinship.search.families import Reader
from repatria.kinship.search.panel import Panel
from repatria.remains.policy import Method, Policy, can_ever_pass

AT_ONCE = 1 << 11
"""Families that are in memory at once."""

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
        families = dict(references.families(one.row for one in there if one.row in found))
        for one in some:
            if one.row in families:
                family = _known(families[one.row], panel)
                yield _told(family, found[one.row], panel, policy, needed, asking, draws, seed)
            else:
                problem = references.kept_out.get(one.row) or wrong.get(one.row, "the family is not understood")
                yield FamilyPower(one.family, one.person, 0, 0, None, (), problem=problem)
        done += len(some)
        tell(f"measuring families: {done:,}")


def _known(family: Family, panel: Panel) -> Family:
    names = {marker.name for marker in panel.markers}
    genotypes = {who: {m: said for m, said in of.items() if m in names} for who, of in family.genotypes.items()}
    return Family(family.id, family.pedigree, family.missing, genotypes)


def _told(
    family: Family,
    found: Reach,
    panel: Panel,
    policy: Policy,
    needed: float,
    asking: Sequence[str],
    draws: int,
    seed: int,
) -> FamilyPower:
    close, typed = len(close_relatives(family, least_markers=policy.least_markers)), len(typed_relatives(family))
    lacks = tuple(_lacks(found, policy, needed, close, typed))
    tried = _asked(family, panel, asking, needed, draws, seed) if lacks or found.reaches < ENOUGH else ()
    return FamilyPower(family.id, family.missing, close, typed, found, lacks, tried)


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


def _asked(
    family: Family, panel: Panel, asking: Sequence[str], needed: float, draws: int, seed: int
) -> tuple[Asked, ...]:
    if not asking:
        return ()
    seen = {
        who: [written(read_result(panel, k, of.get(one.name)), one.alleles) for k, one in enumerate(panel.markers)]
        for who, of in family.genotypes.items()
    }
    try:
        gains = ask(
            family.pedigree, asking, missing=family.missing, markers=panel.markers, observations=seen,
            threshold=needed, draws=draws, seed=seed,
        )  # fmt: skip
    except RepatriaError:
        return ()  # relatives who cannot be together: the check of families tells them
    return tuple(Asked(one.relative, one.gain, one.reaches) for one in gains)
