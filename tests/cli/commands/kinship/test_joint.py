"""The command joint: what goes in, what comes out, and what is refused."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

GOLDEN = Path(__file__).parents[3] / "golden" / "kinship"
BROTHERS = GOLDEN / "dvi_syn_brothers_lost.json"


def _do(*words: object) -> Result:
    env = {"REPATRIA_DEBUG": ""}
    return CliRunner().invoke(main, ("kinship", "joint", *map(str, words)), prog_name="repatria", env=env)


def _result(case: Path, out: Path, *more: object) -> dict[str, Any]:
    done = _do(case, "--out", out, *more)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def test_result_has_what_programs_rely_on(tmp_path: Path):
    found = _result(BROTHERS, tmp_path / "r.json")
    assert found["n_assignments"] == 13
    assert found["assignments"][0] == {
        "pairs": {"V1": "M1", "V2": "M2", "V91": None},
        "ln_likelihood": pytest.approx(-268.630693313621, abs=1e-9),
        "posterior": pytest.approx(0.5, abs=1e-9),
    }
    assert len(found["assignments"]) == 13
    assert set(found["marginals"]["V1"]) == {"M1", "M2", "none"}
    assert found["ties"][0] == {"assignments": [0, 1], "victims": {"V1": ["M1", "M2"], "V2": ["M2", "M1"]}}
    assert found["prior"] == "flat over assignments"
    assert found["model"] == "stepwise (male 0.003, female 0.001, rate2 1e-05, range 0.1)"
    assert found["convention"] == "as_given"
    assert found["conclusions"]["missing"]["M1"]["conclusion"] == "Symmetric match"
    assert found["conclusions"]["victims"]["V91"]["conclusion"] == "Excluded"
    assert found["mutation_off_in"] == []
    assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == 0o600


def test_number_of_assignments_is_said_before_and_the_rest_shown(tmp_path: Path):
    done = _do(BROTHERS, "--out", tmp_path / "r.json")
    assert done.stderr.splitlines()[0] == "3 victims and 2 missing persons: 13 assignments to weigh"
    assert done.stdout.splitlines()[-1] == "2 assignments are equally likely (V1: M1 or M2; V2: M2 or M1)"


def test_json_is_one_document(tmp_path: Path):
    done = _do(BROTHERS, "--out", tmp_path / "r.json", "--json")
    told = json.loads(done.stdout)
    assert (told["n_assignments"], told["ties"], told["clusters"]) == ("13", 6, 1)


def test_impossible_assignments_are_listed_last(tmp_path: Path):
    found = _result(GOLDEN / "dvi_syn_father_and_son_fewloci.json", tmp_path / "r.json")
    assert len(found["assignments"]) == 13
    assert found["assignments"][-1]["ln_likelihood"] == "-Inf"
    assert found["assignments"][-1]["posterior"] == 0.0
    assert found["log10_lr"]["V1"]["M2"] == "-Inf"


def test_what_is_impossible_says_which_marker_and_relative(tmp_path: Path):
    case = {
        "markers": ["A", "B"], "freq": {"A": {"8": 0.25, "9": 0.75}, "B": {"14": 0.5, "15": 0.5}}, "mutation": None,
        "victims": {"V1": {"sex": 1, "genotypes": ["8/8", "14/15"]}, "V2": {"sex": 0, "genotypes": ["9/9", "14/14"]}},
        "families": {"F1": {
            "components": [{"id": ["FA", "MO", "M1"], "fid": ["0", "0", "FA"], "mid": ["0", "0", "MO"], "sex": [1, 2, 1]}],
            "typed": {"FA": ["9/9", "14/14"], "MO": ["9/9", "15/15"]},
        }},
        "missing": ["M1"],
    }  # fmt: skip
    (tmp_path / "c.json").write_text(json.dumps(case))
    found = _result(tmp_path / "c.json", tmp_path / "r.json")
    assert found["log10_lr"] == {"V1": {"M1": "-Inf"}, "V2": {"M1": "-Inf"}}
    assert found["notes"] == [
        "V1 as M1: impossible at A (several persons)",
        "V2 as M1: impossible at B (MO)",
    ]


@pytest.mark.parametrize("option", ["--match", "--probable"])
def test_a_bar_that_is_no_number_is_refused(tmp_path: Path, option: str):
    assert _do(BROTHERS, "--out", tmp_path / "r.json", option, "nan").exit_code == 2


def test_a_table_may_be_named_with_its_ending(tmp_path: Path):
    (tmp_path / "synth24.json").write_bytes((GOLDEN / "synth24.json").read_bytes())
    (tmp_path / "c.json").write_text(json.dumps({**json.loads(BROTHERS.read_text()), "db": "synth24.json"}))
    assert _result(tmp_path / "c.json", tmp_path / "r.json")["n_assignments"] == 13


def test_mutation_off_is_offered_by_name(tmp_path: Path):
    found = _result(BROTHERS, tmp_path / "r.json", "--mutation-off-when-consistent")
    assert found["mutation_off_in"] == ["F1"]
    assert found["log10_lr"]["V91"]["M1"] == "-Inf"


def test_a_prior_is_read(tmp_path: Path):
    (tmp_path / "p.json").write_text('{"V1": {"M1": 3}}')
    found = _result(BROTHERS, tmp_path / "r.json", "--prior", tmp_path / "p.json")
    assert found["prior"] == "given"
    assert found["marginals"]["V1"]["M1"] == pytest.approx(0.75, abs=1e-9)


def test_thresholds_are_arguments(tmp_path: Path):
    found = _result(BROTHERS, tmp_path / "r.json", "--contradictions", 100, "--match", 1e15)
    assert found["thresholds"] == {"match": 1e15, "probable": 1e14, "contradictions": 100}
    assert found["conclusions"]["missing"]["M1"]["conclusion"] == "Inconclusive"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "case: this is not JSON"),
        ("[]", "case: this is not a JSON object"),
        ("{}", "the case has no markers, or one twice"),
        ('{"markers": ["A"], "db": "../x"}', "db: db is not the name of a table"),
        ('{"markers": ["A"], "db": "nowhere"}', "table of frequencies: there is no such file"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str, message: str):
    (tmp_path / "c.json").write_text(text)
    done = _do(tmp_path / "c.json", "--out", tmp_path / "r.json")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0] == message
    assert not (tmp_path / "r.json").exists()


def test_no_genotype_is_told(tmp_path: Path):
    case = json.loads(BROTHERS.read_text())
    case["victims"]["V1"]["genotypes"][0] = "77.7/88.8"
    (tmp_path / "c.json").write_text(json.dumps(case))
    (tmp_path / "synth24.json").write_bytes((GOLDEN / "synth24.json").read_bytes())
    done = _do(tmp_path / "c.json", "--out", tmp_path / "r.json", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"] == "an allele has no frequency"
    assert "77.7" not in done.output + done.stderr
