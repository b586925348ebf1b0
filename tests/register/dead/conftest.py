"""The stories of the register, for the tests of the dead."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from repatria.errors import IllegalAct

STORY = Path(__file__).resolve().parents[1] / "story.py"


@pytest.fixture
def story() -> Any:
    """Returns a story whose desk is open: North and South."""
    if "register_story" not in sys.modules:
        spec = importlib.util.spec_from_file_location("register_story", STORY)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["register_story"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["register_story"].Story()


@pytest.fixture
def refusal() -> Any:
    """Returns what tells how the book refuses a sentence, and looks that nothing was entered."""

    def told(story: Any, sentence: str) -> str:
        before = story.book.digest()
        with pytest.raises(IllegalAct) as refused:
            story.tell(sentence)
        assert story.book.digest() == before
        return str(refused.value)

    return told
