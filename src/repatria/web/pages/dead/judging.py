"""Specimens judged on screen, by the laboratory of the side where they lie: two of them, or a file of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from repatria.desk.claims import JudgementRow, judge_matches
from repatria.desk.reassociating import kept
from repatria.desk.rows import judgement_row
from repatria.desk.session import Desk, Entered
from repatria.lists import rows_limited
from repatria.people.party import Role
from repatria.people.rows import taken
from repatria.web.desk import at_the_desk
from repatria.web.forms.dead.judging import SpecimensForm
from repatria.web.forms.door import Cleaned, ManyForm
from repatria.web.pages.doors.entering import Asked, ask, posted, through
from repatria.web.seats import View, actor_of

MOST_SHOWN = 200
"""Judgements that a page shows."""


def _laboratories(view: View) -> View:
    """Lets laboratories and the mediator's registrar through: delegates judge lines, not specimens."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_of(request).role is Role.DELEGATE:
            raise Http404
        return view(request, *args, **kwargs)

    return through("judge-match")(guarded)


@_laboratories
def specimens(request: HttpRequest) -> HttpResponse:
    """Asks whether two specimens are one person's, and shows what was judged so far."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        _places, judged = kept(desk, by=actor)
    start = {name: request.GET.get(name, "")[:80] for name in ("left", "right")}
    asked = Asked(
        _("Are two specimens one person's?"), SpecimensForm(posted(request), initial=start),
        lambda desk, cleaned: judge_matches(desk, by=actor, judgements=[JudgementRow(**cleaned)]),
        _("The judgement is entered."), reverse("judge-specimens"), (reverse("remains"), _("Remains")),
        {"judged": judged[:MOST_SHOWN], "more": len(judged) - MOST_SHOWN, "many": reverse("judge-specimens-file")},
        button=_("Enter the judgement"),
    )  # fmt: skip
    return ask(request, asked, template="dead/specimens.html")


@_laboratories
def many_specimens(request: HttpRequest) -> HttpResponse:
    """Asks for a file of pairs: the filled table of a re-association."""
    actor = actor_of(request)
    rows: list[JudgementRow] = []

    def prepare(cleaned: Cleaned) -> None:
        rows.extend(_read(cleaned["file"].read()))

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        del cleaned
        return judge_matches(desk, by=actor, judgements=rows)

    asked = Asked(
        _("A file of judgements on specimens"), ManyForm(posted(request), request.FILES or None), enter,
        _("The file is entered."), reverse("judge-specimens"), (reverse("judge-specimens"), _("Back")),
        {"needs": ("left", "right", "judgement"), "may": ()}, button=_("Enter all rows, or none"), prepare=prepare,
    )  # fmt: skip
    return ask(request, asked, template="doors/many.html")


def _read(content: bytes) -> Sequence[JudgementRow]:
    sheet = rows_limited(content)
    numbered = ((row.number, row.cells) for row in sheet.rows)
    needs = ("left", "right", "judgement")
    found = taken(sheet.headings, numbered, kind="judgements", needs=needs, take=judgement_row)
    return [row for row in found if row is not None]
