"""The Django app of the pages: no models."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the app."""

    name = "repatria.web"
    label = "repatria_web"
    verbose_name = "The desk in a browser"
