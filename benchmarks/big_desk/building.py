"""Builds a big desk in a folder, through the desk itself: three lists, then the acts over them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from big_desk.journal import EXCHANGE, PARTIES, TERMS, acts_over
from big_desk.people import list_file
from repatria.desk.intake import receive_list
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.lists import read
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, PartyId
from repatria.store import open_archive

BEGIN = datetime(2031, 6, 2, 9, tzinfo=UTC)
SAME_PERSON = 0.3
"""Share of the lines of a list that are one person with a line of the other party's."""


def build(folder: Path, *, lines: int) -> tuple[int, int]:
    """Makes the desk ``desk.sqlite3`` in a folder; returns how many acts and lines it has."""
    begun = time.perf_counter()
    archive = open_archive(folder / "desk.sqlite3", create=True)
    clock = FixedClock(BEGIN)
    desk = open_desk(
        archive, clock=clock, salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=(PartyId("north"), PartyId("south")), origin="desk.example/log", demo=True,
    )  # fmt: skip
    pairs = int(SAME_PERSON * lines)
    _hand_in(desk, "north", Stance.SEEKS, list_file(iter(range(lines))))
    _hand_in(desk, "south", Stance.HOLDS, list_file(iter([*range(pairs), *range(lines, 2 * lines - pairs)])))
    _hand_in(desk, "north", Stance.SEEKS, list_file(iter(range(2 * lines - pairs, 2 * lines + pairs // 10))))
    print(f"  three lists read and entered in {time.perf_counter() - begun:.0f} s", flush=True)
    with desk.entering() as block:
        terms, text = block.writer.keep(TERMS.encode()), block.writer.keep(b"all is well")
        for act in acts_over(lines=lines, pairs=pairs, terms=terms, text=text, begin=BEGIN):
            block.enter(act)
    book = desk.book()
    archive.close()
    print(f"  built in {time.perf_counter() - begun:.0f} s", flush=True)
    return book.size, book.lines


def _hand_in(desk: Desk, party: str, stance: Stance, content: bytes) -> None:
    receive_list(
        desk, by=actor(f"{party}/delegate"), content=content, party=PartyId(party), stance=stance,
        exchange=ExchangeId(EXCHANGE), reading=read,
    )  # fmt: skip


__all__ = ["BEGIN", "PARTIES", "build"]
