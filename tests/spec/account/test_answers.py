"""Answers: what the other party says, and what the listing party says to that.

No answer removes a name. Two closed states can come of answers, and each needs the word of both parties. A later answer
takes the place of the earlier one on the account, with the remark on it; the journal keeps both.
"""

from __future__ import annotations

from typing import Any


def test_held_and_not_held(chapter: Any) -> None:
    """The holder's yes hands the next step to the mediator. Its no asks the seeker for a remark, and tracing goes on.

    ```text
    north seeks 3
    south answers north-1:1 held
    north-1:1 is held, mediator by 2031-03-29
    south answers north-1:2 not held
    north-1:2 is not held, north by 2031-03-29
    north accepts north-1:2
    north-1:2 is tracing, mediator by 2031-03-29
    south answers north-1:3 left the territory
    north-1:3 is said to have left, north by 2031-03-29
    north accepts north-1:3
    north-1:3 is tracing, mediator by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_a_contested_answer_is_disputed(chapter: Any) -> None:
    """Whoever listed the person can contest any answer; then the mediator owes the next step.

    ```text
    north seeks 1
    south answers north-1:1 dead
    north contests north-1:1
    north-1:1 is disputed, mediator by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_said_dead_is_not_the_end(chapter: Any) -> None:
    """Who says that somebody is dead owes remains or a certificate, whether the seeker accepts it or not.

    ```text
    north seeks 1
    south answers north-1:1 dead
    north accepts north-1:1
    north-1:1 is said dead, south by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_coming_of_age_never_closes_a_case(chapter: Any) -> None:
    """A child who has grown up stays on the account as long as it takes; the other party owes contact.

    ```text
    north seeks 1
    south answers north-1:1 grown up
    north accepts north-1:1
    800 days pass
    north-1:1 is grown up, south by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_home_already_when_both_say_so(chapter: Any) -> None:
    """Only the two words together close a line: that the person is home, and that the family's side knows it.

    ```text
    north seeks 1
    south answers north-1:1 already returned
    north-1:1 is said returned, north by 2031-03-29
    north accepts north-1:1
    north-1:1 is already home, closed
    south answers north-1:1 not held
    north-1:1 is not held, north by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_withheld_to_the_mediator(chapter: Any) -> None:
    """An answer may be given to the mediator alone, who then owes the next step; the other party sees that it was given.

    ```text
    north seeks 1
    south answers north-1:1 withheld to the mediator
    north-1:1 is withheld to the mediator, mediator by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_a_line_that_holds_is_acknowledged(chapter: Any) -> None:
    """To a line that says "we hold this person" the answer is that one asks for the person, not that one holds them.

    ```text
    south holds 1
    refused: north answers south-1:1 held
    north answers south-1:1 acknowledged
    south-1:1 is held, mediator by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said
