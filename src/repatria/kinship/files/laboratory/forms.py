"""The one door for a laboratory's file: it recognises the form, or says which forms it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from repatria.errors import Finding, InputNotUnderstood
from repatria.kinship.files.cells import LoneAllele
from repatria.kinship.files.familias import ReferenceFamily, read_fam
from repatria.kinship.files.families import Family
from repatria.kinship.files.laboratory.cmf import is_cmf, read_cmf
from repatria.kinship.files.ped import read_ped
from repatria.kinship.files.profiles import Profile, ProfileTable, profiles_of, read_profiles
from repatria.kinship.files.tables import Table


class Form(StrEnum):
    """What a file is."""

    TABLE = "genotype table"
    CMF = "CODIS CMF"
    FAMILIAS = "Familias"
    PED = "PLINK or LINKAGE pedigrees"


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A laboratory's file as read.

    Attributes:
        form: What it is.
        table: The profiles that it has; none in a file of pedigrees alone.
        families: The families that it has; none in a table.
    """

    form: Form
    table: ProfileTable
    families: tuple[Family, ...] = ()


def form_of(content: bytes) -> Form:
    """Returns what a file is by its first bytes; a workbook is handed over as a table instead.

    Raises:
        InputNotUnderstood: XML that is no CMF.
    """
    head = content[:65536].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"")
    if head.startswith(b"<"):
        if is_cmf(content):
            return Form.CMF
        hint = "this reads CODIS CMF; frequencies of STRidER are given as frequencies"
        raise InputNotUnderstood("an XML file that is not CMF", hint=hint)
    if head.startswith(b'"Output from Familias'):
        return Form.FAMILIAS
    return Form.PED if _is_ped(head) else Form.TABLE


def _is_ped(head: bytes) -> bool:
    """Whether lines begin as a pedigree's: six columns parted by white space, the fifth a sex, then pairs of alleles."""
    lines = [line.split() for line in head.splitlines()[:-1] or head.splitlines() if not line.startswith(b"#")]
    lines = [line for line in lines if line][:5]
    return bool(lines) and all(
        len(line) >= 8 and len(line) % 2 == 0 and line[4] in (b"0", b"1", b"2") and b"," not in line[0]
        for line in lines
    )


def read_laboratory(
    content: bytes | Table,
    *,
    kind: str = "profiles",
    lone: LoneAllele = LoneAllele.PARTIAL,
    more: Sequence[str] = (),
    markers: Sequence[str] = (),
) -> Laboratory:
    """Returns what a laboratory's file holds, whichever of the forms it is.

    Args:
        content: The file; a sheet of a workbook as a table (`tables.table_of`).
        kind: What it holds, for places.
        lone: What one allele alone means.
        more: Headings of further columns of tables to keep.
        markers: Names of the markers of a ``.ped``, in the order of its columns.

    Raises:
        InputNotUnderstood: None of the forms, or something in it is not understood; `FileNotUnderstood` has findings.
    """
    if isinstance(content, Table):
        return Laboratory(Form.TABLE, read_profiles(content, lone=lone, more=more))
    try:
        form = form_of(content)
    except InputNotUnderstood as wrong:
        wrong.place = wrong.place or kind
        raise
    match form:
        case Form.TABLE:
            return Laboratory(form, read_profiles(content, kind=kind, lone=lone, more=more))
        case Form.CMF:
            return Laboratory(form, profiles_of(read_cmf(content, kind=kind), lone=lone))
        case Form.FAMILIAS:
            case_ = read_fam(content, kind=kind)
            people = [Profile(one.id, int(one.sex or 0), one.genotypes, {}, kind) for one in case_.unidentified]
            families = tuple(replace(_reference(one), id=one.name) for one in case_.families if one.pedigrees)
            return Laboratory(form, _table(people, case_.findings), families)
        case Form.PED:
            if not markers:
                hint = "give the .map that names its markers"
                raise InputNotUnderstood("pedigrees without the names of their markers", hint=hint, place=kind)
            read, found = read_ped(content, markers=markers, kind=kind)
            return Laboratory(form, _table([], found), read)


def _table(profiles: Sequence[Profile], found: Sequence[Finding]) -> ProfileTable:
    markers = dict.fromkeys(marker for one in profiles for marker in one.genotypes)
    return ProfileTable(tuple(markers), tuple(profiles), tuple(found))


def _reference(one: ReferenceFamily) -> Family:
    """Returns the pedigree that misses somebody and has most people, else the first."""
    return max(one.pedigrees, key=lambda tree: (bool(tree.missing), len(tree.pedigree.ids)))
