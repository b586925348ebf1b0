"""Random acts, legal and illegal: after each of them everybody is accounted for, and the journal makes the same book.

At least 10,000 steps in a default run, 1,000,000 with REPATRIA_LONG=1. The machine keeps notes of its own, taken from the
acts alone, and holds the account against them. The seeds are fixed: a failure comes back, as long as the same test modules
are loaded (Hypothesis also draws constants that it finds in them). It is told as it was found; REPATRIA_SHRINK=1 has it made
short first, which may take many minutes.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from repatria.errors import IllegalAct
from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind, Truth
from repatria.people.party import Stance
from repatria.people.refs import PartyId
from repatria.register import acts
from repatria.register.account import Account, account, discrepancies
from repatria.register.acts import Answer, Judgement, RemainsStep, Remark, Subject, Wish, decode, encode
from repatria.register.book import Book, replay
from repatria.register.derived.standings import standings
from repatria.register.fates import latest_wish
from repatria.register.states import CLOSED, State, next_visit, standing_told

LONG = os.environ.get("REPATRIA_LONG") == "1"
PHASES = tuple(Phase) if os.environ.get("REPATRIA_SHRINK") == "1" else (Phase.explicit, Phase.generate)
STEPS = 1_000_000 if LONG else 10_000
STEPS_A_RUN = 30
BEGIN = datetime(2031, 3, 1, 9, tzinfo=UTC)
PARTIES = ("north", "south")
EVERYBODY = (*PARTIES, "mediator")
EXCHANGES = ("children-2031", "wounded-2031")
CROSSED = {Outcome.CROSSED, Outcome.NOT_ON_THE_MANIFEST}
LASTING = CROSSED | {Outcome.DIED}
CONTESTED = "contested"  # two devices of one side say different things
STRICTER = list(Wish)  # of two wishes of one day the later in this order counts
COUNTED: Counter[str] = Counter()

some = st.integers(0, 199)
who = st.sampled_from(EVERYBODY)
party = st.sampled_from(PARTIES)
device = st.sampled_from(("", "", "A", "B"))


def digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def other(side: str) -> str:
    return PARTIES[1 - PARTIES.index(side)]


class Notes:
    """What the acts say, kept in the slowest obvious way and apart from the book."""

    def __init__(self) -> None:
        self.lists: dict[str, acts.ListReceived] = {}
        self.lines: list[str] = []
        self.answers: dict[str, acts.ClaimAnswered] = {}
        self.remarks: dict[str, Remark] = {}
        self.said: dict[tuple[str, str], dict[str, Judgement]] = {}
        self.wishes: dict[str, tuple[date, Wish]] = {}
        self.terms: dict[tuple[str, str], acts.TermsProposed] = {}
        self.manifests: dict[str, list[acts.ManifestSigned]] = {}
        self.on: dict[str, tuple[str, dict[str, Outcome]]] = {}
        self.identified: list[acts.IdentificationMade | None] = []
        self.steps: dict[int, set[RemainsStep]] = {}
        self.reopened: set[int] = set()
        self.specimens: dict[str, int] = {}  # by bag
        self.said_of_specimens: dict[tuple[str, str], dict[str, Judgement]] = {}
        self.said_in_order: list[tuple[str, str]] = []
        self.buried: set[str] = set()
        self.away: dict[int, str] = {}
        self.withdrawn: set[str] = set()
        self.unlisted: Counter[tuple[str, str]] = Counter()
        self.words: dict[tuple[str, str, str], dict[str, tuple[Outcome, str]]] = {}  # of devices, and of the desk as ""
        self.told: dict[str, acts.HandoverRecorded] = {}

    def take(self, act: Any) -> None:  # noqa: C901 - one flat case per act
        match act:
            case acts.ListReceived():
                self.lists[act.list] = act
                self.lines += [f"{act.list}:{n}" for n in range(1, act.lines + 1)]
            case acts.ClaimAnswered():
                self.answers[act.line] = act
                self.remarks.pop(act.line, None)
            case acts.RemarkMade():
                self.remarks[act.line] = act.remark
            case acts.MatchJudged():
                self.said.setdefault(tuple(sorted((act.left, act.right))), {})[judge_of(act)] = act.judgement
            case acts.InterviewHeld():
                self.wishes[act.line] = (act.at.date(), act.wish)
            case acts.TermsProposed():
                self.terms.setdefault((act.exchange, act.sha256), act)
            case acts.ManifestSigned():
                if act.manifest not in self.manifests:
                    self.on.update({line: (act.manifest, {}) for line in act.lines})
                self.manifests.setdefault(act.manifest, []).append(act)
            case acts.HandoverRecorded():
                self._check_off(act)
            case acts.CheckOffTakenBack():
                self._take_back_check(act)
            case acts.IdentificationMade():
                self._identify(act)
            case acts.RemainsReceived() if act.contents and act.party != self.lists[act.list].party:
                self.specimens.update({f"{act.list}:{n}": k for n, k in enumerate(act.specimens_by_bag, 1)})
            case acts.SpecimensJudged():
                pair = tuple(sorted((act.left, act.right)))
                self.said_of_specimens.setdefault(pair, {})[judge_of(act)] = act.judgement
                self.said_in_order.append((act.left, act.right))
            case acts.PolicyAdopted():
                self.reopened = {int(ref[2:]) for ref in act.reopened}
            case acts.RemainsFollowedUp():
                self._follow(act)
            case acts.Withdrawn() if act.target.startswith("I-"):
                number = int(act.target[2:])
                if self.steps.get(number, set()) & {RemainsStep.RELEASED, RemainsStep.SENT_BACK}:
                    self.away[number] = self.identified[number - 1].remains
                self._take_back(number)
            case acts.Withdrawn():
                assert act.target.startswith("M-") or judge_of(act) == self.party(act.target), "taken back by another"
                self.withdrawn.add(act.target)

    def _check_off(self, act: acts.HandoverRecorded) -> None:
        device, event = (act.on_device.device, act.on_device.event) if act.on_device else ("", "")
        if event:
            assert event not in self.told, "one event entered twice"
            self.told[event] = act
        if act.line is None:
            self.unlisted[act.manifest, act.party] += 1
            return
        if self.on.get(act.line, ("", {}))[0] != act.manifest:
            self.on[act.line] = (act.manifest, {})
            self.words = {key: said for key, said in self.words.items() if key[:2] != (act.manifest, act.line)}
        words = self.words.setdefault((act.manifest, act.line, act.party), {})
        if not device:
            words.clear()
        words[device] = act.outcome, event
        self._sum_up(act.manifest, act.line, act.party)

    def _take_back_check(self, act: acts.CheckOffTakenBack) -> None:
        taken = self.told.pop(act.event)
        assert (taken.on_device.device, taken.party) == (act.on_device.device, act.party), "another's word"
        if taken.line is None:
            self.unlisted[act.manifest, act.party] -= 1
            return
        words = self.words[act.manifest, taken.line, act.party]
        assert words.pop(act.on_device.device)[1] == act.event
        self._sum_up(act.manifest, taken.line, act.party)

    def _sum_up(self, manifest: str, line: str, side: str) -> None:
        """A side's check-off is what all its devices say; they may contradict each other."""
        assert self.on[line][0] == manifest
        said = {outcome for outcome, _ in self.words[manifest, line, side].values()}
        self.on[line][1].pop(side, None)
        if said:
            self.on[line][1][side] = said.pop() if len(said) == 1 else CONTESTED

    def _identify(self, act: acts.IdentificationMade) -> None:
        again = [n for n in self.reopened if self.on_same(self.identified[n - 1], act)]
        steps = self.steps.get(again[0], set()) if again else set()
        if again:
            self._take_back(again[0])
        self.identified.append(act)
        self.steps[len(self.identified)] = steps

    def on_same(self, made: acts.IdentificationMade, act: acts.IdentificationMade) -> bool:
        """Whether two decisions are on the same remains and the same person."""
        same = made.person == act.person or (made.person and act.person in self.people()[made.person])
        return bool(same) and (made.remains, set(made.specimens)) == (act.remains, set(act.specimens))

    def _take_back(self, number: int) -> None:
        self.identified[number - 1] = None
        self.reopened.discard(number)
        self.steps.pop(number, None)

    def _follow(self, act: acts.RemainsFollowedUp) -> None:
        match act.step:
            case RemainsStep.BURIED:
                self.buried.add(act.remains)
            case RemainsStep.EXHUMED:
                self.buried.remove(act.remains)
            case RemainsStep.RECOVERED:
                assert self.away.pop(int(act.identification[2:])) == act.remains
            case _:
                number = int(act.identification[2:])
                assert number not in self.reopened, "a step while the board decides"
                self.steps[number].add(act.step)
                if act.step in (RemainsStep.RELEASED, RemainsStep.SENT_BACK) and self.is_whole(act.remains):
                    self.buried.discard(act.remains)

    def standing_on(self, *lines: str) -> list[int]:
        """The numbers of the identifications that stand on bags or name people."""
        made = enumerate(self.identified, 1)
        return [n for n, act in made if act and (act.remains in lines or act.person in lines)]

    def covered(self, number: int) -> set[str]:
        """The specimens on which an identification decides, as far as they are known."""
        act = self.identified[number - 1]
        return set(act.specimens) or {f"{act.remains}/{k}" for k in range(1, self.specimens.get(act.remains, 0) + 1)}

    def is_whole(self, bag: str) -> bool:
        standing = self.standing_on(bag)
        known = {f"{bag}/{k}" for k in range(1, self.specimens.get(bag, 0) + 1)}
        return any(not self.identified[n - 1].specimens for n in standing) or bool(
            known and known <= {ref for n in standing for ref in self.covered(n)}
        )

    def is_senders_own(self, number: int) -> bool:
        act = self.identified[number - 1]
        if act.person is None:
            return act.wrong_side
        party, stance, _ = self.kind(act.person)
        return self.party(act.remains) == (party if stance is Stance.SEEKS else other(party))

    def stage(self, number: int, *, at_home: bool) -> State:
        """How far one decision has come; for the person it goes on after a receipt, for the bag it does not."""
        steps = self.steps[number]
        if number in self.reopened:
            return State.UNDER_REVIEW
        if self.is_senders_own(number):
            if RemainsStep.SENT_BACK not in steps:
                return State.WRONG_SIDE
            if RemainsStep.RECEIPT_GIVEN not in steps:
                return State.ROUTED_BACK
            if not at_home:
                return State.RECEIPT_GIVEN
        for step, state in ((RemainsStep.RELEASED, State.RELEASED), (RemainsStep.FAMILY_TOLD, State.FAMILY_TOLD)):
            if step in steps:
                return state
        return State.IDENTIFIED

    def joined_specimens(self) -> list[tuple[str, str]]:
        """The pairs that every side where one of the two lies called the same, and the mediator not different."""
        return [
            (a, b)
            for (a, b), judges in self.said_of_specimens.items()
            if judges.get("mediator") is not Judgement.DIFFERENT
            and all(judges.get(other(self.party(x.partition("/")[0]))) is Judgement.SAME for x in (a, b))
        ]

    def party(self, line: str) -> str:
        return self.lists[line.partition(":")[0]].party

    def kind(self, line: str) -> tuple[str, Stance, Subject]:
        act = self.lists[line.partition(":")[0]]
        return act.party, act.stance, act.subject

    def joined(self) -> list[tuple[str, str]]:
        """The pairs of which every party concerned last said *same*."""
        return [
            (a, b)
            for (a, b), judges in self.said.items()
            if all(judges.get(side) is Judgement.SAME for side in {self.party(a), self.party(b)})
        ]

    def people(self) -> dict[str, frozenset[str]]:
        """For each line the lines that are the same person: connected components by painting."""
        colour = {line: n for n, line in enumerate(self.lines)}
        for a, b in self.joined():
            old, new = colour[a], colour[b]
            colour = {line: new if c == old else c for line, c in colour.items()}
        return {line: frozenset(x for x in self.lines if colour[x] == colour[line]) for line in self.lines}

    def checkers(self, manifest: str) -> list[str]:
        needs = [side for side in self.manifests[manifest][0].needs if side != "mediator"]
        return needs if len(needs) == 2 else [*needs, "mediator"]

    def is_open(self, line: str) -> bool:
        if line not in self.on or self.on[line][0] in self.withdrawn:
            return False
        manifest, said = self.on[line]
        outcomes = {said.get(checker) for checker in self.checkers(manifest)}
        return len(outcomes) > 1 or outcomes <= LASTING | {None, CONTESTED}

    def has_crossed(self, line: str) -> bool:
        if line not in self.on:
            return False
        manifest, said = self.on[line]
        return manifest not in self.withdrawn and all(said.get(c) in CROSSED for c in self.checkers(manifest))

    def last_wish(self, person: frozenset[str]) -> Wish | None:
        wishes = [self.wishes[line] for line in person if line in self.wishes]
        return max(wishes, key=lambda w: (w[0], STRICTER.index(w[1])))[1] if wishes else None


