"""Files of the site that only their owner may read: written as a whole, and forgotten in time. Nothing here needs Django."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident


def write(path: Path, content: bytes) -> None:
    """Writes a file for its owner only, as a whole: whoever reads it finds the old content or all of the new one."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file as `write` does, of pieces that need not be in memory together."""
    unfinished = path.with_name(f"{path.name}.unfinished-{os.getpid()}-{get_ident()}")
    unfinished.unlink(missing_ok=True)  # of a process that was killed, whose number came again
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(pieces)
    unfinished.replace(path)


def write_newest(path: Path, content: bytes) -> None:
    """Writes ``START.NUMBER.json`` as `write` does, and removes the earlier files of the same beginning."""
    write(path, content)
    start = path.name.rsplit(".", 2)[0]
    for earlier in path.parent.glob(f"{start}.*.json"):
        if earlier != path:
            earlier.unlink(missing_ok=True)


def newest(folder: Path, start: str) -> Path | None:
    """Returns the file of a beginning with the highest number (`write_newest`); None where there is none."""
    return max(folder.glob(f"{start}*.json"), key=number_of, default=None)


def number_of(path: Path) -> int:
    """Returns the number in the name ``START.NUMBER.json``."""
    return int(path.name.split(".")[-2])


def forget_older(folder: Path, moment: datetime) -> None:
    """Removes every folder in a folder that was last changed before a moment."""
    with suppress(OSError):
        for place in folder.iterdir():
            if datetime.fromtimestamp(place.stat().st_mtime, UTC) < moment:
                shutil.rmtree(place, ignore_errors=True)
