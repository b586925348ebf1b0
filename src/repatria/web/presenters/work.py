"""Tasks: the steps that somebody owes, gathered by what is to be done, with where it is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from repatria.desk.session import Desk
from repatria.people.party import Actor, Role
from repatria.register.steps import Step, outstanding

SHOWN = 5
"""Lines shown of each task; the rest stand on the page of the task."""


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of step that waits.

    Attributes:
        what: In words: ``answer``.
        state: The state of the lines that wait for it.
        count: How many lines.
        overdue: How many of them were due before today.
        due_on: The first day on which one is due.
        steps: The first few.
    """

    what: str
    state: str
    count: int
    overdue: int
    due_on: date
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for an actor on a day."""

    on: date
    tasks: tuple[Task, ...]

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
    steps = outstanding(desk.book(), owed_by=actor.party)
    kinds = Counter((step.what, step.state.value) for step in steps)
    tasks = []
    for (what, state), count in kinds.items():
        own = [step for step in steps if (step.what, step.state.value) == (what, state)]
        late = sum(step.is_overdue(on) for step in own)
        tasks.append(Task(what, state, count, late, own[0].due_on, tuple(own[:SHOWN])))
    return Work(on, tuple(sorted(tasks, key=lambda task: (task.due_on, task.what))))
