"""Who falls under a text, on pages: answers with reasons for each reader, what would change, and long books in the background."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from repatria.desk import claims, intake, movements
from repatria.desk.terms.agreements import document_text, propose_terms, sign_terms
from repatria.lists import read
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.acts import Wish
from repatria.web import counts

At = Callable[[str], Client]
EXCHANGE = ExchangeId("prisoners-2031")
DELEGATES = ("north/delegate", "south/delegate")
HEAD = "№;Прізвище;Ім'я;Дата народження;Адреса родини"


@pytest.fixture
def held(talks: Any) -> Any:
    """South holds a grown man, a child, somebody without a date; North a grown man whose date it keeps for the mediator."""
    for party, rows, kept in (
        ("south", ["Орлов;Пётр;01.02.1980", "Орлов;Иван;01.02.2019", "Орлов;Лев;"], ()),
        ("north", ["Дуб;Остап;04.05.1979"], (Field.DATE_OF_BIRTH,)),
    ):
        content = "\n".join([HEAD, *(f"{n};{row};x" for n, row in enumerate(rows, 1))]).encode()
        intake.receive_list(
            talks.desk, by=actor(f"{party}/delegate"), content=content, party=PartyId(party), stance=Stance.HOLDS,
            exchange=EXCHANGE, reading=read, mediator_only=kept,
        )  # fmt: skip
    return talks


def in_force(talks: Any, digest: str) -> None:
    """Has both sides sign a text."""
    for party in ("north", "south"):
        sign_terms(talks.desk, by=actor(f"{party}/delegate"), exchange=EXCHANGE, key=talks.keys[party], sha256=digest)


def numbers(shown: str) -> list[tuple[str, ...]]:
    """Returns the rows of the first table of numbers: who has them, yes, no, unknown."""
    table = shown[shown.index("Held by") : shown.index("</table>", shown.index("Held by"))]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.DOTALL)
    return [(who.strip(), *re.findall(r">(\d+)<", cells)) for who, cells in rows]


def eligible(client: Client, query: str = "") -> str:
    """Returns the page of who falls under the terms in force."""
    return client.get(f"/exchanges/{EXCHANGE}/eligible/{query}").content.decode()


def what_if(client: Client, digest: str, query: str = "") -> str:
    """Returns the page of what a text would come to."""
    return client.get(f"/exchanges/{EXCHANGE}/{digest}/what-if/{query}").content.decode()


def test_answers_by_side_with_reasons(held: Any, at: At) -> None:
    in_force(held, held.south)
    for who in ("mediator/registrar", *DELEGATES):
        shown = eligible(at(who))
        assert numbers(shown) == [
            ("north", "1", "0", "0"), ("south", "1", "1", "1"), ("Together", "2", "1", "1"),
        ]  # fmt: skip
        assert "What would settle it:" in shown
        assert "a document that shows the date of birth" in shown


def test_people_are_listed_with_what_the_reader_may_know(held: Any, at: At) -> None:
    in_force(held, held.south)
    yes, unknown = "?clause=grown&answer=yes", "?clause=grown&answer=unknown"
    told = {who: eligible(at(who), yes) for who in ("mediator/registrar", *DELEGATES)}
    for shown in told.values():
        assert re.findall(r'href="/lines/([^/]+)/"', shown) == ["south-2:1", "north-2:1"]
    hidden = "It rests on what your side does not see"
    assert [who for who, shown in told.items() if hidden in shown] == ["south/delegate"]
    assert "whether 18 or older" not in told["south/delegate"]
    assert "a document that shows the date of birth" in eligible(at("north/delegate"), unknown)


def test_a_hidden_date_cannot_be_probed_by_texts_on_the_table(held: Any, at: At) -> None:
    assert numbers(what_if(at("south/delegate"), held.north))[0] == ("north", "0", "0", "1")
    assert numbers(what_if(at("north/delegate"), held.north))[0] == ("north", "1", "0", "0")
    assert numbers(what_if(at("mediator/registrar"), held.north))[0] == ("north", "1", "0", "0")


def test_a_private_no_is_told_to_no_party(held: Any, at: At) -> None:
    in_force(held, held.south)
    pages = [f"/exchanges/{EXCHANGE}/eligible/?clause=grown&answer=yes", f"/exchanges/{EXCHANGE}/{held.north}/what-if/"]
    clients = {who: at(who) for who in DELEGATES}

    def shown() -> list[str]:
        found = [client.get(page).content.decode() for client in clients.values() for page in pages]
        return [text[text.index("<main") : text.index("</main>")] for text in found]

    before = shown()
    row = movements.InterviewRow(LineRef("south-2:1"), Wish.UNWILLING)
    movements.record_interviews(held.desk, by=actor("mediator/verifier"), interviews=[row])
    assert shown() == before
    assert "declined" in eligible(at("mediator/registrar"), "?clause=grown&answer=yes")


def test_findings_of_others_are_not_told(held: Any, at: At) -> None:
    in_force(held, held.south)
    pages = [f"/exchanges/{EXCHANGE}/eligible/?clause=grown&answer=yes"]
    evidence = claims.FactRow(LineRef("south-2:1"), FactKind.MEDICAL_EXAMINATION, Truth.YES, "I.A.3.a", "commission")
    claims.record_facts(held.desk, by=actor("mediator/verifier"), facts=[evidence])
    for who in DELEGATES:
        for page in pages:
            text = at(who).get(page).content.decode()
            assert "I.A.3.a" not in text
            assert "commission" not in text


def test_what_changes_beside_another_text(held: Any, at: At) -> None:
    older = document_text(held.desk, held.north).replace("from = 18", "from = 48").replace("version = 1", "version = 2")
    propose_terms(held.desk, by=actor("north/delegate"), text=older)
    digest = held.desk.book().exchanges[EXCHANGE].latest[PartyId("north")]
    shown = what_if(at("mediator/registrar"), digest, f"?against={held.south}")
    assert re.search(r"Drop out: \s*2 people", shown)
    assert not re.search(r"Come in", shown)
    back = what_if(at("mediator/registrar"), held.south, f"?against={digest}")
    assert re.search(r"Come in: \s*2 people", back)
    assert re.findall(r"held by (\w+): (\d)", back)[:2] == [("north", "1"), ("south", "1")]


def test_whether_there_is_a_plan_is_told(held: Any, at: At) -> None:
    shown = what_if(at("mediator/registrar"), held.north)
    assert "no plan keeps all the terms" in shown
    assert "clause grown" in shown


def test_no_question_fails(held: Any, at: At) -> None:
    in_force(held, held.south)
    client, right = at("north/delegate"), "clause=grown&answer=yes"
    for query in ("clause=x&answer=yes", "clause=grown&answer=maybe", "clause=<script>", "answer=yes", f"{right}&page=x",
                  f"{right}&page=99999"):  # fmt: skip
        response = client.get(f"/exchanges/{EXCHANGE}/eligible/?{query}")
        assert (response.status_code, "<script>" in response.content.decode()) == (200, False), query


def test_a_long_book_is_counted_in_the_background(held: Any, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at("mediator/registrar")
    at_once = numbers(what_if(client, held.north))
    monkeypatch.setattr(counts, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(counts, "PATIENCE_S", 0.0)
    counts._READ.clear()
    first = client.get(f"/exchanges/{EXCHANGE}/{held.north}/what-if/")
    assert "data-look-again" in first.content.decode()
    for _ in range(300):
        shown = what_if(client, held.north)
        if "data-look-again" not in shown:
            break
        time.sleep(0.2)
    assert numbers(shown) == at_once
    assert "Things were entered at the desk since this was counted." not in shown
    claims.answer_claims(
        held.desk, by=actor("south/delegate"), answers=[claims.AnswerRow(LineRef("north-1:2"), claims.Answer.HELD)]
    )
    assert "Things were entered at the desk since this was counted." in what_if(client, held.north)


def test_a_count_that_fails_is_told_and_can_be_begun_anew(held: Any, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at("mediator/registrar")
    monkeypatch.setattr(counts, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    page = f"/exchanges/{EXCHANGE}/{held.south}/what-if/"
    for _ in range(50):
        shown = client.get(page).content.decode()
        if "This could not be counted" in shown:
            break
        time.sleep(0.1)
    assert "This could not be counted" in shown
