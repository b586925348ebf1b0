"""The command that signs on the machine where a party's key lies, so that the key need be nowhere else."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.keys import read_signer
from repatria.cli.rows import FILE, read_bytes
from repatria.errors import AnswerIsNo, InputNotUnderstood

OURS = "repatria/"
"""What every text begins with that a desk asks to have signed: a party's key signs nothing else here."""


@click.command("sign")
@click.argument("lines", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="FILE", help="The party's private key.")
@click.option("--document", type=FILE, metavar="FILE", help="The terms or manifest that the lines must be about.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def sign(*, lines: Path, key: Path, document: Path | None, as_json: bool) -> None:
    """Signs the lines that a desk asks to have signed, and prints the signature to be handed in there.

    No desk is needed: take LINES from the page, sign where the key lies, and paste what is printed. With --document it is
    signed only when its digest stands in the lines: what you have read is what you sign. Exit status 1 when it does not.
    """
    text = _text(lines)
    if document is not None:
        _check_about(text, document)
    signer = read_signer(key)
    signature = str(signer.sign(text)).strip()
    if as_json:
        voice.document({"text": text, "signed_by": signer.name, "signature": signature})
        return
    voice.message("signed with the key of " + signer.name + ":")
    for line in text.splitlines():
        voice.message("  " + voice.safe(line))
    voice.out(signature)


def _text(path: Path) -> str:
    from repatria.log.note import is_signable

    try:
        text = read_bytes(path, "lines").decode()
    except UnicodeDecodeError:
        text = ""
    if not text.startswith(OURS) or not is_signable(text):
        hint = "take the file from the desk's page as it is; a program that opened it may have changed its line ends"
        raise InputNotUnderstood("not lines that a desk asks to have signed", hint=hint, place="lines")
    return text


def _check_about(text: str, document: Path) -> None:
    from hashlib import sha256

    digest = f"sha256:{sha256(read_bytes(document, 'document')).hexdigest()}"
    if digest not in text.splitlines():
        raise AnswerIsNo(
            "the lines are about another document",
            hint="take the document and the lines from one page",
            place="document",
        )
