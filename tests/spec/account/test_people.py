"""Persons: several lines can be one human being, and none of them may be lost for it.

Who is who is a judgement. Lines of two parties are one person when both parties have said so; lines of one party, when that
party has. A judgement can be taken back. What happens to a person counts for all lines that are that person.
"""

from __future__ import annotations

from typing import Any


def test_both_parties_must_say_same(chapter: Any) -> None:
    """One side's word, or the mediator's, joins nothing. When a line that seeks meets a line that holds, both are held.

    ```text
    north seeks 1
    south holds 1
    north judges north-1:1 south-1:1 same
    mediator judges north-1:1 south-1:1 same
    north-1:1 is unanswered, south by 2031-03-29
    south judges north-1:1 south-1:1 same
    north-1:1 is held, mediator by 2031-03-29
    south-1:1 is held, mediator by 2031-03-29
    south judges north-1:1 south-1:1 unsure
    south-1:1 is unanswered, north by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_two_who_seek_do_not_find(chapter: Any) -> None:
    """Lines that both seek can be one person; that does not make anybody a holder.

    ```text
    north seeks 1
    south seeks 1
    both judge north-1:1 south-1:1 same
    north-1:1 is unanswered, south by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_the_first_of_twins_carries_the_person(chapter: Any) -> None:
    """When a party says that two lines of its own are one person, the first carries on and the second is closed. When the
    first is taken back, the second carries.

    ```text
    north seeks 2
    north judges north-1:1 north-1:2 same
    north-1:1 is unanswered, south by 2031-03-29
    north-1:2 is duplicate, closed
    north withdraws north-1:1
    north-1:2 is unanswered, south by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_a_duplicate_needs_somebody_who_carries_it(chapter: Any) -> None:
    """The other party may say that a line repeats another; it is closed when the sender agrees. Lines that carry each other
    in a circle, or are carried by a line that was taken back, carry nobody: they are disputed, and the mediator sees to it.

    ```text
    north seeks 2
    south answers north-1:1 duplicate of north-1:2
    north-1:1 is said duplicate, north by 2031-03-29
    north accepts north-1:1
    north-1:1 is duplicate, closed
    south answers north-1:2 duplicate of north-1:1
    north accepts north-1:2
    north-1:1 is disputed, mediator by 2031-03-29
    north-1:2 is disputed, mediator by 2031-03-29
    ```

    ```text
    north seeks 2
    south answers north-1:1 duplicate of north-1:2
    north accepts north-1:1
    north withdraws north-1:2
    north-1:1 is disputed, mediator by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_nobody_shuts_a_line_of_the_other_party_against_its_word(chapter: Any) -> None:
    """A chain of judgements can make two lines of North one person by South's word. When North calls them different, the
    line is not closed but disputed, and the pair is counted.

    ```text
    north seeks 2
    south holds 2
    both judge north-1:1 south-1:1 same
    both judge north-1:2 south-1:2 same
    south judges south-1:1 south-1:2 same
    north-1:2 is duplicate, closed
    north judges north-1:1 north-1:2 different
    north-1:2 is disputed, mediator by 2031-03-29
    differs: pairs judged different though a chain of 'same' joins them: north 1
    ```
    """
    assert chapter.found == chapter.said
