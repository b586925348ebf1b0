"""Django's settings for a program that only keeps a desk: no pages, no users.

The web pages extend this module (``from repatria.store.settings import *``) and add their own apps.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from repatria.store import sqlite

INSTALLED_APPS = ["repatria.store"]
DATABASES = {"default": sqlite.database(Path(os.environ.get("REPATRIA_DESK") or "desk.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None  # Django's own would import a mail handler, and nothing here logs
SECRET_KEY = os.environ.get("REPATRIA_SECRET_KEY") or secrets.token_urlsafe(50)  # signs nothing that outlives a process
