"""Pages of the specification, made from its chapters in tests/spec: `python docs/generate_specs.py` writes docs/specs.

A chapter is a test module: its docstring is the head and the introduction, the name of each test a rule, and the test's
docstring what the rule says. A text in the test's body (``text = ...``) and the outcome that it is held to are shown, too.
What stands on a page is therefore what a test has run; another test compares the pages with the chapters.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "tests/spec"
PAGES = ROOT / "docs/specs"
SUBJECTS = {
    "account": ("The account", ("lines", "answers", "people", "going", "remains")),
    "terms": ("Terms", ()),
}
"""Title of each page, and its chapters in order; those not named follow by name."""


def page(subject: str) -> str:
    """Returns the page of a subject, in Markdown."""
    title, first = SUBJECTS[subject]
    modules = sorted((CHAPTERS / subject).glob("test_*.py"), key=lambda path: _rank(path, first))
    parts = [
        f"# {title}",
        f"Made from `tests/spec/{subject}` by `docs/generate_specs.py`: every rule here is run as a test.",
    ]
    for module in modules:
        parts += _chapter(ast.parse(module.read_text("utf-8")))
    return "\n\n".join(parts) + "\n"


def _rank(path: Path, first: tuple[str, ...]) -> tuple[int, str]:
    name = path.stem.removeprefix("test_")
    return (first.index(name) if name in first else len(first)), name


def _chapter(module: ast.Module) -> Iterator[str]:
    head, _, introduction = inspect.cleandoc(ast.get_docstring(module) or "").partition("\n")
    yield f"## {head.rstrip('.')}"
    if introduction.strip():
        yield introduction.strip()
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from _rule(node)


def _rule(test: ast.FunctionDef) -> Iterator[str]:
    yield "### " + test.name.removeprefix("test_").replace("_", " ").capitalize()
    yield inspect.cleandoc(ast.get_docstring(test) or "")
    for node in ast.walk(test):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "text" and _text(node.value):
            yield f"```toml\n{_text(node.value)}\n```"
    for node in ast.walk(test):
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare):
            yield from _outcome(node.test)


def _text(node: ast.expr) -> str:
    return node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _outcome(compared: ast.Compare) -> Iterator[str]:
    """Yields what `outcome(...) == [...]` holds a text to."""
    left, right = compared.left, compared.comparators[0]
    is_outcome = isinstance(left, ast.Call) and ast.unparse(left.func) == "outcome"
    if is_outcome and isinstance(right, ast.List) and all(isinstance(one, ast.Constant) for one in right.elts):
        findings = [str(one.value) for one in right.elts if isinstance(one, ast.Constant)]
        yield "Refused: " + ", ".join(f"`{finding}`" for finding in findings) + "." if findings else "Accepted."


def main() -> int:
    """Writes every page whose chapters are there."""
    for subject in SUBJECTS:
        (PAGES / f"{subject}.md").write_text(page(subject), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
