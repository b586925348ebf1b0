"""Commands on claims: answers, remarks, facts and public statements."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.options import Day, at_a_desk
from repatria.cli.rows import FILE, one_or_file, read_bytes, word
from repatria.cli.session import Session
from repatria.desk.claims import answer_claims, record_facts
from repatria.desk.claims import record_statement as enter_statement
from repatria.desk.claims import remark as enter_remarks
from repatria.desk.rows import answer_row, fact_row, remark_row
from repatria.people.refs import exchange_id, party_id
from repatria.register.account import account
from repatria.register.acts import Figure

_file = click.option("--file", "path", type=FILE, metavar="FILE", help="Many at once, as CSV or workbook.")


@click.command("answer-claim")
@click.argument("line", required=False)
@click.argument("answer", required=False)
@click.option("--duplicate-of", metavar="LINE", help="The line that it is a duplicate of.")
@click.option("--needs", multiple=True, metavar="FIELD", help="What is needed to identify the person.")
@_file
@at_a_desk
def answer_claim(
    session: Session,
    *,
    line: str | None,
    answer: str | None,
    duplicate_of: str | None,
    needs: tuple[str, ...],
    path: Path | None,
) -> None:
    """Enters the other party's answers to lines.

    \b
    ANSWER is held, not held, dead, already returned, left the territory, grown up, duplicate, cannot identify,
    withheld to the mediator, disputed or acknowledged.
    FILE has the headings line and answer, and may have duplicate_of and needs.
    """  # noqa: D301 - click's mark
    given = {"line": line, "answer": answer, "duplicate_of": duplicate_of, "needs": ", ".join(needs)}
    rows = one_or_file(given, path, kind="answers", needs=("line", "answer"), take=answer_row)
    done = answer_claims(session.desk, by=session.by, answers=rows)
    balance = account(session.desk.book())
    if not session.as_json:
        voice.out(f"answered: {balance.answered}; outstanding: {balance.outstanding}")
    session.entered("answer-claim", done, answered=balance.answered, outstanding=balance.outstanding)


@click.command("remark")
@click.argument("line", required=False)
@click.argument("remark", required=False)
@_file
@at_a_desk
def remark(session: Session, *, line: str | None, remark: str | None, path: Path | None) -> None:
    """Enters the listing party's remarks on answers.

    \b
    REMARK is accepts, contests or "adds information".
    FILE has the headings line and remark.
    """  # noqa: D301 - click's mark
    given = {"line": line, "remark": remark}
    rows = one_or_file(
        given,
        path,
        kind="remarks",
        needs=("line", "remark"),
        take=remark_row,
    )
    session.entered("remark", enter_remarks(session.desk, by=session.by, remarks=rows))


@click.command("record-fact")
@click.argument("line", required=False)
@click.argument("what", required=False)
@click.argument("truth", required=False)
@click.option("--value", metavar="CODE", help="Code or text where the kind needs one; never a name.")
@click.option("--source", metavar="TEXT", help="What it rests on: panel, commission, letter; never a name.")
@click.option("--evidence", type=FILE, metavar="FILE", help="A document that bears it out; kept under its digest.")
@click.option("--on", metavar="DAY", help="The day it was found, or holds for.")
@_file
@at_a_desk
def record_fact(
    session: Session,
    *,
    line: str | None,
    what: str | None,
    truth: str | None,
    value: str | None,
    source: str | None,
    evidence: Path | None,
    on: str | None,
    path: Path | None,
) -> None:
    """Enters circumstances of a claim, or what a verifier found.

    \b
    WHAT is a kind such as parents-killed, identity-changed, best-interests, medical-examination or sibling-group.
    TRUTH is yes, no or unknown.
    FILE has the headings line, what and truth, and may have value, source and on.
    """  # noqa: D301 - click's mark
    given = {"line": line, "what": what, "truth": truth, "value": value, "source": source, "on": on}
    document = read_bytes(evidence, "evidence") if evidence else None
    rows = one_or_file(
        given, path, kind="facts", needs=("line", "what", "truth"), take=lambda row: fact_row(row, evidence=document)
    )
    session.entered("record-fact", record_facts(session.desk, by=session.by, facts=rows))


@click.command("record-statement")
@click.option("--said-by", required=True, metavar="WHO", help="An office; never a person's name.")
@click.option("--said-on", required=True, type=Day(), metavar="DAY", help="When it was said.")
@click.option("--figure", required=True, metavar="FIGURE", help='What it counts, such as "persons sought".')
@click.option("--concerning", required=True, metavar="PARTY", help="Whose people, or whose count.")
@click.option("--wording", required=True, metavar="TEXT", help="The words; kept as a document under their digest.")
@click.option("--definition", default="", metavar="TEXT", help="By what definition it counts, as far as they said.")
@click.option("--source", default="", metavar="TEXT", help="Where it was said: paper, broadcast, letter.")
@click.option("--at-least", type=click.IntRange(0), help="The lowest number the words admit.")
@click.option("--at-most", type=click.IntRange(0), help="The highest number the words admit.")
@click.option("--exchange", metavar="ID", help="The exchange that it is about, if one.")
@at_a_desk
def record_statement(
    session: Session,
    *,
    said_by: str,
    said_on: date,
    figure: str,
    concerning: str,
    wording: str,
    definition: str,
    source: str,
    at_least: int | None,
    at_most: int | None,
    exchange: str | None,
) -> None:
    """Enters a public total without a list, kept beside what the register documents, never mixed with it.

    \b
    FIGURE is "persons sought", "persons said to be held", "persons returned", "bags received",
    "minimum number of individuals", "remains identified" or "something the register does not count".
    """  # noqa: D301 - click's mark
    done = enter_statement(
        session.desk,
        by=session.by,
        said_by=said_by,
        said_on=said_on,
        figure=word(figure, Figure),
        concerning=party_id(concerning),
        wording=wording,
        definition=definition,
        source=source,
        at_least=at_least,
        at_most=at_most,
        exchange=exchange_id(exchange) if exchange else None,
    )
    session.entered("record-statement", done)
