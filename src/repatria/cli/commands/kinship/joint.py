"""Joint identification of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import BOM, a_number, keep_inputs, table_beside
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import write_private_file
from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.kinship.joint import Case, Conclusions, Identification


@click.command("joint")
@click.argument("case", type=FILE)
@click.option("--out", type=FILE, required=True, help="File for the result, one JSON object.")
@click.option(
    "--prior", type=FILE, help='Weights, as {"V1": {"M2": 3, "none": 1}}; without it every assignment is alike.'
)
@click.option(
    "--mutation-off-when-consistent",
    is_flag=True,
    help="No mutation in families whose relatives need none, as jointDVI.",
)
@click.option(
    "--match",
    type=click.FloatRange(min=1),
    callback=a_number,
    default=10_000.0,
    show_default=True,
    help="LR of a match.",
)
@click.option(
    "--probable",
    type=click.FloatRange(min=1),
    callback=a_number,
    help="LR of a probable match; without it a tenth of --match.",
)
@click.option(
    "--contradictions",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    help="Markers impossible without mutation that a candidate may have.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def joint(
    *,
    case: Path,
    out: Path,
    prior: Path | None,
    mutation_off_when_consistent: bool,
    match: float,
    probable: float | None,
    contradictions: int,
    as_json: bool,
) -> None:
    """Weighs all ways to give victims to missing persons together, exactly, and lists the best.

    What is concluded of each is said in dvir's words; a board decides. Exit status 1 when a cluster of competing candidates
    is too large for exact sums; nothing is approximated.
    """  # fmt: skip
    from repatria.kinship.joint import Thresholds, conclude, identify, read_case
    from repatria.kinship.joint.weighing.choices import count_assignments

    keep_inputs(out, case, prior)
    read = read_case(_json(case, "case"), _beside(case))
    voice.findings(read.findings)
    count = count_assignments(read.allowed())
    voice.message(
        f"{len(read.victims)} victims and {len(read.missing)} missing persons: {count:,} assignments to weigh"
    )
    weights = _json(prior, "prior") if prior else None
    found = identify(read, prior=weights, mutation_off_when_consistent=mutation_off_when_consistent)
    concluded = conclude(read, Thresholds(match, probable, contradictions))
    document = {
        **_document(read, found),
        "prior": "given" if prior else "flat over assignments",
        "thresholds": {"match": match, "probable": probable or max(1.0, match / 10), "contradictions": contradictions},
        "conclusions": _conclusions(concluded),
    }
    write_private_file(out, _encoded(document))
    if as_json:
        top = document["assignments"][0]
        voice.document(
            {"n_assignments": str(count), "best": top, "ties": len(found.ties), "clusters": len(found.clusters)}
        )
    else:
        _show(read, found, concluded)


def _json(path: Path, kind: str) -> Any:
    import msgspec

    try:
        value = msgspec.json.decode(read_bytes(path, kind).removeprefix(BOM))
    except (msgspec.DecodeError, RecursionError):
        raise InputNotUnderstood("this is not JSON", hint="one JSON object is needed", place=kind) from None
    if not isinstance(value, dict):
        raise InputNotUnderstood("this is not a JSON object", hint="one JSON object is needed", place=kind)
    return value


def _beside(case: Path) -> Callable[[str], Mapping[str, Any]]:
    """Returns what finds a table of frequencies by name in the folder of the case."""

    def find(name: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] = _json(table_beside(case, name), "table of frequencies")
        return table

    return find


def _document(case: Case, found: Identification) -> dict[str, Any]:
    from repatria.kinship.joint.telling import against

    return {
        "n_assignments": found.n_assignments,
        "assignments": [
            {"pairs": one.pairs, "ln_likelihood": _number(one.ln_likelihood), "posterior": one.posterior}
            for one in found.assignments
        ],
        "marginals": found.marginals,
        "ties": [{"assignments": tie.assignments, "victims": tie.victims} for tie in found.ties],
        "log10_lr": {
            victim: {person: None if value is None else _number(value) for person, value in row.items()}
            for victim, row in found.log10_lr.items()
        },
        "log10_glr": {
            victim: {person: _number(value / 2.302585092994046) for person, value in row.items()}
            for victim, row in found.glr.items()
        },
        "clusters": [{"victims": victims, "missing": persons} for victims, persons in found.clusters],
        "model": found.model,
        "convention": "as_given",
        "mutation_off_in": found.without_mutation,
        "notes": against(case, found.log10_lr),
        "findings": [voice.finding_json(one) for one in case.findings],
    }


def _conclusions(concluded: Conclusions) -> dict[str, Any]:
    return {
        side: {
            name: {
                "conclusion": one.word,
                "who": one.who,
                "log10_lr": None if one.log10_lr is None else _number(one.log10_lr),
                "log10_glr": None if one.log10_glr is None else _number(one.log10_glr),
                "comment": one.comment,
            }
            for name, one in row.items()
        }
        for side, row in (("missing", concluded.missing), ("victims", concluded.victims))
    }


def _number(value: float) -> float | str:
    """Returns a number as JSON can have it."""
    return value if -float("inf") < value < float("inf") else f"{'-' if value < 0 else ''}Inf"


def _encoded(document: Mapping[str, Any]) -> bytes:
    import json  # unlike msgspec it writes whole numbers of any length

    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def _show(case: Case, found: Identification, concluded: Conclusions) -> None:
    best = found.assignments[0]
    rows = [
        (
            victim,
            person or "nobody",
            f"{found.marginals[victim][person or 'none']:.6f}",
            concluded.victims[victim].word,
            "/".join(concluded.victims[victim].who),
        )
        for victim, person in best.pairs.items()
    ]
    voice.table(
        ("victim", "in the best assignment", "over all assignments", "conclusion", "with"),
        rows,
        title=f"model: {case.model}",
    )
    voice.out(f"posterior of the best assignment: {best.posterior:.6f}")
    if found.ties and found.ties[0].assignments[0] == 0:
        told = "; ".join(f"{v}: {' or '.join(p or 'nobody' for p in row)}" for v, row in found.ties[0].victims.items())
        voice.out(f"{len(found.ties[0].assignments)} assignments are equally likely ({told})")
