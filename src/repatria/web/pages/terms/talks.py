"""Exchanges and their terms: all of them, one with both sides' wordings clause by clause, one text in full."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.desk.terms.agreements import document_text
from repatria.desk.terms.texts import text_of
from repatria.people.refs import ExchangeId, Sha256
from repatria.web.desk import at_the_desk
from repatria.web.pages.doors.entering import through
from repatria.web.presenters.terms.findings import beside
from repatria.web.presenters.terms.tabled import exchange_page, exchange_rows, tabled_of
from repatria.web.presenters.terms.words import words_of
from repatria.web.seats import actor_of


@through("propose-terms")
def exchanges(request: HttpRequest) -> HttpResponse:
    """Shows every exchange with how far its terms are."""
    with at_the_desk() as desk:
        found = exchange_rows(desk, actor_of(request), today=desk.clock.now().date())
    return render(request, "terms/exchanges.html", {"exchanges": found})


@through("propose-terms")
def exchange(request: HttpRequest, exchange: str) -> HttpResponse:
    """Shows what is on the table of one exchange, and each clause in both sides' words."""
    with at_the_desk() as desk:
        found = exchange_page(desk, actor_of(request), ExchangeId(exchange), today=desk.clock.now().date())
    if found is None:
        raise Http404
    return render(request, "terms/exchange.html", {"page": found})


@through("propose-terms")
def text(request: HttpRequest, exchange: str, digest: str) -> HttpResponse:
    """Shows one text as it is read, and as it is kept; gives it as a file."""
    with at_the_desk() as desk:
        book = desk.book()
        found = text_of(book, ExchangeId(exchange), Sha256(digest))
        if found is None:
            raise Http404
        if "file" in request.GET:
            return _as_file(document_text(desk, found.sha256), f"{exchange}-{digest[:12]}.toml")
        suspended = book.exchanges[found.exchange].suspended
        tabled = tabled_of(desk, actor_of(request), found, suspended=suspended)
        words = words_of(desk, found.sha256)
    about = {
        "tabled": tabled,
        "text": found,
        "read": words,
        "words": words.text,
        "found": beside(words.text, words.findings),
    }
    return render(request, "terms/text.html", about)


def _as_file(content: str, name: str) -> HttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content.encode(), content_type="application/toml; charset=utf-8", headers=named)
