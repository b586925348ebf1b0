"""A story to tell (`story.py`), as a fixture: test modules do not import one another."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def load(name: str, path: Path) -> ModuleType:
    """Returns a module of the tests that is not a test module, loaded once by its path."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def new_story() -> Any:
    """Returns the class of stories."""
    return load("register_story", Path(__file__).with_name("story.py")).Story


@pytest.fixture
def story(new_story: Any) -> Any:
    """Returns a story whose desk is open: North and South, follow-up after 7 and 30 days."""
    return new_story()
