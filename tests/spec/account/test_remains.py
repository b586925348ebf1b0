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


def test_a_bag_may_hold_several_people(chapter: Any) -> None:
    """The receiver's contents name the specimens of a bag. A board decides on some of them; of the others it still owes a
    decision. Each specimen has one decision at most, and one person may lie in several bags.

    ```text
    north seeks 2
    south sends 2 bags
    north counts 2 bags of south-1 holding 3 1
    a board identifies south-1:1/1 south-1:1/2 as north-1:1
    south-1:1 is partly identified, north by 2031-03-29
    refused: a board identifies south-1:1/2 as north-1:2
    refused: a board identifies south-1:1 as north-1:2
    refused: a board identifies south-1:1/4 as north-1:2
    a board identifies south-1:1/3 as north-1:2
    south-1:1 is identified, north by 2031-03-29
    a board identifies south-1:2 as north-1:1
    remains of north: 2 bags, 4 specimens, at least 1 people, 2 identified, 0 of the sender's own
    ```
    """
    assert chapter.found == chapter.said


def test_specimens_are_judged_where_they_lie(chapter: Any) -> None:
    """The laboratory of the side where two specimens lie says whether they are one person; the mediator may object. Who is
    judged different is not identified as one person, and who is judged the same not as two.

    ```text
    north seeks 2
    south sends 2 bags
    north counts 2 bags of south-1 holding 2 1
    refused: south judges south-1:1/1 south-1:2/1 same
    north judges south-1:1/1 south-1:1/2 different
    refused: a board identifies south-1:1 as north-1:1
    north judges south-1:1/1 south-1:2/1 same
    a board identifies south-1:1/1 as north-1:1
    refused: a board identifies south-1:2 as north-1:2
    mediator judges south-1:1/1 south-1:2/1 different
    a board identifies south-1:2 as north-1:2
    refused: a board identifies south-1:1/2 as north-1:1
    ```
    """
    assert chapter.found == chapter.said


def test_after_a_decision_the_family_is_told_and_the_remains_are_released(chapter: Any) -> None:
    """Each step has who owes it, and a day. A bag is as far as the decision on it that is furthest behind.

    ```text
    north seeks 1
    south sends 1 bags
    north counts 1 bags of south-1
    a board identifies south-1:1 as north-1:1
    refused: north enters released for I-0001
    refused: south enters family-told for I-0001
    north enters family-told for I-0001
    south-1:1 is family told, north by 2031-03-29
    north-1:1 is family told, north by 2031-03-29
    north enters released for I-0001
    south-1:1 is released, closed
    north-1:1 is released, closed
    ```
    """
    assert chapter.found == chapter.said


def test_the_senders_own_go_back_with_a_receipt_of_their_own(chapter: Any) -> None:
    """Which side the dead belong to is a finding: it follows from who they are. Remains of the sender's own go back, and are
    no identified person returned. A receipt closes the bag; the person is home when the family has them.

    ```text
    south seeks 1
    south sends 1 bags
    north counts 1 bags of south-2
    a board identifies south-2:1 as south-1:1
    south-2:1 is wrong side, north by 2031-03-29
    remains of north: 1 bags, 2 specimens, at least 0 people, 0 identified, 1 of the sender's own
    north enters sent-back for I-0001
    south-2:1 is routed back, south by 2031-03-29
    refused: north enters receipt-given for I-0001
    south enters receipt-given for I-0001
    south-2:1 is receipt given, closed
    south-1:1 is identified, south by 2031-03-29
    south enters family-told for I-0001
    south enters released for I-0001
    south-1:1 is released, closed
    ```
    """
    assert chapter.found == chapter.said


def test_who_is_not_identified_may_be_buried_under_a_number(chapter: Any) -> None:
    """An identification is still owed, and may be made while the grave lies as it is.

    ```text
    south sends 2 bags
    north counts 2 bags of south-1
    north enters buried-under-number for south-1:1
    south-1:1 is buried under a number, north by 2031-03-29
    north enters exhumed for south-1:1
    south-1:1 is received, north by 2031-03-29
    north enters buried-under-number for south-1:2
    a board identifies south-1:2
    south-1:2 is identified, north by 2031-03-29
    refused: north enters buried-under-number for south-1:2
    ```
    """
    assert chapter.found == chapter.said


def test_a_changed_policy_re_opens_identifications(chapter: Any) -> None:
    """What a new policy does not carry is under review: the board decides again, or the decision is taken back. No further step
    is made meanwhile. A decision that is confirmed takes the place of the first; what was done stays done.

    ```text
    north seeks 1
    south sends 1 bags
    north counts 1 bags of south-1
    a board identifies south-1:1 as north-1:1
    north enters family-told for I-0001
    a policy A is adopted reopening I-0001
    south-1:1 is identification under review, north by 2031-03-29
    north-1:1 is identification under review, north by 2031-03-29
    refused: north enters released for I-0001
    a board identifies south-1:1 as north-1:1
    north-1:1 is family told, north by 2031-03-29
    north enters released for I-0002
    south-1:1 is released, closed
    ```
    """
    assert chapter.found == chapter.said


def test_a_wrong_name_is_taken_back_with_all_that_followed(chapter: Any) -> None:
    """The person is where they were before the decision. Remains that had left under it are to be recovered by who had them
    last: a grave does not empty itself.

    ```text
    north seeks 1
    south sends 1 bags
    south answers north-1:1 dead
    north counts 1 bags of south-1
    a board identifies south-1:1 as north-1:1
    north enters family-told for I-0001
    north enters released for I-0001
    mediator withdraws I-0001
    north-1:1 is said dead, south by 2031-03-29
    south-1:1 is to be recovered, north by 2031-03-29
    north enters recovered for I-0001
    south-1:1 is received, north by 2031-03-29
    ```
    """
    assert chapter.found == chapter.said
