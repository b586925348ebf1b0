"""Commands on the way to the crossing point and after it: interviews, manifests, check-off, follow-up, withdrawal."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.keys import read_signer
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, Row, numbered, one_or_file, read_bytes
from repatria.cli.session import Session
from repatria.exchange.outcome import Outcome
from repatria.people.refs import ManifestId, line_ref
from repatria.register.acts import Wish

_file = click.option("--file", "path", type=FILE, metavar="FILE", help="Many at once, as CSV or workbook.")


@click.command("sign-manifest")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--key", type=FILE, required=True, metavar="FILE", help="The private key of who signs.")
@at_a_desk
def sign_manifest(session: Session, *, files: tuple[Path, ...], key: Path) -> None:
    """Signs manifests for a party or the mediator, one after the other.

    The first signature puts the people on it, after each of them was looked at again. Exit status 1 when somebody on
    one may not go; those before it are signed.
    """
    from repatria.desk.movements import sign_manifest as door
    from repatria.desk.session import Entered

    signer, new, already = read_signer(key), 0, 0
    waiting: dict[str, list[str]] = {}
    for content in [read_bytes(file, "manifest") for file in files]:
        done = door(session.desk, by=session.by, content=content, key=signer)
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
    from repatria.desk.movements import InterviewRow, record_interviews

    rows = one_or_file(
        {"line": line, "wish": wish},
        path,
        kind="interviews",
        needs=("line", "wish"),
        take=lambda row: InterviewRow(row.line("line"), row.word("wish", Wish)),
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
    from repatria.desk.movements import CheckOffRow
    from repatria.desk.movements import check_off as door

    def take(row: Row) -> CheckOffRow:
        nobody = row.text("line") in ("", "-")
        return CheckOffRow(None if nobody else row.line("line"), row.word("outcome", Outcome))

    rows = one_or_file({"line": line, "outcome": outcome}, path, kind="check-off", needs=("line", "outcome"), take=take)
    done = door(session.desk, by=session.by, manifest=ManifestId(numbered(manifest, "M")), rows=rows)
    session.entered("check-off", done, manifest=manifest)


@click.command("follow-up")
@click.argument("line", required=False)
@click.argument("milestone", required=False)
@click.option("--found", metavar="TEXT", help="What was found; kept as a document under its digest.")
@click.option("--needed", is_flag=True, help="Something is needed.")
@_file
@at_a_desk
def follow_up(
    session: Session, *, line: str | None, milestone: str | None, found: str | None, needed: bool, path: Path | None
) -> None:
    """Enters visits after the return.

    MILESTONE counts the due days from 1 (one week, one, three, six and twelve months). FILE has the headings line,
    milestone and found, and may have needed (yes or no).
    """
    from repatria.desk.aftermath import FollowUpRow
    from repatria.desk.aftermath import follow_up as door

    rows = one_or_file(
        {"line": line, "milestone": milestone, "found": found, "needed": "yes" if needed else None},
        path,
        kind="visits",
        needs=("line", "milestone", "found"),
        take=lambda row: FollowUpRow(row.line("line"), row.whole("milestone"), row.text("found"), row.flag("needed")),
    )
    session.entered("follow-up", door(session.desk, by=session.by, rows=rows))


@click.command("withdraw")
@click.argument("target")
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept as a document under its digest.")
@at_a_desk
def withdraw(session: Session, *, target: str, reason: str) -> None:
    """Takes back a claim, a manifest not yet moved, or an identification; its place in the account stays.

    TARGET is a line (north-3:14), a manifest (M-0003) or an identification (I-0001).
    """
    from repatria.desk.aftermath import withdraw as door

    wanted = numbered(target, target[0]) if target.startswith(("M-", "I-")) else line_ref(target)
    session.entered("withdraw", door(session.desk, by=session.by, target=wanted, reason=reason), target=wanted)
