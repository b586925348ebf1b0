"""Signing what one's side has judged on pairs of lines: all that is not signed yet, with one choice of the key."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from repatria.desk.claims import JudgementRow, judgement_text, sign_judgements
from repatria.desk.session import Desk, Entered
from repatria.web.desk import at_the_desk
from repatria.web.forms.door import Cleaned
from repatria.web.forms.signature import signing_about, to_sign
from repatria.web.forms.signatures import MOST, SignaturesForm
from repatria.web.pages.doors.entering import Asked, ask, posted
from repatria.web.pages.matching import JUDGES
from repatria.web.seats import actor_of, only
from repatria.web.warming import history_of


@only(*JUDGES)
def sign(request: HttpRequest) -> HttpResponse:
    """Shows the judgements of the reader's side that no key has signed, and takes signatures under them."""
    actor = actor_of(request)
    with at_the_desk() as desk:
        history = history_of(desk)
        waiting = sorted(history.unsigned.get(actor.party, ()))
        rows = [JudgementRow(*pair, history.of(*pair)[actor.party].judgement) for pair in waiting[:MOST]]
        texts = [judgement_text(row.left, row.right, row.judgement) for row in rows]
        keys = to_sign(desk, actor.party, text="", file="judgement.txt")
    signing = [replace(keys, text=text) for text in texts]

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        return sign_judgements(desk, by=actor, signed=list(zip(rows, cleaned["signature"], strict=True)))

    about = {
        "rows": list(zip(rows, texts, strict=True)),
        "more": len(waiting) - len(rows),
        **signing_about(keys),
    }
    asked = Asked(
        _("Sign your side’s judgements"), SignaturesForm(posted(request), signing=signing), enter,
        _("The judgements are signed for your side."),
        reverse("matching"), (reverse("matching"), _("Who is who")), about, button=_("Enter the signatures"),
    )  # fmt: skip
    return ask(request, asked, template="signing_judgements.html")
