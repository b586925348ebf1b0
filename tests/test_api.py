"""The Python API: what ``import repatria`` offers."""

import repatria


def test_every_name_of_the_api_can_be_had():
    assert [name for name in repatria.__all__ if getattr(repatria, name) is None] == []


def test_names_offered_are_the_names_listed():
    assert sorted(repatria._WHERE) == sorted(repatria.__all__)
