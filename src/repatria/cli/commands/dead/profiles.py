"""A laboratory's file looked at before anybody is searched for in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.dead.material import SHOWN, telling
from repatria.cli.commands.kinship.inputs import SUMS, read_table
from repatria.cli.rows import ARCHIVE, FILE, read_bytes
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import Finding, InputNotUnderstood, Severity

if TYPE_CHECKING:
    from repatria.desk.identification.markers import Markers
    from repatria.kinship.declared import FamilyCheck, SameProfile
    from repatria.kinship.files import Family
    from repatria.kinship.files.checks import Resembling, Swapped
    from repatria.kinship.files.laboratory.forms import Laboratory
    from repatria.kinship.files.profiles import Profile

_MORE = ("laboratory", "dropout")
MOST_MARKERS = 5
"""Markers that are printed against a relative, the strongest first; ``--json`` has them all."""


@click.command("profiles")
@click.argument("file", type=FILE)
@click.option("--frequencies", type=FILE, help="Allele frequencies: CSV long or wide, or STRidER XML.")
@click.option("--origin", metavar="NAME", help="Which population of a STRidER file.")
@click.option("--sums", type=click.Choice(SUMS), default="refuse", help="Where frequencies do not sum to one (refuse).")
@click.option(
    "--policy", type=FILE, help="What an identification must have, TOML: its rule for unseen alleles is used."
)
@click.option("--kit", "kit_name", metavar="NAME", help="The kit that was used (what the file names).")
@click.option("--elimination", type=FILE, help="Profiles of staff, of the same forms: samples are compared with each.")
@click.option(
    "--families", type=FILE, help="Reference families, one missing person a line, JSON: are they as declared?"
)
@click.option("--map", "map_", type=FILE, help="The .map that names the markers of a .ped.")
@click.option(
    "--lone",
    type=click.Choice(["partial", "homozygote"]),
    default="partial",
    show_default=True,
    help="What one allele alone in a cell means: the other not seen, or nothing else there.",
)
@click.option("--out", type=FILE, metavar="PROFILES.csv", help="Where the profiles go, one row each, for the search.")
@click.option("--set-aside", type=FILE, metavar="CSV", help="Where goes what is in no profile, as it is written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def profiles(
    *, file: Path, frequencies: Path | None, origin: str | None, sums: str, policy: Path | None, kit_name: str | None,
    elimination: Path | None, families: Path | None, map_: Path | None, lone: str, out: Path | None,
    set_aside: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Reads a laboratory's file, checks it and tells what it finds; nothing is entered or decided.

    FILE is a genotype table as software exports it (CSV, TSV, XLSX, ODS; a row a sample, or a row a sample and marker), CODIS
    CMF (XML), Familias' .fam or a .ped. Controls, staff and relatives are set apart, results on Y and X too. With frequencies:
    alleles that they do not have, columns that were swapped; with an elimination database: samples that may be a member of
    staff's; with families: declared relatives who cannot be, and one profile in two places. No genotype is ever printed.
    """
    if frequencies is None and (elimination or families):
        raise click.UsageError("--elimination and --families need --frequencies")
    markers_of_ped = _map(map_)
    read, found = _laboratory(file, "profiles", lone, markers_of_ped)
    staff, of_staff = _laboratory(elimination, "elimination", lone, ()) if elimination else (None, ())
    found = [*found, *of_staff, *_on_kit(read, kit_name)]
    checked = _Checked()
    if frequencies is not None:
        checked = _check(
            read, staff, families=families, frequencies=frequencies, origin=origin, sums=sums, policy=policy
        )
    found = _ordered([*found, *checked.findings])
    if out is not None:
        write_private_file(out, csv_bytes(*_table(read)))
    if set_aside is not None:
        write_private_file(set_aside, csv_bytes(("sample", "role", "marker", "why", "written", "place"), _aside(read)))
    document = _document(read, checked)
    if as_json:
        voice.document(document | {"findings": [voice.finding_json(one) for one in found]})
        return
    voice.findings(found)
    _show(document, checked)


def _ordered(found: Sequence[Finding]) -> list[Finding]:
    """Returns findings by how much they matter, rare ones before those that come again and again."""
    often = Counter(one.code for one in found)
    return sorted(found, key=lambda one: (list(Severity).index(one.severity), often[one.code]))


