"""Counts who falls under a text in a process of its own: ``python -m repatria.web.counting EXCHANGE DIGEST READER BASIS START``.

It opens the desk of ``REPATRIA_DESK``, tells how far it is on standard output, and writes ``START<acts in the journal>.json``
for its owner only; earlier files of the same beginning are removed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import document_text, examine
from repatria.desk.terms.trial import count
from repatria.people.party import actor
from repatria.people.refs import exchange_id, sha256
from repatria.store import open_archive
from repatria.store.clock import WallClock
from repatria.store.keys import SystemSalts
from repatria.web.private_files import write_newest


def main() -> None:
    """Reads the words and counts."""
    exchange, digest, reader, basis, start = sys.argv[1:]
    desk = Desk(open_archive(os.environ["REPATRIA_DESK"]), WallClock(), SystemSalts())
    size = desk.book().size
    terms = examine(document_text(desk, sha256(digest)))[0]
    found = count(desk, exchange_id(exchange), terms, reader=actor(reader), in_force=basis == "in-force", telling=_tell)
    write_newest(Path(f"{start}{size}.json"), msgspec.json.encode(found))


def _tell(stage: str) -> None:
    print(stage, flush=True)  # noqa: T201 - read by the process that started this one


if __name__ == "__main__":
    main()
