"""The worker that reads lists handed in and enters those accepted, while their pages show how far it is.

Invariant: one worker at most for each draft. What a worker of a stopped server left half done, the next look at the draft
begins again: reading changes nothing, and handing in the same bytes twice neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from repatria.desk.intake import next_list, receive_list
from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.lists import Limits, ReadList, read_limited
from repatria.people.fields import Field
from repatria.people.party import actor
from repatria.people.refs import ListId, PartyId
from repatria.web import drafts
from repatria.web.desk import at_the_desk, publish_log
from repatria.web.drafts import Draft, Stage
from repatria.web.presenters.handing_in import report_of
from repatria.web.workers import Workers

_WORKERS: Final = Workers()
_LAST: Final[dict[str, tuple[ListId, date, ReadList]]] = {}
"""What was read last, so that accepting it at once need not read it again; one list at most."""


def read_on(draft: Draft, *, wait_s: float = 0.0) -> None:
    """Reads a draft in the background unless that is under way; waits so long for the end of it."""
    _run(draft, _read, wait_s)


def enter(draft: Draft, *, wait_s: float = 0.0) -> None:
    """Enters an accepted draft in the background unless that is under way; waits so long for the end of it."""
    _run(draft, _enter, wait_s)


def _run(draft: Draft, work: Any, wait_s: float) -> None:
    _WORKERS.run(draft.token, lambda: _working(draft, work), wait_s=wait_s)


def _working(draft: Draft, work: Any) -> None:
    try:
        now = drafts.draft_of(draft.token, draft.seat)
        if now is not None and now.stage is draft.stage:  # nobody else was faster
            work(draft)
    except RepatriaError as wrong:
        _refuse(draft, wrong.message, wrong.hint)
    except Exception:  # noqa: BLE001 - a worker has nobody to tell but the page; no text of it may be shown
        _refuse(draft, "the list could not be taken in", "try again, or save it as a new .csv file")


def _refuse(draft: Draft, message: str, hint: str) -> None:
    drafts.forget_content(draft.token)
    if drafts.folder(draft.token).is_dir():  # not taken back meanwhile
        drafts.save(msgspec.structs.replace(draft, stage=Stage.REFUSED, message=message, hint=hint))


def _read(draft: Draft) -> None:
    _LAST.clear()
    _LAST[draft.token] = _, _, found = _reading(draft, drafts.content_of(draft.token))
    if not found.lines:
        raise InputNotUnderstood("the list has no line", hint="check that rows stand under the headings")
    report, mend = report_of(found)
    drafts.save_report(draft.token, report, mend)
    drafts.save(msgspec.structs.replace(draft, stage=Stage.READ, lines=report.lines))


def _reading(draft: Draft, content: bytes) -> tuple[ListId, date, ReadList]:
    with at_the_desk() as desk:
        of, today = next_list(desk.book(), draft.party), desk.clock.now().date()
    return of, today, read_limited(content, list_id=of, party=draft.party, as_of=today)


def _enter(draft: Draft) -> None:
    content = drafts.content_of(draft.token)
    known = _LAST.pop(draft.token, None) or _reading(draft, content)

    def reading(
        content: bytes,
        *,
        list_id: ListId,
        party: PartyId,
        as_of: date,
        mapping: Mapping[str, Field] | None,
        limits: Limits,
    ) -> ReadList:
        if (list_id, as_of) == known[:2]:
            return known[2]
        return read_limited(content, list_id=list_id, party=party, as_of=as_of, mapping=mapping, limits=limits)

    with at_the_desk() as desk:
        done = receive_list(
            desk, by=actor(draft.seat), content=content, party=draft.party, stance=draft.stance, exchange=draft.exchange,
            subject=draft.subject, answer_due_on=draft.answer_by, released=draft.released,
            mediator_only=draft.mediator_only, reading=reading,
        )  # fmt: skip
        if not done.already:
            desk.cached_records[done.list] = {line.record.line: line.record for line in done.read.lines}
        entered = {"list": done.list, "lines": done.received.lines, "answers_due_on": done.received.answer_due_on}
        drafts.save(msgspec.structs.replace(draft, stage=Stage.ENTERED, already=done.already, **entered))
        drafts.forget_content(draft.token)
        publish_log(desk)
