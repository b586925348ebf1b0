"""A person's file on the screen: sources side by side, compartments, contradictions, places and dates, what is unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import claims, intake, movements
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.lists import read
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.acts import Answer, Judgement, Remark, Wish
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web.desk import the_desk
from repatria.web.presenters.person import file_of

HEAD = "№;Прізвище;Ім'я;Стать;Дата народження;Місце народження;Адреса родини;Останнє місце перебування"
ROWS = {
    "north": "1;Іваненко;Олена;ж;12.03.2019;Озерне;таємниця адреси;",
    "south": "1;Иваненко;Елена;ж;12.03.2018;Дальнее;тайна адреса;",
}
FIRST, SECOND = LineRef("north-1:1"), LineRef("south-1:1")
MINE = {"north": "/lines/north-1:1/", "south": "/lines/south-1:1/"}
ON = date(2026, 6, 9)
Sit = Callable[[str], Client]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one child on a line of each side, to be read only."""
    path = tmp_path_factory.mktemp("person") / "desk.sqlite3"
    archive = open_archive(path, create=True)
    desk = open_desk(
        archive, clock=FixedClock(datetime(2026, 6, 2, 9, tzinfo=UTC)), salts=DemoSalts(1),
        by=actor("mediator/registrar"), parties=(PartyId("north"), PartyId("south")), origin="desk.example/log", demo=True,
    )  # fmt: skip
    for party, stance in (("north", Stance.SEEKS), ("south", Stance.HOLDS)):
        more = {"mediator_only": (Field.PLACE_OF_BIRTH,)} if party == "south" else {}
        intake.receive_list(
            desk, by=actor(f"{party}/delegate"), content=f"{HEAD}\n{ROWS[party]}".encode(), party=PartyId(party),
            stance=stance, exchange=ExchangeId("children-2031"), reading=read, **more,
        )  # fmt: skip
    row = claims.JudgementRow(FIRST, SECOND, Judgement.SAME)
    for party in ("north", "south"):
        claims.judge_matches(desk, by=actor(f"{party}/delegate"), judgements=[row])
    answer = claims.AnswerRow(FIRST, Answer.CANNOT_IDENTIFY, needs=(Field.MOTHER,))
    claims.answer_claims(desk, by=actor("south/delegate"), answers=[answer])
    claims.remark(desk, by=actor("north/delegate"), remarks=[claims.RemarkRow(FIRST, next(iter(Remark)))])
    facts = [
        claims.FactRow(FIRST, FactKind.WHEREABOUTS, Truth.UNKNOWN, "", "letter"),
        claims.FactRow(FIRST, FactKind.BROUGHT_BY, Truth.YES, "", "letter", on=date(2026, 1, 5)),
    ]
    claims.record_facts(desk, by=actor("north/delegate"), facts=facts)
    theirs = claims.FactRow(SECOND, FactKind.BROUGHT_BY, Truth.NO, "", "secret-source")
    claims.record_facts(desk, by=actor("south/delegate"), facts=[theirs])
    movements.record_interviews(
        desk, by=actor("mediator/verifier"), interviews=[movements.InterviewRow(FIRST, Wish.UNWILLING)]
    )
    archive.close()
    return path


@pytest.fixture
def served(place: Path, tables: None) -> Iterator[Desk]:
    the_desk.cache_clear()
    with override_settings(DESK=str(place), HOME=place.parent, IS_DEMO=True), transaction.atomic():
        yield the_desk()
        transaction.set_rollback(True)
    the_desk.cache_clear()


@pytest.fixture
def sits(served: Desk) -> Sit:
    def sitting(acts_as: str) -> Client:
        user = get_user_model().objects.create_user(username=acts_as.replace("/", "-"))
        Seat.objects.create(user=user, acts_as=acts_as)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    return sitting


def text_of(client: Client, page: str = MINE["north"]) -> str:
    response = client.get(page)
    assert response.status_code == 200
    return re.sub("</?mark>", "", response.content.decode())


@pytest.mark.parametrize("page", MINE.values())
@pytest.mark.parametrize(
    ("seat", "hidden"),
    [
        ("north/delegate", ("тайна", "Дальнее", "secret-source", "unwilling")),
        ("south/delegate", ("таємниця", "letter", "unwilling")),
        ("north/officer", ("тайна", "Дальнее", "secret-source", "unwilling")),
    ],
)
def test_a_party_never_sees_what_is_kept_back(sits: Sit, page: str, seat: str, hidden: tuple[str, ...]) -> None:
    text = text_of(sits(seat), page)
    assert [word for word in hidden if word in text] == []


