"""Threads that work while nobody waits: one at most for each thing that is worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread

from django.db import connections


@dataclass(frozen=True, slots=True)
class Workers:
    """Those of one kind of work, by the token of what they work on."""

    _lock: Lock = field(default_factory=Lock)
    _working: dict[str, Thread] = field(default_factory=dict)

    def run(self, token: str, work: Callable[[], None], *, wait_s: float = 0.0) -> None:
        """Has work done in the background unless something is being done for the token; waits so long for the end of it.

        What goes wrong is told by ``work`` itself: nobody else hears of it.
        """
        with self._lock:
            worker = self._working.get(token)
            if worker is None or not worker.is_alive():
                worker = Thread(target=self._work, args=(token, work), daemon=True)
                self._working[token] = worker
                worker.start()
        worker.join(wait_s)

    def _work(self, token: str, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connections.close_all()
            with self._lock:
                self._working.pop(token, None)
