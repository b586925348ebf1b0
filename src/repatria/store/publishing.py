"""What every door does after an act is kept: the log is extended by whatever is kept and not in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from repatria.errors import RepatriaError
from repatria.store.keys import log_key

if TYPE_CHECKING:
    from repatria.desk.session import Desk
    from repatria.log.checkpoint import Checkpoint

ATTEMPTS: Final = 5
"""How often publishing is tried when acts of another process came in between."""


def publish_kept(desk: Desk, home: Path) -> Checkpoint:
    """Appends to the log beside a desk whatever is kept and not in it.

    The acts are kept whatever happens here: whoever calls this tells a failure as a warning, not as a refusal. The next
    door publishes the rest.

    Raises:
        RepatriaError: The key or the log cannot be read, or the log is not this desk's.
        OSError: The log cannot be written.
    """
    from repatria.desk.publication import publish  # what it needs is loaded only by what enters something

    for _ in range(ATTEMPTS - 1):
        try:
            return publish(desk, directory=home / "log", key=log_key(home))
        except (RepatriaError, OSError):
            continue
    return publish(desk, directory=home / "log", key=log_key(home))
