"""Files under /static/ are sent compressed, for weak lines; pages are not: they hold secrets beside what visitors typed."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_WORTH_IT: Final = ("text/", "application/javascript", "application/json", "application/wasm", "image/svg+xml")


class CompressedFiles(GZipMiddleware):
    """Compresses style sheets, scripts and the like where the browser takes it.

    Pages stay as they are: compressed, the length of a page would tell something of what stands beside a text that
    somebody else can choose (BREACH, Gluck, Harris, Prado 2013).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Returns the answer, compressed where it is a file worth it."""
        kind = response.headers.get("Content-Type", "")
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/") or not kind.startswith(_WORTH_IT):
            return response
        return super().process_response(request, response)
