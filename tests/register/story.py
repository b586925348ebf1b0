"""A journal told in sentences, one act or one day a line, for readable tests of the register and for its specification.

    north seeks 3                                  a list: north-1 with three lines
    south answers north-1:1 held
    mediator hears north-1:1 willing
    terms are agreed                               proposed and signed by both parties
    everybody signs M-0001 for north-1:1
    north checks M-0001 north-1:1 crossed
    7 days pass

The clock starts at 2031-03-01 09:00 UTC; an act takes a minute. `SENTENCES` is the whole grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance
from repatria.people.refs import ExchangeId, LineRef, ListId, ManifestId, PartyId, Sha256
from repatria.register import acts
from repatria.register.account import account
from repatria.register.book import Book
from repatria.register.states import Standing, standing

BEGIN = datetime(2031, 3, 1, 9, tzinfo=UTC)
ANSWER_DUE_ON = date(2031, 3, 29)
MOVES_ON = date(2031, 3, 10)
EXCHANGE = ExchangeId("children-2031")
NORTH, SOUTH = PartyId("north"), PartyId("south")


def digest(text: str) -> Sha256:
    """Returns the SHA-256 of a text: stands for a document in tests."""
    return Sha256(sha256(text.encode()).hexdigest())


class Story:
    """A book and its journal. ``tell`` enters what sentences say; ``enter`` enters an act at the story's own time."""

    def __init__(self, *, opened: bool = True, follow_up_days: tuple[int, ...] = (7, 30)) -> None:
        self.book, self.journal, self.now = Book(), [], BEGIN
        if opened:
            opening = {"parties": (NORTH, SOUTH), "origin": "desk.example/log", "follow_up_days": follow_up_days}
            self.enter(acts.DeskOpened, by="mediator/registrar", **opening)

    def enter(self, kind: type[Any], **fields: Any) -> Any:
        """Enters an act of this kind now and returns it; the clock moves on by a minute."""
        act = kind(at=self.now, **fields)
        self.book.enter(act)
        self.journal.append(act)
        self.now += timedelta(minutes=1)
        return act

    def tell(self, text: str) -> Story:
        """Enters what each line of ``text`` says; empty lines and what follows a ``#`` are passed over."""
        for line in text.splitlines():
            sentence = " ".join(line.partition("#")[0].split())
            if sentence:
                self._tell_one(sentence)
        return self

    def _tell_one(self, sentence: str) -> None:
        for pattern, tell in SENTENCES.items():
            found = re.fullmatch(pattern, sentence)
            if found:
                tell(self, **found.groupdict())
                return
        raise AssertionError(f"no sentence of this language: {sentence}")

    def standing(self, ref: str) -> Standing:
        """Returns where a line is."""
        return standing(self.book, *self.book.place(LineRef(ref)))

    def where(self, ref: str) -> str:
        """Returns where a line is as text: ``held, mediator by 2031-03-29``, or ``withdrawn, closed``."""
        found = self.standing(ref)
        return f"{found.state}, {found.owed_by} by {found.due_on}" if found.owed_by else f"{found.state}, closed"

    def states(self) -> dict[str, str]:
        """Returns the state of every line, by reference."""
        return {ref: s.state.value for ref, s in account(self.book).lines}


def refs(text: str | None) -> tuple[LineRef, ...]:
    """Returns the references in a text."""
    return tuple(LineRef(ref) for ref in (text or "").split())


def _list(
    story: Story, party: str, stance: str, n: str, bags: str | None, declaring: str | None, exchange: str | None
) -> None:
    count = sum(c.received.party == party for c in story.book.order) + 1
    sends = stance == "sends"
    assert sends == bool(bags), "'north sends 3 bags', 'north seeks 3'"
    story.enter(
        acts.ListReceived,
        by=f"{party}/delegate",
        list=ListId(f"{party}-{count}"),
        party=PartyId(party),
        stance=Stance.HOLDS if sends else Stance(stance),
        exchange=ExchangeId(exchange or EXCHANGE),
        sha256=digest(f"{party} {count}"),
        lines=int(n),
        answer_due_on=ANSWER_DUE_ON,
        subject=acts.Subject.REMAINS if sends else acts.Subject.PERSONS,
        declared_total=int(declaring) if declaring else None,
    )


def _answer(story: Story, party: str, line: str, answer: str, other: str | None, needs: str | None) -> None:
    story.enter(
        acts.ClaimAnswered,
        by=f"{party}/delegate",
        line=LineRef(line),
        answer=acts.Answer(answer),
        duplicate_of=LineRef(other) if other else None,
        needs=tuple(Field(name) for name in (needs or "").split()),
    )


