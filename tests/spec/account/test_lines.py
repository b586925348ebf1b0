"""Lines: everybody who was ever named on a list is somewhere.

A list is what a party hands in; each row of it is a line, with a reference such as `north-1:3`: the third line of North's
first list. Every line is at every moment in exactly one state of a closed set, and a state says who owes the next step and
by when. The states of a list add up to its lines. The days here are counted from 1 March 2031; an answer is due on 29 March,
and a step that nothing else dates is due 28 days after what it follows from.
"""

from __future__ import annotations

from typing import Any


def test_a_line_waits_for_an_answer_of_the_other_party(chapter: Any) -> None:
    """A line that was handed in is unanswered; the other party owes an answer by the day that was set with the list.

    ```text
    north seeks 2
    south holds 1
    north-1:1 is unanswered, south by 2031-03-29
    north-1:2 is unanswered, south by 2031-03-29
    south-1:1 is unanswered, north by 2031-03-29
    answered 0, outstanding 3
    ```
    """
    assert chapter.found == chapter.said


def test_two_numbers_are_always_there(chapter: Any) -> None:
    """Answered and outstanding make all lines. Somebody asked anew, with more to go by, is outstanding again.

    ```text
    north seeks 2
    south answers north-1:1 held
    south answers north-1:2 cannot identify needs date_of_birth
    answered 2, outstanding 0
    north adds to north-1:2
    north-1:2 is unanswered, south by 2031-03-29
    answered 1, outstanding 1
    ```
    """
    assert chapter.found == chapter.said


def test_nobody_leaves_the_account(chapter: Any) -> None:
    """A claim can be taken back by the party that made it. The line is closed and stays; nobody owes anything for it.

    ```text
    north seeks 1
    refused: south withdraws north-1:1
    north withdraws north-1:1
    north-1:1 is withdrawn, closed
    answered 1, outstanding 0
    ```
    """
    assert chapter.found == chapter.said


def test_a_declared_total_is_kept_beside_the_lines(chapter: Any) -> None:
    """Where a list declares another total than it has lines, both numbers stand on the account.

    ```text
    north seeks 28 declaring 29
    differs: declared total and lines of north-1: north 29, mediator 28
    ```
    """
    assert chapter.found == chapter.said
