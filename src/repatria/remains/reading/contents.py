"""What lies in the bags: one row a sample, or a specimen of which no sample was taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from repatria.people.dates import PartialDate
from repatria.people.refs import LineRef, ListId, join_specimen
from repatria.remains.graph.essentials import OLDEST_YEARS, STATURES_CM, Essentials
from repatria.remains.graph.parts import part
from repatria.remains.graph.values import Contents, Sample, Specimen
from repatria.remains.reading.rows import Reader, Row
from repatria.remains.reading.tags import bag_in

NEEDS = ("bag", "specimen")
"""Headings without which a table is no contents."""


def read_contents(
    rows: Sequence[Row], *, bags: Mapping[str, LineRef], consignment: ListId, said_by: str = ""
) -> Contents:
    """Returns the specimens and samples of a consignment; specimens are numbered as they first appear in their bag.

    A row whose bag is not on the paper is told and counted apart. A row without a specimen's label is a specimen of its
    own: nothing that could be a person is dropped.

    Args:
        rows: With headings bag, specimen, and any of part, sample, taken_on, sex, age_from, age_to, stature_cm, condition,
            recovered_at, recovered_on.
        bags: Bags by tag or line (`repatria.remains.reading.tags_of`).
        consignment: The list whose lines they are.
        said_by: Whose mortuary says so.
    """
    work = _Work(bags, consignment)
    for row in rows:
        work.take(row)
    return Contents(
        consignment,
        said_by,
        tuple(work.specimens.values()),
        tuple(work.samples.values()),
        work.unplaced,
        tuple(work.reader.findings),
    )


class _Work:
    """Rows taken one after another. Invariant: ``specimens`` is in order of first appearance, by bag and label."""

    def __init__(self, bags: Mapping[str, LineRef], consignment: ListId) -> None:
        self.bags = bags
        self.consignment = consignment
        self.reader = Reader()
        self.specimens: dict[tuple[LineRef, str], Specimen] = {}
        self.samples: dict[str, Sample] = {}
        self.unplaced = 0
        self._bag_of_label: dict[str, LineRef] = {}
        self._in_bag: dict[LineRef, int] = {}

    def take(self, row: Row) -> None:
        bag = bag_in(self.bags, row.text("bag"))
        if bag is None or bag.rpartition(":")[0] != self.consignment:
            self.unplaced += 1
            self.reader.note(row, "bag-not-on-paper", "this bag is not on the consignment's paper",
                             "compare the tag with the paper; the row is counted apart", column="bag", error=True)  # fmt: skip
            return
        specimen = self._specimen(row, bag)
        if row.text("sample"):
            self._sample(row, specimen)

    def _specimen(self, row: Row, bag: LineRef) -> Specimen:
        label = row.text("specimen")
        found = Specimen(join_specimen(bag, 0), label, row.text("part"), _essentials(self.reader, row), row.place)
        known = self.specimens.get((bag, label)) if label else None
        if known is None:
            return self._new_specimen(row, bag, found)
        merged = _merged(self.reader, row, known, found)
        self.specimens[bag, label] = merged
        return merged

    def _new_specimen(self, row: Row, bag: LineRef, found: Specimen) -> Specimen:
        self._in_bag[bag] = self._in_bag.get(bag, 0) + 1
        new = replace(found, ref=join_specimen(bag, self._in_bag[bag]))
        self._doubt(row, bag, new)
        self.specimens[bag, new.label or f"\0{new.ref}"] = (
            new  # a label never begins with \0: cells hold no control characters
        )
        return new

    def _doubt(self, row: Row, bag: LineRef, new: Specimen) -> None:
        if not new.label:
            self.reader.note(row, "specimen-without-label", "this specimen has no label",
                             "it is counted as one of its own; give it a label before a sample is taken", column="specimen")  # fmt: skip
        elif self._bag_of_label.setdefault(new.label, bag) != bag:
            self.reader.note(row, "specimen-label-twice", "a specimen in another bag has this label",
                             "both are kept; give each its own label", column="specimen", error=True)  # fmt: skip
        if new.words and part(new.words) is None:
            self.reader.note(row, "part-not-counted", "these words name no part that is counted",
                             "write it as in left femur; the minimum number of people leaves it out", column="part")  # fmt: skip

    def _sample(self, row: Row, specimen: Specimen) -> None:
        label, taken_on = row.text("sample"), self.reader.day(row, "taken_on")
        known = self.samples.get(label)
        if known is not None:
            elsewhere = known.specimen != specimen.ref
            message = "a sample of another specimen has this label" if elsewhere else "this sample stands here twice"
            self.reader.note(row, "sample-label-twice", message, "the first is kept; correct the label",
                             column="sample", error=elsewhere)  # fmt: skip
            return
        recovered_on = specimen.essentials.recovered_on
        if taken_on and recovered_on and taken_on.latest < recovered_on.earliest:
            self.reader.note(row, "sample-before-recovery", "the sample was taken before the recovery", "check both days",
                             column="taken_on")  # fmt: skip
        self.samples[label] = Sample(label, specimen.ref, taken_on, row.place)


def _essentials(reader: Reader, row: Row) -> Essentials:
    age_from = reader.whole(row, "age_from", least=0, most=OLDEST_YEARS)
    age_to = reader.whole(row, "age_to", least=0, most=OLDEST_YEARS)
    if age_from is not None and age_to is not None and age_from > age_to:
        reader.note(
            row, "ages-turned-round", "age_from is above age_to", "check both; neither is used", column="age_from"
        )
        age_from = age_to = None
    return Essentials(
        sex=reader.sex(row),
        age_from=age_from,
        age_to=age_to,
        stature_cm=reader.whole(row, "stature_cm", least=STATURES_CM[0], most=STATURES_CM[1]),
        condition=row.text("condition"),
        recovered_at=row.text("recovered_at"),
        recovered_on=reader.day(row, "recovered_on"),
    )


def _merged(reader: Reader, row: Row, known: Specimen, more: Specimen) -> Specimen:
    """The specimen with what a further row adds; where rows differ the first is kept and the second told."""
    values: dict[str, str | int | PartialDate | None] = {}
    names = Essentials.__dataclass_fields__
    pairs = {name: (getattr(known.essentials, name), getattr(more.essentials, name)) for name in names}
    pairs["part"] = (known.words, more.words)
    for name, (before, now) in pairs.items():
        values[name] = now if before in (None, "") else before
        if before not in (None, "") and now not in (None, "") and before != now:
            reader.note(row, "specimen-told-differently", f"{name} differs from an earlier row of this specimen",
                        "the first is kept; correct one of them", column=name)  # fmt: skip
    words = values.pop("part")
    return replace(known, words=words, essentials=Essentials(**values))  # type: ignore[arg-type]  # same names, same types
