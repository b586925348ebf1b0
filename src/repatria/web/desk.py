"""The one desk of this process: opened at the first request, kept up to date, used by one request at a time.

A book is one value in memory that every act changes, so requests that need it take turns. What they do with it takes
milliseconds; what takes longer runs in a worker of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from threading import RLock

from django.conf import settings

from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.store import open_archive
from repatria.store.clock import WallClock, now
from repatria.store.keys import SystemSalts, demo_salts
from repatria.store.publishing import publish_kept
from repatria.web.warming import begin, check_open, leave_to_worker

_TURN = RLock()


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The clock of a demo, whose days lie ahead: the wall clock, or the demo's own last moment while that is later."""

    desk: Desk

    def now(self) -> datetime:
        """Returns the later of the present and the moment of the last act, UTC, whole seconds."""
        moment = now()
        return max(moment, self.desk.book().at or moment)


@cache
def the_desk() -> Desk:
    """Returns the desk of this process.

    Raises:
        InputNotUnderstood: There is none at ``settings.DESK``, it was never opened, or a real one is served as a demo.
    """
    desk = Desk(open_archive(settings.DESK), WallClock(), SystemSalts())
    desk.long_work = leave_to_worker(the_desk, _TURN)
    opened = desk.book().desk
    if opened is None:
        raise InputNotUnderstood("the desk was never opened", hint="finish making it: repatria desk new")
    if settings.IS_DEMO and not opened.demo:
        raise InputNotUnderstood("this desk is no demo: anybody could take any seat", hint="serve it without --demo")
    if opened.demo:
        desk.salts = demo_salts(settings.HOME) or desk.salts
        desk.clock = DemoClock(desk)
    return desk


@contextmanager
def at_the_desk() -> Iterator[Desk]:
    """Takes a turn at the desk; its book is then up to date, also with what other processes entered.

    Raises:
        NotReady: The desk is being opened, or what is asked of it takes long; a worker is at it.
    """
    check_open()
    with _TURN, the_desk().looking() as desk:
        yield desk


def get_ready() -> None:
    """Opens the desk and gets it ready in the background, as the server starts."""
    begin(the_desk, _TURN, opens=True)


def publish_log(desk: Desk) -> bool:
    """Appends to the log what is kept and not in it; returns whether that could be done now.

    It never raises: what was entered before it stands, and must not look refused.
    """
    try:
        publish_kept(desk, settings.HOME)
    except (RepatriaError, OSError):
        return False
    return True
