"""No template and no page says anything that cannot be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Engine, Template
from django.template.base import TextNode

from repatria.web.catalogues.pages import WEB, nodes

TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NAMES = {"repatria", "utc", "lr", "toml", "log", "log₁₀"}
"""What is the same in every language."""
CODE = ("code", "pre", "script")
READ = ("alt", "aria-label", "aria-description", "placeholder", "title")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENTITY = re.compile(r"&[a-z]+;|&#\d+;")


class _Texts(HTMLParser):
    """Gathers what stands in a template as it is: texts, and attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes attributes."""
        self._code += tag in CODE
        self.found += [value or "" for name, value in attrs if name in READ]

    def handle_endtag(self, tag: str) -> None:
        """Leaves code."""
        self._code -= tag in CODE

    def handle_data(self, data: str) -> None:
        """Takes a text."""
        if not self._code:
            self.found.append(data)


def literal(path: Path) -> list[str]:
    """Returns the words that a template says in one language only."""
    template = Template(path.read_text("utf-8"), engine=Engine.get_default())
    whole = "".join(node.s if isinstance(node, TextNode) else "\uffff" for node in nodes(template.nodelist))
    parser = _Texts()
    parser.feed(whole)
    parser.close()
    words = [word for text in parser.found for word in _WORD.findall(_ENTITY.sub(" ", text))]
    return [word for word in words if word.lower() not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert literal(path) == []


def test_a_text_that_is_not_marked_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}<p title="Day">{% translate "Yes" %} No {{ x }}</p>{% if x %}<b>Or</b>{% endif %}', "utf-8"
    )
    assert literal(page) == ["Day", "No", "Or"]


SPOKEN = {"label", "help_text", "title", "told", "check", "button", "empty", "lead"}
"""Arguments that people read."""
MODULES = sorted(path for room in ("forms", "pages", "presenters") for path in (WEB / room).rglob("*.py"))


def unmarked(source: str) -> Iterator[str]:
    """Yields texts in arguments that people read, and in messages, that are not marked."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            said = [key.value for key in node.keywords if key.arg in SPOKEN]
            if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "messages":
                said += node.args[1:]
            if isinstance(node.func, ast.Attribute) and node.func.attr == "add_error":
                said += node.args[1:]
            for one in said:
                if isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and " " in str(one.value)):
                    yield ast.unparse(one)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_page_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert list(unmarked(path.read_text("utf-8"))) == []


def test_a_message_that_is_not_marked_would_be_found() -> None:
    assert list(unmarked('messages.error(request, f"no {x}"); Plain(label="Which line?", help_text=_("x y"))')) == [
        "f'no {x}'", "'Which line?'",
    ]  # fmt: skip
