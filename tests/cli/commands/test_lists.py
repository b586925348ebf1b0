from __future__ import annotations

import json
from typing import Any

import pytest

CANARY = "Zyxwvutsan"
READ = ("list", "read", "north.csv", "--party", "north", "--stance", "seeks")


def test_reading_a_list_needs_no_desk(clerk: Any) -> None:
    found = clerk.json(*READ)
    assert (found["total"], found["declared_total"], found["media_type"]) == (2, None, "text/csv")
    assert found["headings"]["Family address"] == "family_address"
    assert found["lines"][0] == {
        "line": "north-1:1",
        "row": 2,
        "values": {
            "surname": CANARY,
            "given_names": "Una",
            "date_of_birth": "1990-02-03",
            "family_address": "Mill Lane",
        },
        "dates": {"date_of_birth": "1990-02-03"},
        "sex": None,
        "unnamed": {},
    }
    assert clerk.acts() == 6


def test_reading_shows_lines_and_totals(clerk: Any) -> None:
    lines = clerk.ok(*READ).splitlines()
    assert lines[0].split() == ["line", "row", "surname", "given_names", "date_of_birth", "family_address"]
    assert lines[-2] == "lines: 2; declared total: none; findings: 0"


def test_a_long_list_is_cut_unless_all_is_asked_for(clerk: Any) -> None:
    rows = "".join(f"Aster{'abcdefghijklmnopqrstuvwxyz'[n]},Una\n" for n in range(26))
    clerk.write("long.csv", "Surname,Given names\n" + rows)
    words = ("list", "read", "long.csv", "--party", "north", "--stance", "seeks")
    short, long = clerk.ok(*words).splitlines(), clerk.ok(*words, "--all").splitlines()
    assert (short[21], len(long) - len(short)) == ("and 6 more lines (--all shows them)", 5)


def test_findings_go_to_standard_error_with_place_and_hint(clerk: Any) -> None:
    clerk.write("odd.csv", "Surname,Given names,Date of birth\nAster,Una,31.02.1990\nTotal: 3\n")
    done = clerk.do("list", "read", "odd.csv", "--party", "north", "--stance", "seeks")
    codes = clerk.json("list", "read", "odd.csv", "--party", "north", "--stance", "seeks")["findings"]
    assert (done.exit_code, len(done.stderr.splitlines()) >= len(codes) >= 2) == (0, True)
    assert {one["code"] for one in codes} >= {"total-differs"}


def test_a_mapping_says_what_headings_mean(clerk: Any) -> None:
    clerk.write("own.csv", "Kolumna,Given names\nAster,Una\n")
    clerk.write("map.toml", 'Kolumna = "surname"\n')
    words = ("list", "read", "own.csv", "--party", "north", "--stance", "seeks")
    assert clerk.json(*words)["headings"]["Kolumna"] is None
    assert clerk.json(*words, "--mapping", "map.toml")["headings"]["Kolumna"] == "surname"


def test_the_mapping_is_kept_with_the_list(clerk: Any) -> None:
    clerk.write("own.csv", "Kolumna,Given names\nAster,Una\n")
    clerk.write("map.toml", 'Kolumna = "surname"\n')
    words = ("receive-list", "own.csv", "--party", "north", "--stance", "seeks", "--exchange", "b")
    said = clerk.json(*words, "--mapping", "map.toml", by="north/delegate")
    assert clerk.json("list", "show", said["list"])["lines"] == {
        f"{said['list']}:1": {"surname": "Aster", "given_names": "Una"}
    }


def test_the_other_party_does_not_see_what_is_for_the_mediator_only(clerk: Any) -> None:
    mediator, north, south = (
        clerk.json("list", "show", "north-1", *words) for words in ((), ("--as", "north"), ("--as", "south"))
    )
    assert mediator["lines"] == north["lines"]
    assert (mediator["hidden"], south["hidden"]) == ([], ["family_address"])
    assert south["lines"]["north-1:1"] == {
        "surname": CANARY,
        "given_names": "Una",
        "date_of_birth": "1990-02-03",
    }
    assert "Mill Lane" not in clerk.ok("list", "show", "north-1", by="south/delegate")
    assert clerk.ok("list", "show", "north-1", "--as", "south").splitlines()[-2:] == [
        "hidden: family_address",
        "shown as south/delegate may see it",
    ]


