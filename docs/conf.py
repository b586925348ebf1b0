"""How the documentation is built: Sphinx, MyST, furo; warnings are errors (`python3 run.py docs`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import tables

project = "Repatria"
author = "The Repatria contributors"
copyright = "The Repatria contributors, Apache-2.0"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Repatria"
language = "en_GB"

myst_heading_anchors = 3  # links to headings: page.md#heading
myst_enable_extensions = ["deflist"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # a dataclass's attributes are described once


def setup(app: Any) -> None:
    """Fills in, while building, the table that changes too often to be kept in a page."""
    app.connect("source-read", fill_in)


def fill_in(app: Any, name: str, source: list[str]) -> None:  # noqa: ARG001 - Sphinx's signature
    """Puts the table of modules where a page asks for it."""
    source[0] = source[0].replace("<!-- filled in by the build: modules -->", tables.modules_table())
