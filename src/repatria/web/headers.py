"""What every answer tells the browser: load nothing from elsewhere, run nothing that stands in a page, keep no copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

_DIRECTIVES: Final = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
POLICY: Final = "; ".join(_DIRECTIVES)
WITH_SCANNER: Final = "script-src 'self' 'wasm-unsafe-eval'"
"""For the page of the handover only: where a browser cannot read square codes itself, the reader is WebAssembly."""
PERMISSIONS: Final = "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), geolocation=(), microphone=()"
CLEAR: Final = '"cache"'
"""What a browser is told to forget at signing out; the cookie of the session ends with the session."""
CLEAR_ALL: Final = '"cache", "storage"'


class Headers:
    """Adds them; pages about people are not kept in shared or disk caches, files under /static/ are."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, and adds what is not set already."""
        response = self._answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "no-store")
        return response
