"""Commands on terms: checked before anybody signs, put on the table, compared, confirmed by each party by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.keys import read_signer
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, read_text
from repatria.cli.session import Session
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.people.refs import PartyId, Sha256, exchange_id, sha256

if TYPE_CHECKING:
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
    from repatria.desk.agreements import document_text

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
    known = _known(session, exchange)
    texts = {party: _text_of(session, digest) for party, digest in known.latest.items()}
    clauses = [_compared(name, texts) for name in dict.fromkeys(c.id for t in texts.values() for c in t.clauses)]
    overdue = _overdue(session, known)
    if session.as_json:
        voice.document({"exchange": exchange, "clauses": clauses, "overdue": overdue})
        return
    for one in clauses:
        differing = f" ({', '.join(one['differing'])})" if one["differing"] else ""
        voice.out(f"{one['clause']}: {one['standing']}{differing}")
        for party, words in one["wordings"].items():
            voice.out(f"  {party}: {voice.safe(words)}")
    for late in overdue:
        voice.out(f"overdue: {late['owed_by']} owes an answer since {late['due_on']}")


def _text_of(session: Session, digest: Sha256) -> Terms:
    from repatria.desk.agreements import document_text, examine

    return examine(document_text(session.desk, digest))[0]


def _compared(clause: str, texts: Mapping[PartyId, Terms]) -> dict[str, Any]:
    """Returns how the latest texts word one clause, and in which of its parts they differ."""
    parts = {party: _parts(text, clause) for party, text in texts.items() if text.clause(clause)}
    first, *others = parts.values()
    differing = [name for name in first if any(first[name] != other[name] for other in others)]
    standing = "worded differently" if differing else "agreed" if others else "open"
    return {
        "clause": clause,
        "standing": standing,
        "differing": differing,
        "wordings": {party: _words(text, clause, party) for party, text in texts.items() if text.clause(clause)},
    }


def _parts(text: Terms, clause_id: str) -> dict[str, object]:
    clause = text.clause(clause_id)
    assert clause is not None
    category = text.category(clause.category)
    of_category = (
        {} if category is None else {f"category {f.name}": getattr(category, f.name) for f in fields(category)}
    )
    day = None if category is None else text.age_day(category)
    return {f.name: getattr(clause, f.name) for f in fields(clause)} | of_category | {"reference date": day}


def _words(text: Terms, clause_id: str, party: PartyId) -> str:
    clause = text.clause(clause_id)
    assert clause is not None
    category = text.category(clause.category)
    own = (clause.wordings or {}).get(party, clause.wording)
    of_category = "" if category is None else (category.wordings or {}).get(party, category.wording)
    return f"{own} [{of_category}]" if of_category else own


def _overdue(session: Session, known: Exchange) -> list[dict[str, str]]:
    """Returns who owes an answer to a text on the table since when: neither signed it nor put forward another since."""
    found = []
    for digest, act in known.proposals.items():
        proposer = act.by.partition("/")[0]
        if (
            act.answer_due_on is None
            or act.answer_due_on >= session.today()
            or known.latest.get(PartyId(proposer)) != digest
        ):
            continue
        for party in act.needs:
            own = known.proposals.get(known.latest.get(party, digest))
            answered = party == proposer or party in known.signed.get(digest, {}) or (own and own.at > act.at)
            if not answered and known.in_force != digest:
                found.append({"owed_by": party, "due_on": act.answer_due_on.isoformat(), "text": digest})
    return found


@click.command("propose-terms")
@click.argument("file", type=FILE)
@click.option("--as-worded", is_flag=True, help="Keep a refused text on the table as talks; nobody can sign it.")
@at_a_desk
def propose_terms(session: Session, *, file: Path, as_worded: bool) -> None:
    """Puts a text of terms on the table. Exit status 1 when it is refused."""
    from repatria.desk.agreements import propose_terms as door

    text = read_text(file, "terms")
    session.entered("propose-terms", door(session.desk, by=session.by, text=text, as_worded=as_worded))


@click.command("sign-terms")
@click.argument("exchange")
@click.option("--key", type=FILE, required=True, metavar="FILE", help="The party's private key.")
@click.option("--sha256", "digest", metavar="DIGEST", help="Which text, when several are on the table.")
@at_a_desk
def sign_terms(session: Session, *, exchange: str, key: Path, digest: str | None) -> None:
    """Confirms a text of terms for one party. It is in force when every party that it needs has confirmed it."""
    from repatria.desk.agreements import sign_terms as door

    done = door(
        session.desk,
        by=session.by,
        exchange=exchange_id(exchange),
        key=read_signer(key),
        sha256=sha256(digest) if digest else None,
    )
    in_force = _known(session, exchange).in_force is not None
    if not session.as_json:
        voice.out("the terms are in force" if in_force else "the terms are not in force yet")
    session.entered("sign-terms", done, in_force=in_force)
