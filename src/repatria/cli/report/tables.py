"""The tables of the report: states, next steps, remains, counts that differ, exchanges, the proof, what words mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from repatria.register.states import MEANING, State


def is_late(line: Mapping[str, Any], on: str) -> bool:
    """Whether the step that a line of the account waits for was due before ``on``."""
    return bool(on and line["due_on"] and line["due_on"] < on)


def states(account: Mapping[str, Any]) -> str:
    """Returns the table of lists and states, with both sums."""
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


def outstanding(account: Mapping[str, Any], on: str) -> str:
    """Returns the table of who owes the next step, by party and state; with ``on`` also what is overdue."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in account["lines"]:
        if line["owed_by"]:
            groups[line["owed_by"], line["state"]].append(line)
    order = [state.value for state in State]
    rows = []
    for (party, state), lines in sorted(groups.items(), key=lambda entry: (entry[0][0], order.index(entry[0][1]))):
        due = [line["due_on"] for line in lines if line["due_on"] and not is_late(line, on)]
        late = sum(is_late(line, on) for line in lines)
        rows.append((party.capitalize(), state, len(lines), min(due, default="-"), late or "-"))
    table = _table(("owed by", "for lines that are", "lines", "next due", "overdue"), rows, words=(1,), late=4)
    return f"""<section aria-labelledby="owed"><h2 id="owed">Who owes the next step</h2>
<div class="wide">{table}</div></section>"""


def remains(account: Mapping[str, Any]) -> str:
    """Returns the tables of remains by the party that received them and by handover; empty when there are none."""
    if not any(any(counts.values()) for counts in account["remains"].values()):
        return ""
    has_own = any(counts.get("wrong_side") for counts in account["remains"].values())
    headings = (*_NUMBERS, "of the sender's own") if has_own else _NUMBERS
    rows = [(party.capitalize(), *_numbers(c, c, has_own=has_own)) for party, c in account["remains"].items()]
    table = _table(("received by", *headings), rows)
    return f"""<section aria-labelledby="remains"><h2 id="remains">Remains received</h2>
<p>Four numbers that are never mixed: one bag may hold several people, and one person may lie in several bags.{_OWN if has_own else ""}</p>
<div class="wide">{table}</div>{_by_handover(account, headings, has_own=has_own)}</section>"""


_NUMBERS = ("bags", "specimens", "least number of individuals", "identified")
_OWN = " Remains of the sender's own are routed back; they are nobody's return, and are counted apart."


def _numbers(counted: Mapping[str, Any], named: Mapping[str, Any], *, has_own: bool) -> tuple[object, ...]:
    own = (named.get("wrong_side", ""),) if has_own else ()
    return (counted["bags"], counted["specimens"], counted["minimum_individuals"], named.get("identified", ""), *own)


def _by_handover(account: Mapping[str, Any], headings: Sequence[str], *, has_own: bool) -> str:
    """The same by handover, as each side counted it; who is identified stands where the remains are."""
    rows = [
        (one["list"], party.capitalize(), *_numbers(c, one if party == one["receiver"] else {}, has_own=has_own))
        for one in account.get("consignments", ())
        for party, c in one["counts"].items()
    ]
    if len(rows) < 2:
        return ""
    table = _table(("handover", "counted by", *headings), rows)
    return f"""<h3>By handover</h3>
<p>As each side counted it; both counts stand where they differ. Who lies in two handovers is identified in both.</p>
<div class="wide">{table}</div>"""


def discrepancies(account: Mapping[str, Any]) -> str:
    """Returns the table of counts that differ, with every number."""
    found = account["discrepancies"]
    parties = sorted({party for entry in found for party in entry["counts"]}, key=lambda p: (p == "mediator", p))
    rows = [(entry["what"], *(entry["counts"].get(party, "-") for party in parties)) for entry in found]
    table = _table(("what was counted", *(p.capitalize() for p in parties)), rows) if rows else "<p>None.</p>"
    return f"""<section aria-labelledby="differ"><h2 id="differ">Counts that differ</h2>
<p>Where the sides counted differently, both numbers stand; neither corrects the other.</p><div class="wide">{table}</div></section>"""


def exchanges(exchanges: Iterable[Mapping[str, Any]]) -> str:
    """Returns the table of exchanges and their stages; empty when nothing is known of any."""
    rows = [
        (
            entry["exchange"],
            entry["stage"],
            entry.get("lines", "-"),
            entry.get("answered", "-"),
            entry.get("outstanding", "-"),
            ", ".join(p.capitalize() for p in entry.get("waiting_for", ())) or "nobody",
        )
        for entry in exchanges
    ]
    if not rows:
        return ""
    table = _table(
        ("exchange", "stage", "lines", "answered", "outstanding", "terms wait for the signature of"), rows, words=(1, 5)
    )
    return f'<section aria-labelledby="exchanges"><h2 id="exchanges">Exchanges</h2><div class="wide">{table}</div></section>'


def log(extras: Mapping[str, Any]) -> str:
    """Returns the section on the log's checkpoint; empty when there is none."""
    checkpoint = extras.get("checkpoint")
    if not checkpoint:
        return ""
    return f"""<section aria-labelledby="log"><h2 id="log">The proof</h2>
<p>This account rests on {checkpoint["size"]:,} acts. Each has a commitment in the log <code>{escape(str(checkpoint.get("origin", "")))}</code>,
whose checkpoint at this size has the root <code>{escape(str(checkpoint["root"]))}</code>. Whoever has the log and the verifier's
key can check it without anybody's help: <code>repatria log verify</code>.</p></section>"""


def meanings(account: Mapping[str, Any]) -> str:
    """Returns the definitions of the states that occur."""
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
