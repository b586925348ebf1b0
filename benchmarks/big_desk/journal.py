"""The acts over three big lists, in the order in which an exchange goes: answers, remarks, judgements, movements, visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind, Truth
from repatria.people.refs import Sha256
from repatria.register import acts
from repatria.register.acts import Answer, Judgement, Remark, Wish

EXCHANGE = "all-2031"
PARTIES = ("north", "south")
ON_A_MANIFEST = 1_000
TERMS = """format = 1
exchange = "all-2031"
version = 1
title = "Return of everybody, in both directions"
parties = ["north", "south"]
reference_date = 2031-06-12
status = "proposed"
overlap = "the earlier clause counts"
review_days = 7

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[[category]]
id = "young"
wording = "Prisoners from 18 to 25 completed years on 12 June 2031"
age = { from = 18, from_inclusive = true, to = 25, to_inclusive = true, on = 2031-06-12 }
evidence = "date of birth"
certified_by = ["mediator"]

[[category]]
id = "grown"
wording = "Prisoners of 18 completed years or more on 12 June 2031"
age = { from = 18, from_inclusive = true, on = 2031-06-12 }
evidence = "date of birth"
certified_by = ["mediator"]

[[clause]]
id = "young"
wording = "All prisoners in the agreed years of age, each side all that it holds."
formula = "all for all"
counts = "person"
both = true
category = "young"
stages = [1]

[[clause]]
id = "thousands"
wording = "20,000 for 20,000."
formula = "n for n"
counts = "person"
both = true
category = "grown"
number = 20000
stages = [1]

[clause.substitution]
allowed = false

[[stage]]
number = 1
on = 2031-08-20
"""
_ANSWERS = (
    *[Answer.HELD] * 8, *[Answer.NOT_HELD] * 3, Answer.DEAD, Answer.ALREADY_RETURNED, Answer.LEFT_TERRITORY,
    Answer.CANNOT_IDENTIFY, Answer.WITHHELD, Answer.DUPLICATE,
)  # fmt: skip


def acts_over(*, lines: int, pairs: int, terms: Sha256, text: Sha256, begin: datetime) -> Iterator[acts.AnyAct]:
    """Yields the acts over North's and South's first lists of ``lines`` lines; the first ``pairs`` are one person each.

    ``terms`` and ``text`` are the digests of documents that are kept already.
    """
    moments = iter(begin + timedelta(days=day) for day in range(1, 60))
    yield from _answers(next(moments), lines)
    yield from _remarks(next(moments), lines)
    yield from _judgements(next(moments), pairs)
    yield from _facts(next(moments), lines)
    at = next(moments)
    yield acts.TermsProposed(at=at, by="north/delegate", exchange=EXCHANGE, sha256=terms, needs=PARTIES)
    for side in PARTIES:
        yield acts.TermsSigned(
            at=at, by=f"{side}/delegate", exchange=EXCHANGE, sha256=terms, party=side, signature="invented"
        )
    yield from _movements(next(moments), pairs // 2, terms, text)


def _answers(at: datetime, lines: int) -> Iterator[acts.AnyAct]:
    for n in range(1, 7 * lines // 10):
        answer = Answer.HELD if n <= 3 * lines // 10 else _ANSWERS[n % len(_ANSWERS)]
        twin = f"north-1:{n - 1}" if answer is Answer.DUPLICATE else None
        yield acts.ClaimAnswered(at=at, by="south/delegate", line=f"north-1:{n}", answer=answer, duplicate_of=twin)
    for n in range(1, 4 * lines // 10):
        yield acts.ClaimAnswered(at=at, by="north/delegate", line=f"south-1:{n}", answer=Answer.ACKNOWLEDGED)


def _remarks(at: datetime, lines: int) -> Iterator[acts.AnyAct]:
    for n in range(3 * lines // 10 + 1, 7 * lines // 10):
        if n % 2 and _ANSWERS[n % len(_ANSWERS)] is not Answer.HELD:
            remark = Remark.CONTESTS if n % 7 == 0 else Remark.ACCEPTS
            yield acts.RemarkMade(at=at, by="north/delegate", line=f"north-1:{n}", remark=remark)


def _judgements(at: datetime, pairs: int) -> Iterator[acts.AnyAct]:
    for n in range(1, pairs + 1):
        for by in ("north/delegate", "south/delegate", *(["mediator/registrar"] if n % 3 == 0 else [])):
            yield acts.MatchJudged(at=at, by=by, left=f"north-1:{n}", right=f"south-1:{n}", judgement=Judgement.SAME)
        other = acts.MatchJudged(
            at=at, by="north/delegate", left=f"north-1:{n}", right=f"south-1:{n + 1}", judgement=Judgement.DIFFERENT
        )
        if n % 2:
            yield other
    for n in range(1, pairs // 100):  # some stand on three lines
        for by in PARTIES:
            yield acts.MatchJudged(
                at=at, by=f"{by}/delegate", left=f"north-2:{n}", right=f"south-1:{100 * n}", judgement=Judgement.SAME
            )


def _facts(at: datetime, lines: int) -> Iterator[acts.AnyAct]:
    for n in range(1, lines // 20):
        yield acts.FactRecorded(
            at=at, by="mediator/verifier", line=f"north-1:{n * 7}", what=FactKind.IDENTITY_VERIFIED, truth=Truth.UNKNOWN
        )


def _movements(at: datetime, people: int, terms: Sha256, text: Sha256) -> Iterator[acts.AnyAct]:
    """The first so many pairs are asked and put on manifests, two thirds of which have moved, and some were visited."""
    for n in range(1, people + 1):
        wish = Wish.UNWILLING if n % 50 == 0 else Wish.WILLING
        yield acts.InterviewHeld(at=at, by="mediator/registrar", line=f"south-1:{n}", wish=wish)
    needs = (*PARTIES, "mediator")
    manifests = -(-people // ON_A_MANIFEST)
    for index in range(manifests):
        name, first = f"M-{index + 1:04d}", index * ON_A_MANIFEST
        on = tuple(f"south-1:{n}" for n in range(first + 1, min(people, first + ON_A_MANIFEST) + 1) if n % 50)
        for side in needs[: 2 if index == manifests - 1 else 3]:
            yield acts.ManifestSigned(
                at=at, by=f"{side}/{'registrar' if side == 'mediator' else 'delegate'}", manifest=name,
                exchange=EXCHANGE, sha256=text, terms=terms, lines=on, needs=needs, moves_on=date(2031, 8, 20),
                party=side, signature="invented",
            )  # fmt: skip
        if index < 2 * manifests // 3:
            yield from _crossing(at, name, on, index, text)


def _crossing(at: datetime, name: str, on: tuple[str, ...], index: int, text: Sha256) -> Iterator[acts.AnyAct]:
    for side in PARTIES:
        for n, line in enumerate(on):
            outcome = Outcome.ABSENT if n % 40 == 0 else Outcome.CROSSED
            yield acts.HandoverRecorded(
                at=at, by=f"{side}/officer", manifest=name, line=line, outcome=outcome, party=side
            )
    if index == 0:
        for n, line in enumerate(on):
            if n % 40:
                yield acts.FollowUpRecorded(
                    at=at, by="mediator/verifier", line=line, milestone=1, found=text, needed=False
                )
