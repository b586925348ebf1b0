"""The example of docs/explanation/kinship.md, in which programs differ, computed by the engine."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from repatria.kinship import Convention, Marker, Mutation, Pedigree, log_likelihood

TRIO = Pedigree.of(["f", "a", "c"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
P = {"1": 0.1, "2": 0.9}


def factor(convention: Convention, transform: str | None) -> float:
    """Returns the child's factor given its mother: the likelihood of both over that of the mother."""
    model = Mutation.of_json({"model": "equal", "rate": 0.01, "transform": transform})
    seen = {"a": ["2/2"], "c": ["1/2"]}
    (ln,) = log_likelihood(TRIO, [Marker.of("SYN01", P, mutation=model)], seen, convention=convention)
    return math.exp(ln) / 0.81


@pytest.mark.parametrize(("convention", "told"), [(Convention.AS_GIVEN, 0.11584), (Convention.FAMILIAS, 0.108)])
def test_conventions_differ_by_an_untyped_father(convention: Convention, told: float) -> None:
    assert math.isclose(factor(convention, None), told, rel_tol=1e-12)


def test_with_a_stationary_model_they_agree() -> None:
    assert math.isclose(factor(Convention.AS_GIVEN, "PM"), factor(Convention.FAMILIAS, "PM"), rel_tol=1e-12)


def test_the_example_of_the_python_page_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/reference/kinship-python.md").read_text("utf-8")
    program = page.partition("```python\n")[2].partition("```")[0]
    exec(compile(program, "kinship-python.md", "exec"), {})
    assert capsys.readouterr().out.strip() == program.rpartition("# ")[2].strip()
