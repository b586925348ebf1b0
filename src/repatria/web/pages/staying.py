"""Staying signed in, and what was typed when the time was over."""

from __future__ import annotations

import time

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from repatria.web.idle import seconds_left, typed_before
from repatria.web.seats import only


@only()
def stay(request: HttpRequest) -> HttpResponse:
    """Says for how long a seat stays signed in without use; sent as a form it counts as use."""
    if request.method == "POST" and "text/html" in request.headers.get("Accept", ""):
        return redirect("work")
    return JsonResponse({"seconds": seconds_left(request.session, now=int(time.time()))})


@only()
def typed(request: HttpRequest) -> HttpResponse:
    """Offers to go back to the form with what was typed in it; nothing is entered by that.

    Raises:
        Http404: Nothing was typed, or by somebody else.
    """
    found = typed_before(request)
    if found is None:
        raise Http404
    return render(request, "typed.html", {"typed": found})
