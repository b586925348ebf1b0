"""Commands on an exchange: where it stands, who falls under its terms, who goes when; stopping it and going on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.rows import FILE
from repatria.cli.session import Session, at_a_desk
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import InputNotUnderstood
from repatria.people.party import MEDIATOR
from repatria.people.refs import exchange_id

if TYPE_CHECKING:
    from repatria.desk.overview import Overview
    from repatria.desk.planning import Candidate, Drawn
    from repatria.exchange.manifest import Window

OPENS, CLOSES = time(6, tzinfo=UTC), time(18, tzinfo=UTC)
"""When a crossing point is open on a day given without hours: an assumption, said in the help."""


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
    voice.out(f"{found.exchange}: {found.stage.value}; {found.lines} lines, {found.unanswered} unanswered")
    confirmed, waiting = ", ".join(found.confirmed_by) or "nobody", ", ".join(found.waiting_for) or "nobody"
    voice.out(f"terms {'in force' if found.terms else 'not in force'}; confirmed by {confirmed}; waiting for {waiting}")
    headings = ("clause", "party", "counts", "agreed", "moved", "released", "owed", "above", "unknown")
    if found.dues:
        voice.table(headings, [["-" if due[h] is None else due[h] for h in headings] for due in as_json["dues"]])


def overview_json(found: Overview) -> dict[str, Any]:
    """Returns an exchange at a glance as JSON."""
    return {
        "exchange": found.exchange,
        "stage": found.stage.value,
        "terms": found.terms,
        "confirmed_by": list(found.confirmed_by),
        "waiting_for": list(found.waiting_for),
        "lines": found.lines,
        "unanswered": found.unanswered,
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
    from repatria.desk.agreements import terms_in_force
    from repatria.desk.planning import candidates
    from repatria.exchange.eligibility import assess

    terms = terms_in_force(session.desk, exchange_id(name))[1]
    clauses = [one.id for one in terms.clauses if one.of_the_living and clause in (None, one.id)]
    if clause and not clauses:
        raise InputNotUnderstood("no such clause about the living", hint=", ".join(one.id for one in terms.clauses))
    everybody = list(candidates(session.desk, exchange_id(name), terms, moves_on=session.today()))
    counts = {
        one: Counter(_reason(assess(terms, one, candidate.file, candidate.holder)) for candidate in everybody)
        for one in clauses
    }
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


@exchange.command("plan")
@click.argument("name", metavar="EXCHANGE")
@click.option("--out", type=FILE, required=True, metavar="DIR", help="Where the manifests are written.")
@click.option("--stage", "stages", type=click.IntRange(1), multiple=True, help="Draw this stage only (all).")
@click.option(
    "--moves-on", "days", multiple=True, metavar="DAY", help="A day (06:00 to 18:00 UTC), or FROM/TO as moments."
)
@click.option("--crossing-point", default="as agreed", show_default=True, metavar="NAME", help="Where.")
@at_a_desk
def plan(
    session: Session, *, name: str, out: Path, stages: tuple[int, ...], days: tuple[str, ...], crossing_point: str
) -> None:
    """Allocates everybody who may go, and draws up manifests to be signed; nothing is entered.

    \b
    For each manifest DIR has M-0001.json (what is signed), M-0001.txt (its signed text) and M-0001.csv (for the
    officers at the crossing point, with names as each party spells them: keep it safe).
    Exit status 1 when the terms are not in force, or no plan can keep them.
    """  # noqa: D301 - click's mark
    from repatria.desk.planning import plan as draw
    from repatria.exchange.manifest import Place

    drawn = draw(
        session.desk,
        exchange=exchange_id(name),
        stages=stages,
        days=[_window(day) for day in days] or [_window(session.today().isoformat())],
        crossing_point=Place({MEDIATOR: crossing_point}),
    )
    _write_manifests(session, out, drawn)
    _tell_plan(session, drawn)


def _window(text: str) -> Window:
    from repatria.exchange.manifest import Window

    first, between, last = text.partition("/")
    try:
        if not between:
            day = date.fromisoformat(first)
            return Window(datetime.combine(day, OPENS), datetime.combine(day, CLOSES))
        found = Window(datetime.fromisoformat(first), datetime.fromisoformat(last))
    except ValueError:
        raise InputNotUnderstood("--moves-on is not understood", hint="2031-06-12, or FROM/TO as moments") from None
    if found.opens_at.tzinfo is None or found.closes_at.tzinfo is None or found.closes_at <= found.opens_at:
        raise InputNotUnderstood("--moves-on needs UTC offsets, and an end after its beginning")
    return found


def _write_manifests(session: Session, folder: Path, drawn: Drawn) -> None:
    from repatria.exchange.manifest import manifest_text, to_bytes

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise InputNotUnderstood("the folder cannot be made", hint="choose another for --out") from None
    for manifest in drawn.manifests:
        write_private_file(folder / f"{manifest.id}.json", to_bytes(manifest))
        write_private_file(folder / f"{manifest.id}.txt", manifest_text(manifest).encode())
        rows = [
            (part.from_party, part.to_party, line, *_spelled(session, line))
            for part in manifest.movements
            for line in part.lines
        ]
        parties = [f"{party} {what}" for party in session.desk.book().parties for what in ("name", "date of birth")]
        write_private_file(folder / f"{manifest.id}.csv", csv_bytes(("from", "to", "line", *parties), rows))


def _spelled(session: Session, line: Any) -> list[str]:
    """Returns name and date of birth as each party gives them, as far as the other party's officers may see them."""
    from repatria.desk.intake import record_of, visible
    from repatria.people.fields import Field
    from repatria.people.party import Actor, Role
    from repatria.register.files import person_file

    book = session.desk.book()
    file = person_file(book, line, lambda ref: record_of(session.desk, ref))
    cells: dict[str, tuple[str, str]] = {}
    for record in file.records:
        received = book.lists[record.line.rpartition(":")[0]].received  # type: ignore[index]
        seen = visible(record, received, Actor(book.other(record.source), Role.OFFICER))
        names = (Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC)
        name = " ".join(seen[part] for part in names if seen.get(part))
        cells.setdefault(record.source, (name, seen.get(Field.DATE_OF_BIRTH, "")))
    return [cell for party in book.parties for cell in cells.get(party, ("", ""))]


def _tell_plan(session: Session, drawn: Drawn) -> None:
    manifests: list[dict[str, Any]] = [
        {
            "manifest": manifest.id,
            "stage": manifest.stage,
            "opens_at": manifest.moves_on.opens_at.isoformat(),
            "people": {f"{part.from_party} to {part.to_party}": len(part.lines) for part in manifest.movements},
        }
        for manifest in drawn.manifests
    ]
    held = Counter(finding.message for one in drawn.held_back for finding in one.hindrances)
    found = drawn.plan
    if session.as_json:
        voice.document(
            {"placed": found.placed, "left": len(found.left), "waiting": found.waiting, "bound": found.bound}
            | {"manifests": manifests, "held_back": len(drawn.held_back), "hindrances": dict(held)}
        )
        return
    rows = [
        (one["manifest"], one["stage"] or "-", one["opens_at"], direction, people)
        for one in manifests
        for direction, people in one["people"].items()
    ]
    voice.table(("manifest", "stage", "opens at", "direction", "people"), rows)
    voice.out(f"placed {found.placed}, left {len(found.left)}; objective {found.waiting}, bound {found.bound}")
    if held:
        voice.table(("held back because", "people"), held.most_common())


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
