from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter

COLUMNS = ["left_ref", "right_ref", "weight_bits", "probability", "proposal", "reasons"]
SURNAMES = "Ялинчук Терновий Дубенко Липовий Сосновець Грабчак Кленовий Вербовець Осика Калинюк Явір Бузина".split()
RUSSIAN = "Ялинчук Терновый Дубенко Липовый Сосновец Грабчак Кленовый Вербовец Осика Калинюк Явор Бузина".split()
NORTH = "ref,surname,given_names,patronymic,sex,date_of_birth,place\n" + "".join(
    f"N-{n},{surname},Сергій,Миколайович,ч,{n + 10}.03.19{60 + n},Вільхове\n" for n, surname in enumerate(SURNAMES)
)
SOUTH = "№;Фамилия;Имя;Отчество;Пол;Дата рождения;Место рождения\n" + "".join(
    f"{n};{surname};Сергей;Николаевич;м;19{60 + n}-03-{n + 10};Ольховое\n" for n, surname in enumerate(RUSSIAN)
)
ALL = {f"N-{n}": str(n) for n in range(12)}
AT = ("--at", "2031-06-02T09:00:00Z")


@pytest.fixture
def offices(outsider: Any) -> Any:
    outsider.write("north.csv", NORTH)
    outsider.write("south.csv", SOUTH)
    return outsider


