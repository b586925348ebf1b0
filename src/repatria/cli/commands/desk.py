"""Commands that make a desk, say what is on it, and make and register keys."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.commands.seats import seat
from repatria.cli.commands.signing import sign
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, read_text
from repatria.cli.session import Session, home_of
from repatria.cli.writing import write_private_file
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.people.party import Role
from repatria.people.refs import party_id, sha256
from repatria.store.keys import demo_salts, log_key, log_key_path, new_signer, write_private

if TYPE_CHECKING:
    from repatria.desk.checking import DeskCheck
    from repatria.desk.ports import Archive
    from repatria.log.note import Signer
    from repatria.log.verify import Verification

OPENED_BY = "mediator/registrar"
MOST_DIGITS = 4
"""Digits of a number of days at most: 27 years."""

_seed = click.option("--demo-seed", type=click.IntRange(0), help="Salts and keys that anybody can guess; demos only.")


@click.group()
def desk() -> None:
    """Makes a desk, or says what is on it."""


desk.add_command(seat)


@desk.command("new")
@click.option("--party", "parties", multiple=True, required=True, metavar="NAME", help="A party; name two.")
@click.option("--origin", metavar="NAME", help="Name of the log, such as desk.example/log.")
@click.option(
    "--follow-up-days", metavar="DAYS", help="Days after a return on which visits fall due (7,30,91,182,365)."
)
@_seed
@at_a_desk
def new(
    session: Session, *, parties: tuple[str, ...], origin: str | None, follow_up_days: str | None, demo_seed: int | None
) -> None:
    """Makes a desk between two parties, with its log and the log's key beside it.

    \b
    Beside the desk lie then: keys/log.key (secret), log.vkey (for everybody who verifies) and log/ (to be copied
    to anybody). Made again with the same parties it changes nothing and finishes what was interrupted.
    """  # noqa: D301 - click's mark
    from repatria.desk.session import FOLLOW_UP_DAYS, FixedClock, open_desk
    from repatria.store import open_archive
    from repatria.store.keys import SystemSalts

    if not session.place:
        raise InputNotUnderstood("no desk is named", hint="give --desk PATH, or set REPATRIA_DESK")
    session.by_text = session.by_text or OPENED_BY
    named = tuple(party_id(party) for party in parties)
    days = _days(follow_up_days) if follow_up_days is not None else FOLLOW_UP_DAYS
    key = _log_key(home_of(session.place), origin, demo_seed)
    salts = (demo_salts(session.home) if demo_seed is not None else None) or SystemSalts()
    with open_archive(session.place, create=True) as archive:
        before = archive.size()
        if not before and (session.home / "log" / "checkpoint").exists():
            raise InputNotUnderstood(
                "the log of another desk lies here",
                hint="choose an empty folder; a desk that was lost comes back from its backup",
            )
        open_desk(
            archive, clock=FixedClock(session.at), salts=salts, by=session.by, parties=named, origin=key.name,
            demo=demo_seed is not None, follow_up_days=days,
        )  # fmt: skip
        acts = archive.size() - before
    session.desk.book()
    session.finish("desk new", new=acts, already=int(not acts), parties=list(named), origin=key.name, vkey=str(key.key))


def _days(text: str) -> tuple[int, ...]:
    days = [day.strip() for day in text.split(",")]
    if not all(day.isascii() and day.isdecimal() and len(day) <= MOST_DIGITS and int(day) for day in days):
        raise InputNotUnderstood("days that are not understood", hint="whole numbers that rise: 7,30,91,182,365")
    return tuple(map(int, days))


def _log_key(home: Path, origin: str | None, demo_seed: int | None) -> Signer:
    """Returns the log's key, made and written beside the desk when there is none."""
    if log_key_path(home).is_file():
        key = log_key(home)
        if origin is not None and origin != key.name:
            raise InputNotUnderstood("another log's key lies beside this desk", hint="choose another place")
    else:
        invented = f"demo.invalid/{demo_seed}" if demo_seed is not None else f"desk.invalid/{secrets.token_hex(4)}"
        key = new_signer(origin or invented, demo_seed=demo_seed)
    if demo_seed is not None:
        write_private(home / "keys" / "demo-seed", str(demo_seed))
    write_private(log_key_path(home), key.secret_text() + "\n")
    (home / "log.vkey").write_text(f"{key.key}\n", "utf-8")
    return key


