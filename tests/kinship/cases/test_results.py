from __future__ import annotations

import json
import math
from typing import Any

from repatria.kinship import FrequencyTable
from repatria.kinship.cases import as_json, results

FREQ = {"M": {"8": 0.1, "9": 0.2, "10": 0.7}, "N": {"8": 0.5, "9": 0.5}}
CASE: dict[str, Any] = {
    "id": "C1",
    "H1": [{"id": ["FA", "MO", "MP"], "fid": ["0", "0", "FA"], "mid": ["0", "0", "MO"], "sex": [1, 2, 1]}],
    "H2": [
        {"id": ["FA"], "fid": ["0"], "mid": ["0"], "sex": [1]},
        {"id": ["MP"], "fid": ["0"], "mid": ["0"], "sex": [1]},
    ],
    "markers": ["M", "N"],
    "genotypes": {"MP": ["8/9", "8/8"], "FA": ["8/10", "9/9"]},
    "freq": FREQ,
    "mutation": None,
}


def answered(*cases: Any) -> list[dict[str, Any]]:
    lines = [json.dumps(case).encode() if isinstance(case, dict) else case for case in cases]
    return list(results(lines, lambda name: FrequencyTable(FREQ)))


def test_a_result_names_numbers_model_convention_and_who_is_in_the_way() -> None:
    (found,) = answered(CASE)
    assert list(found) == [
        "id", "log10_lr", "total_log10_lr", "ln_likelihood_h1", "ln_likelihood_h2", "model", "convention", "notes",
    ]  # fmt: skip
    assert (found["id"], found["model"], found["convention"]) == ("C1", "no mutation", "as_given")
    assert math.isclose(found["log10_lr"][0], math.log10(1 / (4 * 0.1)), rel_tol=1e-12)
    assert (found["log10_lr"][1], found["total_log10_lr"], found["ln_likelihood_h1"][1]) == ("-Inf", "-Inf", "-Inf")
    assert found["notes"] == [
        "H1 at N: what was seen is impossible under H1: it would be possible without the profile of MP, FA"
    ]


def test_linked_markers_have_one_number() -> None:
    (found,) = answered({**CASE, "rho": 0.1, "genotypes": {"MP": ["8/9", "8/8"], "FA": ["8/10", "8/9"]}})
    kinds = [type(found[key]) for key in ("log10_lr", "total_log10_lr", "ln_likelihood_h1", "ln_likelihood_h2")]
    assert (kinds, found["model"]) == ([float] * 4, "no mutation; rho 0.1")


def test_a_case_that_cannot_be_computed_gives_its_reason_and_no_number_and_no_allele() -> None:
    found = answered(
        {**CASE, "id": "tri", "genotypes": {"MP": ["8/9/10", "8/8"]}},
        {**CASE, "id": "unseen", "genotypes": {"MP": ["8/77", "8/8"]}},
        {**CASE, "id": "sum", "freq": {**FREQ, "N": {"8": 0.5}}},
        {**CASE, "id": "stranger", "genotypes": {"ZZ": ["8/8", "8/8"]}},
        {**CASE, "id": "form", "founder_inbreeding": {"FA": "much"}},
        b"{",
        b"[1]",
        b"[" * 100_000,
        b"  ",
        {**CASE, "id": "good"},
    )
    assert [one["id"] for one in found] == ["tri", "unseen", "sum", "stranger", "form", None, None, None, "good"]
    assert [list(one) == ["id", "error"] for one in found] == [True] * 8 + [False]
    assert [one["error"].partition(" (")[0] for one in found[:8]] == [
        "MP at M: a marker has three alleles or more",
        "MP at M: an allele has no frequency",
        "N: the frequencies do not sum to 1",
        "ZZ: a person is not in the pedigree",
        "FA is not a number",
        "line 6: not JSON",
        "line 7: a line is not a JSON object",
        "line 8: not JSON",
    ]


def test_a_rule_that_was_used_is_in_the_notes() -> None:
    seen = {"MP": ["8/77", "8/8"], "FA": ["8/10", "9/8"]}
    (found,) = answered({**CASE, "genotypes": seen, "unseen": {"rule": "fixed", "at": 0.001}})
    assert found["notes"] == ["M: an allele without frequency gets one by rule fixed, the marker scaled to 1"]
    assert found["model"] == "no mutation; unseen alleles fixed 0.001"
    assert math.isclose(found["log10_lr"][0], math.log10(1 / (4 * 0.1 / 1.001)), rel_tol=1e-12)


def test_a_degraded_sample_in_a_case() -> None:
    seen = {"MP": [{"alleles": ["8"], "dropout": 0.2, "dropin": 0.05}, "8/8"], "FA": ["8/8", "8/8"]}
    (found,) = answered({**CASE, "genotypes": seen})
    # under H2 of MP: 8/8 with (1 - d^2), 8 and another with (1 - d) d, none of it with d^2 and a drop-in
    d, c, p = 0.2, 0.05, 0.1
    with_8 = (p * p * (1 - d * d) + 2 * p * (1 - p) * (1 - d) * d) * (1 - c)
    without_8 = (1 - p) ** 2 * d * d * c * p
    assert math.isclose(found["ln_likelihood_h2"][0], math.log((with_8 + without_8) * p * p), rel_tol=1e-12)


def test_numbers_that_json_does_not_have() -> None:
    assert [as_json(value) for value in (1.5, math.inf, -math.inf, math.nan)] == [1.5, "Inf", "-Inf", None]
