"""The account as one page of HTML that can be handed to somebody: no names, no network, no script, readable in print.

Everything on it is references and numbers. The page forbids itself to load anything (Content-Security-Policy), and names
the digest of its one style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from importlib import resources
from typing import Any

from repatria.cli.report import tables
from repatria.cli.report.tables import is_late
from repatria.desk.pictures.bars import bar, keys, patterns, swatch
from repatria.desk.pictures.families import Family
from repatria.register.states import CLOSED, OUTSTANDING

FURTHER_SECTIONS = "<!-- further sections -->"
"""Where somebody may add a section to a page that was written."""

_SUBJECT = {"persons": "people", "remains": "bags with remains"}


def render(account: Mapping[str, Any], extras: Mapping[str, Any]) -> str:
    """Returns the report as HTML.

    Args:
        account: The document of ``repatria account --json``.
        extras: What else the desk knows; each key may be missing: ``on`` (the day, ISO), ``demo`` (bool),
            ``checkpoint`` (``origin`` of the log, ``size``, ``root`` in base64), ``exchanges`` (a sequence of mappings with
            ``exchange``, ``stage``, ``lines``, ``answered``, ``outstanding``, ``waiting_for``), ``subjects`` (list → persons or remains).
    """
    on = str(extras.get("on", ""))
    style = (resources.files("repatria.cli.report") / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = "\n".join(
        [
            _head(account, on, demo=bool(extras.get("demo"))),
            _picture(account, extras.get("subjects", {})),
            tables.states(account),
            tables.outstanding(account, on),
            tables.remains(account),
            tables.discrepancies(account),
            tables.exchanges(extras.get("exchanges", ())),
            tables.log(extras),
            tables.meanings(account),
            FURTHER_SECTIONS,
        ]
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>The account{f" on {escape(on)}" if on else ""}</title>
<style>{style}</style>
</head>
<body>
{patterns()}
<main>
{body}
<footer>References and numbers only: this page names nobody. A line such as <code>north-1:14</code> is the fourteenth line of
the first list that North handed in.</footer>
</main>
</body>
</html>
"""


def _head(account: Mapping[str, Any], on: str, *, demo: bool) -> str:
    lines = account["lines"]
    closed = {state.value for state in CLOSED}
    returned = sum(line["state"] in ("returned", "followed up") for line in lines)
    owed = sum(line["state"] not in closed for line in lines)
    outstanding = sum(line["state"] in OUTSTANDING for line in lines)
    late = sum(is_late(line, on) for line in lines)
    verdict = (
        f"Every one of the {len(lines):,} lines that the parties have handed in is in exactly one state, and the states of "
        "each list add up to its lines."
        if account["balanced"]
        else "The account does not balance: lines are missing or counted twice. Nothing below should be relied on."
    )
    mark = '<p class="demo">DEMO: the people, places and numbers on this page are invented.</p>' if demo else ""
    figures = (
        ("lines accounted for", len(lines)),
        ("answered", len(lines) - outstanding),
        ("outstanding: no first word yet", outstanding),
        ("lines whose person returned", returned),
        ("lines with a next step owed", owed),
        ("of these overdue", late),
    )
    tiles = "".join(f"<div><dt>{words}</dt><dd>{number:,}</dd></div>" for words, number in figures)
    when = f'<p class="when">As of {escape(on)}</p>' if on else ""
    return f'{mark}<h1>Where everybody is</h1>{when}<p class="lead">{verdict}</p><dl class="figures">{tiles}</dl>'


def _picture(account: Mapping[str, Any], subjects: Mapping[str, str]) -> str:
    families = "".join(f"<li>{swatch(family)}{escape(family.words)}</li>" for family in Family)
    parts = [_list(entry, subjects.get(entry["list"]) or _guess(entry)) for entry in account["lists"]]
    return f"""<section aria-labelledby="balance"><h2 id="balance">The balance, list by list</h2>
<p>Each bar is one list, whole; its parts are the states in which the list's lines are now. Somebody whom
one party seeks and the other holds stands on two lists, on a line of each.</p>
<ul class="keys" aria-label="Families of states">{families}</ul>
{"".join(parts)}</section>"""


def _guess(entry: Mapping[str, Any]) -> str:
    of_remains = {"announced", "received", "not among those received", "counts differ"}
    return "remains" if of_remains & set(entry["states"]) else "persons"


def _list(entry: Mapping[str, Any], subject: str) -> str:
    verb = "hands over" if subject == "remains" else entry["stance"]
    name = f"{entry['list']}: {entry['party'].capitalize()} {verb} {_SUBJECT[subject]}"
    declared = entry["declared_total"]
    said = f"; its paper says {declared:,}" if declared is not None and declared != entry["lines"] else ""
    return f"""<article class="list"><header><h3>{escape(name)}</h3><span class="sub">{entry["lines"]:,} lines{said}</span></header>
{bar(name, entry["states"])}{keys(entry["states"])}</article>"""
