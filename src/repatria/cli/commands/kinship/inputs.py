"""What commands on kinship read: frequency tables, mutation models, families, profiles and hits; options they share."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from repatria.cli.rows import FILE, read_bytes
from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.kinship.evidence import Rival
    from repatria.kinship.files import Family, Frequencies
    from repatria.kinship.markers import FrequencyTable, Marker
    from repatria.kinship.models import Models
    from repatria.kinship.mutation import Mutation

BOM = b"\xef\xbb\xbf"
"""How some programs begin a text in UTF-8."""

F = TypeVar("F", bound=Callable[..., Any])

SUMS = ("refuse", "rescale", "rest")
"""What is done where a marker's frequencies do not sum to one, as `repatria.kinship.files.Sum` has it."""


def a_number(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    """Returns an option's number; ``nan`` is none, and nothing would reach it."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("not a number")
    return value


_OF_A_TABLE = (
    click.option("--frequencies", type=FILE, required=True, help="Allele frequencies: CSV long or wide, or STRidER XML."),
    click.option("--origin", metavar="NAME", help="Which population of a STRidER file."),
    click.option("--sums", type=click.Choice(SUMS), default="refuse", help="Where frequencies do not sum to one (refuse)."),
)  # fmt: skip
_OPTIONS = (
    *_OF_A_TABLE,
    click.option("--mutation", type=FILE, help="Mutation model, JSON (stationary stepwise)."),
    click.option("--unseen-at", type=click.FloatRange(0, 1, min_open=True, max_open=True), metavar="FREQUENCY",
                 help="Frequency of alleles that the table does not have (refused)."),
    click.option("--seed", type=click.IntRange(0), default=1, help="Whence random draws come (1)."),
)  # fmt: skip


def of_a_model(command: F) -> F:
    """Gives a command the options of frequencies, mutation, unseen alleles and the seed."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def keep_inputs(out: Path | None, *inputs: Path | None) -> None:
    """Refuses to write a result over what it is made from.

    Raises:
        InputNotUnderstood: It is the same file.
    """
    try:
        same = out is not None and any(one is not None and one.exists() and out.samefile(one) for one in inputs)
    except OSError:  # there is nothing at --out yet, or it is told where it is written
        return
    if same:
        raise InputNotUnderstood("--out is one of the files that are read", hint="choose another name", place="--out")


def table_beside(cases: Path, name: str) -> Path:
    """Returns the file of the table of frequencies that a case names as its ``db``, in the folder of the cases.

    Raises:
        InputNotUnderstood: The name leads elsewhere.
    """
    if Path(name).name != name or name.startswith("."):
        raise InputNotUnderstood("db is not the name of a table", hint="a name without folder, as synth24", place="db")
    return cases.parent / f"{name.removesuffix('.json')}.json"


def of_a_table(command: F) -> F:
    """Gives a command the options of a table of frequencies."""
    for option in reversed(_OF_A_TABLE):
        command = option(command)
    return command


def read_model(path: Path | None) -> Mutation:
    """Returns the mutation model of a JSON file for all markers, the usual one without a file.

    Raises:
        InputNotUnderstood: It is no model; the place is the file's role.
    """
    from repatria.kinship.mutation import Mutation

    return Mutation.usual() if path is None else Mutation.of_json(_mutation(path))


def read_models(path: Path | None) -> Models:
    """Returns the mutation models of a JSON file, one for all markers or each marker's own; the usual one without a file.

    Raises:
        InputNotUnderstood: It is no model; the place is the file's role, or the marker.
    """
    from repatria.kinship.models import Models
    from repatria.kinship.mutation import Mutation

    return Models(Mutation.usual()) if path is None else Models.of_json(_mutation(path))


def _mutation(path: Path) -> dict[str, Any] | None:
    import msgspec

    try:
        return msgspec.json.decode(read_bytes(path, "mutation").removeprefix(BOM), type=dict[str, Any] | None)
    except (msgspec.DecodeError, RecursionError):
        hint = 'as {"model": "equal", "rate": {"female": 0.001, "male": 0.003}}'
        raise InputNotUnderstood("not a mutation model", hint=hint, place="mutation") from None


def read_table(path: Path, *, origin: str | None, sums: str) -> Frequencies:
    """Returns a frequency table, CSV or STRidER's XML.

    Raises:
        InputNotUnderstood: As `read_frequencies` and `read_strider`; STRidER's file and no origin.
    """
    from repatria.kinship.files import Sum, origins, read_frequencies, read_strider

    content = read_bytes(path, "frequencies")
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return read_frequencies(content, total=Sum(sums))
    if origin is None:
        raise InputNotUnderstood(
            "the file has several populations",
            hint=f"--origin, one of: {', '.join(origins(content))}",
            place="frequencies",
        )
    return read_strider(content, origin=origin, total=Sum(sums))


class Panel:
    """Markers of one table and its mutation models; made when first asked for, and kept.

    Invariant: a marker's object is the same from family to family, unless a family has alleles that the table lacks.
    """

    def __init__(self, table: Frequencies, mutation: Models, unseen_at: float | None) -> None:
        from repatria.kinship.markers import FrequencyTable

        self._table: FrequencyTable = FrequencyTable(table.markers)
        self._mutation, self._unseen_at = mutation, unseen_at
        self._made: dict[tuple[str, frozenset[str], bool], Marker] = {}

    def knows(self, marker: str) -> bool:
        """Whether the table has a marker."""
        return marker in self._table.loci

    def marker(self, name: str, genotypes: Iterable[str], *, mutating: bool = True) -> Marker:
        """Returns a marker on which every allele of genotypes has a frequency.

        Raises:
            FrequenciesImpossible: An allele has none and no rule gives one.
            MutationImpossible: The model does not go with these alleles.
        """
        from repatria.kinship.markers import Marker, Unseen
        from repatria.kinship.mutation import Mutation

        seen = {allele for text in genotypes for allele in text.split("/")} - {"-", ""}
        new = frozenset(seen - set(self._table.of(name)))
        key = (name, new, mutating)
        if key not in self._made:
            rule = Unseen.REFUSE if self._unseen_at is None else Unseen.FIXED
            grown = self._table.with_unseen({name: new}, rule=rule, at=self._unseen_at or 0.0)
            model = self._mutation.of(name) if mutating else Mutation()
            self._made[key] = Marker.of(name, grown.of(name), mutation=model)
        return self._made[key]


def observations(family: Family, markers: Sequence[str]) -> dict[str, list[str]]:
    """Returns what was seen of the relatives, one genotype a marker.

    Raises:
        InputNotUnderstood: The missing person has a result, as in a search.
    """
    from repatria.kinship.files.families import untyped_missing

    untyped_missing(family, place=family.id)
    return {
        who: [of.get(marker, "-/-") for marker in markers]
        for who, of in family.genotypes.items()
        if who != family.missing
    }


def find_family(content: bytes, name: str) -> tuple[Family, int]:
    """Returns one family of a ``FAMILIES.jsonl``, and how many the file has.

    Raises:
        InputNotUnderstood: There is no such family, there are several, or its line is not understood.
    """
    from repatria.kinship.files.families import from_line

    lines = [(number, line) for number, line in enumerate(content.splitlines(), start=1) if line.strip()]
    written = (name.encode(), json.dumps(name).encode()[1:-1])
    named: list[Family] = []
    wrong: list[InputNotUnderstood] = []
    for number, line in lines:
        if any(one in line for one in written):
            try:
                family = from_line(line, place=f"line {number} of families")
            except InputNotUnderstood as refused:
                wrong.append(refused)
            else:
                named += [family] if family.id == name else []
    if not named and wrong:
        raise wrong[0]
    if not named:
        raise InputNotUnderstood("there is no such family", hint="check its reference", place="families")
    if len(named) > 1:
        hint = "give each family, and each missing person of one, a reference of its own"
        raise InputNotUnderstood(f"{len(named)} families have this reference", hint=hint, place="families")
    return named[0], len(lines)


def read_hits(path: Path) -> tuple[Rival, ...]:
    """Returns the hits of a search.

    Raises:
        InputNotUnderstood: The file is not what ``kinship screen`` writes.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from repatria.kinship.evidence import Rival

    try:
        table = pq.read_table(pa.BufferReader(read_bytes(path, "hits")), columns=["profile", "family", "log10_lr"])
        rows: Mapping[str, list[Any]] = table.to_pydict()
        return tuple(
            Rival(str(profile), str(family), float(lr))
            for profile, family, lr in zip(rows["profile"], rows["family"], rows["log10_lr"], strict=True)
        )
    except (pa.ArrowException, KeyError, ValueError, TypeError):
        hint = "give the file that `repatria kinship screen` wrote"
        raise InputNotUnderstood("not a file of hits", hint=hint, place="hits") from None
