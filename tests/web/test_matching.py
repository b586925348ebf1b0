"""Who is who on the screen: proposals made apart, two records side by side, judging, undoing, and what a party never sees."""

from __future__ import annotations

import re
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import claims, intake
from repatria.desk.matching.reconciling import steps_of
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.desk.terms import agreements
from repatria.errors import IllegalAct
from repatria.lists import read
from repatria.log.note import Signer
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId
from repatria.register.acts import Judgement
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web import proposals as web_proposals
from repatria.web.desk import the_desk
from repatria.web.presenters.matching import rows_of
from repatria.web.proposals import Asked, Kept, Running, ask, folder, proposals_of

HEAD = "№;Прізвище;Ім'я;Дата народження;Місце народження;Адреса родини;Національність"
NORTH = ["Іваненко;Олена;12.03.2019;Озерне", "Бойко;Тарас;04.05.2018;Липове", "Вдовенко;Ірина;2016;Кам'янка",
         "Гончар;Микола;30.11.2015;Береги"]  # fmt: skip
SOUTH = ["Гончар;Николай;30.11.2015;Берега", "Boiko;Taras;05.04.2018;Lypove", "Вдовенко;Ирина;06.07.2016;Каменка",
         "Орлова;Пелагея;1990;Дальнее"]  # fmt: skip
SECRETS = {"north": ("таємниця", "лише-Північ"), "south": ("тайна", "только-Юг")}
"""Each side's family addresses and nationalities, which the other must never see."""
SIDES = {"north": NORTH, "south": SOUTH}
PAIR = "/judge-match/north-1:2/south-1:2/"
PAGES = ("/matching/", "/matching/north-1/south-1/", PAIR, "/judge-match/south-1:2/north-1:2/", "/matching/groups/",
         "/matching/contradictions/", "/lines/north-1:2/", "/lines/south-1:2/")  # fmt: skip
Sit = Callable[[str], Client]


def make(path: Path) -> None:
    """Makes a desk with a list of each side."""
    archive = open_archive(path, create=True)
    clock = FixedClock(datetime(2026, 6, 2, 9, tzinfo=UTC))
    desk = open_desk(
        archive, clock=clock, salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=(PartyId("north"), PartyId("south")), origin="desk.example/log", demo=True,
    )  # fmt: skip
    for party, stance in (("north", Stance.SEEKS), ("south", Stance.HOLDS)):
        address, nationality = SECRETS[party]
        rows = [f"{n};{row};{address} {n};{nationality}" for n, row in enumerate(SIDES[party], 1)]
        intake.receive_list(
            desk, by=actor(f"{party}/delegate"), content="\n".join([HEAD, *rows]).encode(), party=PartyId(party),
            stance=stance, exchange=ExchangeId("children-2031"), reading=read,
            mediator_only=(Field.NATIONALITY, Field.PLACE_OF_BIRTH),
        )  # fmt: skip
    archive.close()


