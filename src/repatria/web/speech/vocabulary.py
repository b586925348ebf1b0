"""The closed lists whose words stand on pages: every one of these words has to be in each catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, get_args

from repatria.desk.matching.reconciling import Proposed
from repatria.desk.pictures.families import Family
from repatria.errors import Severity
from repatria.exchange.outcome import Outcome
from repatria.exchange.stages import ExchangeStage
from repatria.exchange.talks import Talk
from repatria.exchange.terms.clauses import Counts, Formula, Fragments
from repatria.exchange.terms.model import Health, Overlap, Status
from repatria.kinship.joint.words import Word as Conclusion
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Role, Stance
from repatria.people.record import Sex
from repatria.people.relation import Relation
from repatria.register.acts import Answer, AnyAct, Figure, Judgement, RemainsStep, Remark, Subject, Typed, Wish
from repatria.register.states import State
from repatria.register.steps import STEP
from repatria.remains.policy.rules import Method
from repatria.remains.reading.effects import What
from repatria.store.site.record import What as Recorded
from repatria.web.drafts import Stage
from repatria.web.presenters.log import in_words
from repatria.web.presenters.terms.tabled import Standing as TextStanding
from repatria.web.presenters.way import Status as Progress
from repatria.web.searches.kept import Kind as Searched
from repatria.web.trays.kept import Stage as TrayStage

CLOSED: Final[tuple[type[StrEnum], ...]] = (
    State, Stance, Subject, Role, Answer, Remark, Judgement, Wish, Truth, FactKind, Field, Sex, Relation, Outcome,
    ExchangeStage, Talk, Status, Formula, Counts, Fragments, Overlap, Health, RemainsStep, Figure, Severity, Proposed,
    Conclusion, Method, What, Stage, TrayStage, Progress, Typed, Recorded, TextStanding, Searched,
)  # fmt: skip
"""Lists of words that pages show."""


def words() -> Iterator[tuple[str, str]]:
    """Yields every word of a closed list as it is read in English, and where it comes from."""
    for of in CLOSED:
        for one in of:
            yield one.value.replace("_", " "), f"{of.__module__}.{of.__name__}"
    yield from ((what, "repatria.register.steps") for what in STEP.values())
    yield from ((in_words(act.__name__), "repatria.register.acts") for act in get_args(AnyAct))
    yield from ((family.words, "repatria.desk.pictures.families") for family in Family)
    yield MEDIATOR, "repatria.people.party"
