"""The observer's page: numbers by exchange, side and clause, statements beside what is documented; nobody's name."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.desk.observing import Observed, observed
from repatria.desk.session import Desk
from repatria.web.desk import at_the_desk
from repatria.web.presenters.observing import as_csv, observed_page
from repatria.web.seats import only


@only()
def observing(request: HttpRequest) -> HttpResponse:
    """Shows what may be published, drawn and in tables."""
    return published(request)


@only()
def numbers(request: HttpRequest) -> HttpResponse:
    """Hands out the same numbers as CSV, with a row of HXL tags."""
    del request
    response = HttpResponse(as_csv(_now()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    return response


def published(request: HttpRequest) -> HttpResponse:
    """Answers with the publication of the day."""
    return render(request, "observing.html", {"page": observed_page(_now())})


def _now() -> Observed:
    with at_the_desk() as desk:
        return _of(_Moment(desk))


class _Moment:
    """A desk on a day after so many acts: as long as these stay, so do the numbers."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.on = desk, desk.clock.now().date()
        self._same = (id(desk), desk.archive.size(), self.on)

    def __hash__(self) -> int:
        return hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Moment) and self._same == other._same


@lru_cache(maxsize=1)
def _of(moment: _Moment) -> Observed:
    return observed(moment.desk, on=moment.on)
