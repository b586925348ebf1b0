"""What may be entered about terms, manifests, handovers, remains and the time after.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from repatria.errors import IllegalAct
from repatria.exchange.handover import Outcome
from repatria.people.party import MEDIATOR
from repatria.people.refs import ExchangeId, LineRef, ManifestId
from repatria.register import acts
from repatria.register.acts import Subject, Wish
from repatria.register.agreements import Exchange, Manifest
from repatria.register.claims import party_of
from repatria.register.columns import OUTCOME_CODE, WISH_CODE, ListColumns

if TYPE_CHECKING:
    from repatria.register.book import Book

_WILLING = WISH_CODE[Wish.WILLING]
_CROSSED = (OUTCOME_CODE[Outcome.CROSSED], OUTCOME_CODE[Outcome.NOT_ON_THE_MANIFEST])


def propose_terms(book: Book, act: acts.TermsProposed) -> None:
    """Enters a text of terms."""
    for party in act.needs:
        book.judge(party)
    if not act.needs or MEDIATOR in act.needs:
        raise IllegalAct("terms bind parties", hint="name at least one party whose confirmation they need")
    exchange = book.exchanges.setdefault(act.exchange, Exchange())
    exchange.proposals[act.sha256] = act
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
        if known.withdrawn or known.content.sha256 != act.sha256 or known.content.lines != act.lines:
            raise IllegalAct("another manifest has this number", place=act.manifest)
        if act.party in known.signed:
            raise IllegalAct("this party has signed this manifest already", place=act.manifest)
        known.signed[act.party] = act
        return
    if set(act.needs) != {*exchange.proposals[act.terms].needs, MEDIATOR}:
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


def _places_for_manifest(book: Book, act: acts.ManifestSigned) -> list[tuple[ListColumns, int]]:
    seen: set[int] = set()
    places = []
    for ref in act.lines:
        group = book.group(ref)
        if group[0] in seen:
            raise IllegalAct("one person stands twice on the manifest", place=ref)
        seen.add(group[0])
        members = [book.where(number) for number in group]
        if any(columns.withdrawn[at] for columns, at in members):
            raise IllegalAct("the claim was withdrawn", place=ref)
        if any(is_open(book, columns, at) for columns, at in members):
            raise IllegalAct("the person is on another manifest or has crossed", place=ref)
        columns, at = book.place(ref)
        if columns.received.subject is Subject.PERSONS and latest_wish(members) != _WILLING:
            raise IllegalAct(
                "nobody goes who was not asked in private and said yes", place=ref, hint="record the interview first"
            )
        places.append((columns, at))
    return places


def latest_wish(members: list[tuple[ListColumns, int]]) -> int:
    """Returns the code of the wish that was recorded last for a person, 0 for none; ties go to the stricter one."""
    return max(((c.wished_on[at], c.wish[at]) for c, at in members), default=(0, 0))[1]


def is_open(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether a line's manifest still stands: not withdrawn, and not ended without crossing by every checker's word."""
    index = columns.manifest[at]
    if not index:
        return False
    manifest = book.manifest_order[index - 1]
    if manifest.withdrawn:
        return False
    codes = {columns.checks(judge)[at] for judge in manifest.checkers}
    return len(codes) > 1 or 0 in codes or bool(codes & set(_CROSSED))


def hold_interview(book: Book, act: acts.InterviewHeld) -> None:
    """Enters a private interview's outcome."""
    columns, at = book.place(act.line)
    if party_of(act) != MEDIATOR:
        raise IllegalAct("only the mediator's staff ask in private", place=act.line)
    if columns.received.subject is not Subject.PERSONS:
        raise IllegalAct("only the living are asked", place=act.line)
    columns.wish[at] = WISH_CODE[act.wish]
    columns.wished_on[at] = act.at.toordinal()


def check_off(book: Book, act: acts.HandoverRecorded) -> None:
    """Enters one side's check-off of one person; a later one by the same side replaces it on the account."""
    manifest = book.manifests.get(act.manifest)
    if manifest is None or not manifest.in_force:
        raise IllegalAct("the manifest is not in force", place=act.manifest, hint="everybody named on it must sign")
    judge = book.judge(act.party)
    if judge not in manifest.checkers or party_of(act) != act.party:
        raise IllegalAct("each side checks off for itself", place=act.manifest)
    if act.line is None:
        if act.outcome is not Outcome.NOT_ON_THE_MANIFEST:
            raise IllegalAct("somebody who stands on no list can only be 'not on the manifest'", place=act.manifest)
        manifest.unlisted[judge] = manifest.unlisted.get(judge, 0) + 1
        return
    columns, at = book.place(act.line)
    if columns.manifest[at] != manifest.number:
        if act.outcome is not Outcome.NOT_ON_THE_MANIFEST:
            raise IllegalAct("the person is not on this manifest", place=act.line, hint="use 'not on the manifest'")
        if any(is_open(book, *book.where(number)) for number in book.group(act.line)):
            raise IllegalAct("the person is on another manifest or has crossed", place=act.line)
        columns.clear_checks(at)
        columns.manifest[at] = manifest.number
        manifest.extra.append(act.line)
    columns.checks(judge)[at] = OUTCOME_CODE[act.outcome]
    columns.checked_on[at] = act.at.toordinal()


