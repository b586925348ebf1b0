"""Where profiles come from: sample, specimen and bag of each, from the contents of bags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.people.refs import LineRef, ListId, SpecimenRef, join_line, line_ref, split_line
from repatria.remains.graph import Contents, Specimen
from repatria.remains.reading import Row, read_contents
from repatria.remains.reassociation import Item

UNLISTED = ListId("unlisted-1")
"""Stands for a paper that was not given: bags that contents call by their tags are its lines. Never told."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a profile comes from; empty where nobody said.

    Attributes:
        specimen: The mortuary's label of the specimen.
        ref: Its reference, None where the bag is known by its tag only.
        bag: The bag's line, or its tag where only that is known.
    """

    specimen: str = ""
    ref: SpecimenRef | None = None
    bag: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Places:
    """Specimens and bags by sample.

    Attributes:
        specimens: Sample → specimen; a specimen's label stands for a sample that has none.
        bags: Bag → what it is called; bags that are not in it are called by their line.
        findings: What was found while reading.
    """

    specimens: Mapping[str, Specimen] = field(default_factory=dict)
    bags: Mapping[LineRef, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def of(self, profile: str) -> Place:
        """Returns where a profile comes from."""
        one = self.specimens.get(profile)
        if one is None:
            return NOWHERE
        listed = split_line(one.bag)[0] != UNLISTED
        return Place(one.label, one.ref if listed else None, self.called(one.bag))

    def called(self, bag: LineRef) -> str:
        """Returns what a bag is called."""
        return self.bags.get(bag, bag)

    def item(self, profile: str) -> Item:
        """Returns a profile as re-association sees it."""
        one = self.specimens.get(profile)
        return Item(profile) if one is None else Item(profile, one.bag, one.part, one.essentials)

    def are_one_specimen(self, one: str, other: str) -> bool:
        """Whether two profiles were taken of one specimen."""
        first, second = self.specimens.get(one), self.specimens.get(other)
        return first is not None and second is not None and first.ref == second.ref

    def unplaced(self, profiles: Iterable[str]) -> tuple[Finding, ...]:
        """Returns a finding if contents were given and some profiles are not in them."""
        lost = sum(one not in self.specimens for one in profiles) if self.specimens else 0
        if not lost:
            return ()
        message, hint = f"{lost} profiles stand in no contents: their bags are not known", "compare the samples' labels"
        return (Finding(Severity.WARNING, "profile-without-bag", "contents", message, hint),)


def places_of(contents: Sequence[Contents], *, bags: Mapping[LineRef, str] | None = None) -> Places:
    """Returns the places that contents of consignments say; of a sample's label that stands twice the first counts."""
    specimens: dict[str, Specimen] = {}
    for one in contents:
        by_ref = {specimen.ref: specimen for specimen in one.specimens}
        for label, ref in one.by_sample.items():
            specimens.setdefault(label, by_ref[ref])
    for one in contents:
        for specimen in one.specimens:
            if specimen.label:
                specimens.setdefault(specimen.label, specimen)
    return Places(specimens, bags or {}, tuple(found for one in contents for found in one.findings))


def read_places(rows: Sequence[Row]) -> Places:
    """Returns the places that a file of contents says, without the paper: bags are told apart by what the file calls them.

    A bag named by its line (``south-5:17``) gives specimens with references; one named by its tag keeps its tag.
    """
    bags: dict[str, LineRef] = {}
    for row in rows:
        cell = row.text("bag")
        if cell and cell.upper() not in bags:
            bags[cell.upper()] = _line(cell) or join_line(UNLISTED, len(bags) + 1)
    names: dict[LineRef, str] = {}
    for row in rows:
        cell = row.text("bag")
        if cell and split_line(bags[cell.upper()])[0] == UNLISTED:
            names.setdefault(bags[cell.upper()], cell)
    consignments = dict.fromkeys(split_line(bag)[0] for bag in bags.values())
    contents = [
        read_contents(
            [row for row in rows if row.text("bag") and split_line(bags[row.text("bag").upper()])[0] == consignment],
            bags=bags,
            consignment=consignment,
        )
        for consignment in consignments
    ]
    places = places_of(contents, bags=names)
    nowhere = [row for row in rows if not row.text("bag")]
    told = tuple(
        Finding(Severity.ERROR, "row-without-bag", row.place, "the row names no bag", "name it", "bag")
        for row in nowhere
    )
    return Places(places.specimens, places.bags, (*places.findings, *told))


def _line(text: str) -> LineRef | None:
    try:
        return line_ref(text.casefold())
    except InputNotUnderstood:
        return None
