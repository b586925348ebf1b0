"""The account as one page of HTML that can be handed to somebody: no names, no network, no script, readable in print.

Everything on it is references and numbers. The page forbids itself to load anything (Content-Security-Policy), and names
the digest of its one style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib import resources
from typing import Any

from repatria.cli.report.picture import Family, bar, keys, patterns, swatch
from repatria.register.states import CLOSED, MEANING, State

FURTHER_SECTIONS = "<!-- further sections -->"
"""Where somebody may add a section to a page that was written."""

_SUBJECT = {"persons": "people", "remains": "bags with remains"}


def render(account: Mapping[str, Any], extras: Mapping[str, Any]) -> str:
    """Returns the report as HTML.

    Args:
        account: The document of ``repatria account --json``.
        extras: What else the desk knows; each key may be missing: ``on`` (the day, ISO), ``demo`` (bool),
            ``checkpoint`` (``origin`` of the log, ``size``, ``root`` in base64), ``exchanges`` (a sequence of mappings with
            ``exchange``, ``stage``, ``lines``, ``unanswered``, ``waiting_for``), ``subjects`` (list → persons or remains).
    """
    on = str(extras.get("on", ""))
    style = (resources.files("repatria.cli.report") / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = "\n".join(
        [
            _head(account, on, demo=bool(extras.get("demo"))),
            _picture(account, extras.get("subjects", {})),
            _states(account),
            _outstanding(account, on),
            _remains(account),
            _discrepancies(account),
            _exchanges(extras.get("exchanges", ())),
            FURTHER_SECTIONS,
            _log(extras),
            _meanings(account),
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
    late = sum(_late(line, on) for line in lines)
    verdict = (
        f"Every one of the {len(lines):,} lines that the parties have handed in is in exactly one state, and the states of "
        "each list add up to its lines."
        if account["balanced"]
        else "The account does not balance: lines are missing or counted twice. Nothing below should be relied on."
    )
    mark = '<p class="demo">DEMO: the people, places and numbers on this page are invented.</p>' if demo else ""
    figures = (
        ("lines accounted for", len(lines)),
        ("lines whose person returned", returned),
        ("lines with a next step owed", owed),
        ("of these overdue", late),
    )
    tiles = "".join(f"<div><dt>{words}</dt><dd>{number:,}</dd></div>" for words, number in figures)
    when = f'<p class="when">As of {escape(on)}</p>' if on else ""
    return f'{mark}<h1>Where everybody is</h1>{when}<p class="lead">{verdict}</p><dl class="figures">{tiles}</dl>'


def _late(line: Mapping[str, Any], on: str) -> bool:
    return bool(on and line["due_on"] and line["due_on"] < on)


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


def _states(account: Mapping[str, Any]) -> str:
    lists = account["lists"]
    met = [state.value for state in State if any(entry["states"].get(state.value) for entry in lists)]
    rows = []
    for state in met:
        numbers = [entry["states"].get(state, 0) for entry in lists]
        rows.append((state, *(number or "" for number in numbers), sum(numbers)))
    sums = ("sum of the states", *(sum(entry["states"].values()) for entry in lists))
    handed_in = ("lines handed in", *(entry["lines"] for entry in lists))
    table = _table(
        ("state", *(entry["list"] for entry in lists), "all"), rows, last=[(*x, sum(x[1:])) for x in (sums, handed_in)]
    )
    return f'<section aria-labelledby="states"><h2 id="states">Lists and states</h2><div class="wide">{table}</div></section>'


def _outstanding(account: Mapping[str, Any], on: str) -> str:
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in account["lines"]:
        if line["owed_by"]:
            groups[line["owed_by"], line["state"]].append(line)
    order = [state.value for state in State]
    rows = []
    for (party, state), lines in sorted(groups.items(), key=lambda entry: (entry[0][0], order.index(entry[0][1]))):
        due = [line["due_on"] for line in lines if line["due_on"] and not _late(line, on)]
        late = sum(_late(line, on) for line in lines)
        rows.append((party.capitalize(), state, len(lines), min(due, default="-"), late or "-"))
    table = _table(("owed by", "for lines that are", "lines", "next due", "overdue"), rows, words=(1,), late=4)
    return f"""<section aria-labelledby="owed"><h2 id="owed">Who owes the next step</h2>
