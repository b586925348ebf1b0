"""Commands on the dead at the desk: a side's count, a laboratory's profiles, a policy, a board's identifications."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, Row, one_or_file, read_bytes, read_rows
from repatria.cli.session import Session
from repatria.errors import InputNotUnderstood
from repatria.people.refs import bag_of, list_id, party_id, specimen_ref

if TYPE_CHECKING:
    from repatria.desk.dead.boards import IdentificationRow, PolicyOutcome


@click.command("receive-remains")
@click.argument("of", metavar="LIST")
@click.option("--file", "path", type=FILE, required=True, metavar="FILE", help="The tags counted, under heading bag.")
@click.option("--specimens", type=click.IntRange(0), metavar="N", help="Specimens in the bags; or give --contents.")
@click.option("--minimum-individuals", type=click.IntRange(0), required=True, help="At least so many people.")
@click.option("--contents", type=FILE, metavar="FILE", help="What lay in which bag: a row a sample or specimen; kept.")
@click.option("--custody", type=FILE, metavar="FILE", help="Who handed what to whom, when, under which seal; kept.")
@click.option(
    "--effects", type=FILE, metavar="FILE", help="What lay with them: labels, documents, clothing; kept as claims."
)
@click.option("--party", metavar="NAME", help="Whose count it is; by default the actor's.")
@at_a_desk
def receive_remains(
    session: Session,
    *,
    of: str,
    path: Path,
    specimens: int | None,
    minimum_individuals: int,
    contents: Path | None,
    custody: Path | None,
    effects: Path | None,
    party: str | None,
) -> None:
    """Enters one side's count of a consignment: which bags of its paper were there, and what was in them.

    Both sides count; numbers that differ are kept side by side. One bag is never taken for one body. Contents have the
    headings bag and specimen, and may have part, sample, taken_on, sex, age_from, age_to, stature_cm, condition,
    recovered_at and recovered_on; their specimens are numbered bag by bag (south-5:17/1) and must be as many as
    --specimens says, where both are given. Custody has the headings item, from, to and at, and may have kind, seal,
    new_seal, photograph and by. Effects have the headings bag and what, and may have specimen, says and photograph:
    what a label says is a claim, and identifies nobody.
    """
    from repatria.desk.dead.receiving import receive_remains as door

    bags = read_rows(path, kind="tally", needs=("bag",), take=lambda row: row.text("bag"))
    if not all(bags):
        raise InputNotUnderstood("a row without a tag", hint="each row has the tag of one bag", place="tally")
    done = door(
        session.desk,
        by=session.by,
        of=list_id(of),
        party=party_id(party) if party else session.by.party,
        bags=bags,
        minimum_individuals=minimum_individuals,
        specimens=specimens,
        contents=read_bytes(contents, "contents") if contents else None,
        custody=read_bytes(custody, "custody") if custody else None,
        effects=read_bytes(effects, "effects") if effects else None,
    )
    if not session.as_json:
        voice.out(f"{done.bags} bags counted, {len(done.missing)} of the paper not among them")
        voice.out(f"{done.specimens} specimens; at least {minimum_individuals} people")
        for count, what in ((done.unknown, "tags"), (done.unplaced, "rows of the contents")):
            if count:
                voice.message(f"{count} {what} are not on the paper", "compare them with the paper")
        voice.findings(done.findings)
    session.entered(
        "receive-remains", done.entered, bags=done.bags, specimens=done.specimens, missing=list(done.missing),
        not_on_paper=done.unknown, contents_not_on_paper=done.unplaced, handings=done.handings,
        effects=done.effects,
        findings=[voice.finding_json(one) for one in done.findings],
    )  # fmt: skip


@click.command("receive-profiles")
@click.argument("path", type=FILE, metavar="FILE")
@click.option(
    "--laboratory", required=True, metavar="CODE", help="Who typed them, as a code such as L-1; never a name."
)
@click.option(
    "--of",
    "typed",
    type=click.Choice(["remains", "families", "own-samples"]),
    default="remains",
    help="Whose they are: of remains, of relatives by family, of the missing from before death (remains).",
)
@at_a_desk
def receive_profiles(session: Session, *, path: Path, laboratory: str, typed: str) -> None:  # fmt: skip
    """Takes in a laboratory's profiles: FILE is kept under its digest, and the journal says how many there are.

    FILE is a genotype table, wide or long, as laboratories export it, or CODIS CMF; a profile has the label of its sample.
    Of families it is a table of relatives, FAMILIES.jsonl (one missing person a line), or a file of Familias.
    Look at it before with "repatria remains profiles", which makes a table of a workbook, too (--out). How many profiles are of samples that the contents of a consignment name is
    told.
    """
    from repatria.desk.dead.laboratory import receive_profiles as door
    from repatria.register.acts import Typed

    of = Typed(typed.replace("-", " "))
    content = read_bytes(path, "families" if of is Typed.FAMILIES else "profiles")
    done = door(session.desk, by=session.by, content=content, laboratory=laboratory, of=of)
    if not session.as_json:
        what = "families" if of is Typed.FAMILIES else "profiles"
        known = f"; {done.known} are of samples that contents name" if of is Typed.REMAINS else ""
        voice.out(f"{done.profiles} {what} of {done.markers} markers{known}")
        voice.findings(done.findings)
    session.entered(
        "receive-profiles", done.entered, profiles=done.profiles, markers=done.markers, of_known_samples=done.known,
        findings=[voice.finding_json(one) for one in done.findings],
    )  # fmt: skip


@click.command("adopt-policy")
@click.argument("path", type=FILE, metavar="FILE")
@at_a_desk
def adopt_policy(session: Session, *, path: Path) -> None:
    """Puts a policy of identification in force: what an identification must have, and who must sign it.

    FILE is TOML. Every identification that stands is held against it again, from the evidence that is kept. Those that no
    longer pass, or whose evidence cannot be assessed, are listed and are under review until the board has decided again:
    by identify with new evidence, or by withdraw.
    """
    from repatria.desk.dead.boards import adopt_policy as door

    done = door(session.desk, by=session.by, content=read_bytes(path, "policy"))
    if not session.as_json:
        _print_policy(done)
    session.entered(
        "adopt-policy", done.entered, name=done.name, sha256=done.sha256, assessed=done.assessed,
        reopened=[
            {"identification": one.identification, "remains": one.remains, "person": one.person, "reasons": list(one.reasons)}
            for one in done.reopened
        ],
    )  # fmt: skip


def _print_policy(done: PolicyOutcome) -> None:
    voice.out(f"policy {done.name} is in force; {done.assessed} identifications held against it")
    if done.reopened:
        rows = [
            (one.identification, one.remains, one.person or "on no list", "; ".join(one.reasons))
            for one in done.reopened
        ]
        voice.table(("identification", "remains", "person", "why"), rows, title="under review from now on")


@click.command("identify")
@click.argument("remains", required=False)
@click.option("--person", metavar="LINE", help="Whose remains they are; left out when that is nobody on a list.")
@click.option("--specimens", metavar="NUMBERS", help="Those of the bag that it is about, as 1,2; all when left out.")
@click.option("--wrong-side", is_flag=True, help="Somebody on no list who is one of the sender's own.")
@click.option("--file", "path", type=FILE, metavar="FILE", help="A board's whole session, as CSV or workbook.")
@click.option("--evidence", type=FILE, required=True, metavar="FILE", help="What the board relied on; kept.")
@click.option("--board", multiple=True, required=True, metavar="PARTY/ROLE-CODE", help="Who decided; at least two.")
@at_a_desk
def identify(
    session: Session,
    *,
    remains: str | None,
    person: str | None,
    specimens: str | None,
    wrong_side: bool,
    path: Path | None,
    evidence: Path,
    board: tuple[str, ...],
) -> None:
    """Enters a board's decision on whose remains a bag holds, or some specimens of it.

    No identification is made by a number: at least two people decide, and what they relied on is kept. REMAINS is a bag
    (south-5:17) or a specimen (south-5:17/2). FILE has the heading remains and may have person, specimens and wrong_side.

    Where a policy is in force (adopt-policy), the evidence is the file of conclusions that "repatria remains joint" wrote,
    and each decision must be carried by one that passes; else nothing is entered, and the exit status is 1. A decision on
    remains whose identification is under review, on the same person, confirms it.
    """
    from repatria.desk.dead.boards import identify as door
    from repatria.people.party import actor

    given = {"remains": remains, "person": person, "specimens": specimens, "wrong_side": "yes" if wrong_side else None}
    done = door(
        session.desk,
        by=session.by,
        rows=one_or_file(given, path, kind="identifications", needs=("remains",), take=_decision),
        evidence=read_bytes(evidence, "evidence"),
        board=tuple(str(actor(member)) for member in board),
    )
    session.entered("identify", done)


def _decision(row: Row) -> IdentificationRow:
    from repatria.desk.dead.boards import IdentificationRow

    named = row.line_or_specimen("remains")
    bag = bag_of(specimen_ref(named)) if "/" in named else row.line("remains")
    own = (specimen_ref(named),) if "/" in named else ()
    specimens = row.specimens("specimens", of=bag)
    if own and specimens:
        raise InputNotUnderstood("remains: names a specimen, and so does specimens", hint="name the bag under remains")
    return IdentificationRow(bag, row.line_or_none("person"), own or specimens, row.flag("wrong_side"))
