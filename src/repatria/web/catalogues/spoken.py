"""What the rooms below the pages say in English and pages show: closed lists, findings, refusals, reasons.

A sentence with values in it becomes a pattern: ``f"no leaf {index} in a tree of {size}"`` is ``no leaf {0} in a tree of
{1}``. Where a value is one of two texts, there are two patterns.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

from repatria.web.catalogues.entry import Entry
from repatria.web.speech.vocabulary import words

ROOT: Final = Path(__file__).parents[2]
SPEAKING: Final = (
    "people", "lists", "exchange", "register", "desk/aftermath.py", "desk/terms/agreements.py", "desk/terms/candidates.py", "desk/claims.py",
    "desk/dead", "desk/intake.py", "desk/matching/judging.py", "desk/movements.py", "desk/overview.py", "desk/person.py",
    "desk/planning.py", "desk/publication.py", "desk/matching/reconciling.py", "desk/session.py", "linkage/telling", "linkage/deciding",
    "linkage/linking.py", "log", "remains", "store/site", "web/forms",
)  # fmt: skip
"""Rooms and modules whose sentences come to a page."""
SILENT: Final = frozenset({
    "lists/cells.py", "lists/layout.py", "register/meanings.py", "exchange/check/ages.py", "remains/counting/exhaustive.py",
    "remains/reassociation/exhaustive.py", "remains/reassociation/clustering.py", "log/tiles.py", "log/merkle.py",
    "exchange/allocation/solver.py", "remains/policy/reading.py", "log/commitment.py", "log/proofs.py",
})  # fmt: skip
"""Modules among them that say nothing to people who use pages."""
_FORMATTED: Final = re.compile(r"(?<!\{)\{[a-z_]*\}(?!\})")
_LEAST_LETTERS: Final = 4
"""Letters of a sentence with holes: ``{0} to {1}`` would be found in half of all sentences."""
_NOT_SAID: Final = re.compile(r'[\\<]|^ [^(]| $| = |\[\[|^repatria|": \[|^[^a-z]*$|^attachment|charset')
"""Patterns, markup, pieces of sentences, lines of files."""
_HOLE: Final = "\0"


def of_rooms() -> Iterator[Entry]:
    """Yields words of closed lists, then sentences, room by room."""
    for text, where in words():
        yield Entry(text, where=where)
    for name in SPEAKING:
        place = ROOT / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else (place,):
            where = path.relative_to(ROOT).as_posix()
            if where not in SILENT and "migrations" not in path.parts:
                yield from (Entry(text, where=where) for text in sentences(path.read_text("utf-8")))


def sentences(source: str) -> Iterator[str]:
    """Yields the sentences of a module, those with values in them as patterns, in order; docstrings are none."""
    tree = ast.parse(source)
    taken = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if id(node) in taken or _is_marked(node):
            taken |= {id(one) for one in ast.walk(node)}
        elif isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
            found = list(forms(node))
            if found:
                taken |= {id(one) for one in ast.walk(node)}
            yield from filter(None, map(_pattern, found))


def _is_marked(node: ast.AST) -> bool:
    """Whether something is said by the pages themselves, or is no sentence: marked texts, patterns, names to be exported."""
    match node:
        case ast.Call(func=ast.Name(id="_" | "gettext" | "ngettext" | "gettext_lazy")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
            return True
        case _:
            return False


def forms(node: ast.expr) -> Iterator[str]:
    """Yields every form of a text, with `_HOLE` where a value stands; nothing where there is no text."""
    match node:
        case ast.Constant(value=str(text)):
            yield _FORMATTED.sub(_HOLE, text) if _FORMATTED.search(text) else text
        case ast.JoinedStr(values=parts):
            yield from map("".join, product(*(list(_part(part)) for part in parts)))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            before, after = list(forms(left)), list(forms(right))
            if before or after:
                yield from map("".join, product(before or [_HOLE], after or [_HOLE]))
        case _:
            pass


def _part(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.FormattedValue(value=ast.IfExp(body=yes, orelse=no)):
            yield from list(forms(yes)) or [_HOLE]
            yield from list(forms(no)) or [_HOLE]
        case _:
            yield _HOLE


def _pattern(text: str) -> str:
    """A sentence as the catalogue has it; empty where it is none."""
    plain = text.replace(_HOLE, "")
    if " " not in text.strip() or _NOT_SAID.search(text) or sum(map(str.isalpha, plain)) < _LEAST_LETTERS:
        return ""
    whole = _HOLE + text if text.startswith(" ") else text  # what is said after another sentence
    escaped = whole.replace("{", "{{").replace("}", "}}") if _HOLE in whole else whole
    pieces = escaped.split(_HOLE)
    return "".join(f"{piece}{{{n}}}" if n < len(pieces) - 1 else piece for n, piece in enumerate(pieces))
