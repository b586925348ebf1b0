"""The pages with a laboratory's files are true: what they say to type is typed, and what they say is printed is compared."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def page() -> ModuleType:
    """Returns docs/generate_pages.py."""
    spec = importlib.util.spec_from_file_location("generate_pages", ROOT / "docs/generate_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["search-a-register", "identify-remains"])
def test_a_page_prints_what_it_says(page: ModuleType, name: str, tmp_path: Path) -> None:
    text = (page.FOLDER / f"{name}.md").read_text("utf-8")
    assert page.typed(text, page.in_a_folder(name, tmp_path)) == text, (
        "read what changed, then run python docs/generate_pages.py"
    )


def test_the_examples_begin_with_the_files_of_a_laboratory(page: ModuleType) -> None:
    files = {name: {file.name for file in (page.FOLDER / name).iterdir()} for name in page.PAGES}
    assert files == {
        "search-a-register": {"remains.csv", "relatives.csv", "frequencies.csv", "mutation.json"},
        "identify-remains": {
            "remains.csv", "relatives.csv", "frequencies.csv", "contents.csv", "staff.csv", "judged.csv",
        },
    }  # fmt: skip
