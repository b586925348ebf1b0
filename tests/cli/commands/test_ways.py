"""`repatria link` with an index, within one list, and with judgements."""

from __future__ import annotations

import csv
import io
import json
import stat
from typing import Any

import pytest

SURNAMES = "Ялинчук Терновий Дубенко Липовий Сосновець Грабчак Кленовий Вербовець Осика Калинюк Явір Бузина".split()
HEADINGS = "ref,surname,given_names,patronymic,sex,date_of_birth,place\n"


def line(ref: str, n: int) -> str:
    return f"{ref},{SURNAMES[n]},Сергій,Миколайович,ч,{n + 10}.03.19{60 + n},Вільхове\n"


NORTH = HEADINGS + "".join(line(f"N-{n}", n) for n in range(12))
SOUTH = HEADINGS + "".join(line(f"S-{n}", n) for n in range(4, 12))
LATER = HEADINGS + "".join(line(f"L-{n}", n) for n in range(6))


@pytest.fixture
def offices(outsider: Any) -> Any:
    for name, text in {"north.csv": NORTH, "south.csv": SOUTH, "later.csv": LATER}.items():
        outsider.write(name, text)
    return outsider


def rows(clerk: Any, name: str = "pairs.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((clerk.home / name).read_text("utf-8"))))


def proposed(clerk: Any, word: str, name: str = "pairs.csv") -> set[tuple[str, str]]:
    return {(row["left_ref"], row["right_ref"]) for row in rows(clerk, name) if row["proposal"] == word}


def test_a_new_list_is_linked_against_an_index_and_added(offices: Any) -> None:
    offices.ok("link", "north.csv", "south.csv", "--out", "pairs.csv", "--keep", "index")
    said = json.loads(
        offices.ok("link", "later.csv", "--book", "index", "--keep", "index", "--out", "later-pairs.csv", "--json")
    )
    expected = {(f"L-{n}", f"north/N-{n}") for n in range(6)} | {(f"L-{n}", f"south/S-{n}") for n in (4, 5)}
    assert proposed(offices, "link", "later-pairs.csv") == expected
    assert said["lines"] == {"left": 6, "right": 20}
    assert [one["code"] for one in said["findings"]] == ["model-of-the-index"]
    again = json.loads(offices.ok("link", "later.csv", "--book", "index", "--out", "again.csv", "--json"))
    assert again["lines"] == {"left": 6, "right": 26}
    assert proposed(offices, "link", "again.csv") == expected | {(f"L-{n}", f"later/L-{n}") for n in range(6)}
    assert stat.S_IMODE((offices.home / "index").stat().st_mode) == 0o700


def test_the_same_list_is_not_added_twice(offices: Any) -> None:
    offices.ok("link", "north.csv", "south.csv", "--out", "pairs.csv", "--keep", "index")
    refused = offices.do("link", "south.csv", "--book", "index", "--keep", "index", "--out", "pairs.csv")
    assert refused.exit_code == 2
    offices.ok("link", "south.csv", "--book", "index", "--keep", "index", "--called", "south-2", "--out", "pairs.csv")


def test_a_folder_without_an_index_is_refused(offices: Any) -> None:
    (offices.home / "letters").mkdir()
    assert offices.do("link", "later.csv", "--book", "letters", "--out", "pairs.csv").exit_code == 2
    assert offices.do("link", "later.csv", "--book", "nowhere", "--out", "pairs.csv").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("link", "north.csv"),
        ("link", "north.csv", "south.csv", "--within"),
        ("link", "north.csv", "south.csv", "--book", "index"),
        ("link", "north.csv", "--within", "--book", "index"),
        ("link", "north.csv", "--within", "--keep", "index"),
        ("link", "north.csv", "south.csv", "--keep", "index", "--called", "north"),
    ],
)
def test_ways_that_do_not_go_together_are_refused(offices: Any, words: tuple[str, ...]) -> None:
    assert offices.do(*words, "--out", "pairs.csv").exit_code == 2
    assert not (offices.home / "pairs.csv").exists()


def test_people_listed_twice_are_found_within_a_list(offices: Any) -> None:
    offices.write("twice.csv", NORTH + line("N-again", 7) + line("N-once-more", 7))
    said = json.loads(offices.ok("link", "twice.csv", "--within", "--out", "pairs.csv", "--json"))
    assert said["clusters"] == [["N-7", "N-again", "N-once-more"]]
    expected = {("N-7", "N-again"), ("N-7", "N-once-more"), ("N-again", "N-once-more")}
    assert proposed(offices, "link") == expected
    assert {row["right_ref"] for row in rows(offices)} & {""} == set()


def test_judgements_bind(offices: Any) -> None:
    offices.write(
        "judged.csv", "left_ref,right_ref,judgement\nN-5,S-5,different\nN-6,S-6,unsure\nN-0,S-4,same\nN-7,S-7,\n"
    )
    offices.ok("link", "north.csv", "south.csv", "--out", "pairs.csv", "--judgements", "judged.csv")
    assert proposed(offices, "link") == {("N-0", "S-4")} | {(f"N-{n}", f"S-{n}") for n in range(7, 12)}
    assert ("N-6", "S-6") in proposed(offices, "review")
    assert ("N-5", "S-5") not in proposed(offices, "link") | proposed(offices, "review")
    told = {(row["left_ref"], row["right_ref"]): row for row in rows(offices)}
    assert told["N-0", "S-4"]["reasons"].split("; ")[-1] == "judged the same"
    assert told["N-0", "S-4"]["probability"] == "1.000000"


def test_judgements_that_contradict_are_told(offices: Any) -> None:
    offices.write(
        "judged.csv", "left_ref,right_ref,judgement\nN-5,S-5,same\nN-5,S-6,same\nN-8,S-8,same\nN-8,S-8,different\n"
    )
    said = json.loads(
        offices.ok("link", "north.csv", "south.csv", "--out", "pairs.csv", "--judgements", "judged.csv", "--json")
    )
    found = {(one["code"], one["place"]) for one in said["findings"]}
    assert found == {("judged-same-twice", "S-5 - S-6"), ("judgements-contradict", "N-8 - S-8")}
    assert {("N-5", "S-5"), ("N-5", "S-6"), ("N-8", "S-8")} - proposed(offices, "review") == set()


def test_a_judgement_in_other_words_is_refused_without_being_repeated(offices: Any) -> None:
    offices.write("judged.csv", "left_ref,right_ref,judgement\nN-5,S-5,Ялинчук\n")
    refused = offices.do("link", "north.csv", "south.csv", "--out", "pairs.csv", "--judgements", "judged.csv")
    assert (refused.exit_code, "Ялинчук" in refused.stderr) == (2, False)
