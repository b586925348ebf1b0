"""How we speak in a terminal: this module owns it.

- What was asked for goes to standard output: tables drawn by rich on a terminal, plain text in a pipe.
- Everything else (findings, warnings, refusals) goes to standard error: what, where, and a line with a hint.
- With ``--json`` standard output carries exactly one JSON document, also for a refusal.
- Sentences begin small and end without a full stop. No message holds a name, a birth date or a genotype.
- Cells of lists are shown without control characters, invisible ones, and those that turn the direction of text.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from repatria.errors import Finding, RepatriaError, Severity

DEMO_MARK = "DEMO: invented people"
MOST_FINDINGS = 20
"""Findings shown one by one; the rest is counted, and ``--json`` has them all."""


MOST_OF_CELL = 200
"""Characters of a cell shown in a table: one long cell would widen every row. ``--json`` has it whole."""


def use_utf_8() -> None:
    """Lets names of any script be printed where the system has another encoding; a terminal keeps its own."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def out(text: str = "") -> None:
    """Prints a line that was asked for."""
    click.echo(text)


def message(text: str, hint: str = "") -> None:
    """Prints a line about what is being done, and a line with a hint, to standard error."""
    click.echo(text, err=True)
    if hint:
        click.echo(f"  hint: {hint}", err=True)


def document(value: Mapping[str, Any]) -> None:
    """Prints the one JSON document that ``--json`` promises; what a terminal would obey is written as JSON escapes."""
    import msgspec  # far faster than json (0.01 s for 0.26 s) with an account of 20,000 lines

    text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    click.echo(text if text.isascii() else _OBEYED.sub(_escaped, text))


_OBEYED = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Control characters beyond ASCII, among them one that begins a terminal's commands, line ends, marks of direction, and
what cannot be seen. JSON itself escapes those of ASCII."""


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Prints a table; columns of whole numbers are set to the right."""
    cells = [["" if cell is None else _clipped(safe(str(cell))) for cell in row] for row in rows]
    right = [bool(cells) and all(is_number(row[i]) for row in cells) for i in range(len(headings))]
    if sys.stdout.isatty():
        _rich_table(headings, cells, right, title)
    else:
        _plain_table(headings, cells, right, title)


def _clipped(cell: str) -> str:
    return cell if len(cell) <= MOST_OF_CELL else f"{cell[:MOST_OF_CELL]}…"


def is_number(text: str) -> bool:
    """Whether a cell is empty, a dash or a whole number."""
    return text in ("", "-") or text.replace(",", "").isdecimal()


def _rich_table(headings: Sequence[str], cells: list[list[str]], right: list[bool], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD)
    for heading, to_right in zip(headings, right, strict=True):
        drawn.add_column(heading, justify="right" if to_right else "left")
    for row in cells:
        drawn.add_row(*map(Text, row))
    Console().print(drawn)


def _plain_table(headings: Sequence[str], cells: list[list[str]], right: list[bool], title: str) -> None:
    lines = [list(headings), *cells]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    if title:
        out(title)
    for line in lines:
        parts = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        )
        out("  ".join(parts).rstrip())


def safe(text: str) -> str:
    """Returns a cell as it may be shown in a terminal, on one line."""
    if text.isascii() and text.isprintable():
        return text
    from repatria.names.scripts import visible

    return " ".join(visible(text).split())


def findings(found: Sequence[Finding]) -> None:
    """Prints findings to standard error: the first ones whole, the rest counted by kind."""
    for one in found[:MOST_FINDINGS]:
        place = f"{one.place} {one.column}".strip()
        message(f"{one.severity}: {place}: {one.message}" if place else f"{one.severity}: {one.message}", one.hint)
    if len(found) > MOST_FINDINGS:
        rest = Counter(one.code for one in found[MOST_FINDINGS:])
        kinds = ", ".join(f"{count} {code}" for code, count in rest.most_common())
        message(f"and {len(found) - MOST_FINDINGS} more: {kinds}", "--json shows every finding")


def finding_json(one: Finding) -> dict[str, str]:
    """Returns a finding as JSON."""
    return {
        "severity": one.severity.value,
        "code": one.code,
        "place": one.place,
        "column": one.column,
        "message": one.message,
        "hint": one.hint,
    }


def warning(text: str, hint: str = "", *, code: str = "") -> Finding:
    """Prints a warning and returns it as a finding, for the document of ``--json``."""
    found = Finding(Severity.WARNING, code, "", text, hint)
    findings([found])
    return found


def refuse(error: RepatriaError, *, as_json: bool) -> None:
    """Tells why something is refused: one line what and where, one line hint, and every finding behind it."""
    found: tuple[Finding, ...] = getattr(error, "findings", ())
    if as_json:
        document(
            {
                "error": error.message,
                "hint": error.hint,
                "place": error.place,
                "findings": [finding_json(one) for one in found],
            }
        )
    if found:
        findings(found)
    message(f"{error.place}: {error.message}" if error.place else error.message, "" if found else error.hint)


def refuse_unexpected(failure: BaseException, *, as_json: bool, kept: bool) -> None:
    """Tells that the program failed, by the kind of failure and its place only: its own text may hold a name."""
    where = _place_of(failure)
    entered = "what was entered before is kept" if kept else "nothing was entered"
    text = f"something went wrong inside repatria ({type(failure).__name__} at {where}); {entered}"
    hint = "set REPATRIA_DEBUG=1 to see everything, personal data included, and report the place"
    if as_json:
        document({"error": text, "hint": hint, "place": "", "findings": []})
    message(text, hint)


def _place_of(failure: BaseException) -> str:
    place, step = "unknown", failure.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("repatria"):
            place = f"{module}:{step.tb_lineno}"
        step = step.tb_next
    return place
