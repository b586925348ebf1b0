from __future__ import annotations

from typing import Any

import pytest


def test_the_document_is_the_account_and_nothing_else(clerk: Any) -> None:
    found = clerk.json("account")
    assert sorted(found) == ["balanced", "consignments", "discrepancies", "format", "lines", "lists", "remains"]
    assert (found["format"], found["balanced"]) == (1, True)
    assert [sum(entry["states"].values()) for entry in found["lists"]] == [2, 2]


def test_the_account_in_words(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:1", "held", by="south/delegate")
    lines = clerk.ok("account", "--on", "2031-06-20").splitlines()
    assert lines[1:5] == [
        "north-1: north seeks 2 persons",
        "state       lines",
        "unanswered      1",
        "held            1",
    ]
    assert lines[-1] == "the account balances"
    assert [line for line in lines if line.startswith("answered")] == [
        "answered: 1; outstanding: 3; overdue on 2031-06-20: 4"
    ]


def test_an_account_that_does_not_balance_is_exit_status_1(clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    import repatria.cli.commands.account as commands

    whole = commands.account_of
    monkeypatch.setattr(commands, "account_of", lambda book: replace(whole(book), lines=whole(book).lines[1:]))
    done = clerk.do("account")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "the account does NOT balance")


def test_the_report_is_a_page_without_names(clerk: Any) -> None:
    clerk.ok("account", "--report", "r.html", "--on", "2031-06-20")
    page = (clerk.home / "r.html").read_text("utf-8")
    assert (page.lstrip()[:9].lower(), "Zyxwvutsan" in page, "north-1" in page) == ("<!doctype", False, True)


def test_a_statement_keeps_its_definition_and_source(clerk: Any) -> None:
    words = ("record-statement", "--said-by", "a ministry", "--said-on", "2031-05-01", "--figure", "persons sought")
    more = ("--concerning", "north", "--wording", "around forty", "--definition", "not heard of", "--source", "radio")
    clerk.ok(*words, *more)
    (sought, _) = clerk.json("figures")["figures"]
    assert (sought["documented"], sought["statements"][0]["words"]) == (
        2,
        "around forty\nDefinition: not heard of\nSource: radio",
    )
    assert clerk.ok("figures").splitlines()[-4:] == [
        "persons sought, north, a ministry on 2031-05-01:",
        "  around forty",
        "  Definition: not heard of",
        "  Source: radio",
    ]
