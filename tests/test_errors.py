"""Problems are told as what, where and what to do, and with the exit status that the house gives them."""

from __future__ import annotations

import pytest

from repatria.errors import AnswerIsNo, IllegalAct, InputNotUnderstood, NotPermitted, RepatriaError


@pytest.mark.parametrize(
    ("hint", "place", "told"),
    [
        ("", "", "no such line"),
        ("count again", "", "no such line (count again)"),
        ("", "north-3:14", "north-3:14: no such line"),
        ("count again", "north-3:14", "north-3:14: no such line (count again)"),
    ],
)
def test_a_problem_is_told_as_where_what_and_what_to_do(hint: str, place: str, told: str) -> None:
    assert str(IllegalAct("no such line", hint=hint, place=place)) == told


@pytest.mark.parametrize(
    ("kind", "status"),
    [(RepatriaError, 2), (InputNotUnderstood, 2), (NotPermitted, 2), (IllegalAct, 2), (AnswerIsNo, 1)],
)
def test_exit_status(kind: type[RepatriaError], status: int) -> None:
    assert kind("why").exit_status == status
    assert issubclass(kind, RepatriaError)
