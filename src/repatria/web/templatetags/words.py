"""Words of the desk in templates: states, roles, parties and fields as people read them, in their language."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def word(value: object) -> str:
    """Returns a code of the desk as it is read in the language of the page."""
    return str(value).replace("_", " ")  # translated by `repatria.web.vocabulary`
