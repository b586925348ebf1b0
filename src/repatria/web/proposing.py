"""Makes proposals for two lists in a process of its own: ``python -m repatria.web.proposing LEFT RIGHT READER START``.

It opens the desk of ``REPATRIA_DESK``, compares what the reader may see, tells its stages on standard output, and writes
``START<acts in the journal>.json`` for its owner only; earlier files of the same beginning are removed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from repatria.desk.matching.reconciling import reconcile
from repatria.desk.session import Desk
from repatria.people.party import actor
from repatria.people.refs import list_id
from repatria.store import open_archive
from repatria.store.clock import WallClock
from repatria.store.keys import SystemSalts
from repatria.web.private_files import write_newest
from repatria.web.proposals import MOST_REVIEWS


def main() -> None:
    """Reads the words and makes the proposals."""
    left, right, reader, start = sys.argv[1:]
    _tell("opening the desk")
    desk = Desk(open_archive(os.environ["REPATRIA_DESK"]), WallClock(), SystemSalts())
    size = desk.book().size
    found = reconcile(
        desk, left=list_id(left), right=list_id(right), reader=actor(reader), reviews=MOST_REVIEWS, telling=_tell
    )
    write_newest(Path(f"{start}{size}.json"), msgspec.json.encode(found))


def _tell(stage: str) -> None:
    print(stage, flush=True)  # noqa: T201 - read by the process that started this one


if __name__ == "__main__":
    main()