def _remark(story: Story, party: str, remark: str, line: str) -> None:
    said = {"accepts": acts.Remark.ACCEPTS, "contests": acts.Remark.CONTESTS, "adds to": acts.Remark.ADDS}[remark]
    story.enter(acts.RemarkMade, by=f"{party}/delegate", line=LineRef(line), remark=said)


def _judge(story: Story, party: str, left: str, right: str, judgement: str) -> None:
    judges = ("north", "south") if party == "both" else (party,)
    said = {"left": left, "right": right, "judgement": acts.Judgement(judgement)}
    for judge in judges:
        if "/" in left:
            story.enter(acts.SpecimensJudged, by=f"{judge}/laboratory", **said)
        else:
            story.enter(acts.MatchJudged, by=f"{judge}/delegate", **said)


def _fact(story: Story, party: str, line: str, what: str, truth: str) -> None:
    story.enter(acts.FactRecorded, by=f"{party}/verifier", line=LineRef(line), what=FactKind(what), truth=Truth(truth))


def _hear(story: Story, party: str, line: str, wish: str) -> None:
    story.enter(acts.InterviewHeld, by=f"{party}/registrar", line=LineRef(line), wish=acts.Wish(wish))


def _propose(story: Story, party: str, title: str | None, alone: str | None, preliminary: str | None) -> None:
    needs = (PartyId(party),) if alone else (NORTH, SOUTH)
    story.enter(
        acts.TermsProposed,
        by=f"{party}/delegate",
        exchange=EXCHANGE,
        sha256=digest(title or "terms"),
        needs=needs,
        binding=not preliminary,
    )


def _sign_terms(story: Story, party: str, title: str | None) -> None:
    story.enter(
        acts.TermsSigned,
        by=f"{party}/delegate",
        exchange=EXCHANGE,
        sha256=digest(title or "terms"),
        party=PartyId(party),
        signature=f"{party} signs",
    )


def _agree(story: Story, title: str | None) -> None:
    _propose(story, "north", title, None, None)
    _sign_terms(story, "north", title)
    _sign_terms(story, "south", title)


def _sign_manifest(story: Story, party: str, manifest: str, lines: str | None) -> None:
    on = refs(lines) if lines else story.book.manifests[ManifestId(manifest)].content.lines
    terms = story.book.exchanges[EXCHANGE].in_force or digest("terms")
    proposal = story.book.exchanges[EXCHANGE].proposals[terms]
    needs = (*proposal.needs, PartyId("mediator"))
    signers = needs if party == "everybody" else (PartyId(party),)
    for signer in signers:
        story.enter(
            acts.ManifestSigned,
            by=f"{signer}/delegate",
            manifest=ManifestId(manifest),
            exchange=EXCHANGE,
            sha256=digest(manifest),
            terms=terms,
            lines=on,
            needs=needs,
            moves_on=MOVES_ON,
            party=signer,
            signature=f"{signer} signs",
        )


def _check(story: Story, party: str, manifest: str, line: str, outcome: str) -> None:
    checkers = ("north", "south") if party == "both" else (party,)
    for checker in checkers:
        story.enter(
            acts.HandoverRecorded,
            by=f"{checker}/officer",
            manifest=ManifestId(manifest),
            line=None if line == "somebody" else LineRef(line),
            outcome=Outcome(outcome),
            party=PartyId(checker),
        )


def _count(story: Story, party: str, list: str, bags: str, missing: str | None, contents: str | None) -> None:  # noqa: A002 - the act's word
    by_bag = tuple(map(int, (contents or "").split()))
    story.enter(
        acts.RemainsReceived,
        by=f"{party}/officer",
        list=ListId(list),
        party=PartyId(party),
        bags=int(bags),
        specimens=sum(by_bag) if by_bag else 2 * int(bags),
        minimum_individuals=max(0, int(bags) - 1),
        sha256=digest(f"{party} counts {list}"),
        missing=refs(missing),
        contents=digest(contents) if contents else None,
        specimens_by_bag=by_bag,
    )


def _identify(story: Story, remains: str, person: str | None, own: str | None) -> None:
    named, policy = remains.split(), story.book.dead.policy
    story.enter(
        acts.IdentificationMade,
        by="mediator/laboratory",
        remains=LineRef(named[0].partition("/")[0]),
        person=LineRef(person) if person else None,
        party=NORTH,
        evidence=digest("report"),
        board=("mediator/laboratory-1", "mediator/laboratory-2"),
        specimens=tuple(named) if "/" in named[0] else (),
        policy=policy.sha256 if policy else None,
        wrong_side=bool(own),
    )