def test_an_observer_sees_no_cell(clerk: Any) -> None:
    found = clerk.json("list", "show", "north-1", by="north/observer")
    assert found["lines"] == {"north-1:1": {}, "north-1:2": {}}


def test_released_fields_are_seen_and_further_ones_kept_back(clerk: Any) -> None:
    words = ("receive-list", "north.csv", "--party", "north", "--stance", "seeks", "--exchange", "other-2031")
    more = ("--release", "family address", "--mediator-only", "date_of_birth", "--answer-by", "2031-07-01")
    said = clerk.json(*words, *more, by="north/delegate")
    found = clerk.json("list", "show", said["list"], "--as", "south")
    assert (found["hidden"], found["lines"][f"{said['list']}:1"].get("family_address")) == (
        ["date_of_birth"],
        "Mill Lane",
    )
    due = {line["due_on"] for line in clerk.json("account")["lines"] if line["ref"].startswith(said["list"])}
    assert due == {"2031-07-01"}


def test_handing_in_repeats_no_heading_that_is_not_known(clerk: Any) -> None:
    clerk.write("headed.csv", "Surname,Sex,Zyxwvutsan\nAster,perhaps,\x01\n")
    words = ("receive-list", "headed.csv", "--party", "north", "--stance", "seeks", "--exchange", "b")
    done = clerk.do(*words, by="north/delegate")
    assert (done.exit_code, "Zyxwvutsan" in done.output, done.stderr.count("another column:")) == (0, False, 2)
    again = clerk.do(*words, "--json", by="north/delegate")
    columns = [(one["code"], one["column"]) for one in json.loads(again.stdout)["findings"]]
    assert columns == [
        ("heading-unknown", "another column"),
        ("control-character", "another column"),
        ("sex-not-understood", "sex"),
    ]
    assert "Zyxwvutsan" not in again.output


def test_before_a_long_list_is_read_it_is_said(clerk: Any) -> None:
    clerk.write("long.csv", "Surname,Note\n" + f"Aster,{'x' * 30_000}\n" * 300)
    done = clerk.do("list", "read", "long.csv", "--party", "north", "--stance", "seeks")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (0, "reading a list of 8 MB, which takes a while")


def test_a_list_handed_in_twice_is_there_once(clerk: Any) -> None:
    words = ("receive-list", "north.csv", "--party", "north", "--stance", "seeks", "--exchange", "return-2031")
    said = clerk.json(*words, by="north/delegate")
    assert (said["entered"], said["already"], said["list"], clerk.acts()) == (0, 1, "north-1", 6)


@pytest.mark.parametrize(("option", "variable"), [("--max-rows", "REPATRIA_MAX_ROWS"), ("--max-mb", "REPATRIA_MAX_MB")])
def test_limits_can_be_set_by_option_and_by_environment(
    clerk: Any, option: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Aster,Una,{'x' * 1_000}\n" for _ in range(1_200))
    clerk.write("long.csv", "Surname,Given names,Note\n" + rows)
    words = ("list", "read", "long.csv", "--party", "north", "--stance", "seeks")
    entering = ("receive-list", *words[2:], "--exchange", "b")
    refusals = {"--max-rows": "more than 1 rows", "--max-mb": "the file is larger than 1 MB"}
    for command in (words, entering):
        done = clerk.do(*command, option, "1", by="north/delegate")
        assert (done.exit_code, done.stderr.splitlines()[0]) == (2, refusals[option])
    monkeypatch.setenv(variable, "1")
    assert clerk.do(*words).exit_code == 2
    assert clerk.json(*words, option, "5000")["total"] == 1_200
    assert clerk.acts() == 6


def test_the_ratio_of_a_workbook_can_be_set(clerk: Any) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(clerk.home / "even.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Surname", "Given names"])
        for row in range(1, 4_000):
            sheet.write_row(row, 0, ["Aster", "Una"])
    words = ("list", "read", "even.xlsx", "--party", "north", "--stance", "seeks")
    assert clerk.json(*words)["total"] == 3_999
    done = clerk.do(*words, "--max-ratio", "2")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2,
        "a part of the workbook unpacks to more than 2 times its size: refused as a bomb",
    )
