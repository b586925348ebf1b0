"""Commands on an exchange: where it stands, who falls under its terms, who goes when; stopping it and going on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.planning import plan
from repatria.cli.keys import verifier_key
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.session import Session
from repatria.cli.writing import csv_bytes, make_folder, write_private_file
from repatria.errors import InputNotUnderstood
from repatria.people.refs import exchange_id

if TYPE_CHECKING:
    from repatria.desk.overview import Overview
    from repatria.desk.terms.candidates import Candidate


@click.group("exchange")
def exchange() -> None:
    """Shows an exchange, who falls under its terms, and plans who goes when."""


@exchange.command("show")
@click.argument("name", metavar="EXCHANGE")
@at_a_desk
def show(session: Session, *, name: str) -> None:
    """Shows the stage of an exchange, its clauses, what moved, and what each side still owes."""
    from repatria.desk.overview import overview

    found = overview(session.desk, exchange=exchange_id(name), on=session.today())
    as_json = overview_json(found)
    if session.as_json:
        voice.document(as_json)
        return
    voice.out(f"{found.exchange}: {found.stage.value}; {found.lines} lines")
    voice.out(f"answered: {found.lines - found.unanswered}; outstanding: {found.unanswered}")
    confirmed, waiting = ", ".join(found.confirmed_by) or "nobody", ", ".join(found.waiting_for) or "nobody"
    voice.out(f"terms {'in force' if found.terms else 'not in force'}; confirmed by {confirmed}; waiting for {waiting}")
    headings = ("clause", "party", "counts", "agreed", "moved", "released", "owed", "above", "unknown")
    if found.dues:
        voice.table(headings, [["-" if due[h] is None else due[h] for h in headings] for due in as_json["dues"]])
    if found.open_places:
        places = [(one.clause, one.line, one.because.value, one.chosen_by, one.until) for one in found.open_places]
        voice.table(("clause", "in place of", "who is", "to be named by", "until"), places, title="open places")


def overview_json(found: Overview) -> dict[str, Any]:
    """Returns an exchange at a glance as JSON."""
    return {
        "exchange": found.exchange,
        "stage": found.stage.value,
        "terms": found.terms,
        "confirmed_by": list(found.confirmed_by),
        "waiting_for": list(found.waiting_for),
        "lines": found.lines,
        "answered": found.lines - found.unanswered,
        "outstanding": found.unanswered,
        "clauses": [
            {"clause": clause, "party": party, "moved": tally.moved, "eligible": tally.eligible}
            | {"unknown": tally.unknown, "released": tally.released}
            for (clause, party), tally in found.clauses.items()
        ],
        "dues": [
            {"clause": due.clause, "party": due.party, "counts": due.counts.value if due.counts else None}
            | {"agreed": due.agreed, "moved": due.moved, "released": due.released, "owed": due.owed}
            | {"above": due.above, "unknown": due.unknown}
            for due in found.dues
        ],
        "open_places": [
            {"clause": one.clause, "line": one.line, "because": one.because.value}
            | {"chosen_by": one.chosen_by, "until": one.until.isoformat()}
            for one in found.open_places
        ],
    }


@exchange.command("eligible")
@click.argument("name", metavar="EXCHANGE")
@click.option("--clause", metavar="ID", help="One clause only.")
@click.option("--out", type=FILE, metavar="CSV", help="Write a row for each person, without names.")
@at_a_desk
def eligible(session: Session, *, name: str, clause: str | None, out: Path | None) -> None:
    """Counts who falls under each clause of the terms in force: yes, no and unknown, with the reasons.

    For unknown it says what would settle it. The day of --at is the day on which somebody is still a child.
    """
    from repatria.desk.terms.agreements import terms_in_force
    from repatria.desk.terms.candidates import candidates

    terms = terms_in_force(session.desk, exchange_id(name))[1]
    clauses = [one.id for one in terms.clauses if one.of_the_living and clause in (None, one.id)]
    if clause and not clauses:
        raise InputNotUnderstood("no such clause about the living", hint=", ".join(one.id for one in terms.clauses))
    everybody = list(candidates(session.desk, exchange_id(name), terms, moves_on=session.today()))
    counts = {one: Counter(_reason(candidate.assessments[one]) for candidate in everybody) for one in clauses}
    if out is not None:
        write_private_file(
            out, csv_bytes(_HEADINGS, [_person_row(one) for one in everybody if clause in (None, one.clause)])
        )
    _tell_eligible(session, counts, everybody)


_HEADINGS = (
    "person",
    "line",
    "holder",
    "state",
    "clause",
    "eligible",
    "may_go",
    "reasons",
    "would_settle",
    "hindrances",
)


def _reason(found: Any) -> tuple[str, str, str]:
    """Returns yes, no or unknown, the first reason, and what would settle it; lines are counted, not named."""
    deciding = found.would_settle or found.reasons
    return found.truth.value, _without_refs(deciding[-1] if deciding else ""), "; ".join(found.would_settle)


def _without_refs(text: str) -> str:
    head, found, _ = text.partition(" by line ")
    return head if found else text


def _person_row(one: Candidate) -> tuple[object, ...]:
    return (
        one.file.person,
        one.line,
        one.holder or "",
        one.state.value,
        one.clause,
        one.assessment.truth.value,
        "yes" if one.may_go else "no",
        "; ".join(one.assessment.reasons),
        "; ".join(one.assessment.would_settle),
        "; ".join(finding.message for finding in one.hindrances),
    )


def _tell_eligible(
    session: Session, counts: dict[str, Counter[tuple[str, str, str]]], everybody: Sequence[Candidate]
) -> None:
    able = sum(candidate.may_go for candidate in everybody)
    sums = {
        clause: {
            answer: sum(n for (truth, *_), n in found.items() if truth == answer) for answer in ("yes", "no", "unknown")
        }
        for clause, found in counts.items()
    }
    if session.as_json:
        reasons = {
            clause: [
                {"eligible": truth, "reason": why, "would_settle": settle, "people": n}
                for (truth, why, settle), n in found.most_common()
            ]
            for clause, found in counts.items()
        }
        clauses = [{"clause": clause, **sums[clause], "reasons": reasons[clause]} for clause in counts]
        voice.document({"people": len(everybody), "may_go": able, "clauses": clauses})
        return
    voice.table(("clause", "yes", "no", "unknown"), [(clause, *found.values()) for clause, found in sums.items()])
    rows = [
        (clause, truth, n, settle or why)
        for clause, found in counts.items()
        for (truth, why, settle), n in found.most_common()
    ]
    voice.table(("clause", "eligible", "people", "reason, or what would settle it"), rows)
    voice.out(f"{len(everybody)} people; {able} may go now")


exchange.add_command(plan)


@exchange.command("signed")
@click.argument("name", metavar="EXCHANGE")
@click.option("--out", type=FILE, required=True, metavar="DIR", help="Where the documents are written.")
@at_a_desk
def signed(session: Session, *, name: str, out: Path) -> None:
    """Writes the terms and manifests that somebody has signed, with every signature, for whoever wants to check them.

    Each document has a C2SP signed note beside it (.note): the text that was signed, and a line for each signature.
    They name nobody: a manifest holds references of lines.
    """
    from repatria.desk.publication import signed_documents

    found = signed_documents(session.desk, exchange=exchange_id(name))
    make_folder(out)
    for one in found:
        write_private_file(out / f"{one.name}{one.suffix}", one.content)
        write_private_file(out / f"{one.name}.note", one.note)
    if session.as_json:
        voice.document({"exchange": name, "documents": [f"{one.name}{one.suffix}" for one in found]})
        return
    for one in found:
        voice.out(f"{one.name}{one.suffix}, and its signatures in {one.name}.note")


@exchange.command("verify")
@click.argument("note", type=FILE, metavar="NOTE")
@click.argument("document", type=FILE)
@click.option("--key", "keys", multiple=True, required=True, metavar="VKEY", help="Who must have signed; text or file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def verify(*, note: Path, document: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Verifies signed terms or a signed manifest without a desk: the signatures, and that they are under DOCUMENT.

    Take the keys from those who sign, not from whoever gave you NOTE. Exit status 1 when one of the keys did not sign,
    a signature does not verify, or the document is another one.
    """
    from hashlib import sha256

    from repatria.log.note import open_note

    wanted = [verifier_key(text) for text in keys]
    opened = open_note(read_bytes(note, "note"), keys=wanted)
    missing = [key.name for key in wanted if key not in opened.signed_by]
    digest = f"sha256:{sha256(read_bytes(document, 'document')).hexdigest()}"
    is_same = digest in opened.text.splitlines()
    if as_json:
        by = [key.name for key in opened.signed_by]
        voice.document(
            {"holds": is_same and not missing, "signed_by": by, "missing": missing, "same_document": is_same}
        )
    else:
        voice.out("signed by " + ", ".join(key.name for key in opened.signed_by))
        if missing:
            voice.out("NOT signed by " + ", ".join(missing))
        voice.out("under this document" if is_same else "under ANOTHER document")
    if missing or not is_same:
        click.get_current_context().exit(1)


@click.command("suspend")
@click.argument("name", metavar="EXCHANGE")
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept as a document under its digest.")
@at_a_desk
def suspend(session: Session, *, name: str, reason: str) -> None:
    """Stops an exchange: nothing is signed until it is resumed; people under way are still checked off."""
    from repatria.desk.aftermath import suspend as door

    done = door(session.desk, by=session.by, exchange=exchange_id(name), reason=reason)
    session.entered("suspend", done, exchange=name)


@click.command("resume")
@click.argument("name", metavar="EXCHANGE")
@at_a_desk
def resume(session: Session, *, name: str) -> None:
    """Lets a suspended exchange go on."""
    from repatria.desk.aftermath import resume as door

    session.entered("resume", door(session.desk, by=session.by, exchange=exchange_id(name)), exchange=name)