def receive_remains(book: Book, act: acts.RemainsReceived) -> None:
    """Enters one party's count of a consignment; a later count by the same party replaces it on the account."""
    columns = book.lists.get(act.list)
    if columns is None or columns.received.subject is not Subject.REMAINS:
        raise IllegalAct("no list of remains", hint="hand in the consignment's paper as a list of remains first")
    judge = book.judge(act.party)
    if judge == 2 or party_of(act) not in (act.party, MEDIATOR):
        raise IllegalAct("each party counts for itself")
    if min(act.bags, act.specimens, act.minimum_individuals) < 0:
        raise IllegalAct("a count is never below 0")
    places = [book.place(ref) for ref in act.missing]
    if any(found is not columns for found, _ in places):
        raise IllegalAct("a missing bag is a line of the consignment")
    bit = 1 << judge
    columns.missing[:] = bytes(code & ~bit for code in columns.missing)
    for _, at in places:
        columns.missing[at] |= bit
    book.tallies.setdefault(act.list, {})[act.party] = act


def identify(book: Book, act: acts.IdentificationMade) -> None:
    """Enters a board's decision."""
    columns, at = book.place(act.remains)
    if columns.received.subject is not Subject.REMAINS:
        raise IllegalAct("not a line of remains", place=act.remains)
    if len(set(act.board)) < 2:
        raise IllegalAct("a board is at least two", place=act.remains)
    if columns.received.list not in book.tallies:
        raise IllegalAct("nobody has counted this consignment yet", place=act.remains, hint="receive the remains first")
    targets = [(columns, at)]
    if act.person is not None:
        person, person_at = book.place(act.person)
        if person.received.subject is not Subject.PERSONS:
            raise IllegalAct("not a line of a person", place=act.person)
        targets.append((person, person_at))
    if columns.identification[at]:
        raise IllegalAct("identified already", place=act.remains, hint="withdraw the earlier identification first")
    book.identifications.append(act)
    for found, place in targets:
        found.identification[place] = len(book.identifications)


def follow_up(book: Book, act: acts.FollowUpRecorded) -> None:
    """Enters a visit after the return."""
    from repatria.register.states import has_returned

    columns, at = book.place(act.line)
    assert book.desk is not None
    if not 1 <= act.milestone <= len(book.desk.follow_up_days):
        raise IllegalAct("no such follow-up", place=act.line, hint=f"1 to {len(book.desk.follow_up_days)}")
    if not has_returned(book, columns, at):
        raise IllegalAct("only somebody who has returned is followed up", place=act.line)
    columns.follow_ups[at] |= 1 << (act.milestone - 1)


def withdraw(book: Book, act: acts.Withdrawn) -> None:
    """Enters a withdrawal: of a line by its party, of a manifest not yet moved, of an identification."""
    if act.target.startswith("M-"):
        _withdraw_manifest(book, act)
    elif act.target.startswith("I-"):
        _withdraw_identification(book, act)
    else:
        columns, at = book.place(LineRef(act.target))
        if party_of(act) != columns.received.party:
            raise IllegalAct("a claim is withdrawn by the party that made it", place=act.target)
        if is_open(book, columns, at):
            raise IllegalAct("the person is on a manifest or has crossed", place=act.target)
        columns.withdrawn[at] = 1
    book.withdrawals.append(act)


def _withdraw_manifest(book: Book, act: acts.Withdrawn) -> None:
    manifest = book.manifests.get(ManifestId(act.target))
    if manifest is None or manifest.withdrawn:
        raise IllegalAct("no such manifest", place=act.target)
    places = [book.place(ref) for ref in manifest.content.lines]
    if manifest.unlisted or any(c.check_0[at] or c.check_1[at] or c.check_2[at] for c, at in places):
        raise IllegalAct("people were checked off on it already", place=act.target)
    manifest.withdrawn = True


def _withdraw_identification(book: Book, act: acts.Withdrawn) -> None:
    index = int(act.target[2:]) if act.target[2:].isdecimal() else 0
    if not 1 <= index <= len(book.identifications) or book.identifications[index - 1] is None:
        raise IllegalAct("no such identification", place=act.target)
    made = book.identifications[index - 1]
    assert made is not None
    book.identifications[index - 1] = None
    for ref in filter(None, (made.remains, made.person)):
        columns, at = book.place(ref)
        columns.identification[at] = _latest_identification(book, ref)


def _latest_identification(book: Book, ref: LineRef) -> int:
    stand = [i for i, made in enumerate(book.identifications, 1) if made and ref in (made.remains, made.person)]
    return max(stand, default=0)


def suspend(book: Book, act: acts.ExchangeSuspended) -> None:
    """Enters that an exchange stops; what has moved has moved."""
    _going_on(book, act.exchange).suspended = True


def resume(book: Book, act: acts.ExchangeResumed) -> None:
    """Enters that a suspended exchange goes on."""
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
