"""Tables of the reference that are made from the code: `python docs/tables.py` writes them into the pages.

A table stands between two comments, ``<!-- made by docs/tables.py: NAME -->`` and ``<!-- end -->``; a test compares it with
what the code says now.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from repatria.desk.session import DOORS
from repatria.exchange.outcome import Outcome
from repatria.lists.defects import DEFECTS
from repatria.lists.tables import read_table
from repatria.people import facts, fields
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import MEDIATOR_ONLY, Field
from repatria.people.party import Role
from repatria.register.acts import Answer, Figure, Judgement, RemainsStep, Remark, Wish
from repatria.register.states import CLOSED, MEANING, State

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/repatria"
SECTION = re.compile(r"(<!-- made by docs/tables\.py: ([a-z-]+) -->\n)(.*?)(\n<!-- end -->)", re.DOTALL)
MAKERS = {
    "Finding": {"severity": 0, "code": 1, "message": 3, "hint": 4},
    "_note": {"severity": 0, "code": 1, "message": 2},
    "_finding": {"severity": 0, "code": 1, "message": 3, "hint": 4},
    "refuse": {"code": 0, "message": 2, "hint": 3},
    "warn": {"code": 0, "message": 2, "hint": 3},
    "note": {"code": 0, "message": 2, "hint": 3},
    "_unread": {"code": 0, "message": 1, "hint": 2},
    "_unknown": {"code": 0},
}
"""Functions that make findings, and at which position they take what."""

_GUESS = "check that names read right; best send UTF-8 or .xlsx"
_LEADS_NOWHERE = "there is no such {} in these terms", "the terms know: …"
UNTOLD = {
    "encoding-guessed": ("which encoding was taken, where the file does not say it", _GUESS),
    "text-damaged": ("… places are not UTF-8 and cannot be read", _GUESS),
    "quote-not-closed": (
        "quotes do not pair; cells were cut without regard to them",
        "check these rows; best send .xlsx",
    ),
    "health-undefined": (
        "a state of health in words that nothing defines",
        "write health = one of the definitions above",
    ),
    "age-bound-unsaid": (
        "a bound that does not say whether people of that age are included",
        "write …_inclusive = true or false",
    ),
    "counts-unsaid": ("it is not said what counts as one", "write counts = …"),
    "terms-category-not-known": (_LEADS_NOWHERE[0].format("category"), _LEADS_NOWHERE[1]),
    "terms-party-not-known": (_LEADS_NOWHERE[0].format("party"), _LEADS_NOWHERE[1]),
    "terms-stage-not-known": (_LEADS_NOWHERE[0].format("stage"), _LEADS_NOWHERE[1]),
    "terms-reference-not-understood": (
        "not a reference of the kind that stands here",
        "it looks like north, north-1:4, …",
    ),
    "column-silent": (
        "the list has no …",
        "links are fewer and less sure without; add the column if there is one",
    ),
    "references-missing": (
        "no references; lines are called by their numbers",
        "give the list a column ref, so that pairs can be found again when it is sorted",
    ),
    "terms-key-missing": ("this key is missing", "write it"),
    "terms-key-not-known": ("this key is not known here", "did you mean …? / known here: …"),
}
"""Messages and hints, by code, that the code puts together so that they cannot be read off it."""


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a Markdown table; bars and line ends in cells do not break it."""
    cells = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in cells
    )


def comments(module: object) -> dict[str, str]:
    """Returns the comment beside each value of the enumerations of a module, by value; empty where there is none."""
    text = Path(str(getattr(module, "__file__", ""))).read_text("utf-8")
    found = re.findall(r'^    [A-Z_]+ = "([^"]+)"(?:  # (.*))?$', text, re.MULTILINE)
    return dict(found)


def treaty_items(comment: str) -> str:
    """Returns the treaty items of a field in full: ``d, 16e`` as ``AP I 78(3)d, GC I 16e``."""
    parts = [part.strip() for part in re.split(r"[,;]", comment) if part.strip()]
    for short, full in (
        (r"^16([a-h])$", r"GC I 16\1"),
        (r"^([a-s])(?=:|$)", r"AP I 78(3)\1"),
        (r"^art\. 70", "GC III 70"),
    ):
        parts = [re.sub(short, full, part) for part in parts]
    return ", ".join(parts)


def fields_table() -> str:
    """Returns every field of lists: what asks for it, whether the other party sees it, how English headings spell it."""
    said = comments(fields)
    english = {row[0]: row[2].split("|") for row in read_table("headings.tsv") if row[1] == "en"}
    rows = [
        (f"`{field}`", treaty_items(said[field]), "mediator only" if field in MEDIATOR_ONLY else "yes",
         ", ".join(english.get(field, [])[:4]).replace("#", "\\#"))
        for field in Field
    ]  # fmt: skip
    return table(
        ("field", "asked for by; what it holds", "other party sees it", "English headings, the first four"), rows
    )


def languages_table() -> str:
    """Returns how many spellings of headings are known in each language."""
    count: dict[str, int] = {}
    for _, language, spellings in read_table("headings.tsv"):
        count[language] = count.get(language, 0) + len(spellings.split("|"))
    names = {"uk": "Ukrainian", "ru": "Russian", "en": "English", "ar": "Arabic"}
    return table(("language", "spellings"), [(names[code], str(number)) for code, number in count.items()])


