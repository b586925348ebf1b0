"""An exchange as a whole: stopping it, letting it go on, and public totals kept beside what is documented."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from repatria.desk.aftermath import resume as let_go_on
from repatria.desk.aftermath import suspend as stop
from repatria.desk.claims import record_statement as enter_statement
from repatria.desk.session import Desk
from repatria.people.refs import ExchangeId
from repatria.web.desk import at_the_desk
from repatria.web.forms.exchange import ResumeForm, StatementForm, SuspendForm
from repatria.web.pages.doors.entering import Asked, ask, posted, through
from repatria.web.seats import actor_of


def exchanges_of(desk: Desk) -> Sequence[ExchangeId]:
    """Returns every exchange of the desk, in the order in which it came up."""
    book = desk.book()
    named = [columns.received.exchange for columns in book.order]
    return tuple(dict.fromkeys([*named, *book.exchanges]))


def _with(*, suspended: bool) -> Sequence[ExchangeId]:
    with at_the_desk() as desk:
        return tuple(name for name, one in desk.book().exchanges.items() if one.suspended is suspended)


@through("suspend")
def suspend(request: HttpRequest) -> HttpResponse:
    """Asks which exchange stops, and why."""
    actor = actor_of(request)
    asked = Asked(
        _("Suspend an exchange"), SuspendForm(posted(request), exchanges=_with(suspended=False)),
        lambda desk, cleaned: stop(desk, by=actor, **cleaned),
        _("The exchange is suspended. People under way are still checked off."),
        reverse("work"), (reverse("work"), _("My work")),
        check=_("Nothing is signed until the mediator lets it go on. Is this right?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked)


@through("resume")
def resume(request: HttpRequest) -> HttpResponse:
    """Asks which suspended exchange goes on."""
    actor = actor_of(request)
    asked = Asked(
        _("Resume an exchange"), ResumeForm(posted(request), exchanges=_with(suspended=True)),
        lambda desk, cleaned: let_go_on(desk, by=actor, **cleaned),
        _("The exchange goes on."),
        reverse("work"), (reverse("work"), _("My work")),
        check=_("The exchange goes on from where it stopped. Is this right?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked)


@through("record-statement")
def record_statement(request: HttpRequest) -> HttpResponse:
    """Asks for a public total: who said it, when, of what, in which words."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        parties, exchanges = desk.book().parties, exchanges_of(desk)
    asked = Asked(
        _("A public statement"), StatementForm(posted(request), parties=parties, exchanges=exchanges),
        lambda desk, cleaned: enter_statement(desk, by=actor, **{**cleaned, "exchange": cleaned["exchange"] or None}),
        _("The statement is entered, beside what the register documents."),
        reverse("account"), (reverse("work"), _("My work")),
        check=_("Is this what was said in public?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked)
