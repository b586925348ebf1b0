"""The Django app of the store."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Names the app so that its tables cannot be mistaken for those of another program's "store"."""

    name = "repatria.store"
    label = "repatria_store"
    verbose_name = "Repatria's archive"
    default_auto_field = "django.db.models.BigAutoField"
