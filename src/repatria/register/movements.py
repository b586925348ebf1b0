"""What may be entered about terms, manifests and the time after a return, and what is taken back.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from repatria.errors import IllegalAct
from repatria.people.party import MEDIATOR
from repatria.people.refs import ExchangeId, LineRef, ManifestId
from repatria.register import acts
from repatria.register.acts import Subject
from repatria.register.agreements import Exchange, Manifest
from repatria.register.claims import party_of
from repatria.register.columns import WISH_CODE
from repatria.register.dead import deciding
from repatria.register.dead.progress import home
from repatria.register.fates import Place, check_free, check_may_withdraw, check_willing

if TYPE_CHECKING:
    from repatria.register.book import Book


def propose_terms(book: Book, act: acts.TermsProposed) -> None:
    """Enters a text of terms."""
    for party in (*act.needs, party_of(act)):
        book.judge(party)
    if not act.needs or MEDIATOR in act.needs:
        raise IllegalAct("terms bind parties", hint="name at least one party whose confirmation they need")
    exchange = book.exchanges.get(act.exchange) or Exchange()
    known = exchange.proposals.get(act.sha256, act)
    if (set(known.needs), known.binding) != (set(act.needs), act.binding):
        raise IllegalAct("this text is on the table and needs other confirmations", hint="propose another text")
    book.exchanges[act.exchange] = exchange
    exchange.tabled.append(act)
    exchange.proposals.setdefault(act.sha256, act)
    exchange.latest[party_of(act)] = act.sha256


def sign_terms(book: Book, act: acts.TermsSigned) -> None:
    """Enters one party's signature under one text; the text is in force when all that it needs have signed."""
    exchange = _going_on(book, act.exchange)
    proposal = exchange.proposals.get(act.sha256)
    if proposal is None:
        raise IllegalAct("nobody has proposed this text", hint="propose it first")
    if not proposal.binding:
        raise IllegalAct("preliminary terms bind nobody yet", hint="propose them as binding terms, then sign")
    if act.party not in proposal.needs or party_of(act) != act.party:
        raise IllegalAct("each party signs for itself")
    signed = exchange.signed.setdefault(act.sha256, {})
    if act.party in signed:
        raise IllegalAct("this party has signed this text already")
    signed[act.party] = act
    if set(proposal.needs) <= set(signed):
        exchange.in_force = act.sha256


def sign_manifest(book: Book, act: acts.ManifestSigned) -> None:
    """Enters one signature under a manifest; the first one puts the people on it."""
    exchange = _going_on(book, act.exchange)
    if exchange.in_force is None or exchange.in_force != act.terms:
        raise IllegalAct("the manifest does not rest on the terms in force", place=act.manifest)
    if act.party not in act.needs or party_of(act) != act.party:
        raise IllegalAct("each party signs for itself", place=act.manifest)
    known = book.manifests.get(act.manifest)
    if known is not None:
        if known.withdrawn or _content(known.content) != _content(act):
            raise IllegalAct("another manifest has this number", place=act.manifest)
        if act.party in known.signed:
            raise IllegalAct("this party has signed this manifest already", place=act.manifest)
        for ref in act.lines:
            check_willing(book, ref, book.members(*book.place(ref)))
        known.signed[act.party] = act
        book.touched.extend(map(book.number, act.lines))
        return
    if sorted(act.needs) != sorted({*exchange.proposals[act.terms].needs, MEDIATOR}):
        raise IllegalAct("a manifest needs the parties of its terms and the mediator", place=act.manifest)
    places = _places_for_manifest(book, act)
    parties = tuple(book.judge(p) for p in act.needs if p != MEDIATOR)
    checkers = parties if len(parties) == 2 else (*parties, 2)
    manifest = Manifest(len(book.manifest_order) + 1, act, {act.party: act}, checkers)
    book.manifests[act.manifest] = manifest
    book.manifest_order.append(manifest)
    for columns, at in places:
        columns.clear_checks(at)
        columns.manifest[at] = manifest.number
        book.touched.append(columns.first + at)


