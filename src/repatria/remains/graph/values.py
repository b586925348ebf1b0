"""Specimens, samples and effects as a mortuary hands them in, and the contents of a consignment as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from repatria.errors import Finding
from repatria.people.dates import PartialDate
from repatria.people.refs import LineRef, ListId, Sha256, SpecimenRef, bag_of, join_line, split_line
from repatria.remains.graph.essentials import NOTHING_SEEN, Essentials
from repatria.remains.graph.links import Kind, Link
from repatria.remains.graph.parts import Part, part


@dataclass(frozen=True, slots=True)
class Specimen:
    """What was found as one piece in a bag; never assumed to be a person, nor to be all of one.

    Attributes:
        ref: The bag's line and the number in the bag.
        label: The mortuary's own label, unique in the consignment; empty where it has none.
        words: Which part it is, in the mortuary's words.
        essentials: What was seen of it.
        place: Where it stands: ``row 7 of contents``.
    """

    ref: SpecimenRef
    label: str
    words: str = ""
    essentials: Essentials = NOTHING_SEEN
    place: str = ""

    @property
    def bag(self) -> LineRef:
        """The line of the bag in which it lies."""
        return bag_of(self.ref)

    @property
    def part(self) -> Part | None:
        """The part of a body that the words mean, None where they mean none that is counted."""
        return part(self.words)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was taken of a specimen for a laboratory: its label, unique in the consignment, and the day."""

    label: str
    specimen: SpecimenRef
    taken_on: PartialDate | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that lay with remains. What it says is a claim by whoever put it there, and never an identity.

    Attributes:
        bag: The line of the bag.
        specimen: The specimen with which it lay, None where it lay in the bag.
        what: ``label``, ``document``, ``effect`` or ``clothing``.
        says: What stands on it, as written; kept out of every message.
        photograph: Digest of a photograph.
        place: Where it stands: ``row 7 of effects``.
    """

    bag: LineRef
    specimen: SpecimenRef | None
    what: str
    says: str = field(default="", repr=False)
    photograph: Sha256 | None = None
    place: str = ""


@dataclass(frozen=True)
class Contents:
    """What lies in the bags of one consignment, according to one source.

    Attributes:
        consignment: The list whose lines are the bags.
        said_by: Who says so: the party or mediator whose mortuary opened the bags.
        specimens: In order of first appearance.
        samples: In order of first appearance.
        unplaced: Rows whose bag is not on the paper; they are told, and are no specimens of the consignment.
        findings: What was found on the way.
    """

    consignment: ListId
    said_by: str
    specimens: tuple[Specimen, ...]
    samples: tuple[Sample, ...]
    unplaced: int = 0
    findings: tuple[Finding, ...] = ()

    @cached_property
    def specimens_by_bag(self) -> Mapping[LineRef, int]:
        """How many specimens lie in each bag; bags without any are not in it."""
        counted: dict[LineRef, int] = {}
        for specimen in self.specimens:
            counted[specimen.bag] = counted.get(specimen.bag, 0) + 1
        return counted

    def numbers(self, lines: int) -> tuple[int, ...]:
        """Returns the number of specimens of each line of the paper, from the first to line ``lines``; 0 without any."""
        return tuple(self.specimens_by_bag.get(join_line(self.consignment, n), 0) for n in range(1, lines + 1))

    @cached_property
    def by_label(self) -> Mapping[str, SpecimenRef]:
        """Specimens by label, the first where a label stands twice."""
        return {one.label: one.ref for one in reversed(self.specimens) if one.label}

    @cached_property
    def in_bag(self) -> Mapping[tuple[LineRef, str], SpecimenRef]:
        """Specimens by bag and label."""
        return {(one.bag, one.label): one.ref for one in self.specimens if one.label}

    @cached_property
    def refs(self) -> frozenset[SpecimenRef]:
        """The specimens' references."""
        return frozenset(one.ref for one in self.specimens)

    @cached_property
    def by_sample(self) -> Mapping[str, SpecimenRef]:
        """Specimens by the label of a sample taken of them."""
        return {sample.label: sample.specimen for sample in self.samples}

    @property
    def links(self) -> tuple[Link, ...]:
        """Returns what lies in what, for `Graph`."""
        bags = sorted(self.specimens_by_bag, key=split_line)
        return (
            *(Link(Kind.CONSIGNMENT, self.consignment, Kind.BAG, bag, self.said_by) for bag in bags),
            *(Link(Kind.BAG, one.bag, Kind.SPECIMEN, one.ref, self.said_by) for one in self.specimens),
            *(Link(Kind.SPECIMEN, one.specimen, Kind.SAMPLE, one.label, self.said_by) for one in self.samples),
        )