def pairs(clerk: Any, name: str = "pairs.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((clerk.home / name).read_text("utf-8"))))


def links(clerk: Any, name: str = "pairs.csv") -> dict[str, str]:
    return {row["left_ref"]: row["right_ref"] for row in pairs(clerk, name) if row["proposal"] == "link"}


def test_two_lists_in_two_languages_are_linked(offices: Any) -> None:
    said = offices.ok("link", "north.csv", "south.csv", "--out", "pairs.csv")
    assert said.splitlines()[1:] == [
        "12 links, 0 pairs for review, 0 lines without either",
        "about 12 lines are expected to be in both lists",
    ]
    found = pairs(offices)
    assert (list(found[0]), links(offices)) == (COLUMNS, ALL)
    assert [len(row["weight_bits"].partition(".")[2]) for row in found] == [4] * 12
    assert [len(row["probability"].partition(".")[2]) for row in found] == [6] * 12
    assert found[0]["reasons"].split("; ")[1].rpartition(" ")[0] == "given name: Ukrainian and Russian form of one name"


def test_the_same_input_gives_the_same_bytes(offices: Any) -> None:
    one = offices.do("link", "north.csv", "south.csv", "--out", "one.csv", "--json", *AT)
    other = offices.do("link", "north.csv", "south.csv", "--out", "other.csv", "--json", *AT)
    assert (one.stdout, (offices.home / "one.csv").read_bytes()) == (
        other.stdout,
        (offices.home / "other.csv").read_bytes(),
    )


def test_exchanging_the_lists_mirrors_the_pairs(offices: Any) -> None:
    offices.ok("link", "north.csv", "south.csv", "--out", "one.csv", "--all-above", "-100")
    offices.ok("link", "south.csv", "north.csv", "--out", "other.csv", "--all-above", "-100")
    one = {(row["left_ref"], row["right_ref"], *list(row.values())[2:]) for row in pairs(offices, "one.csv")}
    assert {(row["right_ref"], row["left_ref"], *list(row.values())[2:]) for row in pairs(offices, "other.csv")} == one


def test_what_json_says(offices: Any) -> None:
    found = offices.json("link", "north.csv", "south.csv", "--out", "pairs.csv", *AT)
    assert list(found) == [
        "lines", "pairs_counted", "looked_at", "kept", "rules", "refused_rules", "expected_matches", "links", "reviews",
        "nobody", "rows", "twice", "findings",
    ]  # fmt: skip
    assert (found["lines"], found["links"], found["rows"]) == ({"left": 12, "right": 12}, 12, 12)
    assert sum(rule["pairs"] for rule in found["rules"]) == found["pairs_counted"] >= found["looked_at"] >= 12
    assert (found["twice"], found["findings"]) == ({"left": 0.0, "right": 0.0}, [])


def test_timings_are_told_when_asked_for(offices: Any) -> None:
    found = offices.json("link", "north.csv", "south.csv", "--out", "pairs.csv", "--timings")
    assert list(found["seconds"])[:2] == ["reading the lists", "reading names"]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors cannot be taken away here")
def test_one_processor_or_several_give_the_same_bytes(offices: Any) -> None:
    allowed, said = os.sched_getaffinity(0), []
    for processors in (allowed, {min(allowed)}):
        try:
            os.sched_setaffinity(0, processors)
            said.append(offices.do("link", "north.csv", "south.csv", "--out", "pairs.csv", "--json", *AT).stdout)
        finally:
            os.sched_setaffinity(0, allowed)
        said.append((offices.home / "pairs.csv").read_bytes())
    assert said[:2] == said[2:]


@pytest.mark.parametrize("broken", [("north",), ("south",), ("north", "south")])
def test_of_lists_that_are_refused_the_left_one_is_told(offices: Any, broken: tuple[str, ...]) -> None:
    for name in broken:
        offices.write(f"{name}.csv", "ref,surname,given_names\n1,Дубенко,Ігор\n,Липа,Ада\n")
    refused = offices.do("link", "north.csv", "south.csv", "--out", "pairs.csv")
    side = "left" if "north" in broken else "right"
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (2, f"{side}:2: the line has no reference")
    assert not (offices.home / "pairs.csv").exists()


def test_all_above_writes_only_pairs_of_so_many_bits(offices: Any) -> None:
    offices.ok("link", "north.csv", "south.csv", "--out", "all.csv", "--all-above", "8")
    found = pairs(offices, "all.csv")
    assert (min(float(row["weight_bits"]) for row in found) >= 8, {row["right_ref"] for row in found} >= {""}) == (
        True,
        False,
    )
    weights = [float(row["weight_bits"]) for row in found]
    assert weights == sorted(weights, reverse=True)


def test_a_link_probability_beyond_reach_gives_reviews(offices: Any) -> None:
    found = offices.json("link", "north.csv", "south.csv", "--out", "pairs.csv", "--link-probability", "1")
    assert (found["links"], found["reviews"]) == (0, 12)


def test_workbooks_and_parquet_give_the_same_pairs(offices: Any) -> None:
    rows = [line.split(",") for line in NORTH.splitlines()]
    with xlsxwriter.Workbook(str(offices.home / "north.xlsx")) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    table = pa.table({name: [row[n] for row in rows[1:]] for n, name in enumerate(rows[0])})
    pyarrow.parquet.write_table(table, offices.home / "north.parquet")
    for name in ("north.csv", "north.xlsx", "north.parquet"):
        offices.ok("link", name, "south.csv", "--out", f"{name}.pairs", *AT)
    written = [(offices.home / f"{name}.pairs").read_bytes() for name in ("north.csv", "north.xlsx", "north.parquet")]
    assert written[0] == written[1] == written[2]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("ref,surname\n", SOUTH, {}),
        (NORTH, "ref,surname\n", {}),
        (NORTH[: NORTH.index("N-1,")], SOUTH[: SOUTH.index("1;")], {"N-0": "0"}),
        (NORTH.upper().replace("REF,SURNAME,GIVEN_NAMES", "ref,surname,given_names"), SOUTH, ALL),
        (
            "ref,name,date_of_birth\n"
            + "".join(f"N-{n},{s} Сергій Миколайович,19{60 + n}\n" for n, s in enumerate(SURNAMES)),
            SOUTH,
            ALL,
        ),
        (
            "\n".join(",".join(c for k, c in enumerate(line.split(",")) if k != 5) for line in NORTH.splitlines()),
            SOUTH,
            None,
        ),
        (
            "\n".join(
                ",".join(
                    c if not n or k == 0 or (7 * n + 3 * k) % 10 > 2 else "" for k, c in enumerate(line.split(","))
                )
                for n, line in enumerate(NORTH.splitlines())
            ),
            SOUTH,
            None,
        ),
    ],
    ids=["left-empty", "right-empty", "one-line-each", "capitals", "whole-names", "no-dates", "empty-cells"],
)
def test_poor_lists_still_get_an_answer(outsider: Any, left: str, right: str, expected: dict[str, str] | None) -> None:
    outsider.write("left.csv", left)
    outsider.write("right.csv", right)
    outsider.ok("link", "left.csv", "right.csv", "--out", "pairs.csv")
    found = links(outsider)
    if expected is None:  # fewer links, but none of them wrong, and each line has its row
        assert found.items() <= ALL.items()
        assert {row["left_ref"] for row in pairs(outsider)} == set(ALL)
    else:
        assert found == expected


