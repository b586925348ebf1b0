"""Terms are put on the table, compared, and confirmed by each party by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from repatria.desk.session import Desk, Entered, Entering, permit
from repatria.errors import AnswerIsNo, Finding, IllegalAct, InputNotUnderstood, Severity
from repatria.exchange.check import check
from repatria.exchange.talks import ClauseTalk, Proposal, compare
from repatria.exchange.terms import Formula, Terms, read_terms
from repatria.log.elsewhere import Signs
from repatria.log.note import VerifierKey, parse_key
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, PartyId, Sha256
from repatria.register import acts
from repatria.register.book import Book
from repatria.register.claims import party_of

MOST_BYTES = 1_000_000
"""Longest text of terms that is read; the longest agreement among the examples has 6,000."""


class TermsRefused(AnswerIsNo):
    """Terms are ambiguous or cannot be fulfilled; ``findings`` say which words, and what would mend them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        errors = [f for f in findings if f.severity is Severity.ERROR]
        super().__init__(
            f"the terms are refused for {len(errors)} reasons" if len(errors) != 1 else "the terms are refused",
            hint=errors[0].message if errors else "",
        )
        self.findings = tuple(findings)


def examine(text: str) -> tuple[Terms, tuple[Finding, ...]]:
    """Returns terms as read and everything found in them.

    Raises:
        InputNotUnderstood: The text cannot be read as terms at all.
    """
    if len(text) > MOST_BYTES:
        raise InputNotUnderstood("the terms are too long", hint=f"at most {MOST_BYTES} characters")
    found = read_terms(text)
    if found.terms is None:
        first = next((f for f in found.findings if f.severity is Severity.ERROR), None)
        raise InputNotUnderstood(
            first.message if first else "not terms",
            hint=first.hint if first else "",
            place=first.place if first else "",
        )
    return found.terms, (*found.findings, *check(found.terms))


def propose_terms(desk: Desk, *, by: Actor, text: str, as_worded: bool = False) -> Entered:
    """Puts a text of terms on the table.

    ``as_worded`` keeps even a text that is refused, as a proposal that nobody can sign: the talks go on from there.

    Raises:
        TermsRefused: The terms are ambiguous or cannot be fulfilled.
        InputNotUnderstood: Not terms, or terms between other parties than this desk's.
    """
    permit("propose-terms", by)
    terms, findings = examine(text)
    refused = any(f.severity is Severity.ERROR for f in findings)
    if refused and not as_worded:
        raise TermsRefused(findings)
    with desk.entering() as block:
        if not set(terms.parties) <= set(block.book.parties):
            raise InputNotUnderstood("terms between other parties", hint="parties: " + ", ".join(block.book.parties))
        digest = block.writer.keep(text.encode())
        exchange = block.book.exchanges.get(terms.exchange)
        if exchange is not None and digest in exchange.proposals and exchange.latest.get(by.party) == digest:
            block.pass_over()
        else:
            _propose(block, by, terms, digest, binding=terms.binds and not refused)
    return Entered(len(block.entries), block.already)


def _propose(block: Entering, by: Actor, terms: Terms, digest: Sha256, *, binding: bool) -> None:
    due = block.at.date() + timedelta(terms.review_days) if terms.review_days else None
    block.enter(
        acts.TermsProposed(
            at=block.at, by=str(by), exchange=terms.exchange, sha256=digest, needs=_needs(terms), binding=binding,
            answer_due_on=due,
        )
    )  # fmt: skip


def _needs(terms: Terms) -> tuple[PartyId, ...]:
    """Whose confirmation the terms need: everybody's, but a unilateral return needs only who hands over."""
    if all(clause.formula is Formula.UNILATERAL for clause in terms.clauses):
        holders = {party for clause in terms.clauses for party in clause.holders(terms.parties)}
        return tuple(party for party in terms.parties if party in holders)
    return terms.parties


def terms_text(exchange: ExchangeId, digest: Sha256) -> str:
    """Returns the lines that a party signs to confirm terms (the text of a C2SP signed note)."""
    return f"repatria/terms/1\n{exchange}\nsha256:{digest}\n"


def sign_terms(desk: Desk, *, by: Actor, exchange: ExchangeId, key: Signs, sha256: Sha256 | None = None) -> Entered:
    """Confirms one text for one party. Without a digest, the one text on the table that can be signed is meant.

    Raises:
        IllegalAct: Several texts are on the table, or none that can be signed.
        NotPermitted: The key is not registered for the party.
    """
    permit("sign-terms", by)
    with desk.entering() as block:
        digest = sha256 or text_to_sign(block.book, exchange)
        known = block.book.exchanges.get(exchange)
        if known is not None and by.party in known.signed.get(digest, {}):
            block.pass_over()
        else:
            signature = signature_of(block.book, by.party, terms_text(exchange, digest), key)
            block.enter(
                acts.TermsSigned(
                    at=block.at, by=str(by), exchange=exchange, sha256=digest, party=by.party, signature=signature
                )
            )
    return Entered(len(block.entries), block.already)


