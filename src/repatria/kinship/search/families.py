"""Reference families as rows, and lots of them as the arrays that the kernels take.

A row that cannot be searched is set aside with a finding; so is one result of a relative that breaks a rule (an allele without
frequency, three alleles), and the relative counts as not typed at that marker. Findings name rows and markers, never alleles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files.naming import Use, marker_name, use_of
from repatria.kinship.pedigree import Pedigree, PedigreeImpossible
from repatria.kinship.search.panel import NOT_SEEN, Panel
from repatria.kinship.search.plans import LEAF_WIDTH, STEP_WIDTH, Plan, Seen, compile_plan
from repatria.kinship.search.shapes import Shape, shape_of

_CODE = 1 << 12  # a result is packed into one number while it is read: (first + 1) * _CODE + second + 1
_USUAL_ALLELES = 14  # by which plans are compared; forensic markers have 6 to 40


class FamilyRow(msgspec.Struct):
    """A reference family as a line of F has it.

    Attributes:
        family: Its reference.
        id: Persons of the pedigree.
        fid: Father of each, "0" for founders.
        mid: Mother of each.
        sex: 1 male, 2 female; 0 unknown, for persons without children.
        missing: Who is looked for.
        markers: Of each person's results, in order.
        genotypes: Person → results, ``13/14``, ``13/-`` or empty.
    """

    family: str
    id: list[str]
    fid: list[str]
    mid: list[str]
    sex: list[int]
    missing: str
    markers: list[str]
    genotypes: dict[str, list[str | None]]


class _Line(msgspec.Struct):
    """A line whose pedigree is not yet read: most lines have one that was read before."""

    family: str
    id: msgspec.Raw
    fid: msgspec.Raw
    mid: msgspec.Raw
    sex: msgspec.Raw
    missing: str
    markers: msgspec.Raw
    genotypes: dict[str, list[str | None]]

    def form(self) -> tuple[object, ...]:
        parts = (self.id, self.fid, self.mid, self.sex, self.markers)
        return (*map(bytes, parts), self.missing, *self.genotypes)


_decode_line = msgspec.json.Decoder(_Line).decode
_decode_row = msgspec.json.Decoder(FamilyRow).decode


@dataclass(frozen=True, slots=True)
class _Form:
    """What families have in common who differ in their results only.

    Attributes:
        shape: Who descends from whom.
        people: Reference of the person in each slot.
        sex: Of the missing person.
        markers: Place of each marker in the panel, -1 for one that the frequencies do not have.
    """

    shape: Shape
    people: tuple[str, ...]
    sex: int
    markers: tuple[int, ...]


MOST_FORMS = 10_000
"""Forms that are remembered; a register in which each family has its own references for people has no two alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Programs:
    """Plans one after another, as the kernels take them."""

    leaves: NDArray[np.int64]
    leaf_start: NDArray[np.int64]
    steps: NDArray[np.int64]
    step_start: NDArray[np.int64]
    results: NDArray[np.int64]
    rescaled: NDArray[np.int64]
    cells: int
    shared_cells: int

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> Programs:
        """Returns plans one after another."""
        return cls(
            leaves=np.concatenate([plan.leaves for plan in plans] or [np.zeros((0, LEAF_WIDTH), np.int64)]),
            leaf_start=np.cumsum([0, *(len(plan.leaves) for plan in plans)]),
            steps=np.concatenate([plan.steps for plan in plans] or [np.zeros((0, STEP_WIDTH), np.int64)]),
            step_start=np.cumsum([0, *(len(plan.steps) for plan in plans)]),
            results=np.array([plan.result for plan in plans], np.int64),
            rescaled=np.array([plan.rescale for plan in plans], np.int64),
            cells=max((plan.cells for plan in plans), default=0),
            shared_cells=max((plan.shared_cells for plan in plans), default=0),
        )

    def arrays(self) -> tuple[NDArray[np.int64], ...]:
        """Returns what the kernels take."""
        return self.leaves, self.leaf_start, self.steps, self.step_start, self.results, self.rescaled


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """Families with equal shapes side by side.

    Attributes:
        names: Reference of each family.
        lines: Its row in the file, from 1.
        sexes: Sex of the missing person, 0 unknown.
        obs: Results of the typed persons, [marker, slot, 2] family after family, -1 for not seen.
        obs_start: Where each family's begin.
        slots: Number of typed persons of each.
        plan_of: Plan of each family and marker, -1 where the family has nothing to say.
        programs: The plans.
        findings: Rows and results set aside.
        rows: How many rows were read.
    """

    names: tuple[str, ...]
    lines: NDArray[np.int64]
    sexes: NDArray[np.int64]
    obs: NDArray[np.int16]
    obs_start: NDArray[np.int64]
    slots: NDArray[np.int64]
    plan_of: NDArray[np.int64]
    programs: Programs
    findings: tuple[Finding, ...]
    rows: int

    def __len__(self) -> int:
        return len(self.names)

    def chosen(self, which: NDArray[np.int64]) -> Lot:
        """Returns some of the families."""
        ends = np.append(self.obs_start, self.obs.size)
        parts = [self.obs[ends[k] : ends[k + 1]] for k in which.tolist()]
        return replace(
            self,
            names=tuple(self.names[k] for k in which.tolist()),
            lines=self.lines[which],
            sexes=self.sexes[which],
            obs=np.concatenate([np.zeros(0, np.int16), *parts]),
            obs_start=np.cumsum([0, *map(len, parts)])[:-1].astype(np.int64),
            slots=self.slots[which],
            plan_of=self.plan_of[which],
        )


