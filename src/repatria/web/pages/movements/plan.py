"""Drawing a plan under the terms in force, looking at what came of it, and keeping its manifests for signing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from repatria.people.party import Actor, Role
from repatria.people.refs import ExchangeId
from repatria.web import drawing as drawings
from repatria.web.desk import at_the_desk
from repatria.web.drawing import Asked, Drawing, Stage
from repatria.web.forms.movements import PlanForm
from repatria.web.pages.doors.exchange import exchanges_of
from repatria.web.presenters.movements.plan import Agreed, agreed, plan_shown
from repatria.web.seats import actor_of, only


@only(Role.REGISTRAR, Role.DELEGATE)
def plan(request: HttpRequest, exchange: str) -> HttpResponse:
    """Shows the plan of an exchange; the registrar has it drawn, and keeps its manifests for signing."""
    actor, name = actor_of(request), ExchangeId(exchange)
    with at_the_desk() as desk:
        if name not in exchanges_of(desk):
            raise Http404
        found = agreed(desk, name)
    drawing = drawings.drawing_of(name)
    form = _form(request, actor, found)
    if request.method == "POST":
        answered = _answered(request, actor, name, form, drawing)
        if answered is not None:
            return answered
    if request.htmx and (drawing is None or drawing.stage is not Stage.DRAWING):  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "movements/drawing.html" if request.htmx else "movements/plan.html"  # type: ignore[attr-defined]
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, _about(actor, name, found, form, drawing), status=422 if wrong else 200)


def _about(
    actor: Actor, name: ExchangeId, found: Agreed, form: PlanForm | None, drawing: Drawing | None
) -> dict[str, Any]:
    if drawing is not None and not _draws(actor) and not drawing.kept:
        drawing = None  # the mediator's own affair until it is put to the parties
    shown = plan_shown(drawing, found.terms, actor) if drawing and found.terms else None
    return {
        "exchange": name, "agreed": found, "form": form, "drawing": drawing, "shown": shown,
        "may_keep": shown is not None and _draws(actor) and bool(shown.drawing.manifests),
    }  # fmt: skip


def _form(request: HttpRequest, actor: Actor, found: Agreed) -> PlanForm | None:
    if found.terms is None or found.all_drawn or not _draws(actor):
        return None
    sent = request.POST if request.method == "POST" and "keep" not in request.POST else None
    return PlanForm(sent, terms=found.terms, stages=found.stages)


def _answered(
    request: HttpRequest, actor: Actor, name: ExchangeId, form: PlanForm | None, drawing: Drawing | None
) -> HttpResponse | None:
    """Does what was sent; None where the form is shown again."""
    if not _draws(actor):
        raise Http404
    if "keep" in request.POST:
        return redirect("manifests") if _keep(request, drawing) else redirect("plan", exchange=name)
    if form is None or not form.is_valid():
        return None
    with at_the_desk() as desk:
        at = desk.clock.now()
    drawings.ask(Asked(exchange=name, by=str(actor), at=at, **form.cleaned_data))
    return redirect("plan", exchange=name)


def _keep(request: HttpRequest, drawing: Drawing | None) -> bool:
    if drawing is None or drawing.stage is not Stage.DRAWN or not drawing.manifests:
        return False
    with at_the_desk() as desk:
        done = drawings.keep(drawing, desk.book().manifests)
    if done:
        messages.success(
            request, gettext("The manifests are kept. Sign them for the mediator; then the parties see them.")
        )
    else:
        messages.warning(request, gettext("Other manifests have taken these numbers since. Draw the plan anew."))
    return done


def _draws(actor: Actor) -> bool:
    return actor.is_mediator and actor.role is Role.REGISTRAR
