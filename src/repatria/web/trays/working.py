"""The worker that looks at trays and enters those accepted, while their pages show how far it is.

Invariant: one worker at most for each tray. What a stopped server left half done, the next look at the tray begins again:
looking changes nothing, and entering the same twice neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from repatria.desk.session import Desk, Entered
from repatria.errors import Finding, InputNotUnderstood, RepatriaError
from repatria.web.desk import at_the_desk, publish_log
from repatria.web.trays import kept
from repatria.web.trays.kept import Report, Stage, Tray
from repatria.web.workers import Workers

MOST_WRONG: Final = 200
"""Places to be mended that a page of a refusal shows."""
_WORKERS: Final = Workers()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a door does with a tray.

    Attributes:
        look: Reads the files and tells what was found; it takes its own turns at the desk.
        enter: Enters them; ``prepare`` gave what could be read while nobody waited for the desk.
        prepare: Reads the files.
    """

    look: Callable[[Tray], Report]
    prepare: Callable[[Tray], object]
    enter: Callable[[Desk, Tray, object], Entered]


def look(tray: Tray, kind: Kind, *, wait_s: float = 0.0) -> None:
    """Looks at a tray in the background unless that is under way; waits so long for the end of it."""
    _run(tray, lambda now: _look(now, kind), wait_s)


def enter(tray: Tray, kind: Kind, *, wait_s: float = 0.0) -> None:
    """Enters an accepted tray in the background unless that is under way; waits so long for the end of it."""
    _run(tray, lambda now: _enter(now, kind), wait_s)


def _run(tray: Tray, work: Callable[[Tray], None], wait_s: float) -> None:
    _WORKERS.run(tray.token, lambda: _working(tray, work), wait_s=wait_s)


def _working(tray: Tray, work: Callable[[Tray], None]) -> None:
    try:
        now = kept.tray_of(tray.token, tray.seat)
        if now is not None and now.stage is tray.stage:  # nobody else was faster
            work(now)
    except RepatriaError as wrong:
        _refuse(tray, wrong)
    except Exception:  # noqa: BLE001 - a worker has nobody to tell but the page; no text of it may be shown
        _refuse(
            tray,
            InputNotUnderstood("the files could not be taken in", hint="try again, or save them as new .csv files"),
        )


def _refuse(tray: Tray, wrong: RepatriaError) -> None:
    kept.forget_content(tray)
    findings: Sequence[Finding] = getattr(wrong, "findings", ())
    told = tuple((one.place, one.message, one.hint) for one in findings[:MOST_WRONG])
    if kept.folder(tray.token).is_dir():  # not taken back meanwhile
        kept.save(
            msgspec.structs.replace(
                tray, stage=Stage.REFUSED, message=wrong.message, hint=wrong.hint, place=wrong.place, wrong=told
            )
        )


def _look(tray: Tray, kind: Kind) -> None:
    kept.save_report(tray.token, kind.look(tray))
    kept.save(msgspec.structs.replace(tray, stage=Stage.LOOKED))


def _enter(tray: Tray, kind: Kind) -> None:
    read = kind.prepare(tray)
    with at_the_desk() as desk:
        done = kind.enter(desk, tray, read)
        kept.save(msgspec.structs.replace(tray, stage=Stage.ENTERED, new=done.new))
        kept.forget_content(tray)
        publish_log(desk)
