"""The page on searching a register is true: what it says to type is typed, and what it says is printed is compared."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def page() -> ModuleType:
    """Returns docs/generate_search.py."""
    spec = importlib.util.spec_from_file_location("generate_search", ROOT / "docs/generate_search.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_prints_what_it_says(page: ModuleType, tmp_path: Path) -> None:
    text = page.PAGE.read_text("utf-8")
    assert page.typed(text, page.in_a_folder(tmp_path)) == text, (
        "read what changed, then run python docs/generate_search.py"
    )


def test_the_example_begins_with_the_files_of_a_laboratory(page: ModuleType) -> None:
    assert {file.name for file in page.FILES.iterdir()} == {
        "remains.csv", "relatives.csv", "frequencies.csv", "mutation.json",
    }  # fmt: skip