def _map(path: Path | None) -> tuple[str, ...]:
    from repatria.kinship.files import read_map

    return read_map(read_bytes(path, "map")) if path else ()


def _laboratory(path: Path, kind: str, lone: str, markers: Sequence[str]) -> tuple[Laboratory, Sequence[Finding]]:
    """Returns a laboratory's file and what was found in it; a workbook is opened in a limited process."""
    from repatria.kinship.files import LoneAllele
    from repatria.kinship.files.laboratory.forms import read_laboratory

    content = read_bytes(path, kind)
    said: Any = content
    found: list[Finding] = []
    if content.startswith(ARCHIVE):
        said, found = _sheet(content, kind)
    read = read_laboratory(said, kind=kind, lone=LoneAllele(lone), more=_MORE, markers=markers)
    return read, (*found, *read.table.findings)


def _sheet(content: bytes, kind: str) -> tuple[Any, list[Finding]]:
    """Returns the first sheet of a workbook that has profiles, as a table, and what is told of the others."""
    from repatria.kinship.files.laboratory.columns import HEADS
    from repatria.kinship.files.laboratory.formulas import formula_cells
    from repatria.kinship.files.tables import MOST_COLUMNS, folded, table_of
    from repatria.lists.limited import decode_limited
    from repatria.lists.sheet import Limits

    try:
        grids = decode_limited(content, Limits(columns=MOST_COLUMNS)).grids
    except InputNotUnderstood as wrong:
        raise InputNotUnderstood(wrong.message, hint=wrong.hint, place=kind) from None
    filled = [grid for grid in grids if any(any(row) for row in grid.rows)]
    if not filled:
        raise InputNotUnderstood("the workbook is empty", hint="the first row holds the headings", place=kind)
    chosen = next((g for g in filled if any(folded(cell) in HEADS for row in g.rows[:20] for cell in row)), filled[0])
    found = []
    if len(filled) > 1:
        message = f"sheet {chosen.number} is read; {len(filled) - 1} more filled sheets are not"
        hint = "give each sheet as a file of its own"
        found.append(Finding(Severity.WARNING, "sheets-not-read", kind, message, hint))
    if many := formula_cells(content):
        message = f"{many:,} cells are computed by formulas: what was computed at the last saving is read"
        found.append(Finding(Severity.WARNING, "formulas-in-workbook", kind, message, "save the values, or a CSV"))
    table = table_of(enumerate(chosen.rows, start=1), kind=kind, heads=HEADS, decimal_comma=True)
    return table, found


