"""Small invented cases of joint identification, and those of the reference."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repatria.kinship.joint import Case, read_case

GOLDEN = Path(__file__).parents[2] / "golden" / "kinship"
Read = Callable[[Path], tuple[dict[str, Any], Case]]


@pytest.fixture(scope="session")
def golden() -> Path:
    return GOLDEN


@pytest.fixture(scope="session")
def read() -> Read:
    def found(path: Path) -> tuple[dict[str, Any], Case]:
        value = json.loads(path.read_text())
        return value, read_case(value, lambda name: json.loads((path.parent / f"{name}.json").read_text()))

    return found


@pytest.fixture
def father_and_brothers() -> dict[str, Any]:
    """A father typed, two sons missing with different mothers; two markers, no mutation."""
    return {
        "victims": {
            "V1": {"sex": 1, "genotypes": ["1/2", "1/1"]},
            "V2": {"sex": 1, "genotypes": ["1/3", "1/2"]},
            "V3": {"sex": 2, "genotypes": ["2/2", "1/2"]},
        },
        "families": {
            "F1": {
                "components": [
                    {
                        "id": ["R1", "W1", "W2", "M1", "M2"],
                        "fid": ["0", "0", "0", "R1", "R1"],
                        "mid": ["0", "0", "0", "W1", "W2"],
                        "sex": [1, 2, 2, 1, 1],
                    }
                ],
                "typed": {"R1": ["1/1", "1/2"]},
            }
        },
        "missing": ["M1", "M2"],
        "markers": [
            {"name": "A", "freq": {"1": 0.2, "2": 0.3, "3": 0.5}, "mutation": None},
            {"name": "B", "freq": {"1": 0.6, "2": 0.4}, "mutation": None},
        ],
    }