def states_table() -> str:
    """Returns every state with its meaning."""
    return table(("state", "meaning", "open"), [(f"`{s}`", MEANING[s], "no" if s in CLOSED else "yes") for s in State])


def defects_table() -> str:
    """Returns every kind of finding of lists with its message and hint."""
    rows = [(f"`{code}`", defect.severity.value, defect.message, defect.hint) for code, defect in DEFECTS.items()]
    rows += [(f"`{code}`", severity, message, hint) for code, severity, message, hint in findings_in("lists")]
    return table(("code", "severity", "message", "hint"), rows)


def refusals_table() -> str:
    """Returns every finding of terms: those of checking, then those of reading."""
    found = [*findings_in("exchange/check"), *findings_in("exchange/terms")]
    return table(("code", "severity", "what it says", "what mends it"), [(f"`{c}`", s, m, h) for c, s, m, h in found])


def linking_table() -> str:
    """Returns every finding of linking: those of tables that are read for it, then those of judgements."""
    found = [*findings_in("cli", "linkable.py"), *findings_in("linkage")]
    return table(("code", "severity", "message", "hint"), [(f"`{c}`", s, m, h) for c, s, m, h in found])


def findings_in(room: str, modules: str = "*.py") -> list[tuple[str, str, str, str]]:
    """Returns code, severity, message and hint of every finding that is written out in a room's code, first ones first."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for module in sorted((SOURCE / room).rglob(modules)):
        nodes = ast.walk(ast.parse(module.read_text("utf-8")))
        for call in sorted((n for n in nodes if isinstance(n, ast.Call)), key=lambda n: (n.lineno, n.col_offset)):
            for code, severity, message, hint in _finding(call):
                told = UNTOLD.get(code, (message, hint))
                found.setdefault(code, (code, severity, *told))
    return list(found.values())


def _finding(call: ast.Call) -> Iterator[tuple[str, str, str, str]]:
    """Yields code, severity, message and hint of a call that makes a finding."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in MAKERS:
        return
    places = MAKERS[name]
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "hint")]
    code = given[places["code"]] if len(given) > places["code"] else None
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        severity = getattr(given[places["severity"]], "attr", "").lower() if "severity" in places else ""
        message, hint = (
            _text(given[places[what]]) if what in places and len(given) > places[what] else ""
            for what in ("message", "hint")
        )
        yield code.value, severity or ("warning" if name == "warn" else "error"), message, hint


def _text(node: ast.expr) -> str:
    """Returns a text as the code writes it; ``…`` stands for what is known only when it is said."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return _text(left) + _text(right)
        case ast.IfExp(body=body, orelse=orelse):
            return " / ".join(filter(None, (_text(body), _text(orelse))))
        case _:
            return "…"


def words_table() -> str:
    """Returns the closed sets of words that working files and commands take."""
    sets: list[tuple[str, type[StrEnum]]] = [
        ("answer", Answer), ("remark", Remark), ("judgement", Judgement), ("what (of a fact)", FactKind), ("truth", Truth),
        ("wish", Wish), ("outcome", Outcome), ("step (on remains)", RemainsStep), ("figure", Figure),
    ]  # fmt: skip
    return table(("word", "one of"), [(name, ", ".join(f"`{word}`" for word in words)) for name, words in sets])


def facts_table() -> str:
    """Returns the kinds of facts, with what their comment says."""
    said = comments(facts)
    return table(("what", "says"), [(f"`{kind}`", said[kind] or kind.replace("-", " ")) for kind in FactKind])


def doors_table() -> str:
    """Returns who may use which door."""
    rows = [(f"`{door}`", ", ".join(role for role in Role if role in roles)) for door, roles in DOORS.items()]
    return table(("door", "roles that may use it"), rows)


def modules_table() -> str:
    """Returns every module from the desk down with the first sentence of its docstring; the build fills it in."""
    rooms = ("errors", "people", "log", "names", "lists", "linkage", "exchange", "register", "desk")
    found = [SOURCE / "errors.py", *(path for room in rooms for path in sorted((SOURCE / room).rglob("*.py")))]
    rows = []
    for path in found:
        name = ".".join(("repatria", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        rows.append((f"`{name}`", " ".join(said.split("\n\n")[0].replace("``", "`").split())))
    return table(("module", "what it is for"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "fields": fields_table,
    "languages": languages_table,
    "states": states_table,
    "defects": defects_table,
    "linking": linking_table,
    "refusals": refusals_table,
    "words": words_table,
    "facts": facts_table,
    "doors": doors_table,
}


def renewed(page: str) -> str:
    """Returns a page with its tables as the code has them now."""
    return SECTION.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[4]}", page)


def pages() -> list[Path]:
    """Returns the pages that hold such tables."""
    found = [ROOT / "GLOSSARY.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if SECTION.search(page.read_text("utf-8"))]


if __name__ == "__main__":
    for page in pages():
        page.write_text(renewed(page.read_text("utf-8")), "utf-8")