def _on_kit(read: Laboratory, name: str | None) -> Iterator[Finding]:
    """Yields how a table differs from its kit, that of ``--kit`` or those that the file names."""
    from repatria.kinship.files.checks import check_kit
    from repatria.kinship.files.naming import kit_named, kits, kits_in

    if name is not None:
        kit = kit_named(name)
        if kit is None:
            known = ", ".join(one.name for one in kits())
            raise InputNotUnderstood("the kit is not known", hint=f"one of: {known}", place="--kit")
        yield from check_kit(read.table, kit)
        return
    claimed = kits_in(read.table.panels)
    if len(claimed) == 1:
        yield from check_kit(read.table, claimed[0])
    elif claimed:
        names = ", ".join(kit.name for kit in claimed)
        message = f"the file names several kits: {names}"
        yield Finding(Severity.NOTE, "several-kits", "profiles", message, "--kit says against which it is checked")


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the checks found that need frequencies."""

    findings: tuple[Finding, ...] = ()
    markers: Markers | None = None
    swapped: tuple[Swapped, ...] = ()
    resembling: tuple[Resembling, ...] = ()
    families: tuple[FamilyCheck, ...] = ()
    same: tuple[SameProfile, ...] = ()


def _check(
    read: Laboratory, staff: Laboratory | None, *, families: Path | None, frequencies: Path, origin: str | None,
    sums: str, policy: Path | None,
) -> _Checked:  # fmt: skip
    from repatria.desk.identification.markers import markers_of
    from repatria.kinship.files.checks import check_columns, check_staff
    from repatria.kinship.mutation import Mutation
    from repatria.remains.policy import DEFAULT, read_policy

    rules = read_policy(read_bytes(policy, "policy")) if policy else DEFAULT
    table = read_table(frequencies, origin=origin, sums=sums)
    content = read_bytes(families, "families") if families else b""
    handled = _everybody(staff) if staff else ()
    counted = _results((*read.table.profiles, *handled, *(one.profile for one in read.table.apart)))
    _count(counted, _families(read, content))
    markers = markers_of(table, Mutation.usual(), results=counted, policy=rules)
    swapped, of_columns = check_columns(read.table, table.markers)
    resembling, of_staff = check_staff(read.table, handled, markers=markers.markers)
    checks, same = _check_families(read, content, markers)
    lacking = [_lacking(name) for name in read.table.markers if name not in table.markers]
    found = (*table.findings, *lacking, *markers.findings, *of_columns, *of_staff)
    return _Checked(found, markers, swapped, resembling, checks, same)


def _lacking(marker: str) -> Finding:
    message, hint = "the frequencies do not have this marker; it is not used", "add its frequencies"
    return Finding(Severity.WARNING, "marker-without-frequencies", "profiles", message, hint, marker)


def _everybody(staff: Laboratory) -> tuple[Profile, ...]:
    """Returns the people of an elimination database, whatever type the file gives them; no ladders or blanks."""
    from repatria.kinship.files.laboratory.roles import Role

    none = (Role.LADDER, Role.NEGATIVE)
    return (*staff.table.profiles, *(one.profile for one in staff.table.apart if one.role not in none))


def _results(people: Sequence[Profile]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for one in people:
        for marker, said in one.genotypes.items():
            found.setdefault(marker, Counter())[said] += 1
    return found


def _families(read: Laboratory, content: bytes) -> Iterator[Family]:
    """Yields the families of the file itself that miss somebody, and those of ``--families``, read anew each time."""
    from repatria.kinship.files import read_families

    yield from (one for one in read.families if one.missing)
    yield from read_families(content)


def _count(counted: dict[str, Counter[str]], families: Iterator[Family]) -> None:
    for family in families:
        for said in family.genotypes.values():
            for marker, text in said.items():
                counted.setdefault(marker, Counter())[text] += 1


def _check_families(
    read: Laboratory, content: bytes, markers: Markers
) -> tuple[tuple[FamilyCheck, ...], tuple[SameProfile, ...]]:
    from repatria.kinship.declared import check_families, same_profiles

    if not content and not read.families:
        return (), ()
    tell = telling()
    checks = check_families(
        _families(read, content), markers.markers, tell=lambda done: tell(f"checking declared relatives: {done:,}")
    )
    return checks, same_profiles(_families(read, content))


def _table(read: Laboratory) -> tuple[list[str], list[list[str]]]:
    """Returns headings and rows of the profiles, as every command reads them."""
    more = [name for name in _MORE if any(one.more.get(name) for one in read.table.profiles)]
    rows = [
        [one.id, ("", "M", "F")[one.sex], *(one.more.get(name, "") for name in more)]
        + ["" if (said := one.genotypes.get(marker, "")) == "-/-" else said for marker in read.table.markers]
        for one in read.table.profiles
    ]
    return ["profile", "sex", *more, *read.table.markers], rows


def _aside(read: Laboratory) -> Iterator[list[str]]:
    for one in read.table.profiles:
        yield from _kept(one, "sample")
    for apart in read.table.apart:
        for marker, said in apart.profile.genotypes.items():
            if said != "-/-":
                yield [apart.profile.id, apart.role.value, marker, "set-apart", said, apart.profile.place]
        yield from _kept(apart.profile, apart.role.value)


def _kept(one: Profile, role: str) -> Iterator[list[str]]:
    for marker, kept in one.kept.items():
        written = " ".join(text for text in kept.written if text)
        yield [one.id, role, marker, kept.why, written, kept.place]


def _document(read: Laboratory, checked: _Checked) -> dict[str, Any]:
    table = read.table
    results = [sum(said != "-/-" for said in one.genotypes.values()) for one in table.profiles]
    statuses = Counter(one.status.value for one in checked.families)
    return {
        "form": read.form.value,
        "profiles": len(table.profiles),
        "markers": list(table.markers),
        "other_markers": list(table.others),
        "results": sum(results),
        "profiles_without_result": sum(not many for many in results),
        "profiles_by_results": {str(many): count for many, count in sorted(Counter(results).items())},
        "set_apart": dict(Counter(one.role.value for one in table.apart)),
        "families_in_file": len(read.families),
        "unknown_alleles": [_unknown(one) for one in checked.markers.unknown] if checked.markers else [],
        "swapped": [{"one": one.one, "other": one.other, "log10_lr": _rounded(one.log10)} for one in checked.swapped],
        "staff": [_resembling(one) for one in checked.resembling],
        "families": {
            "checked": len(checked.families),
            **{word: statuses[word] for word in ("ok", "doubtful", "impossible")},
        },
        "kept_out": [_family(one) for one in checked.families if one.status.value != "ok"],
        "same_profiles": [list(one.who) for one in checked.same],
    }


def _rounded(number: float) -> float | None:
    """Returns a number of six digits, None for one beyond all numbers."""
    return float(f"{number:.6g}") if isfinite(number) else None


def _unknown(one: Any) -> dict[str, Any]:
    return {"marker": one.marker, "alleles": one.alleles, "results": one.results, "frequency": one.frequency}


def _resembling(one: Resembling) -> dict[str, Any]:
    lr = None if one.log10_lr is None else _rounded(one.log10_lr)
    return {
        "profile": one.profile, "staff": one.staff, "role": one.role.value, "log10_lr": lr, "shared_markers": one.shared,
        "lacking": one.lacking,
    }  # fmt: skip


def _family(one: FamilyCheck) -> dict[str, Any]:
    return {
        "family": one.family, "missing": one.missing, "status": one.status.value, "person": one.person, "instead": one.instead,
        "log10_against": _rounded(one.log10_against), "markers": list(one.markers), "settles": one.settles,
    }  # fmt: skip


def _show(document: Mapping[str, Any], checked: _Checked) -> None:
    apart = ", ".join(f"{many} {role}" for role, many in document["set_apart"].items())
    voice.out(
        f"{document['form']}: {document['profiles']:,} profiles, {len(document['markers'])} autosomal markers, "
        f"{document['results']:,} results; {document['profiles_without_result']:,} profiles without any"
    )
    if document["families_in_file"]:
        voice.out(f"{document['families_in_file']:,} families in the file")
    if apart:
        voice.out(f"set apart: {apart}")
    if document["other_markers"]:
        voice.out(f"kept apart: {', '.join(document['other_markers'])}")
    _show_staff(checked.resembling)
    if checked.families:
        _show_families(document)


def _show_staff(found: Sequence[Resembling]) -> None:
    if found:
        rows = [
            (one.profile, one.staff, one.role.value, "-" if one.log10_lr is None else f"{one.log10_lr:.2f}", one.shared)
            for one in found[:SHOWN]
        ]
        voice.table(("sample", "resembles", "who is", "log10 LR", "markers"), rows)
        if len(found) > SHOWN:
            voice.message(f"and {len(found) - SHOWN:,} more", "--json lists them all")


def _number(number: float | None) -> str:
    return "impossible" if number is None else f"{number:.1f}"


def _show_families(document: Mapping[str, Any]) -> None:
    said = document["families"]
    voice.out(
        f"{said['checked']:,} families: {said['ok']:,} ok, {said['doubtful']:,} doubtful, {said['impossible']:,} impossible; "
        "those not ok are kept out of a search"
    )
    kept = document["kept_out"]
    rows = [
        (one["family"], one["missing"], one["status"], one["person"], one["instead"], _number(one["log10_against"]),
         " ".join(one["markers"][:MOST_MARKERS]))
        for one in kept[:SHOWN]
    ]  # fmt: skip
    if rows:
        voice.table(("family", "missing", "status", "hangs on", "is likelier", "log10 LR", "markers against"), rows)
        voice.message(
            "what would settle it: a second sample of the relative, and what the family says of being related"
        )
    if len(kept) > SHOWN:
        voice.message(f"and {len(kept) - SHOWN:,} more families", "--json lists them all")
    for same in document["same_profiles"][:SHOWN]:
        voice.message(
            f"one profile, several references: {', '.join(same)}",
            "one person in two places, or one sample labelled twice",
        )
    if len(document["same_profiles"]) > SHOWN:
        voice.message(f"and {len(document['same_profiles']) - SHOWN:,} more", "--json lists them all")
