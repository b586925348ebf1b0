"""Tasks: the steps that somebody owes, gathered by what is to be done, with where it is done; and what one may do besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.session import Desk, permit
from repatria.errors import NotPermitted
from repatria.people.party import Actor, Role
from repatria.register.states import State
from repatria.register.steps import Step, Steps, outstanding
from repatria.web.presenters.way import Way, ways_of

SHOWN: Final = 5
"""Lines shown of each task; the rest stand on the page of the task."""

_WHERE: Final[dict[State, str]] = {
    State.UNANSWERED: "/answer-claim/",
    State.NEEDS_INFORMATION: "/remark/",
    State.NOT_HELD: "/remark/",
    State.SAID_RETURNED: "/remark/",
    State.SAID_LEFT: "/remark/",
    State.SAID_DUPLICATE: "/remark/",
    State.HELD: "/record-interview/",
    State.DECLINED: "/record-interview/",
    State.DISPUTED: "/matching/contradictions/",
    State.AWAITING_SIGNATURES: "/manifests/",
    State.ON_MANIFEST: "/handover/",
    State.HALF_CHECKED: "/handover/",
    State.RETURNED: "/follow-up/",
    State.ANNOUNCED: "/receive-remains/",
    State.RECEIVED: "/remains/",
    State.PARTLY_IDENTIFIED: "/remains/",
    State.UNDER_REVIEW: "/remains/",
    State.IDENTIFIED: "/follow-up/remains/",
    State.FAMILY_TOLD: "/follow-up/remains/",
    State.WRONG_SIDE: "/follow-up/remains/",
    State.ROUTED_BACK: "/follow-up/remains/",
    State.BURIED_UNDER_NUMBER: "/follow-up/remains/",
    State.TO_BE_RECOVERED: "/follow-up/remains/",
}
"""Where a step is gone, as far as that is a page of this desk; every other one begins on the line's own page."""

_DOOR: Final = {"/answer-claim/": "answer-claim", "/remark/": "remark", "/record-interview/": "record-interview",
                "/follow-up/": "follow-up", "/handover/": "check-off", "/manifests/": "sign-manifest",
                "/matching/contradictions/": "judge-match", "/remains/": "identify",
                "/receive-remains/": "receive-remains", "/follow-up/remains/": "follow-remains"}  # fmt: skip
"""Through which door one goes there: who may not use it is led to the lines instead."""

_OF_ROLE: Final[dict[Role, frozenset[State]]] = {
    Role.VERIFIER: frozenset({State.HELD, State.DECLINED, State.GROWN_UP, State.UNFIT, State.RETURNED}),
    Role.OFFICER: frozenset({State.ON_MANIFEST, State.HALF_CHECKED, State.CHECKS_DIFFER, State.ANNOUNCED}),
    Role.LABORATORY: frozenset(
        {State.RECEIVED, State.PARTLY_IDENTIFIED, State.UNDER_REVIEW, State.BURIED_UNDER_NUMBER, State.COUNTS_DIFFER}
    ),
}
"""Whose work is a part of what their side owes; registrars and delegates see all of it."""

