"""Columns: which are dates, which are names, and what the other party does not see."""

from __future__ import annotations

from repatria.people.fields import DATES, MEDIATOR_ONLY, NAMES, Field


def test_days_and_only_days_are_read_as_dates() -> None:
    assert {field for field in Field if field.value.endswith("_on") or field is Field.DATE_OF_BIRTH} == DATES


def test_the_names_of_people() -> None:
    assert sorted(NAMES) == [
        "father", "full_name", "given_names", "label", "mother", "next_of_kin", "other_names", "patronymic", "surname",
    ]  # fmt: skip


def test_what_the_other_party_does_not_see_unless_it_is_released() -> None:
    assert sorted(MEDIATOR_ONLY) == [
        "circumstances", "family_address", "languages", "next_of_kin", "present_address", "religion", "source",
    ]  # fmt: skip


def test_no_field_that_says_who_is_kept_from_the_other_party() -> None:
    who = {Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.DATE_OF_BIRTH, Field.OWN_REFERENCE, Field.SEX}
    assert who & MEDIATOR_ONLY == set()