def wait_for(asked: Asked) -> Kept:
    """Waits until proposals are made."""
    for _ in range(600):
        found = proposals_of(asked)
        if isinstance(found, Kept):
            return found
        assert isinstance(found, Running)
        time.sleep(0.1)
    raise AssertionError("the comparison did not end")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of proposals, by name, made once by processes of their own."""
    path = tmp_path_factory.mktemp("made") / "desk.sqlite3"
    make(path)
    with override_settings(DESK=str(path), HOME=path.parent):
        for who in ("north/delegate", "south/delegate", "mediator/registrar"):
            reader = actor(who)
            asked = Asked.by(reader, ListId("north-1"), ListId("south-1"))
            assert proposals_of(asked) is None
            ask(asked, reader=reader)
            wait_for(asked)
        files = sorted(folder().iterdir())
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        return {file.name: file.read_bytes() for file in files}


@pytest.fixture
def fresh(tmp_path: Path, tables: None, made: dict[str, bytes]) -> Iterator[Desk]:
    """A desk of its own, with proposals, to enter acts at."""
    path = tmp_path / "desk.sqlite3"
    make(path)
    the_desk.cache_clear()
    with override_settings(DESK=str(path), HOME=tmp_path, IS_DEMO=True), transaction.atomic():
        folder().mkdir(parents=True)
        for name, content in made.items():
            (folder() / name).write_bytes(content)
        yield the_desk()
        transaction.set_rollback(True)
    the_desk.cache_clear()


@pytest.fixture
def sits(fresh: Desk) -> Sit:
    """Signs in as an actor and returns the browser."""

    def sitting(acts_as: str) -> Client:
        user = get_user_model().objects.create_user(username=acts_as.replace("/", "-"))
        Seat.objects.create(user=user, acts_as=acts_as)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    return sitting


def unmarked(page: bytes) -> str:
    """Returns a page without marks inside words, so that words can be looked for."""
    return re.sub("</?mark>", "", page.decode())


def said(desk: Desk, left: str = "north-1:2", right: str = "south-1:2") -> dict[str, str]:
    book = desk.book()
    names = (*book.parties, "mediator")
    a, b = sorted((book.number(LineRef(left)), book.number(LineRef(right))))
    return {str(names[judge]): judgement.value for judge, judgement in book.matches.of(a, b).items()}


def test_names_are_in_no_file_of_proposals(made: dict[str, bytes]) -> None:
    assert sorted(name.split(".")[2] for name in made) == ["mediator", "north", "south"]
    text = b"".join(made.values()).decode().casefold()
    assert [name for row in NORTH + SOUTH for name in row.casefold().split(";")[:2] if name in text] == []


def test_a_hidden_field_weighs_nothing_for_whom_it_is_hidden(fresh: Desk) -> None:
    weighed = {}
    for who in ("north/delegate", "south/delegate", "mediator/registrar"):
        kept = wait_for(Asked.by(actor(who), ListId("north-1"), ListId("south-1")))
        steps = [step for rows in kept.of.values() for one in rows for step in steps_of(one.reasons)[0]]
        weighed[who] = any(Field.PLACE_OF_BIRTH in step.fields for step in steps)
    assert weighed == {"north/delegate": False, "south/delegate": False, "mediator/registrar": True}


@pytest.mark.parametrize("seat", ["north/delegate", "south/delegate", "mediator/registrar"])
def test_nobody_sees_what_the_other_side_keeps_back(sits: Sit, seat: str) -> None:
    client, own = sits(seat), seat.partition("/")[0]
    hidden = {word for party, words in SECRETS.items() if own not in (party, "mediator") for word in words}
    places = {"north": ("Lypove",), "south": ("Липове",), "mediator": ()}[own]
    for page in PAGES:
        response = client.get(page)
        assert response.status_code == 200, page
        text = unmarked(response.content)
        assert [word for word in (*hidden, *places) if word in text or word in str(response.headers)] == []


def test_the_secrets_are_there_to_leak(sits: Sit) -> None:
    text = unmarked(sits("mediator/registrar").get(PAIR).content)
    assert [word in text for words in SECRETS.values() for word in words] == [True] * 4


@pytest.mark.parametrize("seat", ["north/officer", "mediator/verifier", "mediator/laboratory", "mediator/observer"])
def test_who_does_not_judge_finds_nothing(sits: Sit, seat: str) -> None:
    client = sits(seat)
    assert [client.get(page).status_code for page in PAGES[:6]] == [404] * 6


@pytest.mark.parametrize(
    "page",
    ["/judge-match/south-1:1/south-1:2/", "/judge-match/north-1:1/north-1:1/", "/judge-match/north-1:1/south-1:99/",
     "/judge-match/north-9:1/south-1:1/", "/matching/south-1/south-1/", "/matching/north-1/north-7/"],
)  # fmt: skip
def test_pairs_that_are_not_ones_own_look_like_what_is_not_there(sits: Sit, page: str) -> None:
    client = sits("north/delegate")
    assert (client.get(page).status_code, client.post(page, {"judgement": "same"}).status_code) == (404, 404)


def test_a_party_judges_for_itself_and_both_make_one_person(sits: Sit, fresh: Desk) -> None:
    north, south = sits("north/delegate"), sits("south/delegate")
    first = north.post(PAIR, {"judgement": "same"})
    assert (first.status_code, said(fresh)) == (302, {"north": "same"})
    text = south.get(PAIR).content.decode()
    assert ("<strong>north</strong>: same" in text, "<strong>south</strong>: owes a judgement" in text) == (True, True)
    south.post(PAIR, {"judgement": "same"})
    assert said(fresh) == {"north": "same", "south": "same"}
    assert fresh.book().matches.group(1) == (1, 5)
    assert "One person already" in north.get(PAIR).content.decode()


def test_the_mediator_joins_nothing_alone(sits: Sit, fresh: Desk) -> None:
    sits("mediator/registrar").post(PAIR, {"judgement": "same"})
    assert (said(fresh), fresh.book().matches.group(1)) == ({"mediator": "same"}, (1,))


def test_a_double_click_enters_once(sits: Sit, fresh: Desk) -> None:
    north, size = sits("north/delegate"), fresh.book().size
    for _ in range(2):
        north.post(PAIR, {"judgement": "different"})
    assert fresh.book().size == size + 1


@pytest.mark.parametrize("judgement", ["", "SAME", "<script>", "x" * 10_000, "\x00", "نفس الشخص"])
def test_what_is_no_judgement_enters_nothing(sits: Sit, fresh: Desk, judgement: str) -> None:
    size = fresh.book().size
    response = sits("north/delegate").post(PAIR, {"judgement": judgement})
    assert (response.status_code, fresh.book().size) == (422, size)
    assert "There is a problem" in response.content.decode()


def test_undo_brings_the_candidates_back_and_what_stood_before(sits: Sit, fresh: Desk) -> None:
    north = sits("north/delegate")
    north.post(PAIR, {"judgement": "same"})
    north.post(PAIR, {"judgement": "different"})
    seen = []
    for _ in range(3):
        response = north.post("/judge-match/undo/")
        seen.append((response["Location"], said(fresh).get("north")))
    assert seen == [(PAIR, "same"), (PAIR, "unsure"), ("/matching/", "unsure")]
    assert 'aria-current="true"><bdi dir="ltr">south-1:2' in north.get(PAIR).content.decode()


def test_none_of_these_calls_every_candidate_different(sits: Sit, fresh: Desk) -> None:
    north = sits("north/delegate")
    kept = wait_for(Asked.by(actor("north/delegate"), ListId("north-1"), ListId("south-1")))
    rights = [str(one.right) for one in kept.of[LineRef("north-1:2")]]
    north.post("/judge-match/north-1:2/none-of/south-1/")
    assert [said(fresh, right=right) for right in rights] == [{"north": "different"}] * len(rights)
    assert north.post("/judge-match/undo/")["Location"] == PAIR
    assert [said(fresh, right=right) for right in rights] == [{"north": "unsure"}] * len(rights)
    assert north.post("/judge-match/north-1:1/none-of/south-9/").status_code == 404
    assert north.get("/judge-match/north-1:2/none-of/south-1/").status_code == 405


def test_progress_is_counted_and_the_next_line_waits(sits: Sit) -> None:
    north = sits("north/delegate")
    total = len(wait_for(Asked.by(actor("north/delegate"), ListId("north-1"), ListId("south-1"))).lines)
    assert f"0 of {total} judged" in north.get("/matching/north-1/south-1/").content.decode()
    onwards = north.post(PAIR, {"judgement": "same"})["Location"]
    assert re.fullmatch(r"/judge-match/north-1:[134]/south-1:\d/", onwards)
    assert f"1 of {total} judged" in north.get(onwards).content.decode()
    assert f"0 of {total} judged" in sits("south/delegate").get("/matching/north-1/south-1/").content.decode()


def test_what_the_other_side_judged_waits_for_ones_own(sits: Sit, fresh: Desk) -> None:
    north, south = sits("north/delegate"), sits("south/delegate")
    north.post(PAIR, {"judgement": "same"})
    rows = [re.findall(r'<th scope="row"><a [^>]+><bdi dir="ltr">([^<]+)<',
                       client.get("/matching/north-1/south-1/?show=owed").content.decode())
            for client in (north, south)]  # fmt: skip
    assert rows == [[], ["north-1:2"]]
    mediator = sits("mediator/registrar").get("/matching/north-1/south-1/").content.decode()
    assert ('value="owed"' in mediator, "The other side has judged" in mediator) == (False, False)
    south.post(PAIR, {"judgement": "same"})
    assert "The other side has judged" not in south.get("/matching/north-1/south-1/").content.decode()


def test_weights_stay_hidden_until_judged_when_the_reader_wants_so(sits: Sit) -> None:
    north = sits("north/delegate")
    shown = [" bits." in north.get(PAIR).content.decode()]
    back = north.post("/matching/habits/", {"weights": "off", "left": "north-1:2", "right": "south-1:2"})
    text = north.get(PAIR).content.decode()
    shown.append(" bits" in text.replace("Weight in bits", "").replace('class="bits"', ""))
    shown.append("two scripts</td>" in text)
    north.post(PAIR, {"judgement": "unsure"})
    shown.append(" bits." in north.get(PAIR).content.decode())
    assert (back["Location"], shown) == (PAIR, [True, False, False, True])


def test_single_keys_can_be_switched_off(sits: Sit) -> None:
    north = sits("north/delegate")
    assert 'data-judging="on"' in north.get(PAIR).content.decode()
    north.post("/matching/habits/", {"keys": "off", "left": "x", "right": ""})
    text = north.get(PAIR).content.decode()
    assert ('data-judging="off"' in text, "<kbd>" in text) == (True, False)


def test_letters_that_differ_are_marked_and_told(sits: Sit) -> None:
    text = sits("mediator/registrar").get("/judge-match/north-1:1/south-1:4/").content.decode()
    assert ("<mark>" in text, "Letters that differ" in text) == (True, True)
    alike = sits("north/delegate").get(PAIR).content.decode()
    assert re.search(r'<span dir="auto">Бойко</span></td>\s*<td><span dir="auto">Boiko</span>', alike)


SIGN = "/judge-match/signatures/"


def test_judgements_are_signed_and_the_key_is_never_sent(sits: Sit, fresh: Desk) -> None:
    signer, other = Signer("north.example", bytes(32)), Signer("north.example", bytes([7]) * 32)
    agreements.register_key(fresh, by=actor("mediator/registrar"), holder=PartyId("north"), vkey=str(signer.key))
    north = sits("north/delegate")
    assert "Every judgement of your side is signed." in north.get(SIGN).content.decode()
    judge(fresh, "north-1:1", "south-1:1", Judgement.SAME, "north", "south")
    judge(fresh, "north-1:2", "south-1:2", Judgement.DIFFERENT, "north")
    page = north.get(SIGN).content.decode()
    texts = [unescape(one) for one in re.findall(r"data-text>([^<]+)</pre>", page)]
    assert [text.split("\n")[1:4] for text in texts] == [
        ["north-1:1", "south-1:1", "same"], ["north-1:2", "south-1:2", "different"],
    ]  # fmt: skip
    good = [str(signer.sign(text)).strip() for text in texts]
    for wrong in ("", "rubbish", good[0], "\n".join(reversed(good)), "\n".join([*good, good[0]]),
                  "\n".join(str(other.sign(text)).strip() for text in texts), signer.secret_text()):  # fmt: skip
        answer = north.post(SIGN, {"signature": wrong})
        assert (answer.status_code, signer.secret_text() in answer.content.decode()) == (422, False)
        assert fresh.book().size == Desk(fresh.archive, fresh.clock, fresh.salts).book().size
    assert "2 judgements of your side are not signed" in north.get(PAIR).content.decode()
    assert north.post(SIGN, {"signature": "\n".join(good)})["Location"] == "/matching/"
    text = north.get(PAIR).content.decode()
    assert ("signed with the key north.example" in text, "not signed with its key" in text) == (True, False)
    assert said(fresh) == {"north": "different"}


def test_a_judgement_that_changed_meanwhile_is_not_signed(sits: Sit, fresh: Desk) -> None:
    signer = Signer("north.example", bytes(32))
    agreements.register_key(fresh, by=actor("mediator/registrar"), holder=PartyId("north"), vkey=str(signer.key))
    judge(fresh, "north-1:2", "south-1:2", Judgement.SAME, "north")
    row = claims.JudgementRow(LineRef("north-1:2"), LineRef("south-1:2"), Judgement.UNSURE)
    with pytest.raises(IllegalAct, match="judged otherwise by now"):
        claims.sign_judgements(fresh, by=actor("north/delegate"), signed=[(row, signer)])
    assert said(fresh) == {"north": "same"}


def judge(desk: Desk, left: str, right: str, judgement: Judgement, *parties: str) -> None:
    for party in parties:
        row = claims.JudgementRow(LineRef(left), LineRef(right), judgement)
        claims.judge_matches(desk, by=actor(f"{party}/delegate"), judgements=[row])


def test_already_matched_contradictions_and_people_on_many_lines(sits: Sit, fresh: Desk) -> None:
    judge(fresh, "north-1:1", "south-1:2", Judgement.SAME, "north", "south")
    judge(fresh, "north-1:1", "north-1:2", Judgement.DIFFERENT, "north")
    north = sits("north/delegate")
    text = north.get(PAIR).content.decode()
    assert ("Already matched" in text, "Contradicts:" in text) == (True, True)
    judge(fresh, "north-1:2", "south-1:2", Judgement.SAME, "north", "south")
    groups = north.get("/matching/groups/").content.decode()
    assert re.findall(r'<bdi dir="ltr">([\w:-]+)</bdi>', groups) == ["north-1:1", "north-1:2", "south-1:2"]
    assert "/judge-match/north-1:1/north-1:2/" in north.get("/matching/contradictions/").content.decode()
    assert "north-1:1" not in sits("south/delegate").get("/matching/contradictions/").content.decode()


def test_two_lists_are_chosen_and_compared(sits: Sit, fresh: Desk) -> None:
    north = sits("north/delegate")
    chosen = [("north-1", "south-1"), ("south-1", "south-1"), ("", ""), ("<b>", "north-1")]
    seen = [north.post("/matching/", {"left": a, "right": b}).status_code for a, b in chosen]
    assert seen == [302, 422, 422, 422]
    for file in folder().iterdir():
        file.unlink()
    page = "/matching/north-1/south-1/"
    assert "were not compared yet" in north.get(page).content.decode()
    assert north.post(page)["Location"] == page
    assert "being compared" in north.get(page).content.decode()
    assert 'hx-trigger="every 2s"' in north.get(page, headers={"HX-Request": "true"}).content.decode()
    wait_for(Asked.by(actor("north/delegate"), ListId("north-1"), ListId("south-1")))
    assert north.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_long_file_of_proposals_is_read_outside_the_request(
    sits: Sit, fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_proposals, "MOST_READ_AT_ONCE", 10)
    asked = Asked.by(actor("north/delegate"), ListId("north-1"), ListId("south-1"))
    assert web_proposals.kept(asked) is None
    assert wait_for(asked) is web_proposals.kept(asked)


def test_a_comparison_that_fails_is_told(sits: Sit) -> None:
    north, page = sits("north/delegate"), "/matching/south-1/north-1/"
    with override_settings(DESK=str(settings.HOME / "nothing.sqlite3")):
        reader = actor("north/delegate")
        asked = Asked.by(reader, ListId("south-1"), ListId("north-1"))
        ask(asked, reader=reader)
        for _ in range(200):
            if not isinstance(proposals_of(asked), Running):
                break
            time.sleep(0.1)
        assert type(proposals_of(asked)).__name__ == "Failed"
    assert north.get(page).status_code == 200


def test_whole_names_are_held_against_parts_and_rows_say_what_is_missing() -> None:
    left = {Field.FULL_NAME: "Бойко Тарас", Field.SEX: "ч"}
    right = {Field.SURNAME: "Бойко", Field.GIVEN_NAMES: "Тарасій", Field.HEALTH: "добрий"}
    rows = rows_of(left, right, steps_of(["surname: the same +9.0", "given name: different -4.0"])[0])
    assert [(row.field, str(row.verdict), row.bits) for row in rows] == [
        (Field.FULL_NAME, "alike", 5.0), (Field.SEX, "missing on one side", None),
        (Field.HEALTH, "missing on one side", None),
    ]  # fmt: skip


def test_dates_are_held_against_each_other_as_they_were_read() -> None:
    cells = {Field.DATE_OF_BIRTH: "11.09.2017"}, {Field.DATE_OF_BIRTH: "11 сентября 2017 г."}
    for second, apart in (("2017-09-11", ()), ("2017-09-12", ("2",))):
        (row,) = rows_of(*cells, (), read=({Field.DATE_OF_BIRTH: "2017-09-11"}, {Field.DATE_OF_BIRTH: second}))
        assert (row.apart[1], str(row.verdict)) == (apart, "differs" if apart else "the same")
