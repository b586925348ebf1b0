"""What templates and marked code of the pages say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.template import Engine
from django.template.base import FilterExpression, NodeList, Template, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from repatria.web.catalogues.entry import Entry

WEB: Final = Path(__file__).parents[1]
_MARKS: Final = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2, "pgettext": -1, "pgettext_lazy": -1,
}  # fmt: skip
"""What marks a text in code, and how many texts it takes; with a context first where negative."""


def of_pages() -> Iterator[Entry]:
    """Yields what templates say, file by file, and then what marked code says."""
    for path in sorted((WEB / "templates").rglob("*.html")):
        yield from of_template(path.read_text("utf-8"), path.relative_to(WEB.parent).as_posix())
    for path in sorted(WEB.rglob("*.py")):
        yield from of_code(path.read_text("utf-8"), path.relative_to(WEB.parent).as_posix())


def of_template(source: str, where: str) -> Iterator[Entry]:
    """Yields what a template says, in order."""
    for node in nodes(Template(source, engine=Engine.get_default()).nodelist):
        if isinstance(node, BlockTranslateNode):
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield Entry(node.render_token_list(node.singular)[0], plural, _context(node), where)
        elif isinstance(node, TranslateNode) and isinstance(text := _literal(node.filter_expression), str):
            yield Entry(text, "", _context(node), where)


def nodes(of: Any) -> Iterator[Any]:
    """Yields every node of a template, those inside of others too."""
    for node in of:
        yield node
        inside = [*getattr(node, "child_nodelists", ()), *[name for name in ("slots",) if hasattr(node, name)]]
        for name in inside:
            found = getattr(node, name, None)
            for part in found.values() if isinstance(found, dict) else (found,):
                if isinstance(part, NodeList):
                    yield from nodes(part)


def _literal(expression: FilterExpression) -> object:
    var = expression.var
    return var.literal if isinstance(var, Variable) else var


def _context(node: Any) -> str:
    return str(_literal(node.message_context)) if node.message_context else ""


def of_code(source: str, where: str) -> Iterator[Entry]:
    """Yields the texts that a module marks, in order."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        takes = _MARKS.get(call.func.id if isinstance(call.func, ast.Name) else "", 0)
        texts = [one.value for one in call.args[: abs(takes) + (takes < 0)] if isinstance(one, ast.Constant)]
        if takes and len(texts) == abs(takes) + (takes < 0):
            context = str(texts.pop(0)) if takes < 0 else ""
            yield Entry(str(texts[0]), str(texts[1]) if len(texts) > 1 else "", context, where)
