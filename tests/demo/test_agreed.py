from __future__ import annotations

from pathlib import Path

import pytest

from repatria.demo import agreed
from repatria.demo.commands import Folder
from repatria.demo.truth import ListAgreement, PairAgreement, TrueLine
from repatria.errors import InputNotUnderstood

FOUND = agreed.Agreement(
    (ListAgreement("north-1", 4, 3, 2, (2, 2)), ListAgreement("south-1", 2, 2, 1, (0, 2))),
    {"confirmed by both parties": PairAgreement(4, 3, 6)},
)


def test_lines_and_agreement_are_summed() -> None:
    assert (FOUND.lines, FOUND.agree) == (6, 5)


def test_the_terminal_shows_both_tables() -> None:
    lists, pairs = agreed.as_tables(FOUND)
    assert [list(column.cells) for column in lists.columns][:3] == [
        ["north-1", "south-1", "all"],
        ["4", "2", "6"],
        ["3", "2", "5"],
    ]
    assert [list(column.cells) for column in pairs.columns] == [
        ["confirmed by both parties"], ["4"], ["3"], ["6"], ["75.0%"], ["50.0%"],
    ]  # fmt: skip


def test_the_section_says_the_numbers() -> None:
    section = agreed.as_section(FOUND, seed=3)
    assert "5 of 6 lines are where the truth says" in section
    assert '<th scope="row">north-1</th><td>4</td><td>3</td><td>75.0%</td><td>2</td><td>2</td>' in section
    assert "<td>0 to 2</td>" in section
    assert "<td>4</td><td>3</td><td>6</td><td>75.0%</td><td>50.0%</td>" in section


def test_the_section_goes_where_the_report_has_room_for_it(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text(f"<main>{agreed.PLACE_IN_REPORT}</main>", "utf-8")
    agreed.add_to_report(report, FOUND, seed=3)
    assert report.read_text("utf-8") == f"<main>{agreed.as_section(FOUND, seed=3)}</main>"


def test_a_page_without_room_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("<main></main>", "utf-8")
    with pytest.raises(InputNotUnderstood):
        agreed.add_to_report(report, FOUND, seed=3)
    assert report.read_text("utf-8") == "<main></main>"


def test_a_second_line_counts_as_its_first(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    truth = (
        TrueLine("north-1:1", "T-0001", ("held",), "no", ("south-1:1",)),
        TrueLine("north-1:2", "T-0001", ("duplicate",)),
        TrueLine("south-1:1", "T-0001", ("held",), "no", ("north-1:1",)),
    )
    headings = ("left", "right", "proposal", "reasons", "judgement")
    folder.put("proposals-a.csv", headings, [("north-1:2", "south-1:1", "review", "", "")])
    folder.put("judgements-a.csv", headings, [("north-1:1", "south-1:1", "review", "", "same")])
    assert agreed.compare(folder, truth, {"lines": []}).pairs == {
        "proposed as the same": PairAgreement(0, 0, 1),
        "proposed as the same or for review": PairAgreement(1, 1, 1),
        "confirmed by both parties": PairAgreement(1, 1, 1),
    }
