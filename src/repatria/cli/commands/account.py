"""Commands that show the account, and public totals beside what is documented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from repatria.cli import voice
from repatria.cli.options import Day, at_a_desk
from repatria.cli.rows import FILE
from repatria.cli.session import Session
from repatria.cli.writing import write_private_file
from repatria.people.refs import Sha256
from repatria.register.account import Account, to_json
from repatria.register.account import account as account_of
from repatria.register.statements import FigureRow, publishable
from repatria.register.statements import figures as figures_of


@click.command("account")
@click.option("--on", type=Day(), metavar="DAY", help="The day against which steps are overdue (today).")
@click.option("--report", type=FILE, metavar="FILE.html", help="Write the account as a page, without names.")
@at_a_desk
def account(session: Session, *, on: date | None, report: Path | None) -> None:
    """Shows where every line ever handed in is, who owes the next step, and what was counted differently.

    Exit status 1 when it does not balance: when the states of a list do not add up to its lines.
    """
    found = account_of(session.desk.book())
    day = on or session.today()
    as_json = to_json(found)
    if report is not None:
        _write_report(session, report, as_json, day)
    if session.as_json:
        voice.document(as_json)
    else:
        _print(found, day)
        if report is not None:
            voice.out("the report is written")
    if not found.balanced:
        click.get_current_context().exit(1)


def _print(found: Account, day: date) -> None:
    for entry in found.lists:
        declared = "" if entry.declared_total is None else f", declared total {entry.declared_total}"
        title = f"{entry.list}: {entry.party} {entry.stance.value} {entry.lines} {entry.subject.value}{declared}"
        voice.table(("state", "lines"), [(state.value, number) for state, number in entry.states.items()], title=title)
        voice.out()
    voice.out(f"answered: {found.answered}; outstanding: {found.outstanding}; overdue on {day}: {found.overdue(day)}")
    _print_owed(found, day)
    if any(remains.bags for remains in found.remains.values()):
        _print_remains(found)
    if found.discrepancies:
        rows = [(d.what, ", ".join(f"{party} {n}" for party, n in d.counts.items())) for d in found.discrepancies]
        voice.table(("counted differently", "counts"), rows)
    voice.out("the account balances" if found.balanced else "the account does NOT balance")


def _print_remains(found: Account) -> None:
    """Prints the four numbers by side, and by handover as each side counted it; the sender's own are counted apart."""
    numbers = ("bags", "specimens", "minimum individuals", "identified", "sender's own")
    counts = [
        (party, r.bags, r.specimens, r.minimum_individuals, r.identified, r.wrong_side)
        for party, r in found.remains.items()
    ]
    voice.table(("received by", *numbers), counts, title="remains, by the receiver's count")
    rows = [
        (one.list, party, c.bags, c.specimens, c.minimum_individuals,
         *((one.identified, one.wrong_side) if party == one.receiver else (None, None)))
        for one in found.consignments
        for party, c in one.counts.items()
    ]  # fmt: skip
    if len(rows) > 1:
        voice.table(("consignment", "counted by", *numbers), rows, title="remains, by handover")


def _print_owed(found: Account, day: date) -> None:
    owed: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    following: dict[tuple[str, str], date] = {}
    for _, standing in found.lines:
        if standing.owed_by is None or standing.due_on is None:
            continue
        key = (standing.owed_by, standing.state.value)
        owed[key] += 1
        late[key] += standing.due_on < day
        following[key] = min(following.get(key, standing.due_on), standing.due_on)
    if owed:
        rows = [(*key, owed[key], late[key], following[key]) for key in sorted(owed)]
        voice.table(("owed by", "lines that are", "number", "overdue", "first due on"), rows, title="next steps")


def _write_report(session: Session, path: Path, as_json: dict[str, Any], day: date) -> None:
    from repatria.cli.report import render

    extras = {
        "exchanges": _exchanges(session, day),
        "checkpoint": _checkpoint(session),
        "demo": session.is_demo,
        "on": day.isoformat(),
    }
    write_private_file(path, render(as_json, extras).encode())


def _exchanges(session: Session, day: date) -> list[dict[str, Any]]:
    from repatria.cli.commands.exchange import overview_json
    from repatria.desk.overview import exchanges, overview

    desk = session.desk
    return [overview_json(overview(desk, exchange=exchange, on=day)) for exchange in exchanges(desk)]


def _checkpoint(session: Session) -> dict[str, Any] | None:
    from base64 import b64encode

    from repatria.cli.commands.log import checkpoint_beside

    found = checkpoint_beside(session.home)
    if found is None:
        return None
    return {"origin": found.origin, "size": found.size, "root": b64encode(found.root).decode()}


@click.command("figures")
@click.option("--public", is_flag=True, help="As they may be published: rounded to 5, small numbers suppressed.")
@at_a_desk
def figures(session: Session, *, public: bool) -> None:
    """Shows public totals beside what the register documents: side by side, never mixed."""
    found = figures_of(session.desk.book())
    words = {
        said.wording: session.desk.archive.document(said.wording).decode() for row in found for said in row.statements
    }
    if session.as_json:
        figures = [_figure_json(row, words, public=public) for row in found]
        voice.document({"public": public, "figures": figures})
        return
    rows = [
        (row.figure.value, row.concerning, publishable(row.documented) if public else _counted(row), _said(row))
        for row in found
    ]
    voice.table(("figure", "concerning", "documented", "said in public"), rows)
    for row in found:
        for said in row.statements:
            voice.out(f"{row.figure.value}, {row.concerning}, {said.said_by} on {said.said_on}:")
            for line in words[said.wording].splitlines():
                voice.out(f"  {voice.safe(line)}")


def _counted(row: FigureRow) -> str:
    return "not counted" if row.documented is None else str(row.documented)


def _said(row: FigureRow) -> str:
    return "; ".join(f"{_between(s.at_least, s.at_most)} ({s.said_by}, {s.said_on})" for s in row.statements)


def _between(at_least: int | None, at_most: int | None) -> str:
    match at_least, at_most:
        case None, None:
            return "no number"
        case low, None:
            return f"at least {low}"
        case None, high:
            return f"at most {high}"
        case low, high:
            return str(low) if low == high else f"{low} to {high}"


def _figure_json(row: FigureRow, words: Mapping[Sha256, str], *, public: bool) -> dict[str, Any]:
    return {
        "figure": row.figure.value,
        "concerning": row.concerning,
        "documented": publishable(row.documented) if public else row.documented,
        "statements": [
            {
                "said_by": said.said_by,
                "said_on": said.said_on.isoformat(),
                "at_least": said.at_least,
                "at_most": said.at_most,
                "wording": f"sha256:{said.wording}",
                "words": words[said.wording],
                "exchange": said.exchange,
            }
            for said in row.statements
        ],
    }
