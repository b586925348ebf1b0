"""Signing terms: each party's delegate reads the whole text once more, signs for its own side, and checks before it is entered."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import sign_terms as enter_signature
from repatria.desk.terms.agreements import terms_text
from repatria.desk.terms.texts import Text, text_of, texts_to_sign
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, Sha256
from repatria.web.desk import at_the_desk
from repatria.web.forms.signature import SignatureForm, lines_to_sign, signing_about, to_sign
from repatria.web.pages.doors.entering import Asked, ask, posted, through
from repatria.web.presenters.terms.words import terms_of, words_of
from repatria.web.seats import actor_of


@through("sign-terms")
def texts(request: HttpRequest) -> HttpResponse:
    """Shows the texts that wait for the signature of the reader's side."""
    with at_the_desk() as desk:
        waiting = [
            (text, terms_of(desk, text.sha256).title) for text in texts_to_sign(desk.book(), actor_of(request).party)
        ]
    return render(request, "terms/to_sign.html", {"waiting": waiting})


@through("sign-terms")
def sign_terms(request: HttpRequest, exchange: str, digest: str) -> HttpResponse:
    """Shows a text in full and asks for the signature of the reader's side under it."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        text = _waiting(desk, actor, ExchangeId(exchange), Sha256(digest))
        words = words_of(desk, text.sha256)
        lines = terms_text(text.exchange, text.sha256)
        signing = to_sign(desk, actor.party, text=lines, file=f"{text.exchange}-{text.sha256[:12]}.txt")
        title = words.terms.title
    if "lines" in request.GET:
        return lines_to_sign(signing)
    about = {
        "text": text,
        "title": title,
        "words": words.text,
        "read": words,
        "once_more": "terms/words.html",
        **signing_about(signing),
    }
    asked = Asked(
        _("Sign terms"), SignatureForm(posted(request), signing=signing),
        lambda desk, cleaned: enter_signature(
            desk, by=actor, exchange=text.exchange, key=cleaned["signature"], sha256=text.sha256
        ),
        _("The terms are signed for your side."),
        reverse("exchange", args=[text.exchange]), (reverse("sign-terms"), _("Terms to sign")), about,
        check=_("A signature cannot be taken back. Does your side agree to this text?"), button=_("Go on"),
    )  # fmt: skip
    return ask(request, asked, template="terms/sign.html")


def _waiting(desk: Desk, actor: Actor, exchange: ExchangeId, digest: Sha256) -> Text:
    text = text_of(desk.book(), exchange, digest)
    if text is None or actor.party not in text.waiting_for:
        raise Http404
    return text
