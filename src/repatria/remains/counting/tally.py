"""The four numbers by handover and by side. They are shown together and never added to each other.

Bags and specimens of a side are the sums of its handovers. Its minimum number of individuals is not: it is counted anew over all
its specimens, for one person may lie in several handovers. An identified person is counted once however many bags hold
something of them; remains found to be the sender's own are counted apart, as they are nobody's whom the receiver sought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from repatria.people.refs import ListId, PartyId, SpecimenRef, bag_of
from repatria.remains.counting.groups import Pair
from repatria.remains.counting.minimum import minimum_individuals
from repatria.remains.graph.parts import Part
from repatria.remains.graph.values import Specimen


@dataclass(frozen=True, slots=True)
class Handover:
    """What one consignment held, by one side's count.

    Attributes:
        consignment: The list that came with it.
        party: Who handed it over.
        bags: Bags counted.
        specimens: What was found in them.
    """

    consignment: ListId
    party: PartyId
    bags: int
    specimens: tuple[Specimen, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Four numbers, and the wrong-side remains apart.

    Attributes:
        bags: Bags counted.
        specimens: Specimens found in them.
        minimum_individuals: At least so many people.
        identified: Persons whom a board identified, each once.
        wrong_side: Persons identified as the sender's own; not among ``identified``.
    """

    bags: int
    specimens: int
    minimum_individuals: int
    identified: int
    wrong_side: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers by handover, by the side that handed over, and of all."""

    by_handover: Mapping[ListId, Numbers]
    by_side: Mapping[PartyId, Numbers]
    of_all: Numbers


def count(
    handovers: Sequence[Handover],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    apart: Iterable[Collection[SpecimenRef]] = (),
    identified: Mapping[str, str] | None = None,
    wrong_side: Collection[str] = (),
) -> Tally:
    """Returns the four numbers.

    Args:
        handovers: Consignments, each once.
        same: Pairs of specimens judged to be one person.
        different: Pairs judged to be two people.
        apart: Sets of specimens that are all different people.
        identified: Specimen, or line of a whole bag → the person, by identifications in force.
        wrong_side: Those of these persons who are the sender's own.
    """
    work = _Work(tuple(same), tuple(different), tuple(apart), identified or {}, frozenset(wrong_side))
    sides = dict.fromkeys(one.party for one in handovers)
    return Tally(
        {one.consignment: work.numbers([one]) for one in handovers},
        {side: work.numbers([one for one in handovers if one.party == side]) for side in sides},
        work.numbers(handovers),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    same: tuple[Pair, ...]
    different: tuple[Pair, ...]
    apart: tuple[Collection[SpecimenRef], ...]
    identified: Mapping[str, str]
    wrong_side: frozenset[str]

    def numbers(self, handovers: Sequence[Handover]) -> Numbers:
        """Returns the numbers of some handovers together."""
        specimens = [specimen for one in handovers for specimen in one.specimens]
        persons = self._persons(handovers)
        return Numbers(
            bags=sum(one.bags for one in handovers),
            specimens=len(specimens),
            minimum_individuals=max(self._minimum(specimens), len(persons)),
            identified=len(persons - self.wrong_side),
            wrong_side=len(persons & self.wrong_side),
        )

    def _persons(self, handovers: Sequence[Handover]) -> frozenset[str]:
        here = {one.consignment for one in handovers}
        return frozenset(person for ref, person in self.identified.items() if ref.partition(":")[0] in here)

    def _minimum(self, specimens: Sequence[Specimen]) -> int:
        parts: dict[SpecimenRef, Part | None] = {one.ref: one.part for one in specimens}
        of_person: dict[str, list[SpecimenRef]] = {}
        for ref in parts:
            person = self.identified.get(ref) or self.identified.get(bag_of(ref))
            if person:
                of_person.setdefault(person, []).append(ref)
        joined = [(refs[0], other) for refs in of_person.values() for other in refs[1:]]
        persons = [refs[0] for refs in of_person.values()]
        found = minimum_individuals(
            parts, same=(*self.same, *joined), different=self.different, apart=(*self.apart, persons)
        )
        return found.value
