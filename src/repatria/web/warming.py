"""The worker that gets a big desk ready: it replays the journal, reads long lists again and counts people under their terms.

It begins when the server does, and whenever a page needs what takes long and is not there yet: `Desk.long_work` then stops the
page with `NotReady`, which is answered by a page that looks again by itself. Other pages take their turns meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock, Thread, current_thread
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.desk.finding import SEARCHED, searchable
from repatria.desk.intake import hidden_from, keep_records
from repatria.desk.matching.judging import History
from repatria.desk.session import Desk
from repatria.desk.terms.agreements import read_again
from repatria.desk.terms.tallying import tallied
from repatria.people.party import Actor, Role
from repatria.people.refs import ExchangeId, PartyId
from repatria.register.acts import ListReceived
from repatria.register.derived.standings import standings

MOST_AT_ONCE: Final = 5_000
"""Lines that a request reads or assesses itself: half a second."""
PIECE: Final = 500
"""People who are assessed in one turn at the desk: 50 ms."""
MOST_ACTS: Final = 20_000
"""Acts read in one turn for the dates of judgements: 0.2 s."""
_BREATH_S: Final = 0.005
"""How long the worker steps aside between two turns: a lock goes to whoever asks first."""
_LOCK: Final = Lock()


Turn = AbstractContextManager[Any]


class NotReady(Exception):
    """A page needs what takes long; the worker is at it."""


@dataclass(slots=True)
class Warming:
    """How far the worker is.

    Attributes:
        done: Parts that are done, of ``parts``; 0 of 0 while the journal is read.
        is_opening: The journal is being read; nobody can sit down at the desk yet.
        failed: The worker came upon something that it could not do: pages then do it themselves, and say what is wrong.
    """

    done: int = 0
    parts: int = 0
    is_opening: bool = False
    failed: bool = False
    worker: Thread | None = None
    histories: dict[str, History] = field(default_factory=dict)


STATE: Final = Warming()


def begin(open_desk: Callable[[], Desk], turn: Turn, *, opens: bool = False) -> None:
    """Starts the worker unless it works already."""
    with _LOCK:
        if STATE.worker is None or not STATE.worker.is_alive():
            STATE.is_opening = STATE.is_opening or opens
            STATE.worker = Thread(target=_warm, args=(open_desk, turn), name="warming", daemon=True)
            STATE.worker.start()


def leave_to_worker(open_desk: Callable[[], Desk], turn: Turn) -> Callable[[int], None]:
    """Returns what `Desk.long_work` is for the pages: the worker does what is long, everybody else is told to come back."""

    def long_work(lines: int) -> None:
        if lines > MOST_AT_ONCE and not STATE.failed and current_thread() is not STATE.worker:
            begin(open_desk, turn)
            raise NotReady

    return long_work


def check_open() -> None:
    """Stops a page while the desk is being opened.

    Raises:
        NotReady: It is.
    """
    if STATE.is_opening and current_thread() is not STATE.worker:
        raise NotReady


def history_of(desk: Desk) -> History:
    """Returns since when judgements stand, as far as it was read; called by whoever has the turn at the desk."""
    return STATE.histories.setdefault(str(settings.DESK), History()).catch_up(desk.archive, at_most=MOST_ACTS)


def _warm(open_desk: Callable[[], Desk], turn: Turn) -> None:
    try:
        try:
            with turn, open_desk().looking() as desk:
                book = desk.book()
                standings(book)
                lists = [columns.received for columns in book.order]
                exchanges = [name for name, one in book.exchanges.items() if one.in_force]
        finally:
            STATE.is_opening = False
        STATE.done, STATE.parts = 0, len(lists) + len(exchanges) + 1
        for received in lists:
            _read(desk, received, book.parties)
            STATE.done += 1
        for step in chain(_dates(desk), *(_count(desk, name) for name in exchanges)):
            with turn, desk.looking():
                is_done = step()
            STATE.done += is_done
            time.sleep(_BREATH_S)
    except Exception:  # noqa: BLE001 - there is nobody to tell; whoever asks for it is told by the page
        STATE.failed = True
    finally:
        connections.close_all()


def _read(desk: Desk, received: ListReceived, parties: Iterable[PartyId]) -> None:
    """Reads a list again and writes it out to be searched by its party and by the other; out of turn, so nobody waits."""
    keep_records(desk, received)
    others = (Actor(party, Role.DELEGATE) for party in parties)
    for hidden in {hidden_from(received, other).intersection(SEARCHED) for other in others}:
        searchable(desk, received, hidden)


def _dates(desk: Desk) -> Iterator[Callable[[], bool]]:
    is_done = False

    def read() -> bool:
        nonlocal is_done
        is_done = history_of(desk).size >= desk.book().size
        return is_done

    while not is_done:
        yield read


def _count(desk: Desk, name: ExchangeId) -> Iterator[Callable[[], bool]]:
    is_done = False

    def count() -> bool:
        nonlocal is_done
        in_force = desk.book().exchanges[name].in_force
        assert in_force is not None
        is_done = tallied(desk, name, read_again(desk, in_force)).go_on(desk, at_most=PIECE)
        return is_done

    while not is_done:
        yield count


class WhileWarming:
    """Answers whoever asks for what is not ready yet: with a page that comes back by itself."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers; whoever waited on the page of the worker is led back to the page they wanted."""
        found = self._answer(request)
        waited = request.headers.get("HX-Target") == "warming" and not hasattr(request, "is_warming")
        return HttpResponse(headers={"HX-Refresh": "true"}) if waited else found

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """Shows how far the worker is; every other exception is none of its business."""
        if not isinstance(wrong, NotReady):
            return None
        request.is_warming = True  # type: ignore[attr-defined]
        if request.htmx and request.headers.get("HX-Target") == "warming":  # type: ignore[attr-defined]
            return render(request, "parts/warming.html", {"warming": STATE})
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(headers={"HX-Refresh": "true"})
        found = render(
            request, "warming.html", {"warming": STATE, "can_look_again": request.method == "GET"}, status=503
        )
        found["Retry-After"] = "5"
        return found