_BESIDES: Final = (
    ("receive-list", "/receive-list/", _("Hand in a list")),
    ("answer-claim", "/answer-claim/", _("Lines to answer")),
    ("remark", "/remark/", _("Answers to remark on")),
    ("record-fact", "/record-fact/", _("Enter facts on a person")),
    ("propose-terms", "/propose-terms/", _("Put terms forward")),
    ("sign-terms", "/sign-terms/", _("Terms to sign")),
    ("record-interview", "/record-interview/", _("Private interviews")),
    ("sign-manifest", "/manifests/", _("Plans and manifests")),
    ("check-off", "/handover/", _("Handover: check people off")),
    ("follow-up", "/follow-up/", _("After the return: visits")),
    ("receive-remains", "/receive-remains/", _("Count a consignment of remains")),
    ("receive-profiles", "/receive-profiles/", _("Hand in a laboratory's file")),
    ("judge-specimens", "/judge-match/specimens/", _("Judge specimens")),
    ("identify", "/identify/", _("Decide whose remains they are")),
    ("identify", "/remains/searches/", _("Search families, compare specimens")),
    ("follow-remains", "/follow-up/remains/", _("Steps on remains")),
    ("adopt-policy", "/adopt-policy/", _("Adopt a policy of identification")),
    ("record-statement", "/record-statement/", _("Enter a public statement")),
    ("withdraw", "/withdraw/", _("Take back")),
    ("suspend", "/suspend/", _("Suspend an exchange")),
    ("resume", "/resume/", _("Resume an exchange")),
)
"""What one may do besides, in the order of an exchange: the door, where it is, its title."""


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of step that waits.

    Attributes:
        what: In words: ``answer``.
        state: The state of the lines that wait for it.
        count: How many lines.
        overdue: How many of them were due before today.
        due_on: The earliest day.
        steps: The first few.
        url: Where it is done.
    """

    what: str
    state: str
    count: int
    overdue: int
    due_on: date
    steps: tuple[Step, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Besides:
    """Something that one may do when one wants to."""

    url: str
    title: Promise


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for an actor on a day.

    Attributes:
        ways: How far each exchange is, step by step; for registrars and delegates.
        besides: What the actor may do besides.
    """

    on: date
    tasks: tuple[Task, ...]
    ways: tuple[Way, ...] = ()
    besides: tuple[Besides, ...] = ()

    @property
    def count(self) -> int:
        """Number of lines that wait."""
        return sum(task.count for task in self.tasks)

    @property
    def overdue(self) -> int:
        """Number of lines whose day has passed."""
        return sum(task.overdue for task in self.tasks)


def work_of(desk: Desk, actor: Actor, *, on: date) -> Work:
    """Returns what waits for an actor; observers owe nothing and see no line."""
    if actor.role is Role.OBSERVER:
        return Work(on, ())
    own = outstanding(
        desk.book(), owed_by=actor.party, states=_OF_ROLE.get(actor.role, frozenset()), reader=actor.party
    )
    sees_all = actor.role in (Role.REGISTRAR, Role.DELEGATE)
    return Work(
        on,
        _tasks(own, actor, on),
        ways_of(desk, actor, leads=lambda url: _leads(url, actor)) if sees_all else (),
        tuple(Besides(url, title) for door, url, title in _BESIDES if may(door, actor) and is_page(url)),
    )


def _tasks(steps: Steps, actor: Actor, on: date) -> tuple[Task, ...]:
    kinds = steps.states.astype(np.uint16) << 8 | steps.visits
    tasks = (_task(steps.among(kinds == kind), actor, on) for kind in np.unique(kinds))
    return tuple(sorted(tasks, key=lambda task: (task.due_on, task.what)))


def _task(own: Steps, actor: Actor, on: date) -> Task:
    first = own[0]
    return Task(
        first.what, first.state.value, len(own), own.overdue(on), first.due_on, own[:SHOWN], _where(first.state, actor)
    )


def _where(state: State, actor: Actor) -> str:
    url = _WHERE.get(state, "")
    return url if _leads(url, actor) else ""


def _leads(url: str, actor: Actor) -> bool:
    """Whether an actor gets somewhere by going there."""
    door = _DOOR.get(url, "")
    return bool(url) and is_page(url) and (not door or may(door, actor))


_OF_THE_DEAD: Final = {
    "follow-remains": ("follow-up", Role.VERIFIER),
    "judge-specimens": ("judge-match", Role.DELEGATE),
}
"""Parts of doors that are about the dead: of which door, and who of it has no part in them."""


def may(door: str, actor: Actor) -> bool:
    """Whether an actor may use a door at all; some doors have a part of their own for the dead."""
    whole, never = _OF_THE_DEAD.get(door, (door, None))
    try:
        permit(whole, actor)
    except NotPermitted:
        return False
    if whole != door:
        return actor.role is not never
    return door not in ("record-interview", "follow-up") or _may_visit(door, actor)


def _may_visit(door: str, actor: Actor) -> bool:
    """Interviews are the mediator's; visits on people are made by neither laboratories nor officers."""
    return actor.is_mediator if door == "record-interview" else actor.role not in (Role.LABORATORY, Role.OFFICER)


@cache
def is_page(url: str) -> bool:
    """Whether this desk has a page there."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True
