"""My work: tasks with where they are done, how far each exchange is, what one may do besides."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from repatria.desk.session import Desk
from repatria.people.party import actor
from repatria.web.presenters.work import work_of

At = Callable[[str], Client]


def miles(desk: Desk, who: str) -> dict[str, tuple[str, int, int]]:
    """Returns the status of each step of the only exchange."""
    (way,) = work_of(desk, actor(who), on=desk.clock.now().date()).ways
    return {str(mile.title): (mile.status.value, mile.done, mile.of) for mile in way.miles}


def test_how_far_an_exchange_is_for_each_side(fresh: Desk) -> None:
    assert miles(fresh, "south/delegate") == {
        "Hand in your lists": ("done", 1, 1),
        "Answer every line": ("in progress", 2, 5),
        "Remark on the answers": ("cannot start yet", 0, 0),
        "Agree on terms": ("done", 0, 0),
        "Sign the manifests": ("done", 1, 1),
        "Hand over and check off": ("done", 1, 1),
        "Visit after the return": ("done", 0, 0),
    }
    north = miles(fresh, "north/delegate")
    assert (north["Answer every line"], north["Remark on the answers"], north["Visit after the return"][0]) == (
        ("not started", 0, 2), ("in progress", 1, 2), "in progress",
    )  # fmt: skip


def test_tasks_lead_to_where_they_are_done(fresh: Desk) -> None:
    on = fresh.clock.now().date()
    found = {who: [(t.what, t.url, t.count, t.overdue) for t in work_of(fresh, actor(who), on=on).tasks]
             for who in ("south/delegate", "north/delegate", "north/officer", "mediator/verifier")}  # fmt: skip
    assert found == {
        "south/delegate": [("answer", "/answer-claim/", 3, 3)],
        "north/delegate": [("visit 1", "/follow-up/", 1, 1), ("answer", "/answer-claim/", 2, 2),
                           ("remark on the answer", "/remark/", 1, 1)],
        "north/officer": [],
        "mediator/verifier": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "who",
    [
        "mediator/registrar",
        "north/delegate",
        "mediator/verifier",
        "north/verifier",
        "mediator/laboratory",
        "north/officer",
    ],
)
def test_nobody_is_led_to_a_page_that_is_not_for_them(at: At, who: str) -> None:
    client = at(who)
    text = client.get("/").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', main)}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(
    "who", ["mediator/registrar", "north/delegate", "south/delegate", "mediator/verifier", "north/officer"]
)
def test_a_line_leads_to_what_may_be_done_on_it(at: At, who: str) -> None:
    client, found = at(who), {}
    for line in ("north-1:1", "north-1:2", "north-1:4"):
        text = client.get(f"/lines/{line}/").content.decode()
        links = re.findall(r'<a class="btn btn-outline-primary" href="(/[^"]*)"', text)
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
        found[line] = [link.split("/")[1] for link in links]
    assert (
        found["north-1:4"]
        == {
            "mediator/registrar": ["record-fact", "record-interview"],
            "north/delegate": ["remark", "record-fact", "withdraw"],
            "south/delegate": ["answer-claim", "record-fact"],
            "mediator/verifier": ["record-fact", "record-interview"],
            "north/officer": [],
        }[who]
    )