@dataclass(slots=True)
class _Group:
    """Families of one shape and one list of markers, while a lot is read."""

    names: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    sexes: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """What was read of a lot so far."""

    groups: dict[tuple[Shape, tuple[int, ...]], _Group] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def aside(self, row: int, code: str, message: str, hint: str) -> None:
        """Notes that a family is not searched."""
        said = f"{message}; this family is not searched"
        self.findings.append(Finding(Severity.ERROR, code, f"row {row}", said, hint))


_Known = tuple[Shape, tuple[int, ...]]


class Reader:
    """Turns rows into lots; remembers shapes and plans, so that each is worked out once."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._places = {marker_name(marker.name): k for k, marker in enumerate(panel.markers)}
        self._codes: list[dict[str | None, int]] = [{None: 0, "": 0} for _ in panel.markers]
        self._nothing: dict[str | None, int] = {}
        self._known: dict[tuple[int, ...], list[dict[str | None, int]]] = {}
        self._shapes: dict[tuple[object, ...], _Known] = {}
        self._forms: dict[tuple[object, ...], _Form] = {}
        self._headings: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._numbers: dict[tuple[Shape, tuple[int, ...]], int] = {}
        self._wrong: list[InputNotUnderstood] = []
        self._compiled: list[Plan] = []
        self._widest = int(panel.sizes.max(initial=1))

    def read_lines(self, lines: Sequence[bytes], *, first: int) -> Lot:
        """Returns the families of lines of JSON; `first` is the number of the first line."""
        reading = _Reading()
        for number, line in enumerate(lines, first):
            try:
                row = _decode_line(line)
                form = self._forms.get(row.form())
                if form is None:
                    form = self._remembered(row.form(), self._form(_decode_row(line), number, reading))
                self._take(number, row.family, form, row.genotypes, reading)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                if line.strip():
                    reading.aside(number, "family-not-understood", "this line is no family", "see the format of F")
            except InputNotUnderstood as wrong:
                reading.aside(number, "family-not-searched", wrong.message, wrong.hint)
        return self._lot(reading, len(lines))

    def read_rows(self, rows: Iterable[FamilyRow], *, first: int) -> Lot:
        """Returns the families of rows; `first` is the number of the first."""
        reading, count = _Reading(), 0
        for number, row in enumerate(rows, first):
            count += 1
            if not _is_whole(row):
                reading.aside(number, "family-not-understood", "this row is no family", "fill every column")
                continue
            try:
                self._take(number, row.family, self._form_of(row, number, reading), row.genotypes, reading)
            except InputNotUnderstood as wrong:
                reading.aside(number, "family-not-searched", wrong.message, wrong.hint)
        return self._lot(reading, count)

    def _lot(self, reading: _Reading, count: int) -> Lot:
        parts = [self._part(shape, markers, group, reading) for (shape, markers), group in reading.groups.items()]
        return self._joined(parts, reading.findings, count)

    def _form_of(self, row: FamilyRow, number: int, reading: _Reading) -> _Form:
        """Returns the form of a row: that of an earlier one with the same people, missing person and markers."""
        tree = (tuple(row.id), tuple(row.fid), tuple(row.mid), tuple(row.sex))
        key = (*tree, tuple(row.markers), row.missing, *row.genotypes)
        return self._forms.get(key) or self._remembered(key, self._form(row, number, reading))

    def _remembered(self, key: tuple[object, ...], form: _Form) -> _Form:
        if len(self._forms) >= MOST_FORMS:
            self._forms.clear()
        self._forms[key] = form
        return form

    def _take(
        self, number: int, name: str, form: _Form, genotypes: dict[str, list[str | None]], reading: _Reading
    ) -> None:
        if not name:
            raise InputNotUnderstood("the family has no reference", hint="give it one, by which its hits are told")
        codes: list[int] = []
        for person in form.people:
            texts = genotypes[person]
            if len(texts) != len(form.markers):
                raise InputNotUnderstood(
                    "a person has not one result a marker", hint="write an empty text for no result"
                )
            codes += self._read(form.markers, texts, number, reading)
        group = reading.groups.get((form.shape, form.markers))
        if group is None:
            group = reading.groups[form.shape, form.markers] = _Group()
        group.names.append(name)
        group.lines.append(number)
        group.sexes.append(form.sex)
        group.codes += codes

    def _form(self, row: FamilyRow, number: int, reading: _Reading) -> _Form:
        """Returns a family's form.

        Raises:
            PedigreeImpossible: It breaks a rule of descent, or names somebody who is not in it.
            InputNotUnderstood: It names a marker twice.
        """
        pedigree = Pedigree.of(row.id, row.fid, row.mid, row.sex)
        missing, typed = pedigree.index(row.missing), tuple(pedigree.index(person) for person in row.genotypes)
        if missing in typed:
            raise PedigreeImpossible(
                "the missing person has results", hint="compare that profile with others as a profile"
            )
        key = (pedigree.fathers, pedigree.mothers, missing, typed)
        known = self._shapes.get(key)
        if known is None:
            known = self._shapes[key] = shape_of(
                fathers=pedigree.fathers, mothers=pedigree.mothers, missing=missing, typed=typed
            )
        shape, slots = known
        people = tuple(row.id[slot] for slot in slots)
        return _Form(shape, people, row.sex[missing], self._heading(row.markers, number, reading))

    def _heading(self, names: Sequence[str], number: int, reading: _Reading) -> tuple[int, ...]:
        """Returns the place of each marker in the panel, -1 for one that the frequencies do not have."""
        key = tuple(names)
        known = self._headings.get(key)
        if known is None:
            same = [marker_name(name) for name in names]
            known = tuple(self._places.get(name, -1) for name in same)
            if len(set(same)) < len(same):
                raise InputNotUnderstood("a marker is named twice", hint="give each marker once")
            for name, place in zip(names, known, strict=True):
                if place < 0 and use_of(name) is Use.AUTOSOMAL:
                    reading.findings.append(
                        Finding(
                            Severity.WARNING, "marker-without-frequencies", f"row {number}",
                            "a marker is not in the frequencies and is not used", "add its frequencies", name,
                        )
                    )  # fmt: skip
            self._headings[key] = known
        return known

    def _read(self, markers: tuple[int, ...], texts: Sequence[str | None], number: int, reading: _Reading) -> list[int]:
        known = self._known.get(markers)
        if known is None:
            known = self._known[markers] = [self._codes[k] if k >= 0 else self._nothing for k in markers]
        codes = list(map(dict.get, known, texts))
        if None in codes:
            for k, code in enumerate(codes):
                if code is None:
                    codes[k] = self._read_one(markers[k], texts[k], number, reading)
        return codes  # type: ignore[return-value]  # every None was replaced

    def _read_one(self, marker: int, text: str | None, number: int, reading: _Reading) -> int:
        if marker < 0:
            return 0
        try:
            one, two = self.panel.read(marker, text)
        except InputNotUnderstood as wrong:
            name = self.panel.markers[marker].name
            reading.findings.append(
                Finding(Severity.WARNING, "result-set-aside", f"row {number}", wrong.message, wrong.hint, name)
            )
            return 0
        code = (one + 1) * _CODE + two + 1
        self._codes[marker][text] = code
        return code

    def _part(self, shape: Shape, markers: tuple[int, ...], group: _Group, reading: _Reading) -> _Part:
        """Returns a group as arrays, without the families for which there is no plan."""
        codes = np.array(group.codes, np.int64).reshape(len(group.names), len(shape.typed), len(markers))
        used = np.array([k for k, marker in enumerate(markers) if marker >= 0], np.int64)
        seen = np.full((len(group.names), len(self.panel), len(shape.typed), 2), NOT_SEEN, np.int16)
        here = [markers[k] for k in used]
        first, second = np.divmod(codes[:, :, used].transpose(0, 2, 1), _CODE)
        seen[:, here] = np.stack([first, second], axis=-1) - 1
        plan_of = np.full((len(group.names), len(self.panel)), -1, np.int64)
        plan_of[:, here], wrong = self._plans_of(shape, (seen[:, here] >= 0).sum(axis=3))
        for row in np.flatnonzero(wrong >= 0):
            reason = self._wrong[int(wrong[row])]
            reading.aside(group.lines[row], "family-too-complex", reason.message, reason.hint)
        return _Part(group, seen, plan_of, wrong < 0)

    def _plans_of(self, shape: Shape, told: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Returns the plan of each family and marker, and for each family why it has none (-1: it has)."""
        families, markers, slots = told.shape
        wrong = np.full(families, -1, np.int64)
        if not told.size or (told == Seen.WHOLE).all():
            patterns, which = np.full((1, slots), Seen.WHOLE, np.int64), np.zeros(families * markers, np.int64)
        else:
            patterns, which = np.unique(told.reshape(-1, slots), axis=0, return_inverse=True)
        numbers = np.zeros(len(patterns), np.int64)
        for k, pattern in enumerate(patterns):
            numbers[k] = self._plan(shape, tuple(pattern.tolist()))
        plans = numbers[which.ravel()].reshape(families, markers)
        bad = plans <= _NO_PLAN
        wrong[bad.any(axis=1)] = (_NO_PLAN - plans.min(axis=1, initial=0))[bad.any(axis=1)]
        return plans, wrong

    def _plan(self, shape: Shape, pattern: tuple[int, ...]) -> int:
        key = (shape, pattern)
        known = self._numbers.get(key)
        if known is None:
            seen = [Seen(one) for one in pattern]
            try:
                plan = compile_plan(shape, seen, alleles=_USUAL_ALLELES, most_alleles=self._widest)
            except InputNotUnderstood as wrong:
                known = _NO_PLAN - len(self._wrong)
                self._wrong.append(wrong)
            else:
                known = len(self._compiled)
                self._compiled.append(plan)
            self._numbers[key] = known
        return known

    def _joined(self, parts: Sequence[_Part], found: Sequence[Finding], count: int) -> Lot:
        names = tuple(name for part in parts for name, good in zip(part.group.names, part.good, strict=True) if good)
        sizes = [part.seen.shape[1] * part.seen.shape[2] * 2 for part in parts for good in part.good if good]
        plan_of = np.concatenate(
            [part.plan_of[part.good] for part in parts] or [np.zeros((0, len(self.panel)), np.int64)]
        )
        used, local = np.unique(plan_of, return_inverse=True)
        kept = used[used >= 0]
        nothing = np.zeros(0, np.int64)
        return Lot(
            names=names,
            lines=np.concatenate([nothing, *(np.array(part.group.lines)[part.good] for part in parts)]),
            sexes=np.concatenate([nothing, *(np.array(part.group.sexes)[part.good] for part in parts)]),
            obs=np.concatenate([np.zeros(0, np.int16), *(part.seen[part.good].ravel() for part in parts)]),
            obs_start=np.cumsum([0, *sizes])[:-1].astype(np.int64),
            slots=np.array([part.seen.shape[2] for part in parts for good in part.good if good], np.int64),
            plan_of=local.reshape(plan_of.shape) - (len(used) - len(kept)),
            programs=Programs.of([self._compiled[k] for k in kept]),
            findings=tuple(found),
            rows=count,
        )


def _is_whole(row: FamilyRow) -> bool:
    """Whether a row has no null but among results: a column of a table may hold any."""
    lists = (row.id, row.fid, row.mid, row.sex, row.markers)
    return None not in (row.family, row.missing, row.genotypes, *lists) and not any(None in one for one in lists)


_NO_PLAN = -10
"""Plan numbers from here down name reasons why there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    group: _Group
    seen: NDArray[np.int16]
    plan_of: NDArray[np.int64]
    good: NDArray[np.bool_]
