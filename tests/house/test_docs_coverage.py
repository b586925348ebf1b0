"""Everything public says what it is, and ARCHITECTURE.md names every package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/repatria"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
PACKAGES = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))

Spoken = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def silent(node: Spoken, name: str) -> Iterator[str]:
    """Yields the names of public modules, classes, functions and methods below `node` that have no docstring."""
    if not ast.get_docstring(node):
        yield name
    if isinstance(node, ast.Module | ast.ClassDef):
        for child in node.body:
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and is_public(child):
                yield from silent(child, f"{name}.{child.name}")


def is_public(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether callers see it: no leading underscore, no typing overload, no setter, not Django's Meta."""
    marks = {ast.unparse(mark).rsplit(".", 1)[-1] for mark in node.decorator_list}
    return not node.name.startswith("_") and node.name != "Meta" and not marks & {"overload", "override", "setter"}


def test_the_check_itself_finds_a_silent_method() -> None:
    tree = ast.parse('"""Doc."""\nclass A:\n    """Doc."""\n    def b(self): ...\n    def _c(self): ...\n')
    assert list(silent(tree, "m")) == ["m.A.b"]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_everything_public_has_a_docstring(module: Path) -> None:
    assert list(silent(ast.parse(module.read_text("utf-8")), module.stem)) == []


def test_architecture_names_every_package() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert [package for package in PACKAGES if not re.search(rf"\b{package}\b", text)] == []
