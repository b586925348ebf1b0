"""Figures of kinship get into their page between the marks, again and again."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    """Returns benchmarks/kinship.py."""
    spec = importlib.util.spec_from_file_location("benchmark_of_kinship", ROOT / "benchmarks/kinship.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_replace_those_of_before(figures: ModuleType) -> None:
    page = f"# Page\n\n{figures.BEGIN}\n\nold\n\n{figures.END}\n\nend\n"
    once = figures.replaced(page, "a 1\nb 2")
    assert once == f"# Page\n\n{figures.BEGIN}\n\n```text\na 1\nb 2\n```\n\n{figures.END}\n\nend\n"
    assert figures.replaced(once, "a 1\nb 2") == once


def test_the_page_on_kinship_has_a_place_for_figures(figures: ModuleType) -> None:
    page = (ROOT / "docs/explanation/kinship.md").read_text("utf-8")
    assert (page.count(figures.BEGIN), page.count(figures.END)) == (1, 1)


def test_a_page_without_marks_is_refused(figures: ModuleType) -> None:
    with pytest.raises(SystemExit, match="the page has no place for figures"):
        figures.replaced("# Page\n", "a 1")


def test_a_part_that_is_not_there_is_told_by_its_status(figures: ModuleType) -> None:
    assert figures.part("kinship_that_is_not_there") == ("", 2)
