"""Days and windows that end before they begin, stand out of order, or lie in the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from repatria.errors import Finding
from repatria.exchange.check.refusal import refuse
from repatria.exchange.terms import Stage, Terms, Truce


def check_days(terms: Terms, today: date | None) -> Iterator[Finding]:
    """Yields what is wrong with the days of stages and the windows of truces."""
    for stage in terms.stages:
        yield from _stage(stage, today)
    for before, after in pairwise(terms.stages):
        if before.last_on and after.first_on and after.first_on < before.last_on:
            yield refuse("stage-out-of-order", f"stage.{after.number}",
                         f"stage {after.number} begins on {after.first_on}, before stage {before.number} ends",
                         f"begin it on {before.last_on} or later, or number the stages anew")  # fmt: skip
    for number, truce in enumerate(terms.truces, start=1):
        yield from _truce(f"truce[{number}]", truce, today)


def _stage(stage: Stage, today: date | None) -> Iterator[Finding]:
    place, last = f"stage.{stage.number}", stage.last_on
    if stage.first_on and last and last < stage.first_on:
        yield refuse("window-ends-before", place, f"it ends on {last}, before it begins on {stage.first_on}",
                     "correct from or until")  # fmt: skip
    elif last and today and last < today:
        yield refuse("day-past", place, f"its last day {last} lies before {today}", "agree a later day")


def _truce(place: str, truce: Truce, today: date | None) -> Iterator[Finding]:
    opens, closes = truce.opens_at, truce.closes_at
    if opens is None or closes is None:
        yield refuse("truce-window-missing", place, "a truce without its window",
                     "write from and until with UTC offsets, as in 2031-06-10T06:00:00+03:00")  # fmt: skip
    elif closes <= opens:
        yield refuse("window-ends-before", place, "it ends before it begins", "correct from or until")
    elif today and closes.date() < today:
        yield refuse("day-past", place, f"it closed before {today}", "agree another window")
    if not truce.areas or not all(truce.areas):
        yield refuse("truce-areas-missing", f"{place}.areas", "a truce without named areas",
                     'write areas = ["..."], as both parties name them')  # fmt: skip
