"""Commands on the way to the crossing point and after it: interviews, manifests, check-off, follow-up, withdrawal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.options import Day, at_a_desk
from repatria.cli.rows import FILE, Row, numbered, one_or_file, read_bytes
from repatria.cli.session import Session
from repatria.cli.signing import Given, signing_options, tell_lines
from repatria.errors import InputNotUnderstood
from repatria.people.refs import ManifestId, line_ref
from repatria.register.acts import RemainsStep

if TYPE_CHECKING:
    from repatria.desk.aftermath import Withdrawal
    from repatria.register.dead.consequences import Consequences

_file = click.option("--file", "path", type=FILE, metavar="FILE", help="Many at once, as CSV or workbook.")


@click.command("sign-manifest")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@signing_options
@at_a_desk
def sign_manifest(
    session: Session, *, files: tuple[Path, ...], key: Path | None, signature: str | None, lines: Path | None
) -> None:
    """Signs manifests for a party or the mediator, one after the other.

    The first signature puts the people on it, after each of them was looked at again. Exit status 1 when somebody on
    one may not go; those before it are signed.

    With --key they are signed here. Where the key lies on another machine, --lines writes what is to be signed of one
    manifest, `repatria key sign` signs it there, and --signature takes what that printed.
    """
    from repatria.desk.movements import sign_manifest as door
    from repatria.desk.session import Entered
    from repatria.exchange.manifest import from_bytes, manifest_text

    given = Given.of(key=key, signature=signature, lines=lines)
    if given.key is None and len(files) > 1:
        raise InputNotUnderstood("several manifests", hint="--lines and --signature are about one manifest at a time")
    keys, new, already = session.desk.book().keys.get(session.by.party, ()), 0, 0
    waiting: dict[str, list[str]] = {}
    for content in [read_bytes(file, "manifest") for file in files]:
        text = manifest_text(from_bytes(content))
        signs = given.signs(text, keys)
        if signs is None:
            tell_lines(text, as_json=session.as_json)
            return
        done = door(session.desk, by=session.by, content=content, key=signs)
        new, already = new + done.new, already + done.already
        waiting |= _waiting(session, content)
    for name, parties in waiting.items():
        if parties and not session.as_json:
            voice.out(f"{name}: still to be signed by {' and '.join(parties)}")
    session.entered("sign-manifest", Entered(new, already), waiting_for=waiting)


def _waiting(session: Session, content: bytes) -> dict[str, list[str]]:
    from repatria.exchange.manifest import from_bytes

    name = from_bytes(content).id
    known = session.desk.book().manifests[name]
    return {name: [party for party in known.content.needs if party not in known.signed]}


@click.command("record-interview")
@click.argument("line", required=False)
@click.argument("wish", required=False)
@_file
@at_a_desk
def record_interview(session: Session, *, line: str | None, wish: str | None, path: Path | None) -> None:
    """Enters the outcomes of private interviews, held by the mediator's staff.

    WISH is willing, unwilling or undecided. FILE has the headings line and wish.
    """
    from repatria.desk.movements import record_interviews
    from repatria.desk.rows import interview_row

    rows = one_or_file(
        {"line": line, "wish": wish},
        path,
        kind="interviews",
        needs=("line", "wish"),
        take=interview_row,
    )
    session.entered("record-interview", record_interviews(session.desk, by=session.by, interviews=rows))


@click.command("check-off")
@click.argument("manifest")
@click.argument("line", required=False)
@click.argument("outcome", required=False)
@_file
@at_a_desk
def check_off(session: Session, *, manifest: str, line: str | None, outcome: str | None, path: Path | None) -> None:
    """Enters one side's check-off of a manifest, person by person.

    \b
    OUTCOME is crossed, declined, absent, unfit, died, "mistaken identity" or "not on the manifest".
    LINE is - for somebody who stands on no list at all.
    FILE has the headings line and outcome.
    """  # noqa: D301 - click's mark
    from repatria.desk.movements import check_off as door
    from repatria.desk.rows import check_off_row

    rows = one_or_file(
        {"line": line, "outcome": outcome}, path, kind="check-off", needs=("line", "outcome"), take=check_off_row
    )
    done = door(session.desk, by=session.by, manifest=ManifestId(numbered(manifest, "M")), rows=rows)
    session.entered("check-off", done, manifest=manifest)


@click.command("follow-up")
@click.argument("line", required=False)
@click.argument("milestone", required=False)
@click.option("--found", metavar="TEXT", help="What was found on a visit; kept as a document under its digest.")
@click.option("--needed", is_flag=True, help="Something is needed.")
@click.option("--step", type=click.Choice([one.value for one in RemainsStep]), help="A step on remains, not a visit.")
@click.option("--on", type=Day(), metavar="DAY", help="The day of the step (today).")
@click.option("--document", type=FILE, metavar="FILE", help="A paper on the step: a receipt, a protocol; kept.")
@_file
@at_a_desk
def follow_up(
    session: Session,
    *,
    line: str | None,
    milestone: str | None,
    found: str | None,
    needed: bool,
    step: str | None,
    on: date | None,
    document: Path | None,
    path: Path | None,
) -> None:
    """Enters visits after the return, and steps on remains after a board's decision.

    MILESTONE counts the due days from 1 (one week, one, three, six and twelve months). FILE has the headings line,
    milestone and found, and may have needed (yes or no).

    With --step the line is a bag (south-5:17), a specimen of it (south-5:17/2), an identification (I-0003), or a person's
    line, for all bags of that person. FILE then has the heading remains and may have on. Who is identified: family-told,
    then released. One of the sender's own: sent-back, then receipt-given by the sender. Who is not identified may be
    buried-under-number, and exhumed. What left under an identification that was withdrawn since: recovered.
    """
    if step is not None:
        if milestone or found or needed:
            raise click.UsageError("a step has no milestone and nothing found", ctx=click.get_current_context())
        _follow_remains(session, line, RemainsStep(step), on, document, path)
        return
    if on or document:
        raise click.UsageError("--on and --document belong to a --step", ctx=click.get_current_context())
    from repatria.desk.aftermath import follow_up as door
    from repatria.desk.rows import visit_row

    rows = one_or_file(
        {"line": line, "milestone": milestone, "found": found, "needed": "yes" if needed else None},
        path,
        kind="visits",
        needs=("line", "milestone", "found"),
        take=visit_row,
    )
    session.entered("follow-up", door(session.desk, by=session.by, rows=rows))


def _follow_remains(
    session: Session, target: str | None, step: RemainsStep, on: date | None, document: Path | None, path: Path | None
) -> None:
    from repatria.desk.dead.following import RemainsRow, follow_remains

    paper = read_bytes(document, "document") if document else None

    def take(row: Row) -> RemainsRow:
        text = row.text("remains")
        named = numbered(text, "I") if text.startswith("I-") else row.line_or_specimen("remains")
        return RemainsRow(named, step, row.day_or_none("on") or on or session.today(), paper)

    rows = one_or_file({"remains": target}, path, kind="steps", needs=("remains",), take=take)
    session.entered("follow-up", follow_remains(session.desk, by=session.by, rows=rows), step=step.value)


@click.command("withdraw")
@click.argument("target")
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept as a document under its digest.")
@at_a_desk
def withdraw(session: Session, *, target: str, reason: str) -> None:
    """Takes back a claim, a manifest not yet moved, or an identification; its place in the account stays.

    TARGET is a line (north-3:14), a manifest (M-0003) or an identification (I-0001). Of an identification all that
    followed from it is told: who was told, where the remains went, which other bags are the same person's, and what the
    account has now.
    """
    from repatria.desk.aftermath import withdraw as door

    wanted = numbered(target, target[0]) if target.startswith(("M-", "I-")) else line_ref(target)
    done = door(session.desk, by=session.by, target=wanted, reason=reason)
    if done.followed is not None and not session.as_json:
        _print_consequences(done, done.followed)
    session.entered("withdraw", done, target=wanted, consequences=_consequences_json(done))


def _print_consequences(done: Withdrawal, followed: Consequences) -> None:
    of = "the whole bag" if not followed.specimens else ", ".join(followed.specimens)
    voice.out(f"{followed.identification}, decided on {followed.decided_on}: {followed.remains} ({of})")
    said = [(step.value, day) for step, day in followed.steps]
    said += [("buried-under-number", followed.buried_on)] if followed.buried_on else []
    if said:
        voice.table(("what was done under it", "on"), said)
    voice.table(("line", "was", "is now"), [(one.line, one.before.value, one.after.value) for one in done.lines])
    if followed.others or followed.same:
        rows = [(bag, f"identified as the same person ({made})") for made, bag in followed.others]
        rows += [(bag, "has specimens judged to be the same person's") for bag in followed.same]
        voice.table(("other bag", "look at it too"), rows)
    if done.identified and done.wrong_side:
        voice.out(f"people identified for {followed.receiver}: {done.identified[0]} before, {done.identified[1]} now")
        if any(done.wrong_side):
            voice.out(f"of the sender's own: {done.wrong_side[0]} before, {done.wrong_side[1]} now")


def _consequences_json(done: Withdrawal) -> dict[str, object] | None:
    followed = done.followed
    if followed is None:
        return None
    return {
        "identification": followed.identification,
        "remains": followed.remains,
        "specimens": list(followed.specimens),
        "person": followed.person,
        "decided_on": followed.decided_on.isoformat(),
        "wrong_side": followed.wrong_side,
        "steps": [{"step": step.value, "on": day.isoformat()} for step, day in followed.steps],
        "buried_on": followed.buried_on.isoformat() if followed.buried_on else None,
        "lines": [{"line": one.line, "before": one.before.value, "after": one.after.value} for one in done.lines],
        "other_identifications": [{"identification": made, "remains": bag} for made, bag in followed.others],
        "bags_with_same_specimens": list(followed.same),
        "counts": {
            "party": followed.receiver,
            "identified": dict(zip(("before", "after"), done.identified or (), strict=False)),
            "wrong_side": dict(zip(("before", "after"), done.wrong_side or (), strict=False)),
        },
    }
