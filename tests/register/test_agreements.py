"""A manifest is in force when everybody whose signature it needs has given it, and nobody took it back."""

from __future__ import annotations

from typing import Any

AGREED = "north seeks 1\nterms are agreed\nmediator hears north-1:1 willing\n"


def test_a_manifest_is_in_force_with_the_last_signature_in_whatever_order(story: Any) -> None:
    story.tell(AGREED + "mediator signs M-0001 for north-1:1")
    manifest = story.book.manifests["M-0001"]
    assert manifest.in_force is False
    assert (story.tell("south signs M-0001") and manifest.in_force) is False
    assert (story.tell("north signs M-0001") and manifest.in_force) is True
    assert (story.tell("mediator withdraws M-0001") and manifest.in_force) is False


def test_both_parties_check_off_or_one_and_the_mediator(story: Any, new_story: Any) -> None:
    story.tell(AGREED + "north signs M-0001 for north-1:1")
    assert story.book.manifests["M-0001"].checkers == (0, 1)
    alone = new_story().tell("south holds 1\nsouth proposes terms alone\nsouth signs terms")
    alone.tell("mediator hears south-1:1 willing\nsouth signs M-0001 for south-1:1")
    assert alone.book.manifests["M-0001"].checkers == (1, 2)


def test_what_is_signed_is_kept_by_party(story: Any) -> None:
    story.tell(AGREED)
    exchange = story.book.exchanges["children-2031"]
    assert {party: act.signature for party, act in exchange.signed[exchange.in_force].items()} == {
        "north": "north signs",
        "south": "south signs",
    }
    assert exchange.latest == {"north": exchange.in_force}
    assert exchange.suspended is False
