"""The pages of the specification say what its chapters say, and every chapter is on a page."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = sorted(path.parent.name for path in (ROOT / "tests/spec").glob("*/conftest.py"))


@pytest.fixture
def generate_specs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_specs", ROOT / "docs/generate_specs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_page_is_made_from_the_chapters_as_they_are(generate_specs: ModuleType, subject: str) -> None:
    written = (ROOT / f"docs/specs/{subject}.md").read_text("utf-8")
    assert written == generate_specs.page(subject), "run python docs/generate_specs.py"


def test_every_subject_has_a_page(generate_specs: ModuleType) -> None:
    assert sorted(generate_specs.SUBJECTS) == SUBJECTS


def test_a_rule_of_a_chapter_is_a_heading_with_its_text(generate_specs: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    chapter = '"""Ages: bounds.\n\nWhat for."""\n\ndef test_a_rule(outcome):\n    """It is so."""\n'
    body = '    text = """\n[[category]]\n"""\n    assert outcome(text) == ["age-unsaid age"]\n'
    (tmp_path / "terms/test_ages.py").write_text(chapter + body, "utf-8")
    generate_specs.CHAPTERS = tmp_path
    assert generate_specs.page("terms").splitlines()[4:] == [
        "## Ages: bounds", "", "What for.", "", "### A rule", "", "It is so.", "",
        "```toml", "[[category]]", "```", "", "Refused: `age-unsaid age`.",
    ]  # fmt: skip
