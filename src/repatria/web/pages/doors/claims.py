"""Answering lines, remarking on answers, entering facts: one line a page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.claims import AnswerRow, FactRow, RemarkRow, answer_claims, record_facts
from repatria.desk.claims import remark as enter_remarks
from repatria.desk.session import Desk, Entered
from repatria.people.refs import LineRef
from repatria.register.acts import Subject
from repatria.web.desk import at_the_desk
from repatria.web.forms.claims import AnswerForm, FactForm, RemarkForm, WhichLine
from repatria.web.forms.door import Cleaned
from repatria.web.pages.doors.entering import Asked, ask, isolated, posted, show, through
from repatria.web.pages.doors.waiting import Queue, waiting
from repatria.web.presenters.claim import Claim, claim_of, next_to_answer
from repatria.web.presenters.waiting import answered, to_answer, to_remark
from repatria.web.seats import actor_of

_ANSWERS = Queue(
    _("Lines to answer"),
    _("Each line is a claim of the other party. Every one gets an answer; none of the answers removes a name."),
    "answer-claim", _("Answer"), _("No line waits for your answer."),
    choices=(("", _("not answered yet")), ("answered", _("answered"))),
)  # fmt: skip
_REMARKS = Queue(
    _("Answers to remark on"),
    _("The other party answered these lines of yours. Say whether you accept what it says."),
    "remark", _("Remark"), _("No answer waits for your remark."),
)  # fmt: skip


def the_claim(request: HttpRequest, ref: str) -> Claim:
    """Returns the line of an address, as the actor may see it.

    Raises:
        Http404: There is none.
    """
    with at_the_desk() as desk:
        found = claim_of(desk, actor_of(request), LineRef(ref), on=desk.clock.now().date())
    if found is None:
        raise Http404
    return found


@through("answer-claim")
def answers(request: HttpRequest) -> HttpResponse:
    """Shows the lines put to a party."""
    choose = answered if request.GET.get("show") == "answered" else to_answer
    return waiting(request, _ANSWERS, lambda desk, actor: choose(desk, actor.party))


@through("answer-claim")
def answer_claim(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks the other party's delegate for the answer to one line, and goes on to the next."""
    claim = the_claim(request, ref)
    actor = actor_of(request)
    if actor.party != claim.other or claim.subject is not Subject.PERSONS:
        raise Http404
    said = claim.said
    known = {"answer": said.answer[0].value, "duplicate_of": said.duplicate_of or "",
             "needs": [one.value for one in said.needs]} if said.answer else {}  # fmt: skip
    with at_the_desk() as desk:
        following = next_to_answer(desk, claim.line)
    asked = Asked(
        gettext("Answer to %(line)s") % {"line": isolated(claim.line)},
        AnswerForm(posted(request), stance=said.stance, initial=known),
        lambda desk, cleaned: answer_claims(desk, by=actor, answers=[AnswerRow(claim.line, **cleaned)]),
        gettext("%(line)s is answered.") % {"line": isolated(claim.line)},
        reverse("answer-claim-line", args=[following]) if following else reverse("answer-claim"),
        (reverse("answer-claim"), _ANSWERS.title),
        {"claim": claim, "following": following},
        button=_("Enter the answer"),
    )
    return ask(request, asked, template="doors/of_line.html")


@through("remark")
def remarks(request: HttpRequest) -> HttpResponse:
    """Shows the answers on which a party owes a remark."""
    return waiting(request, _REMARKS, lambda desk, actor: to_remark(desk, actor.party))


@through("remark")
def remark(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks the listing party's delegate for a remark on one answer."""
    claim = the_claim(request, ref)
    actor = actor_of(request)
    if actor.party != claim.party or claim.said.answer is None:
        raise Http404
    known = {"remark": claim.said.remark[0].value} if claim.said.remark else {}
    asked = Asked(
        gettext("Remark on the answer to %(line)s") % {"line": isolated(claim.line)},
        RemarkForm(posted(request), initial=known),
        lambda desk, cleaned: enter_remarks(desk, by=actor, remarks=[RemarkRow(claim.line, **cleaned)]),
        gettext("The remark on %(line)s is entered.") % {"line": isolated(claim.line)},
        reverse("remark"), (reverse("remark"), _REMARKS.title), {"claim": claim}, button=_("Enter the remark"),
    )  # fmt: skip
    return ask(request, asked, template="doors/of_line.html")


@through("record-fact")
def facts(request: HttpRequest) -> HttpResponse:
    """Asks which line a fact is about."""
    form = WhichLine(request.GET if "line" in request.GET else None)
    if form.is_bound and form.is_valid():
        line = form.cleaned_data["line"]
        with at_the_desk() as desk:
            found = claim_of(desk, actor_of(request), line, on=desk.clock.now().date())
        if found:
            return redirect("record-fact-line", line)
        form.add_error("line", _("No such line was handed in."))
    about = {"method": "get", "many": reverse("many", args=["record-fact"])}
    asked = Asked(
        _("Facts on a person"), form, lambda desk, cleaned: record_facts(desk, by=actor_of(request), facts=[]),  # noqa: ARG005
        "", "", (reverse("work"), _("My work")), about, button=_("Go on"),
    )  # fmt: skip
    return show(request, asked)


@through("record-fact")
def record_fact(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks for a circumstance of one person, or what a verifier found."""
    claim = the_claim(request, ref)
    actor = actor_of(request)

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        given = dict(cleaned)
        paper = given.pop("evidence")
        row = FactRow(claim.line, **given, evidence=paper.read() if paper else None)
        return record_facts(desk, by=actor, facts=[row])

    asked = Asked(
        gettext("A fact on %(line)s") % {"line": isolated(claim.line)},
        FactForm(posted(request), request.FILES if request.method == "POST" else None, role=actor.role),
        enter,
        gettext("The fact on %(line)s is entered.") % {"line": isolated(claim.line)},
        reverse("line", args=[claim.line]),
        (reverse("line", args=[claim.line]), claim.line),
        {"claim": claim},
        button=_("Enter the fact"),
    )
    return ask(request, asked, template="doors/of_line.html")
