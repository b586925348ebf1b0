"""What is shown where nothing can be: the same page for what is not there and for what one may not see."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Asks whoever is not signed in to sign in; tells everybody else that there is no such page."""
    del exception  # its text may hold what was asked for
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tells that a form did not come from here, or is too old."""
    del exception
    return render(request, "403.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Tells that something went wrong and that nothing was entered."""
    return render(request, "500.html", status=500)
