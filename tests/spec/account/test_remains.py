"""Remains: a line is a bag, a bag is not a body, and a body has no name until a board has said so.

Bags, specimens, the minimum number of individuals and the identified are four numbers that are never mixed. Each party
counts for itself.
"""

from __future__ import annotations

from typing import Any


def test_announced_counted_identified(chapter: Any) -> None:
    """A bag on the consignment's paper waits to be counted by the receiver, then for an identification, then the family is
    owed notice. The identification counts for the person who was sought, too; a board can take it back.

    ```text
    north seeks 1
    south sends 1 bags
    south answers north-1:1 dead
    south-1:1 is announced, north by 2031-03-29
    refused: a board identifies south-1:1 as north-1:1
    north counts 1 bags of south-1
    south-1:1 is received, north by 2031-03-29
    a board identifies south-1:1 as north-1:1
    south-1:1 is identified, north by 2031-03-29
    north-1:1 is identified, north by 2031-03-29
    mediator withdraws I-0001
    north-1:1 is said dead, south by 2031-03-29
    south-1:1 is received, north by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said


def test_counts_that_differ_stay_different(chapter: Any) -> None:
    """The sender owes an explanation for a bag that the receiver did not find. When the sender counts again and insists, the
    mediator owes the next step. Both numbers stand.

    ```text
    south sends 3 bags
    north counts 2 bags of south-1 without south-1:3
    south-1:1 is received, north by 2031-03-29
    south-1:3 is not among those received, south by 2031-03-29
    south counts 3 bags of south-1
    south-1:3 is counts differ, mediator by 2031-03-29
    differs: bags of consignment south-1: north 2, south 3
    ```
    """
    assert chapter.found == chapter.said


def test_a_counted_bag_cannot_be_unsaid(chapter: Any) -> None:
    """A paper can be taken back before anybody counted; afterwards a bag is there or is missing.

    ```text
    south sends 2 bags
    south withdraws south-1:1
    south-1:1 is withdrawn, closed
    north counts 1 bags of south-1 without south-1:1
    refused: south withdraws south-1:2
    ```
    """
    assert chapter.found == chapter.said


def test_nobody_is_alive_and_dead(chapter: Any) -> None:
    """Remains are not given the name of somebody who is on the way or across; one of the two must be corrected first.

    ```text
    south holds 1
    south sends 1 bags
    terms are agreed
    mediator hears south-1:1 willing
    everybody signs M-0001 for south-1:1
    north counts 1 bags of south-2
    refused: a board identifies south-2:1 as south-1:1
    both check M-0001 south-1:1 died
    a board identifies south-2:1 as south-1:1
    south-1:1 is identified, north by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said
