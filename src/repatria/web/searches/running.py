"""Starts the process of a search, one at a time, and knows which are under way.

What a stopped server left half done, the next look at it begins again: a search goes on where it was.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Final

import msgspec
from django.conf import settings

from repatria.web.private_files import write
from repatria.web.processes import run
from repatria.web.searches import kept
from repatria.web.searches.kept import State

_WORKER: Final = ThreadPoolExecutor(1, thread_name_prefix="searches")
_LOCK: Final = Lock()
_UNDER_WAY: Final[dict[tuple[str, ...], Future[None]]] = {}


def begin(token: str, *words: str, wait_s: float = 0.0) -> None:
    """Has a search made, or a report of it (``report``, its row, its language), unless that is under way."""
    key = (token, *words)
    with _LOCK:
        known = _UNDER_WAY.get(key)
        if known is None or known.done():
            known = _UNDER_WAY[key] = _WORKER.submit(_run, token, words, str(settings.DESK))
    try:
        known.result(wait_s)
    except TimeoutError:
        return


def name_of(words: tuple[str, ...]) -> str:
    """Returns how the state of something is named."""
    return "-".join(words) or "state"


def _run(token: str, words: tuple[str, ...], desk: str) -> None:
    place, name = kept.folder(token), name_of(words)
    ended = run("repatria.web.searches", str(place), *words, desk=desk)
    if not ended and place.is_dir():
        state = kept.state_of(token, name)
        if state is None or not state.message:
            told = State(
                message="this could not be computed",
                hint="begin again; if it happens again, ask whoever keeps the machine",
            )
            write(place / f"{name}.json", msgspec.json.encode(told))
    with _LOCK:
        _UNDER_WAY.pop((token, *words), None)
