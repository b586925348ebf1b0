"""Signing in to a demo by choosing a seat; not there on a real desk."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from repatria.store.site.models import Seat


def sign_in(request: HttpRequest) -> HttpResponse:
    """Shows the seats of a demo, and signs in to the one chosen.

    Raises:
        Http404: This is no demo.
    """
    if not settings.IS_DEMO:
        raise Http404
    if request.method == "POST":
        seat = get_object_or_404(Seat, acts_as=request.POST.get("seat", ""), closed_at=None)
        login(request, seat.user, backend=settings.AUTHENTICATION_BACKENDS[0])  # type: ignore[arg-type]
        return redirect("work")
    return render(request, "demo_sign_in.html", {"seats": Seat.objects.filter(closed_at=None).order_by("id")})