def test_the_mediator_sees_all_of_it_and_which_of_it_the_others_do_not(sits: Sit) -> None:
    text = text_of(sits("mediator/registrar"))
    for word in ("тайна", "таємниця", "Дальнее", "secret-source", "letter"):
        assert (word, word in text) == (word, True)
    boxes = re.findall(r'<div class="compartment"><h[24]>([^<]+)</h[24]>(.*?)</div>', text, re.DOTALL)
    assert [title for title, _ in boxes] == [
        "Only the mediator and north see this", "Only the mediator and south see this", "Private interview",
    ]  # fmt: skip
    assert ["таємниця" in boxes[0][1], "тайна" in boxes[1][1], "Дальнее" in boxes[1][1]] == [True] * 3
    assert "unwilling" in boxes[2][1]


def test_a_party_sees_its_own_compartment_only(sits: Sit) -> None:
    text = text_of(sits("south/delegate"))
    assert re.findall(r'class="compartment"><h4>([^<]+)<', text) == ["Only the mediator and south see this"]


@pytest.mark.parametrize(
    ("seat", "fields"),
    [
        ("mediator/registrar", [Field.SURNAME, Field.GIVEN_NAMES, Field.DATE_OF_BIRTH, Field.PLACE_OF_BIRTH, Field.FAMILY_ADDRESS]),
        ("north/delegate", [Field.GIVEN_NAMES, Field.DATE_OF_BIRTH]),
    ],
)  # fmt: skip
def test_contradictions_are_those_among_what_one_may_see(served: Desk, seat: str, fields: list[Field]) -> None:
    found = file_of(served, actor(seat), FIRST, on=ON)
    assert found is not None
    own = [one.field for one in found.differing]
    assert own == [name for name in fields if name is not Field.SURNAME]  # Іваненко is Иваненко in two languages


def test_facts_against_each_other_are_told_to_whom_both_are_shown(served: Desk) -> None:
    seats = ("mediator/registrar", "north/delegate", "south/delegate")
    found = [file_of(served, actor(seat), FIRST, on=ON) for seat in seats]
    assert [one.facts_against for one in found if one] == [("brought-by",), (), ()]


def test_places_and_dates_stand_in_order_of_time(served: Desk) -> None:
    found = file_of(served, actor("north/delegate"), FIRST, on=ON)
    assert found is not None
    told = [(event.on.text, str(event.what), event.place, event.line) for event in found.events]
    assert told == [
        ("2018-03-12", "date_of_birth", "", SECOND), ("2019-03-12", "date_of_birth", "Озерне", FIRST),
        ("2026-01-05", "brought-by", "", FIRST), ("2026-06-02", "answered", "", FIRST),
        ("2026-06-02", "remarked on", "", FIRST),
    ]  # fmt: skip


def test_what_is_unknown_and_what_would_settle_it(served: Desk) -> None:
    found = file_of(served, actor("north/delegate"), FIRST, on=ON)
    assert found is not None
    assert [(str(one.what), one.by) for one in found.unknown] == [
        ("who is meant: the other party cannot identify this line", ("mother",)), ("whereabouts", ()),
    ]  # fmt: skip


def test_a_person_nobody_handed_in(served: Desk) -> None:
    assert file_of(served, actor("north/delegate"), LineRef("north-1:99"), on=ON) is None


def test_the_judgements_lead_to_the_pair_for_those_who_judge(sits: Sit) -> None:
    link = '<a href="/judge-match/north-1:1/south-1:1/">'
    seen = [link in text_of(sits(seat)) for seat in ("north/delegate", "mediator/verifier")]
    assert seen == [True, False]


def test_why_somebody_falls_under_a_clause_is_for_the_mediator(served: Desk) -> None:
    seats = ("mediator/registrar", "mediator/verifier", "mediator/officer", "north/delegate", "south/officer")
    found = [file_of(served, actor(seat), FIRST, on=ON) for seat in seats]
    assert [one.shows_reasons for one in found if one] == [True, True, False, False, False]
