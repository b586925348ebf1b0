"""Many rows at once: a file of answers, remarks, facts, interviews or visits, with the headings of the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.aftermath import follow_up
from repatria.desk.claims import answer_claims, record_facts, remark
from repatria.desk.movements import record_interviews
from repatria.desk.rows import answer_row, fact_row, interview_row, remark_row, visit_row
from repatria.desk.session import Desk, Entered
from repatria.lists import rows_limited
from repatria.people.party import Role
from repatria.people.rows import Row, taken
from repatria.web.forms.door import Cleaned, ManyForm
from repatria.web.pages.doors.entering import Asked, ask, through
from repatria.web.seats import actor_of


@dataclass(frozen=True, slots=True)
class Many:
    """What a file for a door holds.

    Attributes:
        needs: Headings that it must have; ``may`` those that it may have.
        rows: What the door calls its rows.
    """

    title: str | Promise
    kind: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    take: Callable[[Row], Any]
    enter: Callable[..., Entered]
    rows: str
    mediator: bool = False


FILES: Final = {
    "answer-claim": Many(
        _("A file of answers"), "answers", ("line", "answer"), ("duplicate_of", "needs"), answer_row, answer_claims,
        "answers",
    ),
    "remark": Many(_("A file of remarks"), "remarks", ("line", "remark"), (), remark_row, remark, "remarks"),
    "record-fact": Many(
        _("A file of facts"), "facts", ("line", "what", "truth"), ("value", "source", "on"), fact_row, record_facts,
        "facts",
    ),
    "record-interview": Many(
        _("A file of interviews"), "interviews", ("line", "wish"), (), interview_row, record_interviews, "interviews",
        mediator=True,
    ),
    "follow-up": Many(
        _("A file of visits"), "visits", ("line", "milestone", "found"), ("needed",), visit_row, follow_up, "rows",
    ),
}  # fmt: skip


def many(request: HttpRequest, door: str) -> HttpResponse:
    """Asks for a file for a door.

    Raises:
        Http404: The door takes no file, or is not the actor's.
    """
    known = FILES.get(door)
    if known is None:
        raise Http404
    return through(door, mediator=known.mediator)(_ask)(request, door, known)


def _ask(request: HttpRequest, door: str, known: Many) -> HttpResponse:
    actor = actor_of(request)
    if known.rows == "rows" and actor.role not in (Role.REGISTRAR, Role.VERIFIER, Role.DELEGATE):
        raise Http404

    rows: list[Any] = []

    def prepare(cleaned: Cleaned) -> None:
        rows.extend(_read(known, cleaned["file"].read()))

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        del cleaned
        return known.enter(desk, by=actor, **{known.rows: rows})

    asked = Asked(
        known.title, ManyForm(request.POST, request.FILES) if request.method == "POST" else ManyForm(), enter,
        _("The file is entered."), reverse(door), (reverse(door), _("Back")),
        {"needs": known.needs, "may": known.may}, button=_("Enter all rows, or none"), prepare=prepare,
    )  # fmt: skip
    return ask(request, asked, template="doors/many.html")


def _read(known: Many, content: bytes) -> Sequence[Any]:
    sheet = rows_limited(content)
    numbered = ((row.number, row.cells) for row in sheet.rows)
    return taken(sheet.headings, numbered, kind=known.kind, needs=known.needs, take=known.take)
