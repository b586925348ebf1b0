"""What the tests of this room share: the example terms, and people made from a few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repatria.exchange.terms import Terms, read_terms
from repatria.people.dates import partial_date
from repatria.people.facts import Fact, FactKind, Truth
from repatria.people.fields import Field
from repatria.people.record import PersonFile, Record, Sex
from repatria.people.refs import LineRef, PartyId, PersonId

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str], Terms]:
    """Returns the example terms of a name."""

    def golden(name: str) -> Terms:
        read = read_terms((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))
        assert read.findings == ()
        assert read.terms is not None
        return read.terms

    return golden


@pytest.fixture
def golden_text() -> Callable[[str], str]:
    return lambda name: (GOLDEN / f"{name}.toml").read_text(encoding="utf-8")


@pytest.fixture
def somebody() -> Callable[..., PersonFile]:
    """Returns the file of an invented person: ``{"north-1:1": "2010-03-12"}`` gives lines with dates of birth ("" for none)."""

    def somebody(
        born: dict[str, str], *facts: tuple[FactKind, Truth, str, str], sex: dict[str, Sex] | None = None
    ) -> PersonFile:
        records = tuple(
            Record(
                LineRef(line),
                PartyId(line.split("-")[0]),
                {},
                {Field.DATE_OF_BIRTH: partial_date(text)} if text else {},
                (sex or {}).get(line),
            )
            for line, text in born.items()
        )
        first = LineRef(next(iter(born)))
        said = tuple(
            Fact(first, what, truth, PartyId("mediator"), value, source, on=date(2031, 6, 1))
            for what, truth, value, source in facts
        )
        return PersonFile(PersonId("P-0001"), records, said)

    return somebody
