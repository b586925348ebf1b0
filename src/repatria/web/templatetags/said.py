"""What the desk says, in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def translated(message: str) -> str:
    """Returns a message of the desk in the language of the page, as it is where nobody has translated it."""
    return gettext(message) if message else ""
