"""A plan for a page: the drawn stages with numbers, who is held back, and why, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import terms_in_force
from repatria.errors import AnswerIsNo
from repatria.exchange.manifest import from_bytes
from repatria.exchange.terms import Terms
from repatria.exchange.terms.model import Stage
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, ManifestId, PartyId
from repatria.web.drawing import Drawing, Held


@dataclass(frozen=True, slots=True)
class Agreed:
    """The terms in force, and what of their stages is not drawn yet; or why there are none.

    Attributes:
        terms: None where no terms are in force, or the exchange is suspended.
        message: Why, with its ``hint``.
        all_drawn: Whether the terms have stages and every one of them was drawn.
    """

    terms: Terms | None
    stages: tuple[Stage, ...] = ()
    all_drawn: bool = False
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Going:
    """How many go in a stage of one category, from one side; ``wording`` is the clause's, empty for bags."""

    category: str
    wording: str
    party: PartyId
    count: int
    cap: int | None


@dataclass(frozen=True, slots=True)
class StageDrawn:
    """One stage of a plan.

    Attributes:
        number: 0 where the terms have no stages.
        rows: Numbers by category and side.
        manifests: What was drawn up for it: number, day and window, people by direction.
    """

    number: int
    rows: tuple[Going, ...]
    manifests: tuple[tuple[ManifestId, datetime, datetime, tuple[tuple[PartyId, PartyId, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan as a reader may see it.

    Attributes:
        drawing: What was asked for and came of it.
        stages: Stage by stage.
        reasons: Why people are held back, with how many; empty for a party.
        held: The first of them; of a party's reader without reasons.
    """

    drawing: Drawing
    stages: tuple[StageDrawn, ...]
    reasons: tuple[tuple[str, int], ...]
    held: tuple[Held, ...]


def agreed(desk: Desk, exchange: ExchangeId) -> Agreed:
    """Returns what can be planned for an exchange."""
    book = desk.book()
    try:
        terms = terms_in_force(desk, exchange)[1]
    except AnswerIsNo as wrong:
        return Agreed(None, message=wrong.message, hint=wrong.hint)
    if book.exchanges[exchange].suspended:
        return Agreed(None, message="the exchange is suspended", hint="resume it first")
    drawn = {one.content.stage for one in book.manifest_order if one.content.exchange == exchange and not one.withdrawn}
    left = tuple(stage for stage in terms.stages if stage.number not in drawn)
    return Agreed(terms, left, all_drawn=bool(terms.stages) and not left)


def plan_shown(drawing: Drawing, terms: Terms, reader: Actor) -> PlanShown:
    """Returns a drawing as a reader may see it: reasons may come from a private interview, so a party learns none."""
    held = drawing.held if reader.is_mediator else tuple(Held(h.line, h.holder, h.clause, ()) for h in drawing.held)
    return PlanShown(drawing, tuple(_stages(drawing, terms)), drawing.reasons if reader.is_mediator else (), held)


def _stages(drawing: Drawing, terms: Terms) -> Sequence[StageDrawn]:
    manifests = [from_bytes(content) for content in drawing.manifests]
    numbers = sorted({manifest.stage or 0 for manifest in manifests})
    caps = {stage.number: stage.caps for stage in terms.stages}
    return [
        StageDrawn(
            number,
            tuple(_rows(drawing, terms, number, caps.get(number, {}))),
            tuple(
                (
                    one.id, one.moves_on.opens_at, one.moves_on.closes_at,
                    tuple((part.from_party, part.to_party, len(part.lines)) for part in one.movements),
                )
                for one in manifests
                if (one.stage or 0) == number
            ),
        )
        for number in numbers
    ]  # fmt: skip


def _rows(drawing: Drawing, terms: Terms, stage: int, caps: Mapping[PartyId, int]) -> Sequence[Going]:
    found = []
    for row in drawing.numbers:
        if row.stage != (stage or 1):
            continue
        clause = terms.clause(row.clause)
        category = clause.category if clause else ""
        found.append(
            Going(category or row.clause, clause.wording if clause else "", row.party, row.going, caps.get(row.party))
        )
    return found
