"""A signature on a form: made in the browser or on another machine, handed in as a line. The key is never sent.

A page that asks for one makes a `ToSign` of the text, gives it to a `SignatureForm`, and shows ``parts/signature.html``;
what it enters is signed by ``cleaned["signature"]``, which a door takes as its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from repatria.desk.session import Desk
from repatria.errors import RepatriaError
from repatria.log.elsewhere import PRIVATE, SignedElsewhere, signed_elsewhere
from repatria.log.note import Signer, VerifierKey, parse_key
from repatria.people.refs import PartyId
from repatria.store.keys import demo_seed, new_signer
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Plain
from repatria.web.speech.messages import told

DEMO_BUTTON: Final = "sign-with-demo-key"
"""Name of the button that signs with a demo's key, which anybody can make."""


@dataclass(frozen=True, slots=True)
class ToSign:
    """A text that waits for a party's signature.

    Attributes:
        holder: The party, or the mediator.
        text: The lines that are signed.
        file: Name under which they are downloaded; it holds references only.
        keys: The keys that may sign it, as registered.
        demo_key: The holder's key where the people are invented and it is registered; None everywhere else.
    """

    holder: PartyId
    text: str
    file: str
    keys: tuple[VerifierKey, ...]
    demo_key: Signer | None = None

    @property
    def vkeys(self) -> str:
        """The keys as the script in the browser reads them."""
        return " ".join(str(key) for key in self.keys)


def to_sign(desk: Desk, holder: PartyId, *, text: str, file: str) -> ToSign:
    """Returns a text that waits for the signature of a party, or of the mediator."""
    keys = tuple(parse_key(one) for one in desk.book().keys.get(holder, ()))
    seed = demo_seed(settings.HOME) if settings.IS_DEMO else None
    demo = new_signer(holder, demo_seed=seed) if seed is not None else None
    return ToSign(holder, text, file, keys, demo if demo and demo.key in keys else None)


def lines_to_sign(signing: ToSign) -> HttpResponse:
    """Returns the lines as a file, for whoever signs on another machine."""
    named = {"Content-Disposition": f'attachment; filename="{signing.file}"'}
    return HttpResponse(signing.text.encode(), content_type="text/plain; charset=utf-8", headers=named)


class SignatureField(Plain):
    """A signature line over a text that is known; cleaned it is a key that signs this text and no other."""

    def __init__(self, **rest: Any) -> None:
        messages = {"required": _("Sign the lines first, or paste the signature.")}
        super().__init__(rows=2, **{"label": _("Signature"), "error_messages": messages} | rest)
        self.widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        self.signing: ToSign | None = None

    def clean(self, value: Any) -> SignedElsewhere:
        """Returns the signature.

        Raises:
            ValidationError: It is none, of a key that is not registered, or over another text.
        """
        line = super().clean(value)
        assert self.signing is not None
        try:
            return signed_elsewhere(line, text=self.signing.text, keys=self.signing.keys)
        except RepatriaError as wrong:
            raise ValidationError(told(wrong.message, wrong.hint)) from None


class SignatureForm(DoorForm):
    """Asks for a signature over one text; forms that ask for more besides are made from it."""

    blame = "signature"
    signature = SignatureField()

    def __init__(self, data: QueryDict | None = None, *args: Any, signing: ToSign, **rest: Any) -> None:
        super().__init__(as_sent(data, [signing]), *args, **rest)
        field: forms.Field = self.fields["signature"]
        assert isinstance(field, SignatureField)
        field.signing = signing


def as_sent(data: QueryDict | None, signing: Sequence[ToSign]) -> QueryDict | None:
    """What was sent: signed with the demo's key where its button was used, and without a private key pasted by mistake.

    Such a key is told, and not sent back on the page.
    """
    if data is None:
        return None
    keys = [one.demo_key for one in signing]
    changed = data.copy()
    if DEMO_BUTTON in data and all(keys):
        made = [str(key.sign(one.text)).strip() for key, one in zip(keys, signing, strict=True) if key]
        changed["signature"] = "\n".join(made)
    elif PRIVATE in data.get("signature", ""):
        changed["signature"] = PRIVATE
    return changed


def signing_about(signing: ToSign) -> dict[str, Sequence[str] | ToSign | str]:
    """Returns what ``parts/signature.html`` shows."""
    return {"signing": signing, "demo_button": DEMO_BUTTON}