def text_to_sign(book: Book, exchange: ExchangeId) -> Sha256:
    """Returns the one text on the table that can be signed.

    Raises:
        IllegalAct: There are several, or there is none.
    """
    known = book.exchanges.get(exchange)
    texts = [p.sha256 for p in known.proposals.values() if p.binding] if known else []
    latest = set(known.latest.values()) & set(texts) if known else set()
    if len(latest) != 1:
        raise IllegalAct(
            "the parties' latest texts differ" if len(latest) > 1 else "no text on the table can be signed",
            hint="name the text by --sha256" if len(latest) > 1 else "propose terms that 'terms check' accepts",
        )
    return latest.pop()


def signature_of(book: Book, party: PartyId, text: str, key: Signs) -> str:
    """Returns a registered key's signature line over a text.

    Raises:
        IllegalAct: The key is not registered for the party.
    """
    if str(key.key) not in book.keys.get(party, []):
        raise IllegalAct(f"this key is not registered for {party}", hint="register it first: register-key")
    return str(key.sign(text)).strip()


def register_key(desk: Desk, *, by: Actor, holder: PartyId, vkey: str) -> Entered:
    """Registers the key with which a party, or the mediator, signs from now on.

    Raises:
        IllegalAct: Another holder signs with this key, under whatever name: one hand must not sign for two.
    """
    permit("register-key", by)
    key: VerifierKey = parse_key(vkey)
    with desk.entering() as block:
        others = (known for other, keys in block.book.keys.items() if other != holder for known in keys)
        if any(parse_key(known).public == key.public for known in others):
            raise IllegalAct("another holder signs with this key", hint="each makes a key of its own: key new")
        if str(key) in block.book.keys.get(holder, []):
            block.pass_over()
        else:
            block.enter(acts.KeyRegistered(at=block.at, by=str(by), holder=holder, vkey=str(key)))
    return Entered(len(block.entries), block.already)


def terms_in_force(desk: Desk, exchange: ExchangeId) -> tuple[Sha256, Terms]:
    """Returns the terms that every party has confirmed.

    Raises:
        AnswerIsNo: Somebody has not confirmed them yet; the message says who.
    """
    known = desk.book().exchanges.get(exchange)
    if known is None:
        raise AnswerIsNo("no terms were proposed for this exchange", hint="propose-terms puts a text on the table")
    if known.in_force is None:
        raise AnswerIsNo("the terms are not confirmed by both", hint=_who_has_not(known.proposals, known.signed))
    return known.in_force, read_again(desk, known.in_force)


def read_again(desk: Desk, digest: Sha256) -> Terms:
    """Returns a kept text of terms as it is read (once per session)."""
    if digest not in desk.terms_read:
        desk.terms_read[digest] = examine(document_text(desk, digest))[0]
    return desk.terms_read[digest]


def talks(desk: Desk, *, exchange: ExchangeId, today: date) -> tuple[ClauseTalk, ...]:
    """Returns how each clause stands between the parties' own latest texts, and whose answer is overdue.

    A text that the mediator puts forward is on the table, but it is nobody's position until a party signs it.

    Raises:
        InputNotUnderstood: No terms were proposed for this exchange.
    """
    return compare(proposals=positions(desk, exchange=exchange), parties=desk.book().parties, today=today)


def positions(desk: Desk, *, exchange: ExchangeId) -> tuple[Proposal, ...]:
    """Returns what each party put forward or signed, in order of time: to sign a text is to say the same.

    Raises:
        InputNotUnderstood: No terms were proposed for this exchange.
    """
    book = desk.book()
    known = book.exchanges.get(exchange)
    if known is None:
        raise InputNotUnderstood("no terms were proposed for this exchange", hint="propose-terms puts a text forward")
    said = [(act.at, party_of(act), act.sha256) for act in known.tabled]
    said += [(act.at, party, digest) for digest, signed in known.signed.items() for party, act in signed.items()]
    ordered = sorted(said, key=lambda one: one[0])  # signatures after what was put forward in the same second
    return tuple(
        Proposal(party, at.date(), read_again(desk, digest)) for at, party, digest in ordered if party in book.parties
    )


def _who_has_not(
    proposals: dict[Sha256, acts.TermsProposed], signed: dict[Sha256, dict[PartyId, acts.TermsSigned]]
) -> str:
    furthest = max(proposals, key=lambda digest: len(signed.get(digest, {})))
    waiting = [p for p in proposals[furthest].needs if p not in signed.get(furthest, {})]
    if not proposals[furthest].binding:
        return "the text on the table binds nobody"
    return "not confirmed yet by " + " and ".join(waiting)


def document_text(desk: Desk, digest: Sha256) -> str:
    """Returns a kept document as text."""
    return desk.archive.document(digest).decode()
