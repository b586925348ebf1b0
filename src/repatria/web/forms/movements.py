"""Forms on the way to the crossing point: which stages are drawn, for which days and hours, over which crossing point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.exchange.terms import Terms
from repatria.exchange.terms.model import Stage
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Day, Plain

OPENS, CLOSES = time(6), time(18)
"""Hours offered at first: an assumption, in front of everybody's eyes."""
_OFFSETS: Final = tuple(range(-12 * 60, 14 * 60 + 1, 15))
MOST_STAGES: Final = 60
"""Stages asked about on one page; further ones are drawn when these are."""


class Hour(forms.TimeField):
    """A time of the day."""

    def __init__(self, **rest: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(input_formats=["%H:%M"], widget=widget, error_messages=_HOUR, **rest)


_HOUR: Final = {"required": _("Give the hour, as 06:00."), "invalid": _("Give the hour, as 06:00.")}


class PlanForm(DoorForm):
    """What is to be drawn. A stage whose day is left empty is not drawn now."""

    opens_at = Hour(label=_("The crossing point opens at"), initial=OPENS)
    closes_at = Hour(label=_("It closes at"), initial=CLOSES)
    offset = forms.TypedChoiceField(
        coerce=int, label=_("In which time zone?"), initial=0,
        choices=[(one, f"UTC{'-' if one < 0 else '+'}{abs(one) // 60:02d}:{abs(one) % 60:02d}") for one in _OFFSETS],
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )  # fmt: skip
    crossing_point = Plain(
        max_length=200, label=_("Over which crossing point?"),
        error_messages={"required": _("Write where people pass over.")},
    )  # fmt: skip
    area = forms.ChoiceField(required=False, label=_("In which area of the truce, if one?"))

    def __init__(self, *args: Any, terms: Terms, stages: Sequence[Stage], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._days: dict[str, int] = {}
        asked: dict[str, forms.Field] = {}
        for stage in stages[:MOST_STAGES]:
            self._days[f"day_{stage.number}"] = stage.number
            asked[f"day_{stage.number}"] = _day_of(stage)
        if not stages:
            self._days["day"] = 0
            asked["day"] = Day(label=_("On which day?"), error_messages={"required": _("Give the day.")})
        self.fields = asked | self.fields
        areas = [area for truce in terms.truces for area in truce.areas]
        if areas:
            self.fields["area"].choices = [("", ""), *((one, one) for one in dict.fromkeys(areas))]  # type: ignore[attr-defined]
        else:
            del self.fields["area"]
        offset = next((truce.opens_at.utcoffset() for truce in terms.truces if truce.opens_at), None)
        if offset is not None:
            self.fields["offset"].initial = int(offset.total_seconds()) // 60

    def clean(self) -> dict[str, Any]:
        """Returns what is asked for: stages, days in their order, crossing point, area."""
        cleaned = super().clean() or self.cleaned_data
        days = {number: cleaned[name] for name, number in self._days.items() if cleaned.get(name)}
        if self._days.keys() != {"day"} and not days and not self.errors:
            self.add_error(next(iter(self._days)), gettext("Give the day of at least one stage."))
        if not self.errors and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes_at", gettext("The crossing point closes after it opens."))
        if self.errors:
            return cleaned
        zone = timezone(timedelta(minutes=cleaned["offset"])) if cleaned["offset"] else UTC
        hours = cleaned["opens_at"], cleaned["closes_at"]
        return {
            "stages": tuple(number for number in days if number),
            "days": tuple(tuple(_moment(day, hour, zone) for hour in hours) for day in days.values()),
            "crossing_point": cleaned["crossing_point"],
            "area": cleaned.get("area", ""),
        }


def _moment(day: date, hour: time, zone: Any) -> datetime:
    if not 1900 <= day.year <= 2999:
        raise ValidationError(gettext("Give the day."))
    return datetime.combine(day, hour, zone)


def _day_of(stage: Stage) -> Day:
    return Day(
        required=False, initial=stage.first_on,
        label=_("On which day does stage %(number)s move?") % {"number": stage.number},
        help_text=_("Leave it empty to draw the stage another time."),
    )  # fmt: skip
