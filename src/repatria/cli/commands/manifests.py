"""Manifests as people hold them: the printed copy of each party, and of the mediator."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.options import at_a_desk
from repatria.cli.rows import FILE, numbered, read_bytes
from repatria.cli.session import Session
from repatria.cli.writing import write_private_file
from repatria.people.refs import ManifestId, party_id

if TYPE_CHECKING:
    from repatria.desk.manifests.kept import Kept


@click.group("manifest")
def manifest() -> None:
    """Prints manifests."""


@manifest.command("print")
@click.argument("of", metavar="MANIFEST")
@click.option("--copy", metavar="PARTY", help="Whose copy (of who prints); only the mediator prints another's.")
@click.option("--language", type=click.Choice(["en", "uk", "ru", "ar"]), default="en", help="Of the paper (en).")
@click.option("--out", type=FILE, required=True, help="PDF; it holds names and is readable by its owner only.")
@at_a_desk
def print_(session: Session, *, of: str, copy: str | None, language: str, out: Path) -> None:
    """Writes a manifest as PDF for the crossing point: people with short codes, square codes, and boxes to tick.

    MANIFEST is a number (M-0003), or the file of one that was drawn up and nobody has signed. A party's copy shows
    nothing that either side keeps for the mediator; the mediator's copy shows all. The same desk gives the same bytes.
    """
    from repatria.desk.papers.manifest import print_manifest

    kept = _kept(session, of)
    made = print_manifest(
        session.desk, kept, by=session.by, copy=party_id(copy) if copy else session.by.party, language=language
    )
    write_private_file(out, made)
    if session.as_json:
        digest = hashlib.sha256(made).hexdigest()
        voice.document(
            {
                "manifest": kept.manifest.id,
                "copy": copy or session.by.party,
                "language": language,
                "people": len(kept.manifest.lines),
                "bytes": len(made),
                "sha256": digest,
            }
        )
        return
    voice.out(f"{kept.manifest.id}: {len(kept.manifest.lines)} on it; {len(made):,} bytes")


def _kept(session: Session, of: str) -> Kept:
    from repatria.desk.manifests.kept import as_drawn, kept_manifest

    path = Path(of)
    if path.suffix == ".json":
        return as_drawn(session.desk, read_bytes(path, "manifest"))
    return kept_manifest(session.desk, ManifestId(numbered(of, "M")))