def judge_of(act: Any) -> str:
    return act.by.partition("/")[0]


def check_account(found: Account, notes: Notes) -> None:
    """Holds an account against what was noted from the acts; every law of the account is here."""
    states = {ref: standing.state for ref, standing in found.lines}
    # everyone, once, in one state, and the sums are the lists' sizes
    assert [ref for ref, _ in found.lines] == notes.lines
    assert found.balanced
    assert {entry.list: sum(entry.states.values()) for entry in found.lists} == {
        act.list: act.lines for act in notes.lists.values()
    }
    assert found.answered + found.outstanding == len(notes.lines)
    # closed owes nobody; open owes somebody by a day
    for _, standing in found.lines:
        owed = (standing.owed_by is not None, standing.due_on is not None)
        assert owed == ((False, False) if standing.state in CLOSED else (True, True))
        assert standing.owed_by in {None, *EVERYBODY}
    check_counts(found, notes)
    people = notes.people()
    check_people(states, notes, people)
    check_evidence(states, notes, people)
    check_dead(found, states, notes, people)


FURTHEST_BEHIND = (
    State.TO_BE_RECOVERED, State.UNDER_REVIEW, State.PARTLY_IDENTIFIED, State.WRONG_SIDE, State.IDENTIFIED,
    State.FAMILY_TOLD, State.ROUTED_BACK, State.RELEASED, State.RECEIPT_GIVEN,
)  # fmt: skip
UNDECIDED = {
    State.BURIED_UNDER_NUMBER, State.RECEIVED, State.NOT_AMONG_RECEIVED, State.COUNTS_DIFFER, State.ANNOUNCED,
    State.AWAITING_SIGNATURES, State.ON_MANIFEST, State.WITHDRAWN,
}  # fmt: skip


