"""Public totals stand beside what the register documents, and small numbers are not published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.register import acts
from repatria.register.acts import Figure
from repatria.register.statements import figures, publishable


def state(story: Any, figure: Figure, *, at_least: int | None = None, at_most: int | None = None) -> Any:
    return story.enter(
        acts.StatementRecorded, by="mediator/registrar", said_by="north's office", said_on=date(2031, 2, 1),
        figure=figure, concerning="north", wording="0" * 64, at_least=at_least, at_most=at_most,
    )  # fmt: skip


def documented(story: Any) -> dict[tuple[str, str], int | None]:
    return {(row.figure.value, row.concerning): row.documented for row in figures(story.book)}


def test_a_statement_stands_beside_the_number_and_changes_nothing(story: Any) -> None:
    story.tell("north seeks 3")
    before = documented(story)
    said = state(story, Figure.SOUGHT, at_least=20_000)
    other = state(story, Figure.OTHER, at_most=48)
    assert before == {("persons sought", "north"): 3}
    assert [(row.figure, row.documented, row.statements) for row in figures(story.book)] == [
        (Figure.SOUGHT, 3, (said,)),
        (Figure.OTHER, None, (other,)),
    ]


def test_persons_are_counted_not_lines(story: Any) -> None:
    story.tell("north seeks 4\nsouth holds 2\nnorth judges north-1:1 north-1:2 same\nnorth withdraws north-1:4")
    story.tell("both judge north-1:3 south-1:1 same")
    assert documented(story) == {("persons sought", "north"): 2, ("persons said to be held", "south"): 2}


def test_a_return_counts_for_the_party_that_receives(story: Any) -> None:
    story.tell("north seeks 1\nsouth holds 2\nboth judge north-1:1 south-1:1 same\nterms are agreed")
    story.tell("mediator hears south-1:1 willing\nmediator hears south-1:2 willing")
    story.tell("everybody signs M-0001 for south-1:1 south-1:2")
    story.tell("both check M-0001 south-1:1 crossed\nboth check M-0001 south-1:2 crossed")
    assert documented(story)["persons returned", "north"] == 2
    assert ("persons returned", "south") not in documented(story)


def test_remains_are_three_numbers(story: Any) -> None:
    story.tell("south sends 3 bags\nnorth counts 3 bags of south-1\na board identifies south-1:1")
    assert documented(story) == {
        ("bags received", "north"): 3,
        ("minimum number of individuals", "north"): 2,
        ("remains identified", "north"): 1,
    }


def test_a_total_at_most_below_its_at_least_is_refused(story: Any) -> None:
    with pytest.raises(IllegalAct) as refused:
        state(story, Figure.HELD, at_least=3, at_most=2)
    assert str(refused.value) == "at most is less than at least (exchange the two numbers)"
    assert story.book.statements == []


@pytest.mark.parametrize(
    ("count", "published"),
    [
        (None, "not counted"), (0, "0"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10"), (12, "10"),
        (13, "15"), (6057, "6055"),
    ],
)  # fmt: skip
def test_what_is_published(count: int | None, published: str) -> None:
    assert publishable(count) == published
