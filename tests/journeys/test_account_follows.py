"""The account follows the lists: a line taken out, one added, two exchanged; everybody is accounted for each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from repatria.cli import main

Person = tuple[str, str, str]
SOUGHT: tuple[Person, ...] = (
    ("Шевчук", "Олена", "12.03.2019"),
    ("Мельник", "Іван", "01.02.2018"),
    ("Бондар", "Яна", "2020"),
)
ANSWERS = {"Шевчук": "held", "Мельник": "not held"}
"""What South answers of each; of the others it says nothing."""

STATES = {"Шевчук": "held", "Мельник": "not held", "Бондар": "unanswered"}


class Desk:
    """A desk of its own, with one list handed in and answered."""

    def __init__(self, home: Path, people: tuple[Person, ...]) -> None:
        self.home, self.people = home, people
        self.type("mediator/registrar", "2031-05-12T09:00:00Z", "desk", "new", "--desk", self.path("desk.sqlite3"),
                  "--party", "north", "--party", "south", "--demo-seed", "7")  # fmt: skip
        rows = "".join(f"{n};{';'.join(person)}\r\n" for n, person in enumerate(people, start=1))
        text = f"Список;;;\r\n№;Прізвище;Ім'я;Дата народження\r\n{rows}Усього: {len(people)};;;\r\n"
        (home / "sought.csv").write_text(text, "utf-8")
        self.type("north/delegate", "2031-05-13T09:00:00Z", "receive-list", self.path("sought.csv"), "--party", "north",
                  "--stance", "seeks", "--exchange", "return-2031")  # fmt: skip
        known = [(n, ANSWERS[p[0]]) for n, p in enumerate(people, start=1) if p[0] in ANSWERS]
        (home / "answers.csv").write_text("line,answer\n" + "".join(f"north-1:{n},{a}\n" for n, a in known), "utf-8")
        self.type("south/delegate", "2031-05-14T09:00:00Z", "answer-claim", "--file", self.path("answers.csv"))

    def path(self, name: str) -> str:
        return str(self.home / name)

    def type(self, by: str, at: str, *words: str) -> str:
        env = {"REPATRIA_DESK": self.path("desk.sqlite3"), "REPATRIA_BY": by, "REPATRIA_AT": at}
        done = CliRunner().invoke(main, list(words), env=env, prog_name="repatria")
        assert done.exit_code == 0, done.output
        return done.stdout

    def account(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.type("", "2031-05-15T09:00:00Z", "account", "--json"))
        return document

    def by_person(self) -> dict[str, str]:
        """The state of each person, by surname: the account's lines stand in the order of the list."""
        states = [line["state"] for line in self.account()["lines"]]
        return {person[0]: state for person, state in zip(self.people, states, strict=True)}


def assert_balanced(account: dict[str, Any], lines: int) -> None:
    [entry] = account["lists"]
    assert (account["balanced"], entry["lines"], entry["declared_total"], sum(entry["states"].values())) == (
        True,
        lines,
        lines,
        lines,
    )
    assert [line["ref"] for line in account["lines"]] == [f"north-1:{n}" for n in range(1, lines + 1)]
    assert account["discrepancies"] == []


def test_three_lines(tmp_path: Path) -> None:
    desk = Desk(tmp_path, SOUGHT)
    assert_balanced(desk.account(), 3)
    assert desk.by_person() == STATES


@pytest.mark.parametrize("out", range(3))
def test_a_line_taken_out(tmp_path: Path, out: int) -> None:
    left = SOUGHT[:out] + SOUGHT[out + 1 :]
    desk = Desk(tmp_path, left)
    assert_balanced(desk.account(), 2)
    assert desk.by_person() == {person[0]: STATES[person[0]] for person in left}


@pytest.mark.parametrize("at", range(4))
def test_a_line_added(tmp_path: Path, at: int) -> None:
    more = (*SOUGHT[:at], ("Коваль", "Ігор", "05.05.2021"), *SOUGHT[at:])
    desk = Desk(tmp_path, more)
    assert_balanced(desk.account(), 4)
    assert desk.by_person() == STATES | {"Коваль": "unanswered"}


def test_two_lines_exchanged(tmp_path: Path) -> None:
    desk = Desk(tmp_path, (SOUGHT[1], SOUGHT[0], SOUGHT[2]))
    account = desk.account()
    assert_balanced(account, 3)
    assert desk.by_person() == STATES
    assert [line["state"] for line in account["lines"]] == ["not held", "held", "unanswered"]


def test_who_owes_follows_too(tmp_path: Path) -> None:
    lines = Desk(tmp_path, SOUGHT).account()["lines"]
    assert [(line["owed_by"], line["due_on"]) for line in lines] == [
        ("mediator", "2031-06-11"),  # 28 days after the answer
        ("north", "2031-06-11"),
        ("south", "2031-06-10"),  # 28 days after the list came in
    ]


def test_a_declared_total_that_differs_is_kept_with_both_numbers(tmp_path: Path) -> None:
    desk = Desk(tmp_path, SOUGHT)
    (tmp_path / "more.csv").write_text("Surname;Date of birth\r\nAster;1990\r\nTotal: 2;\r\n", "utf-8")
    desk.type("north/delegate", "2031-05-15T10:00:00Z", "receive-list", desk.path("more.csv"), "--party", "north",
              "--stance", "seeks", "--exchange", "return-2031")  # fmt: skip
    account = json.loads(desk.type("", "2031-05-15T11:00:00Z", "account", "--json"))
    assert account["discrepancies"] == [
        {"what": "declared total and lines of north-2", "counts": {"north": 2, "mediator": 1}}
    ]
    assert account["balanced"] is True