def check_standings(book: Book, found: Account) -> None:
    """What is kept beside the book, brought up to date act by act, says of every line what is found from scratch."""
    kept = standings(book)
    lines = [(columns, at) for columns in book.order for at in range(columns.size)]
    assert [kept.of(number) for number in range(kept.size)] == [standing for _, standing in found.lines]
    assert kept.visit.tolist() == [
        (next_visit(book, *place) or 0) if standing.state is State.RETURNED else 0
        for place, (_, standing) in zip(lines, found.lines, strict=True)
    ]
    assert kept.person.tolist() == [book.matches.group(number)[0] for number in range(kept.size)]
    assert kept.wish.tolist() == [latest_wish(book.members(*place)) for place in lines]
    told = standings(book, reader=PartyId("north"))
    assert [told.of(number) for number in range(told.size)] == [standing_told(book, *place) for place in lines]
    assert sum(sum(told.states(columns).values()) for columns in book.order) == kept.size


def check_dead(found: Account, states: dict[str, State], notes: Notes, people: dict[str, frozenset[str]]) -> None:
    """Bags and the people whom boards named are where the decisions that stand, and their steps, put them."""
    for line, state in states.items():
        if notes.kind(line)[2] is Subject.REMAINS:
            stages = {notes.stage(n, at_home=False) for n in notes.standing_on(line)}
            stages |= {State.PARTLY_IDENTIFIED} if stages and not notes.is_whole(line) else set()
            stages |= {State.TO_BE_RECOVERED} if line in notes.away.values() else set()
            assert state is min(stages, key=FURTHEST_BEHIND.index) if stages else state in UNDECIDED
            assert stages or (state is State.BURIED_UNDER_NUMBER) == (line in notes.buried) or state is State.WITHDRAWN
        elif line not in notes.withdrawn and state not in (State.DUPLICATE, State.DISPUTED):
            stages = {notes.stage(n, at_home=True) for n in notes.standing_on(*people[line])}
            assert state is min(stages, key=FURTHEST_BEHIND.index) if stages else state not in FURTHEST_BEHIND
    check_specimens(notes)
    standing = [n for n, made in enumerate(notes.identified, 1) if made]
    for side in PARTIES if found.remains else ():
        theirs = [n for n in standing if notes.party(notes.identified[n - 1].remains) != side]
        mine = {whom(n, notes, people) for n in theirs if not notes.is_senders_own(n)}
        senders = {whom(n, notes, people) for n in theirs if notes.is_senders_own(n)}
        assert (found.remains[side].identified, found.remains[side].wrong_side) == (len(mine), len(senders))
        assert all(one.identified <= len(mine) for one in found.consignments if one.receiver == side)


def check_kept(book: Book, notes: Notes) -> None:
    """The book keeps of the dead what was entered and stands, and nothing of what was taken back."""
    kept = book.dead
    standing = {n for n, made in enumerate(notes.identified, 1) if made}
    assert {book.ref(bag) for bag in kept.buried} == notes.buried
    assert {n: book.ref(away.bag) for n, away in kept.away.items()} == notes.away
    assert kept.reopened == notes.reopened
    assert {n: set(steps) for n, steps in kept.followed.items() if steps} == {
        n: steps for n, steps in notes.steps.items() if steps
    }
    assert {n for named in kept.decisions.values() for n in named} == standing
    for number, named in kept.decisions.items():
        columns, at = book.where(number)
        assert list(named) == notes.standing_on(book.ref(number))
        assert columns.identification[at] == max(named)


def whom(number: int, notes: Notes, people: dict[str, frozenset[str]]) -> Any:
    """Whom a decision names: the lines that are one person, or the specimens that are, of somebody on no list."""
    act = notes.identified[number - 1]
    if act.person is not None:
        return people[act.person]
    judged = {x for pair in notes.said_of_specimens for x in pair} & notes.covered(number)
    if not judged:
        return number
    pairs, reach = notes.joined_specimens(), judged
    while more := {x for pair in pairs if reach & set(pair) for x in pair} - reach:
        reach = reach | more
    first = list(dict.fromkeys(x for pair in notes.said_in_order for x in pair))
    return min(reach, key=first.index)


def check_specimens(notes: Notes) -> None:
    """No specimen lies under two decisions; none called different by those whose word counts was decided on as one."""
    covered = Counter(ref for n, made in enumerate(notes.identified, 1) if made for ref in notes.covered(n))
    assert set(covered.values()) <= {1}, "a specimen is two people's"
    for bag in notes.specimens:
        alone = [n for n in notes.standing_on(bag) if not notes.identified[n - 1].specimens]
        assert not alone or len(notes.standing_on(bag)) == 1, "a whole bag and a part of it"


def check_counts(found: Account, notes: Notes) -> None:
    """Counts that differ between the sides stand on the account with both numbers, and no others do."""
    differ = {}
    for manifest in notes.manifests.keys() - notes.withdrawn:
        crossed = {
            side: notes.unlisted[manifest, side]
            + sum(on == manifest and said.get(side) in CROSSED for on, said in notes.on.values())
            for side in notes.checkers(manifest)
        }
        if len(set(crossed.values())) > 1:
            differ[f"people who crossed on {manifest}"] = crossed
        apart = Counter(
            side
            for (on, line, side), _ in notes.words.items()
            if on == manifest == notes.on[line][0] and notes.on[line][1].get(side) == CONTESTED
        )
        if apart:
            differ[f"people checked off differently by devices of one side on {manifest}"] = dict(apart)
    told = ("people who", "people checked off differently by")
    assert {d.what: d.counts for d in found.discrepancies if d.what.startswith(told)} == differ


