"""Going: from the private interview to the day after the return.

Nobody is put on a manifest who was not asked in private and said yes, and a no is heeded to the last. A person is on one
manifest at a time. What the two sides check off is kept for each side; only what both say counts as done.
"""

from __future__ import annotations

from typing import Any


def test_asked_signed_crossed_visited(chapter: Any) -> None:
    """The way of one person, seen from the line that seeks and from the line that holds.

    ```text
    north seeks 1
    south holds 1
    both judge north-1:1 south-1:1 same
    terms are agreed
    refused: south signs M-0001 for south-1:1
    mediator hears south-1:1 willing
    south signs M-0001 for south-1:1
    north-1:1 is awaiting signatures, north by 2031-03-10
    north signs M-0001
    mediator signs M-0001
    north-1:1 is on a manifest, south by 2031-03-10
    south checks M-0001 south-1:1 crossed
    north-1:1 is checked by one side, north by 2031-03-10
    north checks M-0001 south-1:1 crossed
    north-1:1 is returned, north by 2031-03-08
    south-1:1 is returned, north by 2031-03-08
    somebody visits north-1:1 for follow-up 1
    north-1:1 is returned, north by 2031-03-31
    somebody visits north-1:1 for follow-up 2
    north-1:1 is followed up, closed
    ```
    """
    assert chapter.found == chapter.said


def test_a_no_is_heeded(chapter: Any) -> None:
    """Whoever says no in private is not put on a manifest; whoever says no after it was signed does not cross on it; and
    whoever says no at the crossing is asked again, on a later day, before any other manifest.

    ```text
    south holds 2
    terms are agreed
    mediator hears south-1:1 unwilling
    south-1:1 is declined, mediator by 2031-03-29
    refused: south signs M-0001 for south-1:1
    mediator hears south-1:2 willing
    everybody signs M-0001 for south-1:2
    mediator hears south-1:2 unwilling
    south-1:2 is declined, mediator by 2031-03-29
    refused: south checks M-0001 south-1:2 crossed
    both check M-0001 south-1:2 declined
    mediator hears south-1:2 willing
    refused: south signs M-0002 for south-1:2
    1 day passes
    mediator hears south-1:2 willing
    everybody signs M-0002 for south-1:2
    south-1:2 is on a manifest, south by 2031-03-10
    ```
    """
    assert chapter.found == chapter.said


def test_sides_that_saw_different_things(chapter: Any) -> None:
    """Check-offs that differ are both kept and counted for each side. A side can correct its own.

    ```text
    south holds 2
    terms are agreed
    mediator hears south-1:1 willing
    everybody signs M-0001 for south-1:1
    south checks M-0001 south-1:1 crossed
    north checks M-0001 south-1:1 absent
    south-1:1 is check-offs differ, mediator by 2031-03-29
    differs: people who crossed on M-0001: north 0, south 1
    north checks M-0001 south-1:1 crossed
    south-1:1 is returned, north by 2031-03-08
    ```
    """
    assert chapter.found == chapter.said


def test_who_did_not_cross(chapter: Any) -> None:
    """The person stays on the account, with who owes what: care, an explanation, the right person, or remains. All but the
    dead can go another day.

    ```text
    south holds 4
    terms are agreed
    mediator hears south-1:1 willing
    mediator hears south-1:2 willing
    mediator hears south-1:3 willing
    mediator hears south-1:4 willing
    everybody signs M-0001 for south-1:1 south-1:2 south-1:3 south-1:4
    both check M-0001 south-1:1 absent
    both check M-0001 south-1:2 unfit
    both check M-0001 south-1:3 mistaken identity
    both check M-0001 south-1:4 died
    south-1:1 is absent, south by 2031-03-29
    south-1:2 is unfit, south by 2031-03-29
    south-1:3 is mistaken identity, south by 2031-03-29
    south-1:4 is died before handover, south by 2031-03-29
    refused: south signs M-0002 for south-1:4
    everybody signs M-0003 for south-1:1 south-1:2 south-1:3
    south-1:1 is on a manifest, south by 2031-03-10
    ```
    """
    assert chapter.found == chapter.said


def test_who_crossed_though_nobody_had_planned_it(chapter: Any) -> None:
    """Somebody on a list has returned all the same. Somebody on no list is counted, for each side.

    ```text
    south holds 2
    terms are agreed
    mediator hears south-1:1 willing
    everybody signs M-0001 for south-1:1
    refused: south checks M-0001 south-1:2 crossed
    both check M-0001 south-1:2 not on the manifest
    south-1:2 is returned, north by 2031-03-08
    south checks M-0001 somebody not on the manifest
    differs: people who crossed on M-0001: north 1, south 2
    ```
    """
    assert chapter.found == chapter.said


def test_a_manifest_that_does_not_move(chapter: Any) -> None:
    """A manifest can be taken back until somebody was checked off on it. A suspended exchange signs nothing; whoever is on a
    manifest in force is still checked off, for what has moved has moved.

    ```text
    south holds 2
    terms are agreed
    mediator hears south-1:1 willing
    everybody signs M-0001 for south-1:1
    mediator withdraws M-0001
    south-1:1 is unanswered, north by 2031-03-29
    everybody signs M-0002 for south-1:1
    north suspends the exchange
    mediator hears south-1:2 willing
    refused: south signs M-0003 for south-1:2
    both check M-0002 south-1:1 crossed
    refused: mediator withdraws M-0002
    south-1:1 is returned, north by 2031-03-08
    ```
    """
    assert chapter.found == chapter.said
