"""Answers, remarks, facts, interviews, visits and withdrawals, entered on pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.person import line_file
from repatria.desk.session import Desk
from repatria.people.fields import Field
from repatria.people.party import actor
from repatria.people.refs import LineRef
from repatria.register.acts import Answer, Remark, Wish
from repatria.register.states import standing

At = Callable[[str], Client]
REGISTRAR = actor("mediator/registrar")


def state(desk: Desk, line: str) -> str:
    book = desk.book()
    return standing(book, *book.place(LineRef(line))).state.value


def seen(desk: Desk, line: str):
    return line_file(desk, line=LineRef(line), reader=REGISTRAR, on=desk.clock.now().date())


def test_an_answer_is_entered_and_the_next_line_comes_up(fresh: Desk, at: At) -> None:
    south = at("south/delegate")
    page = south.get("/answer-claim/north-1:2/").content.decode()
    assert ("Бойко" in page, "таємниця" in page) == (True, False)
    response = south.post("/answer-claim/north-1:2/", {"answer": "held"})
    assert (response.status_code, response["Location"]) == (302, "/answer-claim/north-1:3/")
    assert state(fresh, "north-1:2") == "held"
    again = south.post("/answer-claim/north-1:2/", {"answer": "held"}, follow=True)
    assert ("nothing new was entered" in again.content.decode(), fresh.book().size) == (True, fresh.archive.size())


def test_an_answer_with_all_its_parts(fresh: Desk, at: At) -> None:
    south = at("south/delegate")
    south.post("/answer-claim/north-1:3/", {"answer": "duplicate", "duplicate_of": "north-1:2"})
    south.post("/answer-claim/north-1:5/", {"answer": "cannot identify", "needs": ["mother", "place_of_birth"]})
    first, second = seen(fresh, "north-1:3").said[0], seen(fresh, "north-1:5").said[0]
    assert (first.answer[0], first.duplicate_of) == (Answer.DUPLICATE, "north-1:2")
    assert (second.answer[0], second.needs) == (Answer.CANNOT_IDENTIFY, (Field.PLACE_OF_BIRTH, Field.MOTHER))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Choose one."),
        ({"answer": "duplicate"}, "Say which line it is a duplicate of."),
        ({"answer": "held", "duplicate_of": "north-1:3"}, "Only a duplicate names another line"),
        ({"answer": "held", "needs": ["mother"]}, "Only who cannot identify the person"),
        ({"answer": "duplicate", "duplicate_of": "1:2"}, "not a line&#x27;s reference"),
        ({"answer": "duplicate", "duplicate_of": "north-1:2"}, "a line duplicates another line of the same party"),
    ],
)
def test_what_is_wrong_is_told_beside_it_and_nothing_is_entered(fresh: Desk, at: At, typed: dict, told: str) -> None:
    before = fresh.archive.size()
    response = at("south/delegate").post("/answer-claim/north-1:2/", typed)
    text = response.content.decode()
    assert (response.status_code, told in text, 'id="problem"' in text) == (422, True, True)
    assert fresh.archive.size() == before
    assert 'value="duplicate" ' not in text or typed.get("answer") != "duplicate" or "checked" in text


def test_lines_to_answer_are_found_and_filtered(at: At) -> None:
    south = at("south/delegate")
    rows = {
        query: south.get("/answer-claim/" + query).content.decode().count('<th scope="row">')
        for query in (
            "",
            "?search=бойко",
            "?list=north-1",
            "?list=north-9",
            "?show=answered",
            "?search=таємниця",
            "?page=x",
        )
    }
    assert rows == {
        "": 3, "?search=бойко": 2, "?list=north-1": 3, "?list=north-9": 0, "?show=answered": 2, "?search=таємниця": 0,
        "?page=x": 3,
    }  # fmt: skip


def test_a_remark_is_entered(fresh: Desk, at: At) -> None:
    north = at("north/delegate")
    assert "north-1:4" in north.get("/remark/").content.decode()
    assert north.post("/remark/north-1:4/", {"remark": "accepts"}).status_code == 302
    assert seen(fresh, "north-1:4").said[0].remark[0] is Remark.ACCEPTS


def test_a_fact_is_entered_with_its_evidence(fresh: Desk, at: At) -> None:
    verifier = at("mediator/verifier")
    assert verifier.get("/record-fact/?line=north-1:2")["Location"] == "/record-fact/north-1:2/"
    paper = SimpleUploadedFile("secret-name.pdf", b"%PDF protocol")
    typed = {"what": "best-interests", "truth": "yes", "source": "panel", "on": "2025-01-05", "evidence": paper}
    assert verifier.post("/record-fact/north-1:2/", typed).status_code == 302
    (fact,) = seen(fresh, "north-1:2").facts
    assert (fact.what, fact.source, fresh.archive.document(fact.evidence)) == (
        "best-interests",
        "panel",
        b"%PDF protocol",
    )


def test_what_a_verifier_finds_a_delegate_is_not_offered(fresh: Desk, at: At) -> None:
    north, before = at("north/delegate"), fresh.archive.size()
    assert 'value="best-interests"' not in north.get("/record-fact/north-1:2/").content.decode()
    assert north.post("/record-fact/north-1:2/", {"what": "best-interests", "truth": "yes"}).status_code == 422
    assert fresh.archive.size() == before


def test_an_interview_is_checked_before_it_is_entered(fresh: Desk, at: At) -> None:
    at("south/delegate").post("/answer-claim/north-1:2/", {"answer": "held"})
    verifier = at("mediator/verifier")
    assert "/record-interview/north-1:2/" in verifier.get("/record-interview/").content.decode()
    check = verifier.post("/record-interview/north-1:2/", {"wish": "unwilling"})
    assert (check.status_code, seen(fresh, "north-1:2").wish) == (200, None)
    assert 'name="wish" value="unwilling"' in check.content.decode()
    back = verifier.post("/record-interview/north-1:2/", {"wish": "unwilling", "change": "yes"})
    assert (back.status_code, "There is a problem" in back.content.decode()) == (200, False)
    verifier.post("/record-interview/north-1:2/", {"wish": "unwilling", "checked": "yes"})
    assert seen(fresh, "north-1:2").wish is Wish.UNWILLING


def test_a_visit_is_entered_and_the_next_falls_due(fresh: Desk, at: At) -> None:
    north = at("north/delegate")
    page = north.get("/follow-up/").content.decode()
    assert (page.count('<th scope="row">'), "visit 1" in page, "overdue" in page) == (1, True, True)
    typed = {"milestone": "1", "found": "Усе добре", "needed": "on"}
    assert north.post("/follow-up/north-1:1/", typed).status_code == 302
    first, second = seen(fresh, "north-1:1").visits[:2]
    assert (first.made, first.found, first.needed, second.made) == (True, "Усе добре", True, False)
    assert at("south/delegate").get("/follow-up/").content.decode().count('<th scope="row">') == 0


def test_a_claim_is_taken_back_after_a_check(fresh: Desk, at: At) -> None:
    north = at("north/delegate")
    typed = {"target": "north-1:5", "reason": "He came home by himself."}
    check = north.post("/withdraw/", typed)
    assert (check.status_code, state(fresh, "north-1:5")) == (200, "unanswered")
    assert north.post("/withdraw/", typed | {"checked": "yes"}).status_code == 302
    assert state(fresh, "north-1:5") == "withdrawn"
    refused = north.post("/withdraw/", {"target": "south-1:1", "reason": "x", "checked": "yes"})
    assert (refused.status_code, "withdrawn by the party that made it" in refused.content.decode()) == (422, True)


def test_an_exchange_stops_and_goes_on(fresh: Desk, at: At) -> None:
    north, registrar = at("north/delegate"), at("mediator/registrar")
    north.post("/suspend/", {"exchange": "children-2031", "reason": "Shelling.", "checked": "yes"})
    assert fresh.book().exchanges["children-2031"].suspended is True
    assert north.get("/resume/").status_code == 404
    registrar.post("/resume/", {"exchange": "children-2031", "checked": "yes"})
    assert fresh.book().exchanges["children-2031"].suspended is False


def test_a_public_statement_is_entered(fresh: Desk, at: At) -> None:
    typed = {"said_by": "Office of North", "said_on": "2025-01-02", "figure": "persons sought", "concerning": "north",
             "wording": "Понад 300", "at_least": "300", "checked": "yes"}  # fmt: skip
    assert at("mediator/registrar").post("/record-statement/", typed).status_code == 302
    (said,) = fresh.book().statements
    assert (said.said_by, said.at_least, said.at_most, said.exchange) == ("Office of North", 300, None, None)


def test_a_file_of_answers_enters_all_rows_or_none(fresh: Desk, at: At) -> None:
    south, before = at("south/delegate"), fresh.archive.size()
    bad = SimpleUploadedFile("a.csv", b"line,answer\nnorth-1:2,held\nnorth-1:3,perhaps\nnope,held\n")
    refused = south.post("/answer-claim/file/", {"file": bad})
    text = refused.content.decode()
    assert (refused.status_code, fresh.archive.size(), text.count("of answers</th>")) == (422, before, 2)
    good = SimpleUploadedFile("a.csv", b"line,answer\nnorth-1:2,held\nnorth-1:3,not held\n")
    assert south.post("/answer-claim/file/", {"file": good}).status_code == 302
    assert (fresh.archive.size(), state(fresh, "north-1:3")) == (before + 2, "not held")
