"""People on their way: the private interview, visits after the return, and taking a claim back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.aftermath import FollowUpRow
from repatria.desk.aftermath import follow_up as enter_visits
from repatria.desk.aftermath import withdraw as enter_withdrawal
from repatria.desk.movements import InterviewRow, record_interviews
from repatria.errors import RepatriaError
from repatria.people.party import Role
from repatria.register.acts import Subject
from repatria.register.dead.consequences import Consequences, consequences
from repatria.web.desk import at_the_desk
from repatria.web.forms.people import InterviewForm, VisitForm, WithdrawForm
from repatria.web.pages.doors.claims import the_claim
from repatria.web.pages.doors.entering import Asked, ask, isolated, posted, through
from repatria.web.pages.doors.waiting import Queue, waiting
from repatria.web.presenters.waiting import to_ask, to_visit
from repatria.web.seats import actor_of

_INTERVIEWS = Queue(
    _("Private interviews"),
    _("Each is asked alone, by the mediator's staff, before moving. What is said is for the mediator."),
    "record-interview", _("Enter what was said"), _("Nobody is to be asked."),
)  # fmt: skip
_VISITS = Queue(
    _("After the return"),
    _("Visits that fall due after a return, for whom, the overdue ones first."),
    "follow-up", _("Enter a visit"), _("No visit is due."),
)  # fmt: skip
_VISITORS = (Role.REGISTRAR, Role.VERIFIER, Role.DELEGATE)


@through("record-interview", mediator=True)
def interviews(request: HttpRequest) -> HttpResponse:
    """Shows who is still to be asked in private."""
    return waiting(request, _INTERVIEWS, lambda desk, _actor: to_ask(desk))


@through("record-interview", mediator=True)
def record_interview(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks what one person said."""
    claim = the_claim(request, ref)
    if claim.subject is not Subject.PERSONS:
        raise Http404
    actor = actor_of(request)
    asked = Asked(
        gettext("Private interview: %(line)s") % {"line": isolated(claim.line)},
        InterviewForm(posted(request)),
        lambda desk, cleaned: record_interviews(desk, by=actor, interviews=[InterviewRow(claim.line, **cleaned)]),
        gettext("What %(line)s said is entered.") % {"line": isolated(claim.line)},
        reverse("record-interview"), (reverse("record-interview"), _INTERVIEWS.title), {"claim": claim},
        check=_("Is this what the person said, alone and in private?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked, template="doors/of_line.html")


@through("follow-up")
def visits(request: HttpRequest) -> HttpResponse:
    """Shows what falls due after the return, for whom, overdue first."""
    _only_visitors(request)
    return waiting(request, _VISITS, to_visit)


@through("follow-up")
def follow_up(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks what was found on a visit to one person."""
    _only_visitors(request)
    claim = the_claim(request, ref)
    open_ones = [(visit.number, visit.due_on) for visit in claim.file.visits if not visit.made]
    if not open_ones:
        raise Http404
    actor = actor_of(request)
    asked = Asked(
        gettext("Visit to %(line)s") % {"line": isolated(claim.line)},
        VisitForm(posted(request), visits=open_ones, initial={"milestone": open_ones[0][0]}),
        lambda desk, cleaned: enter_visits(desk, by=actor, rows=[FollowUpRow(claim.line, **cleaned)]),
        gettext("The visit to %(line)s is entered.") % {"line": isolated(claim.line)},
        reverse("follow-up"), (reverse("follow-up"), _VISITS.title), {"claim": claim}, button=_("Enter the visit"),
    )  # fmt: skip
    return ask(request, asked, template="doors/of_line.html")


def _only_visitors(request: HttpRequest) -> None:
    if actor_of(request).role not in _VISITORS:
        raise Http404


@through("withdraw")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Asks what is taken back and why, and tells before it is done what follows from it."""
    actor = actor_of(request)
    form = WithdrawForm(posted(request), initial={"target": request.GET.get("target", "")[:40]})
    if actor.is_mediator:
        form.fields["target"].help_text = _("A manifest, such as M-0003, or an identification, such as I-0001.")
    about: dict[str, object] = {}
    if form.is_bound and form.is_valid():
        about["followed"] = _followed(form.cleaned_data["target"])
    asked = Asked(
        _("Take back"), form,
        lambda desk, cleaned: enter_withdrawal(desk, by=actor, **cleaned),
        _("It is taken back. Its place in the account stays."),
        reverse("work"), (reverse("work"), _("My work")), about,
        check=_("Taking back cannot be undone. Is this right?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked)


def _followed(target: str) -> Consequences | None:
    if not target.startswith("I-"):
        return None
    try:
        with at_the_desk() as desk:
            return consequences(desk.book(), target)
    except RepatriaError:
        return None
