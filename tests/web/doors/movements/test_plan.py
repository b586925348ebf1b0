"""Drawing a plan on screen: a process of its own draws it, the mediator keeps it, a party sees it then and no reasons."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from repatria.desk.aftermath import suspend
from repatria.exchange.manifest import from_bytes
from repatria.people.party import actor
from repatria.people.refs import ExchangeId, ManifestId
from repatria.register.acts import Wish
from repatria.web import drawing as drawings
from repatria.web.drawing import Stage, drawing_of, keep

At = Callable[[str], Client]
REGISTRAR, NORTH = "mediator/registrar", "north/delegate"
EXCHANGE, PAGE = ExchangeId("children-2031"), "/plan/children-2031/"
TYPED = {"day": "2025-02-03", "opens_at": "06:00", "closes_at": "18:00", "offset": "180", "crossing_point": "Ford"}


def said(response: Any) -> str:
    return str(response.content.decode())


def test_a_plan_is_drawn_by_a_process_of_its_own_then_kept_and_found_among_the_manifests(ready: Any, at: At) -> None:
    client, before = at(REGISTRAR), ready.desk.archive.size()
    assert client.post(PAGE, TYPED)["Location"] == PAGE
    assert "The plan is being drawn." in said(client.get(PAGE))
    assert "hx-get" in said(client.get(PAGE, HTTP_HX_REQUEST="true"))
    deadline = time.monotonic() + 120
    while drawing_of(EXCHANGE).stage is Stage.DRAWING:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert client.get(PAGE, HTTP_HX_REQUEST="true")["HX-Refresh"] == "true"
    assert re.findall(r"<strong>(\d+)</strong> people go", said(client.get(PAGE))) == ["2"]
    [content] = drawing_of(EXCHANGE).manifests
    assert from_bytes(content).moves_on.opens_at.isoformat() == "2025-02-03T06:00:00+03:00"
    assert "M-0002" not in said(client.get("/manifests/"))
    assert client.post(PAGE, {"keep": "yes"})["Location"] == "/manifests/"
    assert "M-0002" in said(client.get("/manifests/"))
    assert ready.desk.archive.size() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": ""}, {"day": "31.31.31"}, {"day": "0001-01-01"}, {"opens_at": ""}, {"closes_at": "05:00"},
        {"offset": "1"}, {"offset": "x"}, {"crossing_point": ""}, {"crossing_point": "a\x00b"},
        {"crossing_point": "x" * 201}, dict.fromkeys(TYPED, ""), dict.fromkeys(TYPED, "<script>alert(1)</script>"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_and_nothing_drawn(ready: Any, at: At, wrong: dict[str, str]) -> None:
    sent = at(REGISTRAR).post(PAGE, TYPED | wrong)
    assert (sent.status_code, drawing_of(EXCHANGE)) == (422, None)
    assert "There is a problem" in said(sent)
    assert "<script>alert" not in said(sent)


def test_a_party_sees_the_plan_when_it_is_kept_and_nobodys_reasons(ready: Any, at: At) -> None:
    ready.interviewed("north-1:2", Wish.UNDECIDED)
    drawn = ready.draws(kept=False)
    assert "are held back" not in said(at(NORTH).get(PAGE))
    shown = said(at(REGISTRAR).get(PAGE))
    assert ("is not held" in shown, "north-1:2" in shown) == (True, True)
    path = drawings.folder() / f"{EXCHANGE}.json"
    path.write_bytes(drawings.msgspec.json.encode(drawings.msgspec.structs.replace(drawn, kept=True)))
    shown = said(at(NORTH).get(PAGE))
    assert ("are held back" in shown, "is not held" in shown, "north-1:2" in shown) == (True, False, True)


@pytest.mark.parametrize("sent", [TYPED, {"keep": "yes"}])
@pytest.mark.parametrize("who", [NORTH, "mediator/officer", "mediator/observer"])
def test_nobody_but_the_registrar_draws_or_keeps(ready: Any, at: At, who: str, sent: dict[str, str]) -> None:
    ready.draws(kept=False)
    assert at(who).post(PAGE, sent).status_code == 404
    assert not drawing_of(EXCHANGE).kept


def test_why_there_is_no_plan_is_told(fresh: Any, ready: Any, at: At) -> None:
    suspend(ready.desk, by=actor(REGISTRAR), exchange=EXCHANGE, reason="a reason")
    shown = said(at(REGISTRAR).get(PAGE))
    assert ("the exchange is suspended" in shown, 'class="door"' in shown) == (True, False)


def test_a_refusal_stands_in_the_words_of_the_terms(ready: Any, at: At) -> None:
    drawn = ready.draws(kept=False)
    refused = drawings.Drawing(
        asked=drawn.asked, stage=Stage.REFUSED, message="no plan keeps all the terms", hint="at least <3> go"
    )
    (drawings.folder() / f"{EXCHANGE}.json").write_bytes(drawings.msgspec.json.encode(refused))
    assert "no plan keeps all the terms: at least &lt;3&gt; go" in said(at(REGISTRAR).get(PAGE))


def test_a_drawing_whose_process_ended_with_the_server_has_failed(ready: Any, at: At) -> None:
    drawn = ready.draws(kept=False)
    begun = drawings.Drawing(asked=drawn.asked)
    (drawings.folder() / f"{EXCHANGE}.json").write_bytes(drawings.msgspec.json.encode(begun))
    assert drawing_of(EXCHANGE).stage is Stage.FAILED
    assert "not drawn to its end" in said(at(REGISTRAR).get(PAGE))


def test_numbers_that_were_given_away_meanwhile_are_not_kept_twice(ready: Any) -> None:
    drawn = ready.draws(kept=False)
    assert not keep(drawn, {ManifestId("M-0002")})
    assert keep(drawn, set())
    other = drawings.msgspec.structs.replace(
        drawn, asked=drawings.msgspec.structs.replace(drawn.asked, exchange=ExchangeId("other-2031"))
    )
    assert not keep(other, set())


def test_no_name_is_in_a_drawing(ready: Any) -> None:
    ready.draws()
    [path] = drawings.folder().iterdir()
    assert "Бойко" not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0


@override_settings(LANGUAGE_CODE="uk")
def test_days_of_stages_are_asked_for_one_by_one(ready: Any) -> None:
    from repatria.desk.terms.agreements import terms_in_force
    from repatria.exchange.terms.model import Stage as OfTerms
    from repatria.web.forms.movements import PlanForm

    terms = terms_in_force(ready.desk, EXCHANGE)[1]
    stages = [OfTerms(2), OfTerms(3)]
    form = PlanForm({**TYPED, "day_3": "2025-03-03"}, terms=terms, stages=stages)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["stages"], len(form.cleaned_data["days"])) == ((3,), 1)
    empty = PlanForm(TYPED, terms=terms, stages=stages)
    assert not empty.is_valid()
    assert list(empty.errors) == ["day_2"]
