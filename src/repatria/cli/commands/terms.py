"""Commands on terms: checked before anybody signs, put on the table, compared, confirmed by each party by itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, read_text
from repatria.cli.session import Session
from repatria.cli.signing import Given, signing_options, tell_lines
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.people.refs import PartyId, exchange_id, sha256

if TYPE_CHECKING:
    from repatria.exchange.talks import ClauseTalk
    from repatria.exchange.terms import Terms
    from repatria.register.agreements import Exchange


class TermsNotRead(InputNotUnderstood):
    """A text cannot be read as terms; ``findings`` say where and why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("the text cannot be read as terms", hint="mend what is found, then check again")
        self.findings = findings


@click.group("terms")
def terms() -> None:
    """Checks, shows and compares terms."""


@terms.command("check")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def check(*, file: Path, as_json: bool) -> None:
    """Says which words of a text are ambiguous or cannot be fulfilled, and what would mend them.

    Exit status 1 when the text is refused, 2 when it cannot be read as terms at all.
    """
    from repatria.exchange.check import check as examine
    from repatria.exchange.terms import read_terms

    read = read_terms(read_text(file, "terms"))
    if read.terms is None:
        raise TermsNotRead(read.findings)
    found = (*read.findings, *examine(read.terms))
    refused = any(one.severity is Severity.ERROR for one in found)
    if as_json:
        voice.document(
            {
                "exchange": read.terms.exchange,
                "refused": refused,
                "findings": [voice.finding_json(one) for one in found],
            }
        )
    else:
        for one in found:
            voice.findings([one])
        voice.out(f"{read.terms.exchange}: the terms are {'refused' if refused else 'clear and can be fulfilled'}")
    if refused:
        click.get_current_context().exit(1)


def _known(session: Session, exchange: str) -> Exchange:
    known = session.desk.book().exchanges.get(exchange_id(exchange))
    if known is None:
        raise InputNotUnderstood("no terms were proposed for this exchange", hint="propose-terms puts a text forward")
    return known


@terms.command("show")
@click.argument("exchange")
@at_a_desk
def show(session: Session, *, exchange: str) -> None:
    """Shows every text on the table: who proposed and who confirmed it; and the words of the one in force, or the last."""
    from repatria.desk.terms.agreements import document_text

    known = _known(session, exchange)
    last = known.in_force or next(reversed(known.proposals))
    found = [_proposal_json(known, digest) for digest in known.proposals]
    text = document_text(session.desk, last)
    if session.as_json:
        voice.document(
            {"exchange": exchange, "in_force": known.in_force, "proposals": found, "shown": last, "text": text}
        )
        return
    rows = [
        (one["sha256"][:12], one["proposed_by"], one["proposed_at"], _standing(one), ", ".join(one["signed_by"]))
        for one in found
    ]
    voice.table(("text", "proposed by", "on", "standing", "confirmed by"), rows)
    voice.out()
    voice.out(text.rstrip())


def _proposal_json(known: Exchange, digest: Any) -> dict[str, Any]:
    act = known.proposals[digest]
    signed = known.signed.get(digest, {})
    return {
        "sha256": digest,
        "proposed_by": act.by,
        "proposed_at": act.at.date().isoformat(),
        "binding": act.binding,
        "in_force": digest == known.in_force,
        "signed_by": list(signed),
        "waiting_for": [party for party in act.needs if party not in signed] if act.binding else [],
        "answer_due_on": act.answer_due_on.isoformat() if act.answer_due_on else None,
    }


def _standing(one: dict[str, Any]) -> str:
    if one["in_force"]:
        return "in force"
    return "can be signed" if one["binding"] else "binds nobody"