def check_people(states: dict[str, State], notes: Notes, people: dict[str, frozenset[str]]) -> None:
    for person in set(people.values()):
        assert sum(notes.is_open(line) for line in person) <= 1, "one person on two open manifests"
        if any(notes.has_crossed(line) for line in person):
            assert all(made is None or made.person not in person for made in notes.identified), "returned and dead"
    for line, state in states.items():
        if state is State.DUPLICATE:
            assert any(states[x] not in (State.DUPLICATE, State.WITHDRAWN) for x in carriers(line, notes, people)), (
                "nobody carries a duplicate"
            )


def carriers(line: str, notes: Notes, people: dict[str, frozenset[str]]) -> set[str]:
    """The lines of the same party, stance and subject that can be reached by *same* and *duplicate of*."""
    seen, todo = {line}, [line]
    while todo:
        at = todo.pop()
        answer = notes.answers.get(at)
        following = {answer.duplicate_of} if answer and answer.duplicate_of and notes.remarks.get(at) else set()
        new = {x for x in people[at] | following if notes.kind(x) == notes.kind(line)} - seen
        seen |= new
        todo += new
    return seen - {line}


def check_evidence(states: dict[str, State], notes: Notes, people: dict[str, frozenset[str]]) -> None:
    """No state that two must bring about is reached by one."""
    boards = {ref: made.board for made in notes.identified if made for ref in (made.remains, made.person) if ref}
    for line, state in states.items():
        match state:
            case State.IDENTIFIED:
                assert max(len(set(boards.get(x, ()))) for x in people[line]) >= 2
            case State.RETURNED | State.FOLLOWED_UP:
                assert any(notes.has_crossed(x) for x in people[line])
            case State.ALREADY_HOME:
                assert notes.answers[line].answer is Answer.ALREADY_RETURNED
                assert judge_of(notes.answers[line]) == other(notes.party(line))
                assert notes.remarks[line] is Remark.ACCEPTS
            case State.ON_MANIFEST | State.HALF_CHECKED | State.CHECKS_DIFFER:
                signers = {
                    frozenset(act.party for act in notes.manifests[notes.on[x][0]])
                    for x in people[line]
                    if notes.is_open(x)
                }
                assert signers == {frozenset(notes.manifests[m][0].needs) for m in open_manifests(people[line], notes)}
                if notes.kind(line)[2] is Subject.PERSONS:
                    assert state is state_of_checks(people[line], notes)
        assert (state is State.WITHDRAWN) == (line in notes.withdrawn)


def state_of_checks(person: frozenset[str], notes: Notes) -> State:
    """What the check-offs of somebody on a manifest in force make, as long as they have not ended it."""
    (line,) = (x for x in person if notes.is_open(x))
    manifest, said = notes.on[line]
    if not said:
        return State.ON_MANIFEST
    both = set(notes.checkers(manifest)) <= set(said)
    return State.CHECKS_DIFFER if both or CONTESTED in said.values() else State.HALF_CHECKED


def open_manifests(person: frozenset[str], notes: Notes) -> set[str]:
    return {notes.on[x][0] for x in person if notes.is_open(x)}