def _content(act: acts.ManifestSigned) -> tuple[object, ...]:
    return act.exchange, act.sha256, act.terms, act.lines, set(act.needs), act.moves_on, act.stage


def _places_for_manifest(book: Book, act: acts.ManifestSigned) -> list[Place]:
    seen: set[int] = set()
    places = []
    for ref in act.lines:
        place = book.place(ref)
        members = book.members(*place)
        first = members[0][0].first + members[0][1]
        if first in seen:
            raise IllegalAct("one person stands twice on the manifest", place=ref)
        seen.add(first)
        check_free(book, ref, place, members)
        check_willing(book, ref, members)
        places.append(place)
    return places


def hold_interview(book: Book, act: acts.InterviewHeld) -> None:
    """Enters a private interview's outcome."""
    columns, at = book.place(act.line)
    if party_of(act) != MEDIATOR:
        raise IllegalAct("only the mediator's staff ask in private", place=act.line)
    if columns.received.subject is not Subject.PERSONS:
        raise IllegalAct("only the living are asked", place=act.line)
    columns.wish[at] = WISH_CODE[act.wish]
    columns.wished_on[at] = act.at.toordinal()
    book.touched.append(columns.first + at)


def follow_up(book: Book, act: acts.FollowUpRecorded) -> None:
    """Enters a visit after the return."""
    from repatria.register.states import has_returned

    columns, at = book.place(act.line)
    assert book.desk is not None
    if party_of(act) not in (home(book, columns), MEDIATOR):
        raise IllegalAct("who came home is visited by the party at home, or the mediator", place=act.line)
    if not 1 <= act.milestone <= len(book.desk.follow_up_days):
        raise IllegalAct("no such follow-up", place=act.line, hint=f"1 to {len(book.desk.follow_up_days)}")
    if not has_returned(book, columns, at):
        raise IllegalAct("only somebody who has returned is followed up", place=act.line)
    columns.follow_ups[at] |= 1 << (act.milestone - 1)
    book.visited.setdefault(columns.first + at, []).append(book.size)
    book.touched.append(columns.first + at)


def withdraw(book: Book, act: acts.Withdrawn) -> None:
    """Enters a withdrawal: of a line by its party, of a manifest not yet moved, of an identification."""
    if act.target.startswith("M-"):
        _withdraw_manifest(book, act)
    elif act.target.startswith("I-"):
        deciding.withdraw(book, act)
    else:
        columns, at = book.place(LineRef(act.target))
        if party_of(act) != columns.received.party:
            raise IllegalAct("a claim is withdrawn by the party that made it", place=act.target)
        check_may_withdraw(book, LineRef(act.target), (columns, at))
        columns.withdrawn[at] = 1
        book.touched.append(columns.first + at)
    book.withdrawals.append(act)


def _withdraw_manifest(book: Book, act: acts.Withdrawn) -> None:
    manifest = book.manifests.get(ManifestId(act.target))
    if manifest is None or manifest.withdrawn:
        raise IllegalAct("no such manifest", place=act.target)
    if manifest.moved:
        raise IllegalAct("people were checked off on it already", place=act.target)
    manifest.withdrawn = True
    book.touched.extend(map(book.number, manifest.content.lines))


def suspend(book: Book, act: acts.ExchangeSuspended) -> None:
    """Enters that an exchange stops; what has moved has moved."""
    book.judge(party_of(act))
    _going_on(book, act.exchange).suspended = True


def resume(book: Book, act: acts.ExchangeResumed) -> None:
    """Enters that a suspended exchange goes on."""
    book.judge(party_of(act))
    exchange = book.exchanges.get(act.exchange)
    if exchange is None or not exchange.suspended:
        raise IllegalAct("the exchange is not suspended")
    exchange.suspended = False


def _going_on(book: Book, name: ExchangeId) -> Exchange:
    exchange = book.exchanges.get(name)
    if exchange is None:
        raise IllegalAct("no terms were proposed for this exchange", hint="propose terms first")
    if exchange.suspended:
        raise IllegalAct("the exchange is suspended", hint="resume it first")
    return exchange
