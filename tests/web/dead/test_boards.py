"""A board on screen: each member agrees in their own seat, and only a whole board's decision is entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.dead import boards as desk_boards
from repatria.desk.session import Desk
from repatria.people.party import actor
from repatria.people.refs import LineRef
from repatria.remains.policy import DEFAULT, to_toml
from repatria.store.clock import now
from repatria.store.site import boards
from repatria.store.site.models import Decision, Seat

At = Callable[[str], Client]
Concluded = Callable[..., bytes]
NORTH, MEDIATOR, SOUTH = "north/laboratory", "mediator/laboratory", "south/laboratory"


def bring(client: Client, bag: str, evidence: bytes, **said: object) -> str:
    """Brings a decision before a board and returns where it waits."""
    file = SimpleUploadedFile("e.json", evidence)
    response = client.post(f"/identify/{bag}/", said | {"evidence": file})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def agree(client: Client, where: str) -> int:
    return client.post(where, {"agree": "yes"}).status_code


def test_a_decision_is_entered_when_the_second_member_agrees_in_their_own_seat(
    fresh: Desk, at: At, concluded: Concluded
) -> None:
    first, before = at(NORTH), fresh.archive.size()
    where = bring(first, "south-1:1", concluded(), specimens=["south-1:1/1"], person="north-1:1")
    page = first.get(where).content.decode()
    assert ("Nobody agreed yet" in page, "Undisputed" in page, "9.00" in page, "✓ passes" in page) == (True,) * 4
    assert [agree(first, where) for _ in range(3)] == [302, 302, 302]
    assert fresh.archive.size() == before
    second = at(MEDIATOR)
    assert "1 decision of a board waits for your word" in second.get("/").content.decode()
    assert agree(second, where) == 302
    made = fresh.book().identifications[0]
    assert made is not None
    assert (made.remains, made.person, made.specimens, made.board, made.by) == (
        "south-1:1", "north-1:1", ("south-1:1/1",), (NORTH, MEDIATOR), NORTH,
    )  # fmt: skip
    assert fresh.archive.document(made.evidence) == concluded()
    assert (second.get(where).status_code, bytes(Decision.objects.get().evidence)) == (404, b"")


def test_nobody_sees_a_decision_before_whoever_brought_it_agreed(at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:1", concluded(), person="north-1:1")
    others = (MEDIATOR, "mediator/registrar", SOUTH, "north/delegate", "north/officer", "north/laboratory-2")
    assert [at(who).get(where).status_code for who in others] == [404] * 6
    agree(at(NORTH), where)
    assert [at(who).get(where).status_code for who in others] == [200, 200, 404, 404, 404, 200]
    assert [at(who).get(f"{where}evidence/").status_code for who in others] == [200, 200, 404, 404, 404, 200]
    assert [at(who).post(where, {"agree": "yes"}).status_code for who in others[2:5]] == [404] * 3


def test_one_of_the_senders_own_needs_both_parties(fresh: Desk, at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:2", concluded(profile="n3", missing="south-2:1"), person="south-2:1")
    page = at(NORTH).get(where).content.decode()
    assert ("one of the sender&#x27;s own" in page or "one of the sender's own" in page) is True
    assert [agree(at(who), where) for who in (NORTH, MEDIATOR)] == [302, 302]
    assert fresh.book().identifications == []
    assert "Somebody of south must be among them" in at(MEDIATOR).get(where).content.decode()
    agree(at(SOUTH), where)
    made = fresh.book().identifications[0]
    assert made is not None
    assert (made.wrong_side, made.board, made.by) == (True, (NORTH, MEDIATOR, SOUTH), NORTH)


def test_the_word_of_a_seat_that_was_closed_does_not_count(fresh: Desk, at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:1", concluded(), person="north-1:1")
    agree(at(NORTH), where)
    Seat.objects.filter(acts_as=NORTH).update(closed_at=now())
    at(MEDIATOR)
    assert boards.members(Decision.objects.get()) == []
    agree(at(MEDIATOR), where)
    assert fresh.book().identifications == []


def test_under_a_policy_weak_evidence_can_be_seen_and_not_agreed_to(fresh: Desk, at: At, concluded: Concluded) -> None:
    desk_boards.adopt_policy(fresh, by=actor("mediator/registrar"), content=to_toml(DEFAULT))
    where = bring(at(NORTH), "south-1:2", concluded(profile="n3", close_relatives=1), person="north-1:1")
    page = at(NORTH).get(where).content.decode()
    assert ("does not carry this decision" in page, 'name="agree"' in page) == (True, False)
    assert [agree(at(who), where) for who in (NORTH, MEDIATOR)] == [302, 404]
    assert boards.members(Decision.objects.get()) == []
    assert fresh.book().identifications == []


def test_what_contradicts_is_shown(at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:1", concluded(missing="north-1:2", family="F<b>9"), person="north-1:1")
    page = at(NORTH).get(where).content.decode()
    against = page[page.index("What speaks against it") :]
    assert ("F&lt;b&gt;9" in against, "No conclusion in the evidence is on these remains and this person" in page) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("bag", "said", "told"),
    [
        ("south-1:1", {"person": "north-9:1"}, "north-9:1"),
        ("south-1:1", {"person": "x"}, "not a line"),
        ("south-1:1", {"specimens": ["south-1:2/1"]}, "No such specimen"),
        ("south-1:3", {"person": "north-1:1"}, "nobody has counted this bag yet"),
        ("south-1:1", {"person": "north-1:1", "wrong_side": "on"}, "not one of the sender"),
    ],
)
def test_what_does_not_follow_is_refused_at_once(
    fresh: Desk, at: At, concluded: Concluded, bag: str, said: dict[str, object], told: str
) -> None:
    file = SimpleUploadedFile("e.json", concluded())
    response = at(NORTH).post(f"/identify/{bag}/", said | {"evidence": file})
    assert (response.status_code, told in response.content.decode(), Decision.objects.count()) == (422, True, 0)


def test_a_decision_is_taken_back_by_whoever_brought_it(at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:1", concluded(), person="north-1:1")
    agree(at(NORTH), where)
    at(MEDIATOR).post(where, {"back": "yes"})
    assert Decision.objects.get().ended_at is None
    at(NORTH).post(where, {"back": "yes"})
    assert (at(NORTH).get(where).status_code, bytes(Decision.objects.get().evidence)) == (404, b"")


def test_what_was_overtaken_is_told(fresh: Desk, at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:1", concluded(), person="north-1:1")
    agree(at(NORTH), where)
    row = desk_boards.IdentificationRow(LineRef("south-1:1"), LineRef("north-1:2"))
    desk_boards.identify(fresh, by=actor(NORTH), rows=[row], evidence=b"minutes", board=(NORTH, MEDIATOR))
    assert "identified already" in at(MEDIATOR).get(where).content.decode()
    agree(at(MEDIATOR), where)
    assert len(fresh.book().identifications) == 1


def test_a_decision_that_waited_too_long_is_gone(at: At, concluded: Concluded) -> None:
    where = bring(at(NORTH), "south-1:1", concluded(), person="north-1:1")
    Decision.objects.update(expires_at=now() - timedelta(seconds=1))
    assert at(NORTH).get(where).status_code == 404
    at(NORTH).get("/identify/")
    assert bytes(Decision.objects.get().evidence) == b""


def test_the_bag_of_a_new_decision_is_asked_for(at: At) -> None:
    client = at(NORTH)
    assert client.get("/identify/", {"bag": "south-1:1"})["Location"] == "/identify/south-1:1/"
    for bag in ("", "north-1:1", "south-1:9", "<b>"):
        response = client.get("/identify/", {"bag": bag})
        assert (response.status_code, b'id="problem"' in response.content, b"<b>" in response.content) == (
            422,
            True,
            False,
        )


def test_steps_follow_a_decision(fresh: Desk, at: At) -> None:
    row = desk_boards.IdentificationRow(LineRef("south-1:1"), LineRef("north-1:1"))
    desk_boards.identify(fresh, by=actor(NORTH), rows=[row], evidence=b"minutes", board=(NORTH, MEDIATOR))
    on = fresh.clock.now().date().isoformat()
    client = at("north/delegate")
    assert 'value="I-0001"' in client.get("/follow-up/remains/", {"target": "I-0001"}).content.decode()
    file = SimpleUploadedFile("p.pdf", b"protocol")
    done = client.post("/follow-up/remains/", {"target": " I-0001 ", "step": "family-told", "on": on, "document": file})
    assert (done.status_code, list(fresh.book().dead.followed[1])) == (302, ["family-told"])
    refused = client.post("/follow-up/remains/", {"target": "I-0001", "step": "receipt-given", "on": on})
    assert (refused.status_code, b'id="problem"' in refused.content) == (422, True)