def test_two_people_who_share_everything_are_for_review(outsider: Any) -> None:
    twice = NORTH + "N-99,Ялинчук,Сергій,Миколайович,ч,10.03.1960,Вільхове\n"
    outsider.write("left.csv", twice)
    outsider.write("right.csv", SOUTH + "99;Ялинчук;Сергей;Николаевич;м;10.03.1960;Ольховое\n")
    outsider.ok("link", "left.csv", "right.csv", "--out", "pairs.csv")
    asked = [(row["left_ref"], row["right_ref"]) for row in pairs(outsider) if row["proposal"] == "review"]
    found = links(outsider)
    assert {left: right for left, right in found.items() if left not in ("N-0", "N-99")} == {
        left: right for left, right in ALL.items() if left != "N-0"
    }
    assert {right for _, right in asked} == {"0", "99"}
    assert set(found.items()) - set(ALL.items()) <= {("N-0", "99"), ("N-99", "0"), ("N-99", "99")}


def test_a_pair_explosion_is_refused_with_the_rule_and_the_count(outsider: Any) -> None:
    rows = "".join(f"{n},Дубенко,Іван\n" for n in range(300))
    outsider.write("left.csv", "ref,surname,given_names\n" + rows)
    done = outsider.do("link", "left.csv", "left.csv", "--out", "pairs.csv", "--json")
    assert (done.exit_code, (outsider.home / "pairs.csv").exists()) == (2, False)
    message = json.loads(done.stdout)["error"]
    assert message == "the lists say too little: the rule surname + given alone makes about 90,000 pairs"


def test_findings_have_places_and_no_cells(outsider: Any) -> None:
    outsider.write("left.csv", NORTH.replace("10.03.1960", "колись").replace("Ялинчук", "Zyxwvutsan"))
    outsider.write("right.csv", SOUTH)
    done = outsider.do("link", "left.csv", "right.csv", "--out", "pairs.csv")
    assert done.stderr.splitlines()[0] == "error: left:1 date_of_birth: not understood as a date; kept as received"
    assert ("Zyxwvutsan" in done.output, "колись" in done.output) == (False, False)


@pytest.mark.parametrize(
    ("left", "place"),
    [("ref,surname\n1,Дубенко\n1,Липа\n", "left:2"), ("ref,surname\n1,Дубенко\n,Липа\n", "left:2"), ("", "left")],
)
def test_what_is_refused_says_where(outsider: Any, left: str, place: str) -> None:
    outsider.write("left.csv", left)
    outsider.write("right.csv", SOUTH)
    done = outsider.do("link", "left.csv", "right.csv", "--out", "pairs.csv", "--json")
    assert (done.exit_code, json.loads(done.stdout)["place"]) == (2, place)


def test_pairs_are_never_written_over_a_list_that_is_missing(offices: Any) -> None:
    done = offices.do("link", "north.csv", "nowhere.csv", "--out", "pairs.csv")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "right: there is no such file")


def test_the_file_of_pairs_is_its_owners(offices: Any) -> None:
    offices.ok("link", "north.csv", "south.csv", "--out", "pairs.csv")
    assert (offices.home / "pairs.csv").stat().st_mode & 0o077 == 0


def test_importing_linkage_loads_neither_arrow_nor_a_compiler() -> None:
    program = "import sys, repatria.linkage; print([m for m in ('numba', 'pyarrow', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to"


def test_the_how_to_shows_what_the_command_says(outsider: Any) -> None:
    for name in ("north.csv", "south.csv"):
        shutil.copy(HOW_TO / "link-two-spreadsheets" / name, outsider.home)
    page = (HOW_TO / "link-two-spreadsheets.md").read_text("utf-8")
    shown = re.search(r"```console\n\$ repatria (.+?)\n(.+?)```", page, re.DOTALL)
    assert shown is not None
    assert outsider.ok(*shown[1].split()) == shown[2]
    table = re.findall(r"^\| (N-\d\d) \| (\d*) ?\| ([\d.]+) \| ([\d.]+) \| (\w+) \|", page, re.MULTILINE)
    found = [
        (
            r["left_ref"],
            r["right_ref"],
            f"{float(r['weight_bits']):.1f}",
            f"{float(r['probability']):.3f}",
            r["proposal"],
        )
        for r in pairs(outsider)
    ]
    assert [row for row in found if row[:2] in {tuple(shown[:2]) for shown in table}] == table