@desk.command("status")
@at_a_desk
def status(session: Session) -> None:
    """Says what is on a desk: parties, lists, exchanges, keys, and how much of it the log has."""
    from repatria.register.account import account

    book = session.desk.book()
    balance = account(book)
    opened = book.desk
    assert opened is not None
    found = {
        "parties": list(book.parties),
        "origin": opened.origin,
        "demo": opened.demo,
        "opened_at": opened.at.isoformat(),
        "acts": book.size,
        "answered": balance.answered,
        "outstanding": balance.outstanding,
        "log": _logged(session),
        "lists": [_list_json(columns.received) for columns in book.order],
        "exchanges": list(dict.fromkeys([c.received.exchange for c in book.order] + list(book.exchanges))),
        "keys": {holder: list(keys) for holder, keys in book.keys.items()},
    }
    if session.as_json:
        voice.document(found)
        return
    voice.out(f"parties: {', '.join(book.parties)}; log {opened.origin}")
    voice.out(f"acts: {book.size} kept, {found['log']} in the log")
    voice.out(f"answered: {balance.answered}; outstanding: {balance.outstanding}")
    voice.out("keys: " + (", ".join(f"{holder} {len(keys)}" for holder, keys in book.keys.items()) or "none"))
    headings = ("list", "stance", "subject", "exchange", "lines")
    voice.table(headings, [[one[h] for h in headings] for one in map(_list_json, (c.received for c in book.order))])


def _list_json(received: object) -> dict[str, object]:
    from repatria.register.acts import ListReceived

    assert isinstance(received, ListReceived)
    return {
        "list": received.list,
        "party": received.party,
        "stance": received.stance.value,
        "subject": received.subject.value,
        "exchange": received.exchange,
        "lines": received.lines,
        "received_at": received.at.isoformat(),
    }


def _logged(session: Session) -> int | None:
    """Returns how many acts the signed checkpoint beside the desk has; None when there is none that can be read."""
    from repatria.cli.commands.log import checkpoint_beside

    found = checkpoint_beside(session.home)
    return found.size if found else None


@desk.command("check")
@click.option("--key", metavar="VKEY", help="The log's verifier key, or a file with it; log.vkey beside the desk.")
@at_a_desk
def check(session: Session, *, key: str | None) -> None:
    """Checks everything that a desk keeps: acts, signatures, documents, lists, and the log beside it.

    Every act is entered again in order; each signature is verified with the keys registered at that time; each document
    is held against its digest; each list is read again; the log's every commitment is opened. Exit status 1 at the first
    thing that is wrong. The key beside the desk shows only that desk and log fit: others verify with the key that they
    were given (log verify).
    """
    from repatria.desk.checking import check_desk
    from repatria.store import open_for_a_command

    if not session.place:
        raise InputNotUnderstood("no desk is named", hint="give --desk PATH, or set REPATRIA_DESK")
    archive = open_for_a_command(session.place)
    click.get_current_context().call_on_close(archive.close)
    found = check_desk(archive)
    log = _verify_log(session.home, key, archive) if found.holds else None
    if session.as_json:
        voice.document(_check_json(found, log))
    else:
        _print_check(found, log)
    if not found.holds or log is None or not log.holds:
        click.get_current_context().exit(1)


def _verify_log(home: Path, key: str | None, archive: Archive) -> Verification:
    from repatria.cli.commands.log import read_key
    from repatria.desk.publication import openings
    from repatria.log.verify import verify_log

    return verify_log(
        home / "log", key=read_key(key or str(home / "log.vkey"), home / "log"), openings=openings(archive)
    )


