"""The Django app of the sign-ins."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Names the app."""

    name = "repatria.store.site"
    label = "repatria_site"
    verbose_name = "Sign-ins"
    default_auto_field = "django.db.models.BigAutoField"
