"""Steps on remains on screen: the family is told, remains released, sent back, buried, exhumed, recovered."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from repatria.desk.dead.following import RemainsRow, follow_remains
from repatria.desk.session import Desk, Entered
from repatria.people.party import Role
from repatria.web.forms.dead.boards import MOST_PAPER_BYTES, StepForm
from repatria.web.forms.door import Cleaned
from repatria.web.pages.dead.trays import no_larger
from repatria.web.pages.doors.entering import Asked, ask, posted, through
from repatria.web.seats import actor_of


@no_larger(MOST_PAPER_BYTES)
@through("follow-up")
def follow_remains_up(request: HttpRequest) -> HttpResponse:
    """Asks for a step on remains, and the paper on it.

    Raises:
        Http404: Verifiers visit the living.
    """
    actor = actor_of(request)
    if actor.role is Role.VERIFIER:
        raise Http404

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        paper = cleaned["document"]
        row = RemainsRow(cleaned["target"], cleaned["step"], cleaned["on"], paper.read() if paper else None)
        return follow_remains(desk, by=actor, rows=[row])

    files = request.FILES if request.method == "POST" else None
    asked = Asked(
        _("A step on remains"), StepForm(posted(request), files, initial={"target": request.GET.get("target", "")[:80]}),
        enter, _("The step is entered."), reverse("work"), (reverse("work"), _("My work")), button=_("Enter the step"),
    )  # fmt: skip
    return ask(request, asked)