def _print_check(found: DeskCheck, log: Verification | None) -> None:
    broken = found.broken or (log.broken if log else None)
    if broken:
        voice.findings([broken])
    voice.out(
        f"acts: {found.acts}; signatures: {found.signatures}; documents: {found.documents}; lists read again: {found.lists}"
    )
    if log is not None and log.holds:
        voice.out(f"log: {log.opened} commitments opened")
    if broken is None:
        voice.out("the desk holds, and so does its log")
    elif found.holds:
        voice.out("the desk holds, but its log does NOT hold")
    else:
        voice.out(f"the desk does NOT hold; first bad act: {found.first_bad_act}")


def _check_json(found: DeskCheck, log: Verification | None) -> dict[str, object]:
    broken = found.broken or (log.broken if log else None)
    return {
        "holds": found.holds and log is not None and log.holds,
        "acts": found.acts,
        "signatures": found.signatures,
        "documents": found.documents,
        "lists": found.lists,
        "log": {"holds": log.holds, "opened": log.opened, "first_bad_index": log.first_bad_index} if log else None,
        "first_bad_act": found.first_bad_act,
        "broken": voice.finding_json(broken) if broken else None,
    }


@desk.command("document")
@click.argument("digest")
@click.option("--out", type=FILE, required=True, metavar="FILE", help="Where it is written, for its owner only.")
@at_a_desk
def document(session: Session, *, digest: str, out: Path) -> None:
    """Writes a document that the desk keeps: a list as received, evidence, terms, a manifest, a reason.

    DIGEST is its SHA-256, as acts and line show have it. Documents may hold names: for the mediator's staff.
    """
    wanted = sha256(digest.removeprefix("sha256:"))
    looking = session.looking_as(None)
    if not looking.is_mediator or looking.role is Role.OBSERVER:
        raise NotPermitted("documents are for the mediator's staff", hint="ask the mediator's registrar")
    content = session.desk.archive.document(wanted)
    write_private_file(out, content)
    if session.as_json:
        voice.document({"sha256": wanted, "bytes": len(content)})
    else:
        voice.out(f"{len(content)} bytes written")


@click.group()
def key() -> None:
    """Makes keys, and signs with them where they lie."""


key.add_command(sign)


@key.command("new")
@click.option("--holder", required=True, metavar="NAME", help="A party, or mediator.")
@click.option("--out", "path", required=True, type=FILE, metavar="FILE", help="Where the private key is written.")
@_seed
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def new_key(*, holder: str, path: Path, demo_seed: int | None, as_json: bool) -> None:
    """Makes a key: the private half into FILE (0600), the public half beside it into FILE.vkey.

    Only who signs has the private half; the public half is registered at the desk (register-key).
    """
    named = party_id(holder)
    if path.exists() and demo_seed is None:
        raise InputNotUnderstood("a file lies there already", hint="choose another place; keys are never lost")
    made = new_signer(named, demo_seed=demo_seed)
    write_private(path, made.secret_text() + "\n")
    path.with_name(f"{path.name}.vkey").write_text(f"{made.key}\n", "utf-8")
    if as_json:
        voice.document({"holder": named, "vkey": str(made.key)})
    else:
        voice.out(str(made.key))


@click.command("register-key")
@click.option("--holder", required=True, metavar="NAME", help="A party, or mediator.")
@click.argument("vkey", type=FILE)
@at_a_desk
def register_key(session: Session, *, holder: str, vkey: Path) -> None:
    """Registers the key with which a party, or the mediator, signs from now on.

    VKEY is the file with the public half. Hand over the public half only.
    """
    from repatria.desk.terms.agreements import register_key as door

    text = read_text(vkey, "vkey").strip()
    if text.startswith("PRIVATE+KEY+"):
        raise InputNotUnderstood("this is a private key", hint="hand over the file that ends in .vkey")
    done = door(session.desk, by=session.by, holder=party_id(holder), vkey=text)
    session.entered("register-key", done, holder=holder, vkey=text)
