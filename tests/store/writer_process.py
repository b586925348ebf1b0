"""A process that writes to desks and can be killed; run by test_kill.py and test_two_writers.py.

Each line of standard input names a desk and how many blocks to write. A child process writes them and acknowledges each
on standard output when its block has ended; it says who it is, and the parent says when it is gone. Forking saves the
start of Python and Django, so that many kills fit into one test.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib import import_module
from pathlib import Path

from repatria.desk.ports import Archive, Entry
from repatria.store import open_archive, open_for_a_command, opening


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def write_block(archive: Archive) -> int:
    """Writes a document and the acts about it, each of which says where its block begins and how long it is.

    Returns the number of acts that the archive then has.
    """
    with archive.writing() as writer:
        start = writer.size()
        length = 1 + start % 5
        digest = writer.keep(f"list {start}\n".encode() * (1 + start % 900))
        writer.append(
            Entry(seq, "ListReceived", f"{start} {length} {digest}".encode(), hashlib.sha256(b"%d" % seq).digest())
            for seq in range(start, start + length)
        )
    return start + length


def write(path: str, blocks: int) -> None:
    archive = open_archive(Path(path), create=True)
    if path.endswith("-plain.sqlite3"):  # the tests write by either way to the tables
        archive.close()
        archive = open_for_a_command(path)
    say("opened")
    for _ in range(blocks):
        say(f"acknowledged {write_block(archive)}")


def main() -> None:
    opening._start_django()
    import_module("django.db.migrations.executor")  # loaded once, here, rather than in each child
    import_module("repatria.store.archive")
    for command in sys.stdin:
        path, blocks = command.rsplit(maxsplit=1)
        child = os.fork()
        if child == 0:
            say(f"child {os.getpid()}")
            write(path, int(blocks))
            os._exit(0)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