<div class="wide">{table}</div></section>"""


def _remains(account: Mapping[str, Any]) -> str:
    if not any(any(counts.values()) for counts in account["remains"].values()):
        return ""
    rows = [
        (party.capitalize(), c["bags"], c["specimens"], c["minimum_individuals"], c["identified"])
        for party, c in account["remains"].items()
    ]
    table = _table(("received by", "bags", "specimens", "least number of individuals", "identified"), rows)
    return f"""<section aria-labelledby="remains"><h2 id="remains">Remains received</h2>
<p>Four numbers that are never mixed: one bag may hold several people, and one person may lie in several bags.</p>
<div class="wide">{table}</div></section>"""


def _discrepancies(account: Mapping[str, Any]) -> str:
    found = account["discrepancies"]
    parties = sorted({party for entry in found for party in entry["counts"]}, key=lambda p: (p == "mediator", p))
    rows = [(entry["what"], *(entry["counts"].get(party, "-") for party in parties)) for entry in found]
    table = _table(("what was counted", *(p.capitalize() for p in parties)), rows) if rows else "<p>None.</p>"
    return f"""<section aria-labelledby="differ"><h2 id="differ">Counts that differ</h2>
<p>Where the sides counted differently, both numbers stand; neither corrects the other.</p><div class="wide">{table}</div></section>"""


def _exchanges(exchanges: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (
            entry["exchange"],
            entry["stage"],
            entry.get("lines", "-"),
            entry.get("unanswered", "-"),
            ", ".join(p.capitalize() for p in entry.get("waiting_for", ())) or "nobody",
        )
        for entry in exchanges
    ]
    if not rows:
        return ""
    table = _table(
        ("exchange", "stage", "lines", "without an answer", "terms wait for the signature of"), rows, words=(1, 4)
    )
    return f'<section aria-labelledby="exchanges"><h2 id="exchanges">Exchanges</h2><div class="wide">{table}</div></section>'


def _log(extras: Mapping[str, Any]) -> str:
    checkpoint = extras.get("checkpoint")
    if not checkpoint:
        return ""
    return f"""<section aria-labelledby="log"><h2 id="log">The proof</h2>
<p>This account rests on {checkpoint["size"]:,} acts. Each has a commitment in the log <code>{escape(str(checkpoint.get("origin", "")))}</code>,
whose checkpoint at this size has the root <code>{escape(str(checkpoint["root"]))}</code>. Whoever has the log and the verifier's
key can check it without anybody's help: <code>repatria log verify</code>.</p></section>"""


def _meanings(account: Mapping[str, Any]) -> str:
    met = {state for entry in account["lists"] for state in entry["states"]}
    entries = "".join(
        f"<div><dt>{escape(state.value)}</dt><dd>{escape(MEANING[state])}</dd></div>"
        for state in State
        if state.value in met
    )
    return f"""<section aria-labelledby="words"><h2 id="words">What the states mean</h2><dl class="meanings">{entries}</dl></section>"""


def _table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    words: Sequence[int] = (),
    last: Iterable[Sequence[object]] = (),
    late: int | None = None,
) -> str:
    """Returns a table; columns in ``words`` are set to the left, rows in ``last`` stand under a line."""
    head = "".join(f'<th scope="col"{_words(at, words)}>{escape(heading)}</th>' for at, heading in enumerate(headings))
    body = "".join(_row(row, words, late) for row in rows)
    foot = "".join(_row(row, words, late, kind=' class="sum"') for row in last)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}{foot}</tbody></table>"


def _row(row: Sequence[object], words: Sequence[int], late: int | None, *, kind: str = "") -> str:
    cells = [f'<th scope="row">{escape(_text(row[0]))}</th>']
    for at, cell in enumerate(row[1:], start=1):
        mark = ' class="late"' if at == late and isinstance(cell, int) else _words(at, words)
        cells.append(f"<td{mark}>{escape(_text(cell))}</td>")
    return f"<tr{kind}>{''.join(cells)}</tr>"


def _words(at: int, words: Sequence[int]) -> str:
    return ' class="words"' if at in words else ""


def _text(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
