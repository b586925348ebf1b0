"""Cases as JSON: two stories of kinship, profiles, frequencies and a model in; likelihood ratios out.

The format is that of the reference cases: ``H1`` and ``H2`` are lists of components ``{id, fid, mid, sex}``, ``genotypes[person][k]``
belongs to ``markers[k]``, frequencies are the case's own ``freq`` or a table named by ``db``. A pedigree is taken as given, except that
cases with ``silent`` above 0 and ``theta`` 0 follow Familias; ``convention`` overrides that. A case that cannot be computed gives the
reason and no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite, isnan
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from repatria.errors import RepatriaError
from repatria.kinship.cases.reading import Case, CaseNotUnderstood, Reader, Tables
from repatria.kinship.ratios import Ratio, impossibilities, likelihood_ratio

__all__ = ["Case", "CaseNotUnderstood", "Reader", "Tables", "as_json", "result", "results", "weigh"]


def weigh(case: Case) -> Ratio:
    """Returns how the stories of a case compare."""
    return likelihood_ratio(case.h1, case.h2, case.markers, case.observations, **case.corrections._asdict())


def result(case: Case, ratio: Ratio) -> dict[str, Any]:
    """Returns a case's result as JSON: numbers by marker (one number where markers are linked), model and convention.

    Where what was seen is impossible under a story, ``notes`` says at which marker and whose profile is in the way. Rules that gave
    alleles a frequency are said there too.
    """
    notes = list(case.notes)
    notes += [
        f"{found.place}: {found.message}"
        for story, pedigree, logs in (("H1", case.h1, ratio.ln_h1), ("H2", case.h2, ratio.ln_h2))
        if np.isneginf(logs).any()
        for found in impossibilities(
            pedigree, case.markers, case.observations, story=story, corrections=case.corrections
        )
    ]
    one = case.corrections.rho is not None
    return {
        "id": case.name,
        "log10_lr": _numbers(ratio.log10_lr, one=one),
        "total_log10_lr": as_json(ratio.total),
        "ln_likelihood_h1": _numbers(ratio.ln_h1, one=one),
        "ln_likelihood_h2": _numbers(ratio.ln_h2, one=one),
        "model": case.model,
        "convention": str(case.corrections.convention),
        "notes": notes,
    }


def results(lines: Iterable[bytes], tables: Tables) -> Iterator[dict[str, Any]]:
    """Yields the result of each line that holds a case, in order; ``{id, error}`` for one that cannot be computed."""
    reader = Reader(tables)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answered(reader, line, number)


def _answered(reader: Reader, line: bytes, number: int) -> dict[str, Any]:
    name: Any = None
    try:
        value = msgspec.json.decode(line)
        if not isinstance(value, dict):
            raise CaseNotUnderstood("a line is not a JSON object", place=f"line {number}")
        name = value.get("id")
        case = reader.read(value)
        return result(case, weigh(case))
    except RepatriaError as refused:
        return {"id": name, "error": str(refused)}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {"id": name, "error": f"line {number}: not JSON"}
    except MemoryError:
        return {"id": name, "error": "the case needs more memory than there is"}
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        return {"id": name, "error": f"line {number}: a value of the case is of another form than expected"}


def as_json(value: float) -> float | str | None:
    """Returns a logarithm as JSON has it: ``"-Inf"``, ``"Inf"``, null for zero over zero."""
    if isnan(value):
        return None
    if isfinite(value):
        return float(value)
    return "Inf" if value > 0 else "-Inf"


def _numbers(values: NDArray[np.float64], *, one: bool) -> Any:
    told = [as_json(value) for value in values.tolist()]
    return told[0] if one else told
