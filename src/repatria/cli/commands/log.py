"""The command that verifies a log offline, and reading the checkpoint that lies beside a desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.rows import FILE, read_bytes
from repatria.errors import InputNotUnderstood, RepatriaError

if TYPE_CHECKING:
    from repatria.log.checkpoint import Checkpoint
    from repatria.log.note import VerifierKey
    from repatria.log.verify import Verification


@click.group("log")
def log() -> None:
    """Verifies a log offline."""


@log.command("verify")
@click.argument("directory", type=FILE, metavar="DIR")
@click.option("--key", required=True, metavar="VKEY", help="The log's verifier key, or a file with it outside DIR.")
@click.option("--since", type=FILE, metavar="CHECKPOINT", help="An older checkpoint: the log must only have grown.")
@click.option("--desk", "place", metavar="PATH", help="A desk: every act must open its commitment.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def verify(*, directory: Path, key: str, since: Path | None, place: str | None, as_json: bool) -> None:
    """Verifies everything in DIR against its signed checkpoint, offline; exit status 1 when it does not hold.

    The key is never taken from DIR: whoever gave you a changed log could give you a changed key.
    """
    from repatria.log.verify import verify_log

    found = verify_log(
        directory,
        key=read_key(key, directory),
        since=read_bytes(since, "since") if since else None,
        openings=_openings(place) if place else None,
    )
    if as_json:
        voice.document(_json(found))
    else:
        _print(found)
    if not found.holds:
        click.get_current_context().exit(1)


def read_key(text: str, directory: Path) -> VerifierKey:
    """Returns the key given as text, or in a file that lies outside the log's folder.

    Raises:
        InputNotUnderstood: It is none, or lies in the log's folder.
    """
    from repatria.cli.keys import verifier_key

    file = Path(text)
    if (file.is_file() or "+" not in text) and _lies_in(file, directory):
        raise InputNotUnderstood(
            "the key is never taken from the log's own folder", hint="use the key that you were given before"
        )
    return verifier_key(text)


def _lies_in(file: Path, directory: Path) -> bool:
    try:
        return file.resolve().is_relative_to(directory.resolve())
    except (OSError, RuntimeError):  # links that lead in a circle
        raise InputNotUnderstood("the file cannot be read", hint="check the path", place="key") from None


def _openings(place: str) -> Any:
    from repatria.desk.publication import openings
    from repatria.store import open_for_a_command

    archive = open_for_a_command(place)
    click.get_current_context().call_on_close(archive.close)
    return openings(archive)


def _print(found: Verification) -> None:
    voice.findings(found.findings)
    if found.broken is not None:
        voice.findings([found.broken])
        bad = "" if found.first_bad_index is None else f"; first bad index: {found.first_bad_index}"
        voice.out(f"the log does NOT hold{bad}")
        return
    assert found.checkpoint is not None
    voice.out(f"the log holds: {found.entries} acts under the checkpoint of {found.checkpoint.origin}")
    if found.opened or found.erased:
        voice.out(f"opened against the desk: {found.opened}; erased: {found.erased}")


def _json(found: Verification) -> dict[str, Any]:
    checkpoint = found.checkpoint
    return {
        "holds": found.holds,
        "origin": checkpoint.origin if checkpoint else None,
        "size": checkpoint.size if checkpoint else None,
        "entries": found.entries,
        "opened": found.opened,
        "erased": found.erased,
        "first_bad_index": found.first_bad_index,
        "broken": voice.finding_json(found.broken) if found.broken else None,
        "findings": [voice.finding_json(one) for one in found.findings],
    }


def checkpoint_beside(home: Path) -> Checkpoint | None:
    """Returns the checkpoint of the log beside a desk, checked with ``log.vkey``; None when there is none that holds."""
    from repatria.log.checkpoint import open_checkpoint
    from repatria.log.note import parse_key

    try:
        key = parse_key((home / "log.vkey").read_text("utf-8"))
        return open_checkpoint((home / "log" / "checkpoint").read_bytes(), key=key)
    except (OSError, UnicodeDecodeError, RepatriaError):
        return None
