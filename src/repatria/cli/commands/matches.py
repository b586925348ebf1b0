"""Commands on who is who: linkage proposes, people judge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.keys import read_signer
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, one_or_file
from repatria.cli.session import Session
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.desk.claims import judge_matches
from repatria.desk.rows import judgement_row
from repatria.people.refs import list_id

SAYS = "weighed by what these two lists say themselves; people judge every pair, and nothing was entered"
HEADINGS = ("left", "right", "proposal", "weight_bits", "probability", "reasons", "judgement")


@click.command("reconcile")
@click.argument("left", metavar="LEFT_LIST")
@click.argument("right", metavar="RIGHT_LIST")
@click.option("--out", type=FILE, required=True, metavar="CSV", help="Where the proposals are written, to be filled.")
@at_a_desk
def reconcile(session: Session, *, left: str, right: str, out: Path) -> None:
    """Proposes which lines of two lists are one person; nothing is entered.

    Names, dates, places, parents and numbers are weighed in bits by what the two lists themselves say of their rarity.
    CSV has the headings left, right, proposal (same, review or none), weight_bits, probability, reasons and judgement;
    each party fills in the last and hands it in by judge-match. What was judged before binds.
    """
    from repatria.desk.matching.reconciling import reconcile as propose

    found = propose(session.desk, left=list_id(left), right=list_id(right))
    rows = [
        (one.left, one.right or "", one.proposed, f"{one.weight_bits:.4f}", f"{one.probability:.6f}",
         "; ".join(one.reasons), "")
        for one in found.proposals
    ]  # fmt: skip
    write_private_file(out, csv_bytes(HEADINGS, rows))
    counts = Counter(one.proposed.value for one in found.proposals)
    if session.as_json:
        proposals = [
            {"left": one.left, "right": one.right, "proposal": one.proposed.value, "weight_bits": one.weight_bits,
             "probability": one.probability, "reasons": list(one.reasons)}
            for one in found.proposals
        ]  # fmt: skip
        findings = [voice.finding_json(one) for one in found.findings]
        voice.document({"says": SAYS, "counts": dict(counts), "proposals": proposals, "findings": findings})
        return
    voice.message(SAYS)
    voice.table(("proposal", "rows"), counts.most_common())
    voice.findings(found.findings)


@click.command("judge-match")
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.argument("judgement", required=False)
@click.option("--file", "path", type=FILE, metavar="FILE", help="Many at once: the filled proposals of reconcile.")
@click.option("--key", type=FILE, metavar="FILE", help="The private key of the party: each judgement is signed.")
@at_a_desk
def judge_match(
    session: Session, *, left: str | None, right: str | None, judgement: str | None, path: Path | None, key: Path | None
) -> None:
    """Enters what a party, or the mediator, judges of pairs of lines or of specimens: same, different or unsure.

    A judgement on lines binds when each party concerned has said the same. Specimens (south-5:17/2) are judged by the
    laboratory of the party where they lie; the mediator's different keeps two apart. FILE has the headings left, right
    and judgement; rows without a judgement are skipped and counted.
    """
    given = {"left": left, "right": right, "judgement": judgement}
    rows = one_or_file(given, path, kind="judgements", needs=("left", "right", "judgement"), take=judgement_row)
    judged = [row for row in rows if row is not None]
    signer = read_signer(key) if key else None
    done = judge_matches(session.desk, by=session.by, judgements=judged, key=signer)
    skipped = len(rows) - len(judged)
    if skipped and not session.as_json:
        voice.out(f"{skipped} rows without a judgement were skipped")
    session.entered("judge-match", done, skipped=skipped)