class Desk(RuleBasedStateMachine):
    """Acts at random. Numbers are drawn small and wrapped around what there is, so that failures shrink well."""

    def __init__(self) -> None:
        super().__init__()
        self.book, self.notes, self.journal = Book(), Notes(), []
        self.now, self.digest, self.steps, self.events = BEGIN, Book().digest(), 0, 0
        self.enter(acts.DeskOpened, by="mediator/registrar", parties=PARTIES, origin="desk.example/log",
                   follow_up_days=(7, 30))  # fmt: skip

    # -- one step

    def enter(self, kind: type[Any], **fields: Any) -> bool:
        """Tries an act. Refused, it must leave no trace; entered, everybody must be accounted for."""
        self.now += timedelta(minutes=1)
        act = kind(**{"at": self.now, **fields})
        self.steps += 1
        COUNTED["steps"] += 1
        try:
            self.book.enter(act)
        except IllegalAct:
            COUNTED["refused"] += 1
            assert self.book.digest() == self.digest, "a refused act left a trace"
            return False
        self.note(act)
        return True

    def note(self, act: Any) -> None:
        crossed = isinstance(act, acts.HandoverRecorded) and act.outcome is Outcome.CROSSED
        if crossed and self.notes.kind(act.line)[2] is Subject.PERSONS:
            assert self.notes.last_wish(self.notes.people()[act.line]) is Wish.WILLING, "crossed without a yes"
        for line in act.lines if isinstance(act, acts.ManifestSigned) else ():
            wish = self.notes.last_wish(self.notes.people()[line])
            assert wish is Wish.WILLING or self.notes.kind(line)[2] is Subject.REMAINS, "on a manifest without a yes"
        self.notes.take(act)
        self.journal.append(encode(act))
        self.digest = self.book.digest()
        found = account(self.book)
        check_account(found, self.notes)
        check_kept(self.book, self.notes)
        check_standings(self.book, found)
        COUNTED.update({standing.state for _, standing in found.lines})
        COUNTED.update({kind.what.partition(" of ")[0].partition(" on ")[0] for kind in found.discrepancies})
        if self.steps % 25 == 0:
            self.teardown()

    def teardown(self) -> None:
        again = replay(decode(payload) for payload in self.journal)
        assert again == self.book
        assert again.digest() == self.digest

    def line(self, n: int) -> str:
        return self.notes.lines[n % len(self.notes.lines)] if self.notes.lines else "north-1:1"

    def lines_of(self, *subjects: Subject) -> list[str]:
        return [line for line in self.notes.lines if self.notes.kind(line)[2] in subjects] or ["north-1:1"]

    def person(self, n: int) -> str:
        found = self.lines_of(Subject.PERSONS)
        return found[n % len(found)]

    def bag(self, n: int) -> str:
        found = self.lines_of(Subject.REMAINS)
        return found[n % len(found)]

    # -- lists, answers, judgements

    @initialize(sizes=st.lists(st.integers(1, 4), min_size=3, max_size=3), text=some, agreed=st.integers(0, 3))
    def begin(self, sizes: list[int], text: int, agreed: int) -> None:
        self.receive("north", 0, sizes[0])
        self.receive("south", 1, sizes[1])
        self.receive("south", 2, sizes[2])
        if agreed:
            self.agree(text, alone=False)

    @precondition(lambda self: len(self.notes.lists) < 6)
    @rule(side=party, kind=st.integers(0, 2), n=st.integers(0, 12))
    def receive(self, side: str, kind: int, n: int) -> None:
        count = 1 + sum(act.party == side for act in self.notes.lists.values())
        self.enter(
            acts.ListReceived, by=f"{side}/delegate", list=f"{side}-{count}", party=side,
            stance=(Stance.SEEKS, Stance.HOLDS, Stance.HOLDS)[kind],
            subject=(Subject.PERSONS, Subject.PERSONS, Subject.REMAINS)[kind],
            exchange=EXCHANGES[0], sha256=digest(side, count), lines=n, answer_due_on=date(2031, 3, 29),
            declared_total=n + (n % 3 == 0),
        )  # fmt: skip

    @rule(said=st.lists(st.tuples(some, some, some), min_size=1, max_size=6), m=some, honest=st.integers(0, 9))
    def answer(self, said: list[tuple[int, int, int]], m: int, honest: int) -> None:
        for n, which, remark in said:
            line = self.person(n)
            answer = list(Answer)[(which + n) % len(Answer)]
            side = other(self.notes.party(line)) if honest and self.notes.lines else "north"
            self.enter(acts.ClaimAnswered, by=f"{side}/delegate", line=line, answer=answer,
                       duplicate_of=self.line(m) if answer is Answer.DUPLICATE else None)  # fmt: skip
            if remark % 3:
                self.enter(acts.RemarkMade, by=f"{self.notes.party(line)}/delegate", line=line,
                           remark=list(Remark)[(remark + which) % 2])  # fmt: skip

    @precondition(lambda self: self.notes.answers)
    @rule(n=some, remark=st.sampled_from((Remark.ACCEPTS, *Remark)))
    def remark(self, n: int, remark: Remark) -> None:
        line = list(self.notes.answers)[n % len(self.notes.answers)]
        self.enter(acts.RemarkMade, by=f"{self.notes.party(line)}/delegate", line=line, remark=remark)

    @rule(first=some, pairs=st.lists(st.tuples(some, some, some), min_size=1, max_size=4))
    def call_duplicates(self, first: int, pairs: list[tuple[int, int, int]]) -> None:
        """Calls lines that are close together duplicates of each other, so that chains and circles come about."""
        line = self.person(first)
        close = [x for x in self.notes.lines if self.notes.kind(x) == self.notes.kind(line)][-3:] or [line]
        for n, m, accepts in pairs:
            self.call_duplicate(close[n % len(close)], close[m % len(close)], accepts=accepts % 4 > 0)
        if pairs[0][2] % 5 == 0:
            self.enter(acts.Withdrawn, by=f"{self.notes.party(line)}/delegate", target=close[pairs[0][1] % len(close)],
                       reason=digest("reason"))  # fmt: skip

    def call_duplicate(self, line: str, of: str, *, accepts: bool) -> None:
        self.enter(acts.ClaimAnswered, by=f"{other(self.notes.party(line))}/delegate", line=line,
                   answer=Answer.DUPLICATE, duplicate_of=of)  # fmt: skip
        if accepts:
            self.enter(acts.RemarkMade, by=f"{self.notes.party(line)}/delegate", line=line, remark=Remark.ACCEPTS)

    @rule(judge=who, n=some, m=some, judgement=st.sampled_from(Judgement))
    def judge(self, judge: str, n: int, m: int, judgement: Judgement) -> None:
        self.enter(acts.MatchJudged, by=f"{judge}/delegate", left=self.person(n), right=self.person(m),
                   judgement=judgement)  # fmt: skip

    @rule(n=some, m=some)
    def join(self, n: int, m: int) -> None:
        for side in PARTIES:
            self.judge(side, n, m, Judgement.SAME)

    @precondition(lambda self: self.notes.said)
    @rule(n=some, judge=who, judgement=st.sampled_from((Judgement.DIFFERENT, Judgement.UNSURE)))
    def think_again(self, n: int, judge: str, judgement: Judgement) -> None:
        left, right = list(self.notes.said)[n % len(self.notes.said)]
        self.enter(acts.MatchJudged, by=f"{judge}/delegate", left=left, right=right, judgement=judgement)

    @rule(side=who, n=some, what=st.sampled_from(FactKind), truth=st.sampled_from(Truth))
    def fact(self, side: str, n: int, what: FactKind, truth: Truth) -> None:
        self.enter(acts.FactRecorded, by=f"{side}/verifier", line=self.line(n), what=what, truth=truth)

    @rule(side=who, low=some, high=some)
    def statement(self, side: str, low: int, high: int) -> None:
        self.enter(acts.StatementRecorded, by="mediator/registrar", said_by="a spokesperson",
                   said_on=date(2031, 2, 1), figure=acts.Figure.HELD, concerning=side, wording=digest(low),
                   at_least=low, at_most=high)  # fmt: skip

    @rule(side=who, n=st.integers(0, 2))
    def key(self, side: str, n: int) -> None:
        self.enter(acts.KeyRegistered, by="mediator/registrar", holder=side, vkey=f"{side}+{n}+key")

    # -- terms, manifests, handover

    @rule(side=who, text=st.integers(0, 2), alone=st.booleans(), binding=st.booleans(), x=st.sampled_from(EXCHANGES))
    def propose(self, side: str, text: int, alone: bool, binding: bool, x: str) -> None:
        needs = (side,) if alone else PARTIES
        self.enter(acts.TermsProposed, by=f"{side}/delegate", exchange=x, sha256=digest("terms", text), needs=needs,
                   binding=binding)  # fmt: skip

    @precondition(lambda self: self.notes.terms)
    @rule(n=some, side=party)
    def sign_terms(self, n: int, side: str) -> None:
        exchange, text = list(self.notes.terms)[n % len(self.notes.terms)]
        self.enter(acts.TermsSigned, by=f"{side}/delegate", exchange=exchange, sha256=text, party=side, signature="s")

    @rule(text=some, alone=st.booleans())
    def agree(self, text: int, alone: bool) -> None:
        needs = ("north",) if alone else PARTIES
        text_digest = digest("terms", text)
        self.enter(acts.TermsProposed, by="north/delegate", exchange=EXCHANGES[0], sha256=text_digest, needs=needs)
        for side in needs:
            self.enter(acts.TermsSigned, by=f"{side}/delegate", exchange=EXCHANGES[0], sha256=text_digest,
                       party=side, signature="s")  # fmt: skip

    @rule(n=some, wish=st.sampled_from(Wish), honest=st.integers(0, 9))
    def interview(self, n: int, wish: Wish, honest: int) -> None:
        by = "mediator" if honest else "north"
        self.enter(acts.InterviewHeld, by=f"{by}/registrar", line=self.line(n), wish=wish)

    @property
    def terms_in_force(self) -> acts.TermsProposed | None:
        exchange = self.book.exchanges.get(EXCHANGES[0])
        return exchange.proposals[exchange.in_force] if exchange and exchange.in_force else None

    @precondition(lambda self: self.terms_in_force)
    @rule(ns=st.lists(some, min_size=1, max_size=3), ask=st.integers(0, 4), order=st.permutations((0, 1, 2)),
          last=st.sampled_from((1, 2, 3, 3, 3)))  # fmt: skip
    def manifest(self, ns: list[int], ask: int, order: list[int], last: int) -> None:
        lines = tuple(dict.fromkeys(self.line(n) for n in ns))
        if ask:
            for line in lines:
                self.enter(acts.InterviewHeld, by="mediator/registrar", line=line, wish=Wish.WILLING)
        name = f"M-{len(self.notes.manifests) + 1:04d}"
        for at in order[:last]:
            self.sign(name, lines, EVERYBODY[at])

    def sign(self, name: str, lines: tuple[str, ...], side: str) -> None:
        terms = self.terms_in_force
        self.enter(
            acts.ManifestSigned, by=f"{side}/delegate", manifest=name, exchange=EXCHANGES[0], sha256=digest(name),
            terms=terms.sha256, lines=lines, needs=(*terms.needs, "mediator"), moves_on=date(2031, 3, 10), party=side,
            signature="s",
        )  # fmt: skip

    @precondition(lambda self: self.terms_in_force)
    @rule(
        ns=st.lists(some, min_size=1, max_size=3), seen=st.lists(st.tuples(some, some, some), max_size=3), visits=some
    )
    def movement(self, ns: list[int], seen: list[tuple[int, int, int]], visits: int) -> None:
        """A whole movement: people are asked, everybody signs, and who is checked off how is left to chance."""
        lines = tuple(dict.fromkeys(self.person(n) for n in ns))
        name = f"M-{len(self.notes.manifests) + 1:04d}"
        for line in lines:
            self.enter(acts.InterviewHeld, by="mediator/registrar", line=line, wish=Wish.WILLING)
        for side in EVERYBODY:
            self.sign(name, lines, side)
        for n, sides, outcome in seen:
            for side in EVERYBODY if sides % 5 < 3 else (EVERYBODY[sides % 3],):
                self.enter(acts.HandoverRecorded, by=f"{side}/officer", manifest=name, line=lines[n % len(lines)],
                           outcome=list(Outcome)[outcome % len(Outcome)], party=side)  # fmt: skip
        for milestone in range(3 if visits % 2 else 0):
            self.follow_up(0, milestone)

    @precondition(lambda self: self.notes.manifests and self.terms_in_force)
    @rule(n=some, side=who, other_lines=st.booleans())
    def sign_next(self, n: int, side: str, other_lines: bool) -> None:
        name = list(self.notes.manifests)[n % len(self.notes.manifests)]
        lines = self.notes.manifests[name][0].lines
        self.sign(name, lines[:-1] if other_lines else lines, side)

    @precondition(lambda self: self.notes.manifests)
    @rule(n=some, m=some, side=who, outcome=st.sampled_from(Outcome), stray=st.integers(0, 5), device=device)
    def check_off(self, n: int, m: int, side: str, outcome: Outcome, stray: int, device: str = "") -> None:
        name = list(self.notes.manifests)[n % len(self.notes.manifests)]
        lines = self.notes.manifests[name][0].lines
        line = None if stray == 5 else self.line(m) if stray == 4 else lines[m % len(lines)]
        self.enter(acts.HandoverRecorded, by=f"{side}/officer", manifest=name, line=line, outcome=outcome, party=side,
                   on_device=self.on_device(device) if device else None)  # fmt: skip

    def on_device(self, device: str) -> acts.OnDevice:
        self.events += 1
        return acts.OnDevice(
            event=f"e{self.events}", device=device, at=BEGIN, seq=self.events, sha256=digest(self.events)
        )

    @precondition(lambda self: self.notes.told)
    @rule(n=some, device=st.sampled_from(("", "A", "B")), again=st.booleans())
    def take_back_check(self, n: int, device: str, again: bool) -> None:
        event, told = list(self.notes.told.items())[n % len(self.notes.told)]
        if again:
            self.enter(acts.HandoverRecorded, by=told.by, manifest=told.manifest, line=told.line, outcome=told.outcome,
                       party=told.party, on_device=told.on_device)  # fmt: skip
        self.enter(acts.CheckOffTakenBack, by=told.by, manifest=told.manifest, event=event, party=told.party,
                   on_device=self.on_device(device or told.on_device.device))  # fmt: skip

    @precondition(lambda self: self.notes.manifests)
    @rule(n=some, m=some, outcome=st.sampled_from((Outcome.CROSSED, *Outcome)), stray=st.integers(0, 5))
    def both_check_off(self, n: int, m: int, outcome: Outcome, stray: int) -> None:
        for side in EVERYBODY:
            self.check_off(n, m, side, outcome, stray)

    @precondition(lambda self: self.notes.manifests)
    @rule(n=some, m=some, sides=st.lists(who, min_size=1, max_size=3))
    def cross_unplanned(self, n: int, m: int, sides: list[str]) -> None:
        name = list(self.notes.manifests)[n % len(self.notes.manifests)]
        for side in sides:
            self.enter(acts.HandoverRecorded, by=f"{side}/officer", manifest=name, line=self.person(m), party=side,
                       outcome=Outcome.NOT_ON_THE_MANIFEST)  # fmt: skip

    @precondition(lambda self: self.terms_in_force)
    @rule(n=some, m=some, ended=some, again=some, side=party)
    def go_another_way(self, n: int, m: int, ended: int, again: int, side: str) -> None:
        """Two lines of one person: one is checked off, the other goes on a manifest, the first is checked off again."""
        self.join(n, m)
        first = f"M-{len(self.notes.manifests) + 1:04d}"
        self.movement([n], [(0, 0, ended)], 0)
        self.movement([m], [], 0)
        self.enter(acts.HandoverRecorded, by=f"{side}/officer", manifest=first, line=self.person(n), party=side,
                   outcome=list(Outcome)[again % len(Outcome)])  # fmt: skip

    @rule(n=some, milestone=st.integers(0, 3))
    def follow_up(self, n: int, milestone: int) -> None:
        returned = [line for line in self.notes.lines if self.notes.has_crossed(line)] or [self.line(n)]
        self.enter(acts.FollowUpRecorded, by="mediator/verifier", line=returned[-1 - n % len(returned)],
                   milestone=milestone, found=digest(n))  # fmt: skip

    # -- remains

    @rule(
        n=some, sides=st.lists(who, min_size=1, max_size=3), missing=st.lists(some, max_size=2), bags=st.integers(0, 9)
    )
    def count_remains(self, n: int, sides: list[str], missing: list[int], bags: int) -> None:
        of = self.bag(n).partition(":")[0]
        found = [line for line in self.notes.lines if line.startswith(f"{of}:")] or ["north-1:1"]
        for side in sides:
            gone = tuple(dict.fromkeys(found[m % len(found)] for m in missing))
            self.enter(acts.RemainsReceived, by=f"{side}/officer", list=of, party=side, bags=bags - 1, specimens=3,
                       minimum_individuals=1 + n % 2, sha256=digest(n), missing=gone)  # fmt: skip
            missing = missing[1:]

    @rule(n=some, m=some, board=st.integers(1, 3), named=st.integers(0, 5), taken_back=st.integers(0, 3))
    def identify(self, n: int, m: int, board: int, named: int, taken_back: int) -> None:
        person = None if named == 0 else self.line(m) if named == 1 else self.person(m)
        members = tuple(f"mediator/laboratory-{k % board}" for k in range(max(board, 2)))
        self.enter(acts.IdentificationMade, by="mediator/laboratory", remains=self.bag(n), person=person,
                   party="north", evidence=digest(n), board=members, policy=self.policy)  # fmt: skip
        if taken_back == 0:
            self.enter(acts.Withdrawn, by="mediator/registrar", target=f"I-{len(self.notes.identified):04d}",
                       reason=digest("reason"))  # fmt: skip

    @property
    def policy(self) -> str | None:
        return self.book.dead.policy.sha256 if self.book.dead.policy else None

    @rule(n=some, by_bag=st.lists(st.integers(0, 3), min_size=4, max_size=4), side=st.integers(0, 5))
    def count_contents(self, n: int, by_bag: list[int], side: int) -> None:
        of = self.bag(n).partition(":")[0]
        size = len([line for line in self.notes.lines if line.startswith(f"{of}:")])
        sender = self.notes.lists[of].party
        by_bag = (by_bag * 3)[:size]
        self.enter(acts.RemainsReceived, by="mediator/registrar", list=of, party=other(sender) if side else sender,
                   bags=size, specimens=sum(by_bag) + (side == 5), minimum_individuals=1, sha256=digest(n),
                   contents=digest(by_bag), specimens_by_bag=tuple(by_bag))  # fmt: skip

    def specimen(self, n: int) -> str:
        found = [f"{bag}/{k}" for bag, count in self.notes.specimens.items() for k in range(1, count + 1)]
        return found[n % len(found)] if found else "south-1:1/1"

    @rule(judge=st.sampled_from((*EVERYBODY, "north", "north")), n=some, m=some, judgement=st.sampled_from(Judgement))
    def judge_specimens(self, judge: str, n: int, m: int, judgement: Judgement) -> None:
        self.enter(acts.SpecimensJudged, by=f"{judge}/laboratory", left=self.specimen(n), right=self.specimen(m),
                   judgement=judgement)  # fmt: skip

    @precondition(lambda self: any(self.notes.kind(line)[2] is Subject.REMAINS for line in self.notes.lines))
    @rule(
        ns=st.lists(some, min_size=1, max_size=3),
        m=some,
        named=st.integers(0, 6),
        steps=st.sampled_from((0, 1, 1, 2, 4)),
    )
    def identify_specimens(self, ns: list[int], m: int, named: int, steps: int) -> None:
        """A board decides on some specimens of one bag, as somebody whom its receiver misses or one of the sender's own."""
        if not any(self.notes.specimens.values()):
            self.count_contents(ns[0], [1, 2, 3, 1], side=1)
        first = self.specimen(ns[0])
        bag, _, _ = first.partition("/")
        mine = dict.fromkeys([first, *(f"{bag}/{1 + n % 3}" for n in ns[1:])])
        self.decide(bag, tuple(mine), None if named < 3 else self.person(m), own=named < 2)
        self.follow_remains(0, steps, honest=9)

    def decide(self, bag: str, specimens: tuple[str, ...], person: str | None, *, own: bool = False) -> bool:
        return self.enter(acts.IdentificationMade, by="mediator/laboratory", remains=bag, person=person, party="north",
                          evidence=digest(bag), board=("mediator/laboratory-1", "mediator/laboratory-2"),
                          specimens=specimens, policy=self.policy, wrong_side=own)  # fmt: skip

    @precondition(lambda self: self.notes.identified)
    @rule(n=some, steps=st.sampled_from((1, 1, 2, 2, 3, 5)), honest=st.integers(0, 9))
    def follow_remains(self, n: int, steps: int, honest: int) -> None:
        """One identification is followed for some steps in their order; now and then somebody skips one, or is another."""
        standing = [k for k, made in enumerate(self.notes.identified, 1) if made]
        if not standing:
            return
        number = standing[-1 - n % len(standing)]
        made = self.notes.identified[number - 1]
        own = [RemainsStep.SENT_BACK, RemainsStep.RECEIPT_GIVEN] if self.notes.is_senders_own(number) else []
        order = [*own, RemainsStep.FAMILY_TOLD, RemainsStep.RELEASED]
        for step in order[:steps] if honest else list(RemainsStep)[n % 7 :]:
            self.step_on(made.remains, step, number, by="mediator" if honest else EVERYBODY[n % 3])

    def step_on(self, bag: str, step: RemainsStep, number: int | None, *, by: str = "mediator", days: int = 0) -> bool:
        after = f"I-{number:04d}" if number else None
        return self.enter(acts.RemainsFollowedUp, by=f"{by}/laboratory", remains=bag, step=step, identification=after,
                          on=self.now.date() + timedelta(days))  # fmt: skip

    @rule(n=some, ahead=st.integers(0, 5))
    def bury_or_exhume(self, n: int, ahead: int) -> None:
        bag = self.bag(n)
        step = RemainsStep.EXHUMED if bag in self.notes.buried else RemainsStep.BURIED
        self.step_on(bag, step, None, days=1 if ahead == 5 else 0)

    @rule(back=st.booleans())
    def take_back_what_left(self, back: bool) -> None:
        """An identification under which remains left is withdrawn; now and then they are recovered at once."""
        gone = [n for n, steps in self.notes.steps.items() if steps & {RemainsStep.RELEASED, RemainsStep.SENT_BACK}]
        if gone:
            self.enter(acts.Withdrawn, by="mediator/registrar", target=f"I-{gone[0]:04d}", reason=digest("reason"))
        for number, bag in list(self.notes.away.items())[: 1 if back else 0]:
            self.step_on(bag, RemainsStep.RECOVERED, number)

    @precondition(lambda self: self.notes.identified)
    @rule(text=st.integers(0, 2), ns=st.lists(some, max_size=3), again=st.integers(0, 2), stray=st.integers(0, 9))
    def adopt_policy(self, text: int, ns: list[int], again: int, stray: int) -> None:
        """A policy re-opens some identifications; now and then the board decides one of them again just so."""
        known = [n for n, made in enumerate(self.notes.identified, 1) if made or stray == 9] or [1]
        reopened = tuple(dict.fromkeys(f"I-{known[n % len(known)]:04d}" for n in ns))
        self.enter(acts.PolicyAdopted, by="mediator/registrar", sha256=digest("policy", text), reopened=reopened)
        for number in sorted(self.notes.reopened)[:again]:
            made = self.notes.identified[number - 1]
            self.decide(made.remains, made.specimens, made.person, own=made.wrong_side)

    # -- taking back, stopping, waiting

    @rule(n=some, kind=st.integers(0, 3), honest=st.integers(0, 9))
    def withdraw(self, n: int, kind: int, honest: int) -> None:
        line = self.line(n)
        target = (line, f"M-{n % 4 + 1:04d}", f"I-{n % 4}", line)[kind]
        by = self.notes.party(line) if honest and self.notes.lines else "mediator"
        self.enter(acts.Withdrawn, by=f"{by}/delegate", target=target, reason=digest("reason"))

    @rule(stop=st.booleans(), x=st.sampled_from(EXCHANGES))
    def suspend_or_resume(self, stop: bool, x: str) -> None:
        if stop and self.enter(acts.ExchangeSuspended, by="north/delegate", exchange=x, reason=digest("reason")):
            self.propose("south", 2, alone=False, binding=True, x=x)
        self.enter(acts.ExchangeResumed, by="mediator/registrar", exchange=x)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(which=st.integers(0, 9), n=some)
    def break_a_rule(self, which: int, n: int) -> None:
        """Acts that no book takes, whatever went before."""
        line = self.line(n)
        reason = {"reason": digest("reason")}
        entered = (
            lambda: self.enter(acts.DeskOpened, by="mediator/registrar", parties=PARTIES, origin="desk.example/log"),
            lambda: self.enter(acts.Withdrawn, by="north/delegate", target="north-1:0", **reason),
            lambda: self.enter(acts.Withdrawn, by="north/delegate", target="north-9:1", **reason),
            lambda: self.enter(acts.Withdrawn, by="north/delegate", target="north-1:" + "9" * 5000, **reason),
            lambda: self.enter(acts.Withdrawn, by="north/delegate", target="I-" + "9" * 5000, **reason),
            lambda: self.enter(acts.InterviewHeld, by="mediator/registrar", line=line, wish=Wish.WILLING,
                               at=self.now.replace(tzinfo=None)),
            lambda: self.enter(acts.InterviewHeld, by="mediator/registrar", line=line, wish=Wish.WILLING,
                               at=BEGIN - timedelta(days=1)),
            lambda: self.enter(acts.MatchJudged, by="north/delegate", left=line, right=line, judgement=Judgement.SAME),
            lambda: self.enter(acts.KeyRegistered, by="mediator/registrar", holder="east", vkey="v"),
            lambda: self.enter(acts.HandoverRecorded, by="north/officer", manifest="M-0099", line=line,
                               outcome=Outcome.CROSSED, party="north"),
        )[which]()  # fmt: skip
        assert not entered


