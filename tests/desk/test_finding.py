from __future__ import annotations

from typing import Any

import pytest

from repatria.desk import intake
from repatria.desk.finding import find_lines
from repatria.people.fields import Field
from repatria.people.party import Role, Stance, actor
from repatria.people.refs import ExchangeId, ListId, PartyId

ROWS = (
    "Іваненко;Олена;м. Сонячне;A-17",
    "Бойко;Тарас;Верхній Яр;B-18",
    "Щасливий;Сергій;Сонячне;A-19",
    "O'Connor;Mary Ann;Лиман;B-20",
    "  Бойко-\u2028Гай ;Їлля;;",
)
HEAD = "№;Прізвище;Ім'я;Місце народження;Власний номер"


@pytest.fixture
def searched(office: Any) -> Any:
    """Searches a list of North's whose places of birth are for the mediator only."""
    rows = "\n".join([HEAD, *(f"{n};{row}" for n, row in enumerate(ROWS, 1))])
    done = intake.receive_list(
        office.desk, by=actor("north/delegate"), content=rows.encode(), party=PartyId("north"), stance=Stance.SEEKS,
        exchange=ExchangeId("all-2031"), mediator_only=[Field.PLACE_OF_BIRTH], reading=intake.read,
    )  # fmt: skip

    def search(text: str, reader: str = "mediator/registrar") -> list[int]:
        return [at + 1 for at in find_lines(office.desk, done.received, text, reader=actor(reader)).tolist()]

    return search


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("іваненко", [1]),
        ("ІВАНЕНКО", [1]),
        ("ваненк", [1]),
        ("Ivanenko", [1]),
        ("ivanen", [1]),
        ("бойко", [2, 5]),
        ("boiko", [2, 5]),
        ("Boyko taras", [2]),
        ("Бойко-Гай", [5]),
        ("shchaslyvyi", [3]),
        ("Сергей", [3]),
        ("Sergei", [3]),
        ("o'connor", [4]),
        ("mary ANN", [4]),
        ("north-1:4", [4]),
        ("сонячне", [1, 3]),
        ("сонячне олена", [1]),
        ("олена тарас", []),
        ("ї", [5]),
        ("zzz", []),
        ("", [1, 2, 3, 4, 5]),
        ("   ", [1, 2, 3, 4, 5]),
        ("\n", [1, 2, 3, 4, 5]),
        (".*", []),
        ("бойко " * 50, [2, 5]),
    ],
)
def test_lines_are_found_by_any_part_of_what_is_written_or_heard(searched: Any, text: str, lines: list[int]) -> None:
    assert searched(text) == lines


@pytest.mark.parametrize("text", ["сонячне", "Soniachne", "верхній", "verkhnii"])
def test_nobody_finds_by_what_they_may_not_see(searched: Any, text: str) -> None:
    assert searched(text) != []
    assert searched(text, "north/delegate") == searched(text)
    assert searched(text, "south/delegate") == []
    assert searched(text, f"mediator/{Role.OBSERVER}") == []


def test_an_observer_finds_by_reference_only(searched: Any) -> None:
    assert searched("north-1:2", "mediator/observer") == [2]
    assert searched("бойко", "mediator/observer") == []


def test_a_search_is_remembered_by_reader(searched: Any, office: Any) -> None:
    assert searched("сонячне") == [1, 3]
    assert searched("сонячне", "south/delegate") == []
    assert searched("сонячне") == [1, 3]
    assert {of for of, _, _ in office.desk.found} == {ListId("north-1")}
