"""What one may do on a line."""

from __future__ import annotations

from typing import Any

from django import template

from repatria.people.refs import LineRef
from repatria.web.desk import at_the_desk
from repatria.web.presenters.claim import doors_of

register = template.Library()


@register.inclusion_tag("parts/doors_of_line.html", takes_context=True)
def doors_of_line(context: dict[str, Any], line: LineRef) -> dict[str, Any]:
    """Shows what the reader may do on a line."""
    with at_the_desk() as desk:
        return {"doors": doors_of(desk, context["actor"], line) if context.get("actor") else ()}
