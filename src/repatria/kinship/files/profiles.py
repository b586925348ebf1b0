"""Genotype tables, wide (a column or several a marker) and long (a row a sample and marker), as profiles.

Autosomal results of samples are the profiles. Controls, staff and relatives are set apart, results on Y and X and those
that a rule takes out are kept beside the profile as they are written; each is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from repatria.errors import Finding, Severity
from repatria.kinship.files.cells import NO_RESULT, LoneAllele, parts, read, sex, told
from repatria.kinship.files.laboratory.columns import HEADS
from repatria.kinship.files.laboratory.roles import Role, may_be_control, role_of
from repatria.kinship.files.laboratory.samples import Cells, Read, Sample, read_samples
from repatria.kinship.files.naming import Use, use_of
from repatria.kinship.files.tables import Table, read_table

MIXED_FROM = 2
"""Markers with three alleles or more from which a sample may be a mixture: at one marker it may be a person's own tri-allele
(NIST STRBase lists them for every marker, each rare); a person with two such markers is rarer than a mixture of two people."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that is in no profile, as it is written."""

    why: str  # the code of the rule, or Y, X, sensor
    written: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as a table gives it.

    Attributes:
        id: The sample's reference, as written.
        sex: 1 male, 2 female, 0 not known.
        genotypes: Marker → ``13/14``, ``13/-`` (one allele seen) or ``-/-`` (no result); every marker of the table.
        more: Cells of the further columns that the caller asked for, by the name asked for.
        place: Where it stands: ``row 7 of profiles``.
        kept: Marker → what is written there, where that is no part of the profile.
    """

    id: str
    sex: int
    genotypes: Mapping[str, str]
    more: Mapping[str, str]
    place: str
    kept: Mapping[str, Kept] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Apart:
    """A sample that is set apart, and why."""

    role: Role
    profile: Profile


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """Profiles in the order of the file.

    Attributes:
        markers: Autosomal ones, in the order of the file's columns, in the one form of their names.
        profiles: Of samples.
        findings: What was found on the way.
        apart: Controls, staff, relatives and others.
        others: Markers of the file that are not autosomal.
        panels: Panels or kits that the file names.
    """

    markers: tuple[str, ...]
    profiles: tuple[Profile, ...]
    findings: tuple[Finding, ...]
    apart: tuple[Apart, ...] = ()
    others: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()


def read_profiles(
    content: bytes | Table,
    *,
    kind: str = "profiles",
    lone: LoneAllele = LoneAllele.PARTIAL,
    more: Sequence[str] = (),
) -> ProfileTable:
    """Returns the profiles of a genotype table.

    Wide: ``profile``, ``sex``, then one column a marker (``13/14``, ``13/-``, empty) or several (``D3S1358 1`` and
    ``D3S1358 2`` to 10, also with _ or a point, or the marker's name twice). Long: ``sample name``, ``marker``, then
    ``allele 1``, ``allele 2`` … as genotyping software exports it, or ``genotype``, or one ``allele`` a row. Amelogenin
    gives the sex. Of a sample that was typed twice the first is used, and how far they agree is told.

    Args:
        content: The file, or a sheet of a workbook as a table.
        kind: What it holds, for places.
        lone: What one allele alone means; ``13/-`` in a cell always means that the other is not known.
        more: Headings of further columns to keep.

    Raises:
        InputNotUnderstood: No column of samples or alleles, or a marker with too many columns.
    """
    table = content if isinstance(content, Table) else read_table(content, kind=kind, heads=HEADS)
    return profiles_of(read_samples(table, more=more), lone=lone)


def profiles_of(said: Read, *, lone: LoneAllele = LoneAllele.PARTIAL) -> ProfileTable:
    """Returns what a file says of its samples as profiles, those of controls and others set apart."""
    found = list(said.findings)
    autosomal = tuple(marker for marker in said.markers if use_of(marker) is Use.AUTOSOMAL)
    others = tuple(marker for marker in said.markers if use_of(marker) is not Use.AUTOSOMAL)
    profiles, apart = [], []
    for sample in said.samples.values():
        role = role_of(sample.id, sample.type)
        counts = role in (None, Role.SAMPLE)
        profile, of_sample = _profile(sample, autosomal, lone, counts=counts)
        found += of_sample
        if counts:
            found += _on_role(sample, role)
            profiles.append(profile)
        else:
            apart.append(Apart(role or Role.OTHER, profile))
    return ProfileTable(autosomal, tuple(profiles), (*found, *_on_apart(apart)), tuple(apart), others, said.panels)


def _profile(
    sample: Sample, autosomal: Sequence[str], lone: LoneAllele, *, counts: bool
) -> tuple[Profile, list[Finding]]:
    """Returns a sample's first run as a profile, and findings; of samples set apart none on single markers."""
    found: list[Finding] = []
    run, genotypes, kept = sample.runs[0], {}, {}
    for marker in autosomal:
        cells = run.get(marker)
        if cells is None:
            genotypes[marker] = NO_RESULT
            continue
        genotypes[marker], rule = read(cells[0], lone)
        if rule:
            found.append(told(rule, place=cells[1], marker=marker))
            if genotypes[marker] == NO_RESULT:
                kept[marker] = Kept(rule, cells[0], cells[1])
    seen: list[str] = []
    for marker, cells in run.items():
        use = use_of(marker)
        if use is Use.AMELOGENIN:
            seen += parts(cells[0])
        elif use is not Use.AUTOSOMAL and any(cells[0]):
            kept[marker] = Kept(use.value, cells[0], cells[1])
    of_sex, of_findings = sex(sample.sex, seen, place=sample.place)
    found += of_findings
    found += _on_sex(sample, of_sex, kept)
    found = _on_mixture(sample, kept, found)
    found += _on_runs(sample)
    profile = Profile(sample.id, of_sex, genotypes, sample.more, sample.place, kept)
    return profile, found if counts else []


def _on_sex(sample: Sample, of_sex: int, kept: Mapping[str, Kept]) -> Iterator[Finding]:
    on_y = [marker for marker, one in kept.items() if one.why == Use.Y.value and _typed(one.written)]
    if of_sex == 2 and on_y:
        message = f"{len(on_y)} results on the Y chromosome of a woman"
        yield Finding(Severity.WARNING, "sex-contradicted", sample.place, message, "check the sample for a mixture")


def _typed(written: Sequence[str]) -> bool:
    return any(text.strip().casefold() not in ("", "-", "0", "?", "na", "n/a", "nr") for text in parts(tuple(written)))


def _on_mixture(sample: Sample, kept: Mapping[str, Kept], found: list[Finding]) -> list[Finding]:
    """Returns findings with those on single markers of three alleles as one, where there are several."""
    several = sum(one.why == "tri-allele" for one in kept.values())
    if several < MIXED_FROM:
        return found
    message = f"three alleles or more at {several} markers: no result there; it may be a mixture of people"
    hint = "look at its electropherogram; leave it out if it is one"
    mixture = Finding(Severity.WARNING, "mixture", sample.place, message, hint)
    return [*(one for one in found if one.code != "tri-allele"), mixture]


def _on_runs(sample: Sample) -> Iterator[Finding]:
    if len(sample.runs) < 2:
        return
    agree, differ = Counter[str](), Counter[str]()
    first = {marker: _set(cells) for marker, cells in sample.runs[0].items()}
    for run in sample.runs[1:]:
        for marker, cells in run.items():
            if first.get(marker) and _set(cells):
                (agree if first[marker] == _set(cells) else differ)[marker] += 1
    place = next((cells[1] for cells in sample.runs[1].values()), sample.place)
    message = (
        f"the sample is typed {len(sample.runs)} times: {agree.total()} results agree, {differ.total()} differ at "
        f"{len(differ)} markers; the first is used, nothing is averaged"
    )
    severity = Severity.ERROR if differ else Severity.WARNING
    yield Finding(severity, "profile-twice", place, message, "keep one of them, or give them labels of their own")


def _set(cells: Cells) -> frozenset[str]:
    return frozenset(read(cells[0], LoneAllele.PARTIAL)[0].split("/")) - {"-"}


def _on_role(sample: Sample, role: Role | None) -> Iterator[Finding]:
    if role is None:
        message, hint = "the sample's type is not known; it is taken as a sample", "write Sample, or remove the row"
        yield Finding(Severity.WARNING, "type-not-understood", sample.place, message, hint)
    elif may_be_control(sample.id):
        message = "the label may be that of a laboratory's control; it is taken as a sample"
        hint = "if it is the control, give it the type Positive Control"
        yield Finding(Severity.WARNING, "perhaps-a-control", sample.place, message, hint)


def _on_apart(apart: Sequence[Apart]) -> Iterator[Finding]:
    for role in Role:
        those = [one.profile for one in apart if one.role is role]
        if those:
            message = f"{len(those)} of role {role.value}: set apart, no profile of remains"
            yield Finding(Severity.NOTE, "set-apart", those[0].place, message)
    for one in apart:
        seen = sum(result != NO_RESULT for result in one.profile.genotypes.values())
        seen += sum(_typed(kept.written) for kept in one.profile.kept.values() if kept.why not in set(Use))
        if one.role is Role.NEGATIVE and seen:
            message = f"alleles at {seen} markers of a negative control: something got into this run"
            hint = "type the samples of its run again"
            yield Finding(Severity.WARNING, "negative-control-typed", one.profile.place, message, hint)
