"""Fields and levels are small numbers that fit where they are kept."""

from __future__ import annotations

import pytest

from repatria.linkage.weighing.levels import FIELDS, LEVELS, NAME_FIELDS, Compared, DateLevel, NameLevel, SexLevel


@pytest.mark.parametrize("kind", [NameLevel, DateLevel, SexLevel])
def test_levels_run_from_nothing_said_without_gaps_and_fit_in_a_table(kind: type[NameLevel]) -> None:
    assert [int(level) for level in kind] == list(range(len(kind)))
    assert next(iter(kind)).name == "MISSING"
    assert len(kind) <= LEVELS <= 16  # four bits each


def test_every_field_has_a_column() -> None:
    assert [int(field) for field in Compared] == list(range(FIELDS))
    assert set(Compared) - set(NAME_FIELDS) == {Compared.BIRTH, Compared.SEX, Compared.DOCUMENT}
