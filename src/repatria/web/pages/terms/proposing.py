"""Putting a text of terms forward: typed or from a file, looked through, checked once more, on the table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from repatria.desk.session import Desk, Entered
from repatria.desk.terms.agreements import document_text
from repatria.desk.terms.agreements import propose_terms as enter_text
from repatria.errors import InputNotUnderstood
from repatria.people.refs import sha256
from repatria.web.desk import at_the_desk
from repatria.web.forms.door import Cleaned
from repatria.web.forms.terms import TermsForm
from repatria.web.pages.doors.entering import Asked, ask, posted, through
from repatria.web.presenters.terms.findings import beside
from repatria.web.seats import actor_of


@through("propose-terms")
def propose_terms(request: HttpRequest) -> HttpResponse:
    """Asks for a text; what was found in it stands beside its words."""
    actor = actor_of(request)
    files = request.FILES if request.method == "POST" else None
    form = TermsForm(posted(request), files, initial={"text": _begun(request)})
    about: dict[str, object] = {"once_more": "terms/proposed.html"}
    if form.is_bound:
        form.is_valid()
        text = form["text"].value() or ""
        about |= {"found": beside(text, form.findings), "words": text, "is_refused": form.is_refused}

    def enter(desk: Desk, cleaned: Cleaned) -> Entered:
        return enter_text(desk, by=actor, text=cleaned["text"], as_worded=cleaned["as_worded"])

    asked = Asked(
        _("Put terms forward"), form, enter, _("The text is on the table."),
        reverse("exchanges"), (reverse("exchanges"), _("Terms")), about,
        check=_("Everybody at the desk can read it from now on. Is this the text?"), button=_("Check the text"),
    )  # fmt: skip
    return ask(request, asked, template="terms/propose.html")


def _begun(request: HttpRequest) -> str:
    """The text to begin from: the one that is named, else an example between this desk's parties."""
    with at_the_desk() as desk:
        book = desk.book()
        try:
            digest = sha256(request.GET.get("from", ""))
        except InputNotUnderstood:
            digest = None
        if digest is not None and any(digest in known.proposals for known in book.exchanges.values()):
            return document_text(desk, digest)
        named = {"giver": book.parties[1], "receiver": book.parties[0], "day": desk.clock.now().date().isoformat()}
    return render_to_string("terms/example.toml", named)