@terms.command("compare")
@click.argument("exchange")
@at_a_desk
def compare(session: Session, *, exchange: str) -> None:
    """Shows the parties' latest texts clause by clause: agreed, open, or worded differently, with both wordings.

    An answer that was due before the day of --at is shown as overdue.
    """
    from repatria.desk.terms.agreements import positions
    from repatria.exchange.talks import compare as talks

    made = positions(session.desk, exchange=exchange_id(exchange))
    latest = {proposal.party: proposal.terms for proposal in made}
    found = talks(proposals=made, parties=session.desk.book().parties, today=session.today())
    if session.as_json:
        voice.document({"exchange": exchange, "clauses": [_talk_json(one, latest) for one in found]})
        return
    for one in found:
        differing = f" ({', '.join(one.differing)})" if one.differing else ""
        voice.out(f"{one.clause}: {one.talk.value}{differing}")
        for party, words in _words(one, latest).items():
            voice.out(f"  {party}: {voice.safe(words)}")
        if one.overdue_since:
            voice.out(f"  overdue: {' and '.join(one.awaited)} owed an answer by {one.due_on}")


def _words(one: ClauseTalk, latest: Mapping[PartyId, Terms]) -> dict[PartyId, str]:
    """Returns each party's words for a clause, with those for its category in brackets."""
    found = {}
    for party, wording in one.wordings.items():
        clause = latest[party].clause(one.clause)
        category = latest[party].category(clause.category) if clause else None
        found[party] = f"{wording} [{category.wording}]" if category else wording
    return found


def _talk_json(one: ClauseTalk, latest: Mapping[PartyId, Terms]) -> dict[str, Any]:
    return {
        "clause": one.clause,
        "standing": one.talk.value,
        "differing": list(one.differing),
        "wordings": _words(one, latest),
        "awaited": list(one.awaited),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "overdue_since": one.overdue_since.isoformat() if one.overdue_since else None,
    }


@terms.command("annex-i")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def annex_i(*, as_json: bool) -> None:
    """Shows GC III Annex I, part I, as the coded checklist that medical clauses refer to.

    A code stands for all below it. Codes are what record-fact takes as the value of a medical-examination, and what
    health_codes names in a special agreement. The words are short: where they matter, read the treaty.
    """
    from repatria.exchange.annex_i import items

    if as_json:
        voice.document({"source": "GC III (1949), Annex I, part I", "items": dict(items())})
    else:
        voice.table(("code", "item, in short"), list(items().items()))


@click.command("propose-terms")
@click.argument("file", type=FILE)
@click.option("--as-worded", is_flag=True, help="Keep a refused text on the table as talks; nobody can sign it.")
@at_a_desk
def propose_terms(session: Session, *, file: Path, as_worded: bool) -> None:
    """Puts a text of terms on the table. Exit status 1 when it is refused."""
    from repatria.desk.terms.agreements import propose_terms as door

    text = read_text(file, "terms")
    session.entered("propose-terms", door(session.desk, by=session.by, text=text, as_worded=as_worded))


@click.command("sign-terms")
@click.argument("exchange")
@signing_options
@click.option("--sha256", "digest", metavar="DIGEST", help="Which text, when several are on the table.")
@at_a_desk
def sign_terms(
    session: Session,
    *,
    exchange: str,
    key: Path | None,
    signature: str | None,
    lines: Path | None,
    digest: str | None,
) -> None:
    """Confirms a text of terms for one party. It is in force when every party that it needs has confirmed it.

    With --key it is signed here. Where the key lies on another machine, --lines writes what is to be signed, `repatria key
    sign` signs it there, and --signature takes what that printed.
    """
    from repatria.desk.terms.agreements import sign_terms as door
    from repatria.desk.terms.agreements import terms_text, text_to_sign

    given = Given.of(key=key, signature=signature, lines=lines)
    book, about = session.desk.book(), exchange_id(exchange)
    text = sha256(digest) if digest else text_to_sign(book, about)
    to_sign = terms_text(about, text)
    signs = given.signs(to_sign, book.keys.get(session.by.party, ()))
    if signs is None:
        tell_lines(to_sign, as_json=session.as_json)
        return
    done = door(session.desk, by=session.by, exchange=about, key=signs, sha256=text)
    in_force = _known(session, exchange).in_force is not None
    if not session.as_json:
        voice.out("the terms are in force" if in_force else "the terms are not in force yet")
    session.entered("sign-terms", done, in_force=in_force)
