from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from repatria.cli.report import FURTHER_SECTIONS, render
from repatria.desk.pictures.bars import bar
from repatria.desk.pictures.families import FAMILIES, Family, by_family
from repatria.register.states import State


def account() -> dict[str, Any]:
    return {
        "format": 1,
        "balanced": True,
        "lists": [
            {"list": "north-1", "party": "north", "stance": "seeks", "lines": 3, "declared_total": 4,
             "states": {"returned": 2, "unanswered": 1}},
            {"list": "south-1", "party": "south", "stance": "holds", "lines": 1, "declared_total": None,
             "states": {"received": 1}},
        ],
        "lines": [
            {"ref": "north-1:1", "state": "returned", "owed_by": "north", "due_on": "2031-06-19"},
            {"ref": "north-1:2", "state": "returned", "owed_by": "north", "due_on": "2031-07-12"},
            {"ref": "north-1:3", "state": "unanswered", "owed_by": "south", "due_on": "2031-06-10"},
            {"ref": "south-1:1", "state": "received", "owed_by": "north", "due_on": "2031-07-01"},
        ],
        "remains": {
            "north": {"bags": 11, "specimens": 13, "minimum_individuals": 7, "identified": 5},
            "south": {"bags": 0, "specimens": 0, "minimum_individuals": 0, "identified": 0},
        },
        "discrepancies": [{"what": "bags of consignment south-1", "counts": {"north": 6057, "south": 6060}}],
    }  # fmt: skip


class Cells(HTMLParser):
    """Collects the rows of the tables, as texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def rows(page: str, *, beginning: str) -> list[list[str]]:
    return [row for row in Cells(page).rows if row[0] == beginning]


def test_every_state_has_a_family_and_every_family_a_look_of_its_own() -> None:
    assert set(FAMILIES) == set(State)
    assert set(FAMILIES.values()) == set(Family)
    assert len({(family.colour, family.path) for family in Family}) == len(Family)


def test_the_parts_of_a_bar_add_up_to_its_whole() -> None:
    drawn = bar("north-1", {"held": 1, "returned": 5, "tracing": 3})
    widths = [float(w) for w in re.findall(r'y="0" width="([\d.]+)%" height="100%" fill="url', drawn)]
    assert [round(w, 1) for w in widths] == [55.6, 11.1, 33.3]
    assert 'aria-label="north-1: 5 returned, 1 held, 3 tracing"' in drawn


def test_states_that_do_not_occur_are_not_drawn() -> None:
    assert by_family({"held": 0, "returned": 2}) == [(State.RETURNED, 2)]


def test_a_list_without_lines_says_so() -> None:
    assert bar("north-1", {}) == '<p class="note">A list without lines.</p>'


def test_the_table_of_states_ends_with_two_equal_sums() -> None:
    page = render(account(), {})
    assert rows(page, beginning="unanswered")[0] == ["unanswered", "1", "", "1"]
    assert rows(page, beginning="sum of the states") == [["sum of the states", "3", "1", "4"]]
    assert rows(page, beginning="lines handed in") == [["lines handed in", "3", "1", "4"]]


def test_who_owes_what_by_when() -> None:
    found = Cells(render(account(), {"on": "2031-06-20"})).rows
    start = found.index(["owed by", "for lines that are", "lines", "next due", "overdue"])
    assert found[start + 1 : start + 4] == [
        ["North", "returned", "2", "2031-07-12", "1"],
        ["North", "received", "1", "2031-07-01", "-"],
        ["South", "unanswered", "1", "-", "1"],
    ]


def test_four_numbers_of_remains_are_never_mixed() -> None:
    found = Cells(render(account(), {})).rows
    start = found.index(["received by", "bags", "specimens", "least number of individuals", "identified"])
    assert found[start + 1] == ["North", "11", "13", "7", "5"]


def test_without_remains_there_is_no_table_of_them() -> None:
    bare = account()
    bare["remains"] = {"north": {"bags": 0, "specimens": 0, "minimum_individuals": 0, "identified": 0}}
    assert 'id="remains"' not in render(bare, {})


def test_both_numbers_of_a_discrepancy_stand() -> None:
    assert rows(render(account(), {}), beginning="bags of consignment south-1") == [
        ["bags of consignment south-1", "6,057", "6,060"]
    ]


def test_exchanges_and_checkpoint_come_from_the_extras() -> None:
    extras = {
        "exchanges": [
            {"exchange": "return-2031", "stage": "moving", "lines": 4}
            | {"answered": 3, "outstanding": 1, "waiting_for": ["south"]}
        ],
        "checkpoint": {"origin": "desk.example/log", "size": 1234, "root": "AAAA"},
    }
    page = render(account(), extras)
    assert rows(page, beginning="return-2031") == [["return-2031", "moving", "4", "3", "1", "South"]]
    assert "<code>desk.example/log</code>" in page
    assert "rests on 1,234 acts" in page


@pytest.mark.parametrize(("demo", "shown"), [(True, 1), (False, 0)])
def test_a_demo_says_that_everything_is_invented(demo: bool, shown: int) -> None:
    assert render(account(), {"demo": demo}).count("DEMO: the people, places and numbers") == shown


def test_an_account_out_of_balance_says_so_first() -> None:
    broken = account() | {"balanced": False}
    assert '<p class="lead">The account does not balance' in render(broken, {})


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = render(account(), {"on": "2031-06-20"})
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert re.findall(r"<script|https?:|\bsrc=|\bstyle=|@import|@font-face", page) == []
    assert set(re.findall(r"url\((.)", page)) == {"#"}


def test_what_a_file_could_smuggle_in_is_shown_as_text() -> None:
    evil = account()
    evil["discrepancies"] = [{"what": "<script>alert(1)</script>", "counts": {"north": 1}}]
    page = render(evil, {"on": '"><b>'})
    assert "<script" not in page
    assert "<b>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_there_is_one_place_for_further_sections() -> None:
    assert render(account(), {}).count(FURTHER_SECTIONS) == 1


def test_answered_and_outstanding_stand_at_the_top() -> None:
    page = render(account(), {})
    tiles = re.findall(r"<dt>([^<]+)</dt><dd>([0-9,]+)</dd>", page)
    assert tiles[:3] == [("lines accounted for", "4"), ("answered", "3"), ("outstanding: no first word yet", "1")]
