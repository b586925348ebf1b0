"""The dead on pages: both sides' counts, bags, decisions of boards, conclusions held against the policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import aftermath, intake
from repatria.desk.dead import boards, receiving
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.lists import read
from repatria.people.facts import Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId
from repatria.register.acts import Subject
from repatria.remains.conclusions import Conclusion, Conclusions, Inputs, to_json
from repatria.remains.policy import DEFAULT, Method, to_toml
from repatria.store import open_archive
from repatria.web.desk import the_desk
from repatria.web.presenters.remains import judged

Sit = Callable[[str], Client]
NORTH, SOUTH = PartyId("north"), PartyId("south")
GOOD = Conclusion(
    profile="N-1", specimens=(), family="F1", missing="north-1:1", word="Undisputed", log10_lr=9.0, posterior=0.99999,
    close_relatives=2, typed_relatives=3, methods=(Method.AUTOSOMAL,), laboratories=1, shared_markers=20, exclusions=0,
    chance_hits=0.001, rivals=(), passes=Truth.YES, reasons=(),
)  # fmt: skip
WEAK = replace(GOOD, profile="N-2<b>", log10_lr=float("-inf"), posterior=None, chance_hits=None, passes=Truth.NO)


@pytest.fixture(scope="module")
def mortuary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """South hands over three bags, North counts two; one decision stands, one was taken back; a policy came later."""
    place = tmp_path_factory.mktemp("mortuary") / "desk.sqlite3"
    archive = open_archive(place, create=True)
    desk = open_desk(
        archive, clock=FixedClock(datetime(2031, 6, 2, 9, tzinfo=UTC)), salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=(NORTH, SOUTH), origin="desk.example/log", demo=True,
    )  # fmt: skip
    hand_in(desk, NORTH, Stance.SEEKS, "surname,given names\nName0,Given\nName1,Given\n", Subject.PERSONS)
    hand_in(desk, SOUTH, Stance.HOLDS, "bag,label\nS-0001,\nS-0002,\nS-0003,\n", Subject.REMAINS)
    receiving.receive_remains(
        desk, by=actor("north/officer"), of=ListId("south-1"), party=NORTH, bags=["S-0001", "S-0002"],
        minimum_individuals=2, specimens=4,
    )  # fmt: skip
    for bag, person in (("south-1:1", "north-1:1"), ("south-1:2", "north-1:2")):
        boards.identify(
            desk, by=actor("north/laboratory"), rows=[boards.IdentificationRow(LineRef(bag), LineRef(person))],
            evidence=b"report", board=("north/laboratory-1", "mediator/laboratory-2"),
        )  # fmt: skip
    aftermath.withdraw(desk, by=actor("mediator/registrar"), target="I-0002", reason="another profile fits")
    boards.adopt_policy(desk, by=actor("mediator/registrar"), content=to_toml(DEFAULT))
    archive.close()
    return place


def hand_in(desk: Desk, party: PartyId, stance: Stance, text: str, subject: Subject) -> None:
    intake.receive_list(
        desk, by=actor(f"{party}/delegate"), content=text.encode(), party=party, stance=stance,
        exchange=ExchangeId("remains-2031"), subject=subject, reading=read,
    )  # fmt: skip


@pytest.fixture
def served(mortuary: Path, tables: None) -> Iterator[Desk]:
    """This desk, in place of the one with lists only."""
    with override_settings(DESK=str(mortuary), HOME=mortuary.parent, IS_DEMO=True), transaction.atomic():
        the_desk.cache_clear()
        yield the_desk()
        transaction.set_rollback(True)
        the_desk.cache_clear()


def cells(page: str, *, of: str) -> list[str]:
    """Returns the texts of the row whose heading begins with ``of``."""
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)]
    return next(row for row in rows if row[:1] == [of])


def test_the_four_numbers_stand_side_by_side(sit: Sit) -> None:
    page = sit("north/delegate").get("/remains/").content.decode()
    assert cells(page, of="south-1") == [
        "south-1",
        "on",
        "paper:",
        "3",
        "bags",
        "counts",
        "differ",
        "north",
        "2",
        "4",
        "2",
        "1",
        "0",
    ]
    assert cells(page, of="south") == ["south", "has", "not", "counted"]


def test_decisions_say_whether_they_stand(sit: Sit) -> None:
    page = sit("north/laboratory").get("/remains/").content.decode()
    row = cells(page, of="I-0001")
    assert (row[:3], "under review" in " ".join(row)) == (["I-0001", "south-1:1", "north-1:1"], True)
    gone = [sit(seat).get("/identifications/I-0002/").status_code for seat in ("mediator/registrar", "north/delegate")]
    assert gone == [404, 404]
    assert "I-0002" in sit("mediator/laboratory").get("/remains/").content.decode()


def test_the_bags_of_a_consignment(sit: Sit) -> None:
    page = sit("mediator/registrar").get("/remains/south-1/").content.decode()
    states = [" ".join(cells(page, of=f"south-1:{n}")) for n in (1, 2, 3)]
    assert ["under review" in states[0], "I-0001" in states[0], "received" in states[1], "not among" in states[2]] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("seat", "statuses"),
    [
        ("mediator/registrar", [200, 200, 200, 200]),
        ("mediator/laboratory", [200, 200, 200, 200]),
        ("north/delegate", [200, 200, 200, 200]),
        ("south/delegate", [200, 404, 404, 200]),
        ("mediator/verifier", [404, 404, 404, 404]),
        ("north/officer", [404, 404, 404, 404]),
        ("mediator/observer", [404, 404, 404, 404]),
    ],
)
def test_only_those_who_have_them_see_the_dead(sit: Sit, seat: str, statuses: list[int]) -> None:
    client = sit(seat)
    pages = ("/remains/", "/remains/south-1/", "/identifications/I-0001/", "/remains/conclusions/")
    assert [client.get(page).status_code for page in pages] == statuses
    found = client.get("/remains/").content.decode()
    assert ("I-0001" in found) == (statuses[1] == 200)


@pytest.mark.parametrize(
    "page", ["/remains/north-1/", "/remains/south-9/", "/identifications/I-9/", "/identifications/x/"]
)
def test_what_is_no_consignment_is_not_there(sit: Sit, page: str) -> None:
    assert sit("mediator/registrar").get(page).status_code == 404


def test_conclusions_are_held_against_the_policy_and_nothing_is_entered(sit: Sit, served: Desk) -> None:
    inputs = Inputs("1" * 64, "2" * 64, "3" * 64)  # type: ignore[arg-type]
    content = to_json(
        Conclusions("stationary stepwise", inputs, 100, 600, (GOOD, WEAK, replace(GOOD, profile="N-3", posterior=0.5)))
    )
    size = served.archive.size()
    response = sit("north/laboratory").post("/remains/conclusions/", {"file": SimpleUploadedFile("c.json", content)})
    page = response.content.decode()
    assert (response.status_code, served.archive.size()) == (200, size)
    assert cells(page, of="N-1")[1:8] == ["F1", "/", "north-1:1", "Undisputed", "9.00", "99.9990", "%"]
    assert "✓ passes" in " ".join(cells(page, of="N-1"))
    assert "impossible" in " ".join(cells(page, of="N-2&lt;b&gt;"))
    assert "? not known" in " ".join(cells(page, of="N-2&lt;b&gt;"))
    assert "✗ does not pass" in " ".join(cells(page, of="N-3"))


@pytest.mark.parametrize(
    ("posterior", "shown"),
    [(1.0, 99.9999), (0.99999999, 99.9999), (0.99949999, 99.9499), (0.9995, 99.95), (0.0, 0.0), (None, None)],
)
def test_a_posterior_is_cut_and_never_certain(posterior: float | None, shown: float | None) -> None:
    assert judged(replace(GOOD, posterior=posterior), None).posterior == shown


@pytest.mark.parametrize("content", [b"{}", b"\xff\xfe", b"[1]", b'{"format": "x"}', b"<script>"])
def test_what_is_no_file_of_conclusions_is_told(sit: Sit, content: bytes) -> None:
    client = sit("mediator/laboratory")
    response = client.post("/remains/conclusions/", {"file": SimpleUploadedFile("<b>.json", content)})
    assert (response.status_code, b"There is a problem" in response.content, b"<b>" in response.content) == (
        422,
        True,
        False,
    )
