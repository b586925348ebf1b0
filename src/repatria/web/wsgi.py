"""The pages as a WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from repatria.web.serving import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.web.settings")
application = get_wsgi_application()
if os.environ.get("REPATRIA_WEB_SERVED") == "1":  # a process of the server of `repatria serve`
    from repatria.web.desk import get_ready

    end_with_parent()
    get_ready()