@pytest.mark.timeout(7200 if LONG else 300)
def test_everybody_is_accounted_for_after_every_act() -> None:
    COUNTED.clear()
    sizes = {
        "max_examples": STEPS // (STEPS_A_RUN + 5),
        "stateful_step_count": STEPS_A_RUN,
    }  # a rule may enter several acts
    quiet = {"phases": PHASES, "deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    for number in (1, 2, 3, 4):  # nearly always one is enough
        run_state_machine_as_test(seed(number)(Desk), settings=settings(**sizes, **quiet))
        if COUNTED["steps"] >= STEPS and all(COUNTED[state] for state in State):
            break
    print({state.value: COUNTED[state] for state in State}, "steps:", COUNTED["steps"], "refused:", COUNTED["refused"])
    assert COUNTED["steps"] >= STEPS
    assert [state for state in State if not COUNTED[state]] == []


# -- a test of the test: what goes wrong on purpose is found


def small_desk() -> Desk:
    desk = Desk()
    desk.receive("north", 0, 3)
    desk.receive("south", 1, 2)
    desk.withdraw(0, 0, honest=1)
    desk.call_duplicate("north-1:2", "north-1:3", accepts=True)
    check_account(account(desk.book), desk.notes)
    return desk


def without(found: Account, ref: str) -> Account:
    """An account that forgets a line, and makes its sums fit."""
    state = dict(found.lines)[ref].state
    lists = tuple(
        replace(e, lines=e.lines - 1, states={s: n - (s is state) for s, n in e.states.items()})
        if ref.startswith(f"{e.list}:")
        else e
        for e in found.lists
    )
    return replace(found, lists=lists, lines=tuple(pair for pair in found.lines if pair[0] != ref))


def with_state(found: Account, ref: str, state: State) -> Account:
    lines = tuple((r, replace(s, state=state)) if r == ref else (r, s) for r, s in found.lines)
    return replace(found, lines=lines)


BROKEN = {
    "forgets the withdrawn line": lambda found: without(found, "north-1:1"),
    "counts a line twice": lambda found: replace(found, lines=(*found.lines, found.lines[-1])),
    "swaps two lines": lambda found: replace(found, lines=(found.lines[1], found.lines[0], *found.lines[2:])),
    "closes an open line": lambda found: with_state(found, "north-1:3", State.ALREADY_HOME),
    "shuts who carries the duplicate": lambda found: with_state(found, "north-1:3", State.DUPLICATE),
    "identifies without a board": lambda found: with_state(found, "south-1:1", State.IDENTIFIED),
    "calls somebody returned": lambda found: with_state(found, "south-1:1", State.RETURNED),
    "brings a withdrawn line back": lambda found: with_state(found, "north-1:1", State.DUPLICATE),
    "loses a list's line in the sum": lambda found: replace(
        found, lists=(replace(found.lists[0], states={State.UNANSWERED: 2}), *found.lists[1:])
    ),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_account_is_caught(how: str) -> None:
    desk = small_desk()
    with pytest.raises((AssertionError, KeyError, ValueError)):
        check_account(BROKEN[how](account(desk.book)), desk.notes)


def test_a_book_that_forgets_a_withdrawal_is_not_its_journal() -> None:
    desk = small_desk()
    desk.book.lists["north-1"].withdrawn[0] = 0
    with pytest.raises(AssertionError):
        desk.teardown()
    with pytest.raises(AssertionError):
        check_account(account(desk.book), desk.notes)
    assert list(discrepancies(desk.book)) != []
