"""How the documentation is built: Sphinx, MyST, furo; warnings are errors (`python3 run.py docs`)."""

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
