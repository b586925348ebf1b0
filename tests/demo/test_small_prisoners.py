"""The papers of the small exchange of prisoners: read without doubt, and true to themselves on any day."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from repatria.demo.istanbul.small import FATES, YOUNG, Lists, papers
from repatria.desk.terms.agreements import examine
from repatria.errors import Severity
from repatria.lists import read
from repatria.people.refs import ListId, PartyId

DAYS = (date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29), date(2030, 12, 31))


def test_every_list_is_read_whole_and_one_total_differs() -> None:
    made, lists = papers(today=DAYS[0]), Lists()
    sizes, totals = {}, {}
    for file, name in lists.files.items():
        taken = read(made[file], list_id=ListId(name), party=PartyId(name.split("-")[0]), as_of=DAYS[0])
        assert [f for f in taken.findings if f.severity is Severity.ERROR] == []
        sizes[name], totals[name] = len(taken.lines), taken.declared_total
    assert sizes == {"north-1": 10, "south-1": 7, "south-2": 7, "north-2": 6, "south-3": 4}
    assert {name for name, total in totals.items() if total not in (None, sizes[name])} == {"south-2"}


def test_the_truth_names_every_line_once() -> None:
    lists = Lists()
    assert len(lists.truth) == 10 + 7 + 7 + 6 + 4
    assert [there for here, there in lists.pairs] == list(lists.held)


@pytest.mark.parametrize("day", DAYS)
def test_the_young_are_young_on_any_day(day: date) -> None:
    made, lists = papers(today=day), Lists()
    young = {"young", "counted differently", "unwilling"}
    for party in FATES:
        file = f"prisoners-sought-by-{party}.csv"
        taken = read(made[file], list_id=ListId(lists.files[file]), party=PartyId(party), as_of=day)
        ages = {line.record.line: line.record.born and line.record.born.age_on(day) for line in taken.lines}
        within = {line for line, age in ages.items() if age and age.at_least >= 18 and age.at_most <= 25}
        assert within == {line for line, fate in lists.sought(party).items() if fate in young}


@pytest.mark.parametrize(("name", "last"), [("terms-of-south.toml", "24"), ("terms.toml", "25")])
def test_both_texts_of_terms_can_be_signed(name: str, last: str) -> None:
    terms, findings = examine(papers(today=DAYS[0])[name].decode())
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    young = terms.category("young")
    assert young is not None
    assert young.age is not None
    assert (young.age.oldest, YOUNG[{"24": "south", "25": "agreed"}[last]][1]) == (int(last), last)


def test_files_name_the_lines_of_lists_that_come_later() -> None:
    for before in (0, 2):
        made, lists = papers(today=DAYS[0], before=before), Lists(before)
        for name, lines in (("facts.csv", lists.held), ("interviews.csv", lists.held)):
            rows = csv.DictReader(made[name].decode("utf-8-sig").splitlines())
            assert [row["line"] for row in rows] == list(lines)
    assert list(Lists(2).files.values()) == ["north-3", "south-3", "south-4", "north-4", "south-5"]
