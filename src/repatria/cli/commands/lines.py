"""Commands that show one person's file by source, and what is to be done next."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.options import Day, at_a_desk
from repatria.cli.rows import FILE, word
from repatria.cli.session import Session
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import InputNotUnderstood
from repatria.people.party import MEDIATOR
from repatria.people.refs import line_ref, list_id, party_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from repatria.desk.person import Decided, LineFile, Said, Visit
    from repatria.register.steps import Step

MOST_STEPS = 20
"""Steps shown unless --all is given."""


@click.group("line")
def line() -> None:
    """Shows the person on a line, by source."""


@line.command("show")
@click.argument("ref", metavar="LINE")
@click.option("--as", "reader", metavar="PARTY", help="Whose eyes; only the mediator looks through another's.")
@at_a_desk
def show(session: Session, *, ref: str, reader: str | None) -> None:
    """Shows all that is known of the person on a line, by source, what is open, and who owes the next step.

    The mediator sees all of it. A party sees the cells that the other lets it see and the facts that its own people
    recorded, and is told how much is hidden. What a person said in the private interview is for the mediator.
    """
    from repatria.desk.person import line_file

    looking = session.looking_as(reader)
    found = line_file(session.desk, line=line_ref(ref), reader=looking, on=session.today())
    if session.as_json:
        voice.document({"as": str(looking)} | _file_json(found))
    else:
        _print(found, session.today())
        voice.out(f"shown as {looking} may see it")


def _print(found: LineFile, today: date) -> None:
    from repatria.register.states import MEANING

    standing = found.standing
    voice.out(f"{found.line}{f' ({found.person})' if found.person else ''}: {standing.state.value}")
    voice.out(MEANING[standing.state])
    if standing.owed_by:
        late = " (overdue)" if standing.due_on and standing.due_on < today else ""
        voice.out(f"next step: {standing.owed_by}, by {standing.due_on}{late}")
    for said in found.said:
        _print_said(said)
    if found.judgements:
        rows = [(left, right, judge, judgement.value) for left, right, judge, judgement in found.judgements]
        voice.table(("line", "and line", "judged by", "judgement"), rows)
    if found.facts:
        headings = ("what", "truth", "value", "said by", "source", "on", "line", "evidence")
        rows_of_facts = [
            (f.what.value, f.truth.value, f.value, f.said_by, f.source, f.on, f.line, f.evidence or "")
            for f in found.facts
        ]
        voice.table(headings, rows_of_facts, title="circumstances and findings")
    if found.facts_hidden:
        voice.out(f"hidden: {found.facts_hidden} facts that others recorded")
    _print_going(found)


def _print_said(said: Said) -> None:
    cells = [(name.value, cell) for name, cell in said.cells.items()]
    voice.table(("field", "as received"), cells, title=f"{said.line}: {said.party} {said.stance.value}")
    hidden = [*(field.value for field in said.hidden), *(["columns without a known heading"] * said.unnamed_hidden)]
    if hidden:
        voice.out("hidden: " + ", ".join(hidden))
    if said.answer:
        named = f" of {said.duplicate_of}" if said.duplicate_of else ""
        needs = f"; needs {', '.join(field.value for field in said.needs)}" if said.needs else ""
        voice.out(f"answered on {said.answer[1]}: {said.answer[0].value}{named}{needs}")
    if said.remark:
        voice.out(f"remark on {said.remark[1]}: {said.remark[0].value}")


def _print_going(found: LineFile) -> None:
    terms = found.under_terms
    if terms is not None:
        under = f" under {terms.clause}" if terms.clause else ""
        reasons = "; ".join(terms.assessment.reasons)
        voice.out(f"eligible{under}: {terms.assessment.truth.value}{f' ({reasons})' if reasons else ''}")
        for settles in terms.assessment.would_settle:
            voice.out(f"  would settle it: {settles}")
        for finding in terms.hindrances:
            voice.out(f"  keeps the person back: {finding.message}")
            if finding.hint:
                voice.out(f"    hint: {finding.hint}")
    if found.wish:
        voice.out(f"private interview: {found.wish.value}")
    if found.manifest:
        on = found.manifest
        checks = ", ".join(f"{party} {outcome or 'not yet'}" for party, outcome in on.checks.items())
        force = "" if on.in_force else ", not signed by all yet"
        voice.out(f"on {on.manifest}, moving on {on.moves_on}{force}; checked off: {checks}")
    if found.visits:
        rows = [(v.number, v.due_on, "made" if v.made else "open", _needed(v), v.found or "") for v in found.visits]
        voice.table(("visit", "due on", "", "something needed", "found"), rows, title="after the return")
    if found.decisions:
        _print_decisions(found)


def _print_decisions(found: LineFile) -> None:
    rows = [
        (d.identification, ", ".join(d.specimens) or d.remains, d.person or "on no list", d.on,
         "; ".join(_notes(d)))
        for d in found.decisions
    ]  # fmt: skip
    voice.table(("identification", "remains", "person", "on", ""), rows, title="decisions of boards")


def _notes(decided: Decided) -> list[str]:
    notes = ["the sender's own"] if decided.wrong_side else []
    notes += ["under review"] if decided.under_review else []
    return notes + [f"{step.value} {day}" for step, day in decided.steps]


def _needed(visit: Visit) -> str:
    return "" if visit.needed is None else "yes" if visit.needed else "no"


def _file_json(found: LineFile) -> dict[str, Any]:
    standing = found.standing
    return {
        "line": found.line,
        "person": found.person,
        "state": standing.state.value,
        "owed_by": standing.owed_by,
        "due_on": _iso(standing.due_on),
        "said": [_said_json(said) for said in found.said],
        "judgements": [
            {"left": left, "right": right, "judged_by": judge, "judgement": judgement.value}
            for left, right, judge, judgement in found.judgements
        ],
        "facts": [
            {"line": f.line, "what": f.what.value, "truth": f.truth.value, "value": f.value, "said_by": f.said_by}
            | {"source": f.source, "on": _iso(f.on), "evidence": f"sha256:{f.evidence}" if f.evidence else None}
            for f in found.facts
        ],
        "facts_hidden": found.facts_hidden,
        "wish": found.wish.value if found.wish else None,
        "manifest": _manifest_json(found),
        "visits": [
            {"visit": v.number, "due_on": _iso(v.due_on), "made": v.made, "found": v.found, "needed": v.needed}
            for v in found.visits
        ],
        "under_terms": _terms_json(found),
        "decisions": [
            {
                "identification": d.identification,
                "remains": d.remains,
                "specimens": list(d.specimens),
                "person": d.person,
            }
            | {"on": _iso(d.on), "wrong_side": d.wrong_side, "under_review": d.under_review}
            | {"steps": [{"step": step.value, "on": _iso(day)} for step, day in d.steps]}
            for d in found.decisions
        ],
    }


def _said_json(said: Said) -> dict[str, Any]:
    return {
        "line": said.line,
        "party": said.party,
        "stance": said.stance.value,
        "cells": {name.value: cell for name, cell in said.cells.items()},
        "hidden": [field.value for field in said.hidden],
        "unnamed_hidden": said.unnamed_hidden,
        "answer": said.answer[0].value if said.answer else None,
        "answered_on": _iso(said.answer[1]) if said.answer else None,
        "duplicate_of": said.duplicate_of,
        "needs": [field.value for field in said.needs],
        "remark": said.remark[0].value if said.remark else None,
        "remarked_on": _iso(said.remark[1]) if said.remark else None,
    }


def _manifest_json(found: LineFile) -> dict[str, Any] | None:
    on = found.manifest
    if on is None:
        return None
    return {
        "manifest": on.manifest,
        "moves_on": _iso(on.moves_on),
        "in_force": on.in_force,
        "checked_off": on.checks,
    }


def _terms_json(found: LineFile) -> dict[str, Any] | None:
    terms = found.under_terms
    if terms is None:
        return None
    return {
        "clause": terms.clause or None,
        "eligible": terms.assessment.truth.value,
        "reasons": list(terms.assessment.reasons),
        "would_settle": list(terms.assessment.would_settle),
        "hindrances": [voice.finding_json(one) for one in terms.hindrances],
        "may_go": terms.may_go,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@click.command("outstanding")
@click.option("--owed-by", metavar="NAME", help="Only what this party, or mediator, owes.")
@click.option("--state", "states", multiple=True, metavar="STATE", help='Only lines in this state, as "returned".')
@click.option("--list", "of", metavar="LIST", help="Only lines of this list.")
@click.option("--due-by", type=Day(), metavar="DAY", help="Only what is due on this day or before.")
@click.option("--overdue", is_flag=True, help="Only what was due before the day of --at.")
@click.option("--out", type=FILE, metavar="CSV", help="Write every step as a row, without names.")
@click.option("--all", "show_all", is_flag=True, help=f"Show every step, not the first {MOST_STEPS}.")
@at_a_desk
def outstanding(
    session: Session,
    *,
    owed_by: str | None,
    states: tuple[str, ...],
    of: str | None,
    due_by: date | None,
    overdue: bool,
    out: Path | None,
    show_all: bool,
) -> None:
    """Shows what is to be done next, line by line: which step, who owes it, by when; the longest overdue first.

    Visits after a return are among them: --state returned.
    """
    from repatria.register.states import State
    from repatria.register.steps import outstanding as steps

    book, today = session.desk.book(), session.today()
    whose = party_id(owed_by) if owed_by else None
    if whose not in (None, MEDIATOR, *book.parties):
        raise InputNotUnderstood("no party of this desk", hint="parties: " + ", ".join((*book.parties, MEDIATOR)))
    wanted = list_id(of) if of else None
    if wanted is not None and wanted not in book.lists:
        raise InputNotUnderstood("no such list was handed in", place=wanted, hint="lists look like north-3")
    found: Sequence[Step] = steps(
        book, owed_by=whose, states=frozenset(word(state, State) for state in states), of=wanted, due_by=due_by
    )
    if overdue:
        found = tuple(step for step in found if step.is_overdue(today))
    if out is not None:
        write_private_file(out, csv_bytes(_HEADINGS, [_row(step, today) for step in found]))
    _tell_steps(session, found, show_all=show_all)


_HEADINGS = ("line", "state", "step", "owed by", "due on", "days overdue")


def _row(step: Step, today: date) -> tuple[object, ...]:
    return step.line, step.state.value, step.what, step.owed_by, step.due_on, max(0, (today - step.due_on).days) or ""


def _tell_steps(session: Session, found: Sequence[Step], *, show_all: bool) -> None:
    today = session.today()
    late = sum(step.is_overdue(today) for step in found)
    if session.as_json:
        steps = [
            {"line": step.line, "state": step.state.value, "step": step.what, "visit": step.visit}
            | {"owed_by": step.owed_by, "due_on": _iso(step.due_on), "overdue": step.is_overdue(today)}
            for step in found
        ]
        voice.document({"on": _iso(today), "number": len(found), "overdue": late, "steps": steps})
        return
    shown = found if show_all else found[:MOST_STEPS]
    voice.table(_HEADINGS, [_row(step, today) for step in shown])
    if len(shown) < len(found):
        voice.out(f"and {len(found) - len(shown)} more (--all shows them, --out writes them)")
    voice.out(f"steps owed: {len(found)}; overdue on {today}: {late}")