def _adopt(story: Story, title: str | None, reopened: str | None) -> None:
    story.enter(
        acts.PolicyAdopted,
        by="mediator/registrar",
        sha256=digest(f"policy {title}"),
        reopened=tuple((reopened or "").split()),
    )


def _step(story: Story, party: str, step: str, target: str) -> None:
    made = [act for act in story.journal if isinstance(act, acts.IdentificationMade)]
    after = target if target.startswith("I-") else None
    story.enter(
        acts.RemainsFollowedUp,
        by=f"{party}/laboratory",
        remains=made[int(target[2:]) - 1].remains if after else LineRef(target),
        step=acts.RemainsStep(step),
        on=story.now.date(),
        identification=after,
    )


def _follow_up(story: Story, party: str, line: str, milestone: str) -> None:
    story.enter(
        acts.FollowUpRecorded,
        by="mediator/verifier" if party == "somebody" else f"{party}/delegate",
        line=LineRef(line),
        milestone=int(milestone),
        found=digest("visit"),
    )


def _withdraw(story: Story, party: str, target: str) -> None:
    story.enter(acts.Withdrawn, by=f"{party}/delegate", target=target, reason=digest("reason"))


def _suspend(story: Story, party: str, what: str) -> None:
    if what == "suspends":
        story.enter(acts.ExchangeSuspended, by=f"{party}/delegate", exchange=EXCHANGE, reason=digest("reason"))
    else:
        story.enter(acts.ExchangeResumed, by=f"{party}/registrar", exchange=EXCHANGE)


def _pass(story: Story, n: str) -> None:
    story.now += timedelta(days=int(n))


def _choice(values: Iterator[str] | type[Any]) -> str:
    return "|".join(re.escape(str(value)) for value in values)


_PARTY = "(?P<party>north|south|mediator)"
_LINE = r"(?P<line>\S+:\d+)"
SENTENCES: dict[str, Callable[..., None]] = {
    rf"{_PARTY} (?P<stance>seeks|holds|sends) (?P<n>\d+)(?P<bags> bags)?"
    r"(?: declaring (?P<declaring>\d+))?(?: for (?P<exchange>\S+))?": _list,
    rf"{_PARTY} answers {_LINE} (?P<answer>{_choice(acts.Answer)})(?: of (?P<other>\S+))?"
    r"(?: needs (?P<needs>.+))?": _answer,
    rf"{_PARTY} (?P<remark>accepts|contests|adds to) {_LINE}": _remark,
    rf"(?P<party>north|south|mediator|both) judges? (?P<left>\S+) (?P<right>\S+) (?P<judgement>{_choice(acts.Judgement)})":
        _judge,
    rf"{_PARTY} records {_LINE} (?P<what>{_choice(FactKind)}) (?P<truth>yes|no|unknown)": _fact,
    rf"{_PARTY} hears {_LINE} (?P<wish>{_choice(acts.Wish)})": _hear,
    rf"{_PARTY} proposes terms(?: (?P<title>[A-Z]))?(?P<alone> alone)?(?P<preliminary> preliminarily)?": _propose,
    rf"{_PARTY} signs terms(?: (?P<title>[A-Z]))?": _sign_terms,
    r"terms(?: (?P<title>[A-Z]))? are agreed": _agree,
    r"(?P<party>north|south|mediator|everybody) signs (?P<manifest>M-\d+)(?: for (?P<lines>.+))?": _sign_manifest,
    rf"(?P<party>north|south|mediator|both) checks? (?P<manifest>M-\d+) (?P<line>\S+) (?P<outcome>{_choice(Outcome)})":
        _check,
    rf"{_PARTY} counts (?P<bags>\d+) bags of (?P<list>\S+)(?: without (?P<missing>[a-z0-9:\- ]+?))?"
    r"(?: holding (?P<contents>[\d ]+))?": _count,
    r"a board identifies (?P<remains>\S+(?: \S+/\d+)*)(?: as (?P<person>\S+:\d+))?(?P<own>, one of the sender's own)?":
        _identify,
    r"a policy(?: (?P<title>[A-Z]))? is adopted(?: reopening (?P<reopened>.+))?": _adopt,
    rf"{_PARTY} enters (?P<step>{_choice(acts.RemainsStep)}) for (?P<target>\S+)": _step,
    rf"(?P<party>somebody|north|south|east) visits {_LINE} for follow-up (?P<milestone>\d+)": _follow_up,
    rf"{_PARTY} withdraws (?P<target>\S+)": _withdraw,
    r"(?P<party>north|south|mediator|east) (?P<what>suspends|resumes) the exchange": _suspend,
    r"(?P<n>\d+) days? pass(?:es)?": _pass,
}  # fmt: skip
