"""From values and words of one language to a PDF, set by typst: PDF/UA-1, with our own fonts, right to left where due.

A paper is a package with a template (``*.typ``) and a folder ``words`` with a table for each language. The template takes
everything as data and fetches nothing.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("en", "uk", "ru", "ar")


def typeset(package: str, template: str, data: Mapping[str, Any]) -> bytes:
    """Returns a PDF without a date: the same arguments give the same bytes.

    Args:
        package: Where the template lies.
        template: Name of its file.
        data: What it shows; numbers, texts, lists and tables.
    """
    import fontpkg_noto_sans
    import fontpkg_noto_sans_arabic
    import typst

    fonts = [Path(str(one.ROOT)) / "files" for one in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]
    with resources.as_file(resources.files(package) / template) as path:
        return typst.compile(
            path,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            font_paths=fonts,
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )


@cache
def words(package: str, language: str) -> Mapping[str, Any]:
    """Returns the words of a paper in a language."""
    return tomllib.loads((resources.files(package) / "words" / f"{language}.toml").read_text("utf-8"))
