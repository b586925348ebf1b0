"""The whole of what is invented: lists that read back, a truth that knows every line, and seeds that differ."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from repatria.demo.doha import children
from repatria.demo.invention.people import Invention
from repatria.demo.istanbul.fates import Fate
from repatria.demo.istanbul.laboratory import MARKERS, OTHER_FAMILIES, type_them
from repatria.demo.istanbul.resting import End
from repatria.demo.run import Invented, invent
from repatria.demo.truth import pairs
from repatria.errors import Severity
from repatria.kinship import read_families, read_frequencies, read_profiles
from repatria.lists import read
from repatria.people.fields import Field
from repatria.people.party import Stance
from repatria.people.refs import ListId, PartyId
from repatria.register.states import State

SIZES = {
    "north-1": 34, "south-1": 31, "south-2": 23, "north-2": 21,
    "north-3": 1450, "south-3": 1350, "south-4": 1400, "north-4": 1300,
    "south-5": 6060, "north-5": 78,
}  # fmt: skip


@pytest.fixture(scope="module")
def invented() -> Invented:
    return invent(7)


def test_lists_have_their_sizes(invented: Invented) -> None:
    assert {on.list: len(on.people) for on in invented.lists} == SIZES
    assert all(len(on.sheet.rows) == len(on.people) for on in invented.lists)


@pytest.mark.parametrize("name", SIZES)
def test_a_list_reads_back_line_by_line(invented: Invented, name: str) -> None:
    on = next(x for x in invented.lists if x.list == name)
    found = read(on.write(on.sheet), list_id=ListId(name), party=PartyId(on.party), as_of=date(2031, 7, 15))
    assert len(found.lines) == len(on.people)
    miscounted = 2 if name == "south-4" else 0
    assert found.declared_total == (len(on.people) + miscounted if on.sheet.totals else None)
    assert [heading for heading, meaning in found.headings.items() if meaning is None] == []
    received = [list(line.record.values.values()) for line in found.lines]
    sent = [[str(cell) for cell in row if cell != ""] for row in on.sheet.rows]
    assert [len(cells) for cells in received] == [len(cells) for cells in sent]


def test_dates_read_back_as_the_truth_has_them_but_for_accidents(invented: Invented) -> None:
    on = invented.prisoners.sent_by("south", Stance.HOLDS)
    found = read(on.write(on.sheet), list_id=ListId(on.list), party=PartyId("south"), as_of=date(2031, 7, 15))
    born = {ref: person.born.isoformat() for ref, person in invented.prisoners.people.items()}
    wrong = sum(str(line.record.born) != born[ref] for line, ref in zip(found.lines, on.people, strict=True))
    accidents = sum(number for name, number in on.spoiled.items() if name.startswith("birth-"))
    swapped_to_itself = on.spoiled.get("birth-swapped", 0)
    assert accidents - swapped_to_itself <= wrong <= accidents


def test_the_truth_knows_every_line_once(invented: Invented) -> None:
    truth = list(invented.truth())
    assert [line.ref for line in truth] == [
        f"{on.list}:{n}" for on in invented.lists for n in range(1, len(on.people) + 1)
    ]
    assert {state for line in truth for state in line.states} <= {state.value for state in State}


def test_truth_and_lists_agree_on_who_is_who(invented: Invented) -> None:
    who = {f"{on.list}:{n}": ref for on in invented.lists for n, ref in enumerate(on.people, start=1)}
    found = pairs(invented.truth())
    assert found
    assert all(who[left] == who[right] for left, right in found)


def test_28_and_19_children_cross(invented: Invented) -> None:
    crossing = Counter(line.of for line in children.truth(invented.children) if line.crosses == "yes")
    assert crossing == {"north-1": 28, "south-1": 28, "south-2": 19, "north-2": 19}


def test_the_odd_children_are_there(invented: Invented) -> None:
    young = invented.children
    fates = Counter(young.fates.values())
    assert (fates["declines"], fates["renamed"], fates["grown up"]) == (1, 1, 4)
    five = [young.people[ref] for ref in young.of("north", *children.NAMED)[: children.SIBLINGS]]
    assert len({(p.father, p.mother, p.born_at) for p in five}) == 1
    assert list(young.sent_by("north", Stance.SEEKS).second_lines().values()) == [
        young.sent_by("north", Stance.SEEKS).ref(young.twice)
    ]


def test_named_children_are_children_and_the_grown_up_are_not(invented: Invented) -> None:
    young = invented.children
    ages = {ref: person.age_on(children.RETURNED_ON) for ref, person in young.people.items()}
    assert all((ages[ref] >= 18) == (fate is children.Fate.GROWN_UP) for ref, fate in young.fates.items())


def test_the_holder_writes_the_renamed_child_otherwise(invented: Invented) -> None:
    young = invented.children
    ref = young.of("north", children.Fate.RENAMED)[0]
    held = young.sent_by("south", Stance.HOLDS)
    row = held.sheet.rows[held.people.index(ref)]
    cells = dict(zip(held.columns, row, strict=True))
    assert young.people[ref].surname.ru.upper() not in str(cells[Field.FULL_NAME])
    assert cells[Field.PLACE_OF_BIRTH] in ("", "Сизая Пристань", "Сиза Пристань", "Sizaia Pristan", "Syza Prystan")


def test_a_thousand_can_go_each_way(invented: Invented) -> None:
    for home in ("north", "south"):
        may = invented.prisoners.of(home, Fate.GROWN, Fate.UNSOUGHT)
        assert len(may) >= 1000


def test_the_bags(invented: Invented) -> None:
    south, north = invented.fallen
    assert (len(south.paper.people), len(south.counted), len(north.paper.people), len(north.counted)) == (
        6060,
        6057,
        78,
        78,
    )
    assert sum(bool(row[3]) for row in south.paper.sheet.rows) == 909  # 15 % of 6,060
    assert len({south.specimens, south.minimum_individuals, len(south.counted)}) == 3


def test_who_lies_in_which_bag(invented: Invented) -> None:
    south, north = invented.fallen
    resting = south.resting
    assert north.resting is None
    assert resting is not None
    assert {one.line for one in resting.specimens} == {south.paper.ref(tag) for tag in south.counted}
    assert len(resting.specimens) == south.specimens
    ends = Counter(resting.ends.values())
    assert ends == {End.IDENTIFIED: 8, End.RELEASED: 2, **dict.fromkeys(set(End) - {End.IDENTIFIED, End.RELEASED}, 1)}
    three = next(person for person, end in resting.ends.items() if end is End.FAMILY_TOLD)
    assert len(resting.bags(three)) == 3
    states = Counter(resting.state(one.line) for one in resting.typed)
    assert states["partly identified"] == 2  # one bag, two specimens
    bag, named = resting.mislabelled
    assert named not in {one.person for one in resting.specimens if one.line == bag}


def test_relatives_and_remains_are_of_one_family(invented: Invented) -> None:
    resting = invented.fallen[0].resting
    assert resting is not None
    files = type_them(resting, {person: f"north-3:{n}" for n, person in enumerate(resting.ends, 1)}, seed=7)
    families = {family.id: family for family in read_families(files.families)}
    assert len(families) == len(resting.ends) + OTHER_FAMILIES
    assert Counter(len(family.genotypes) for family in families.values() if family.id.startswith("north"))[1] == 2
    profiles = read_profiles(files.profiles)
    assert [one.id for one in profiles.profiles] == [one.sample for one in resting.typed]
    assert [found for found in profiles.findings if found.severity is Severity.ERROR] == []
    assert read_frequencies(files.frequencies).markers.keys() == set(MARKERS)


def test_the_same_seed_gives_the_same_files(invented: Invented) -> None:
    again = {on.list: on for on in invent(7).children.lists}
    assert [again[on.list].write(again[on.list].sheet) for on in invented.children.lists] == [
        on.write(on.sheet) for on in invented.children.lists
    ]


def test_seeds_differ_in_names_and_in_numbers_of_defects(invented: Invented) -> None:
    other = invent(8)
    assert [on.sheet.rows for on in other.lists] != [on.sheet.rows for on in invented.lists]
    assert [on.spoiled for on in other.prisoners.lists] != [on.spoiled for on in invented.prisoners.lists]
    assert Counter(other.prisoners.fates.values()) != Counter(invented.prisoners.fates.values())
    assert {on.list: len(on.people) for on in other.lists} == SIZES


def test_every_seed_gives_files_that_can_be_written() -> None:
    for seed in range(40):
        for on in children.invent(Invention(seed), seed=seed).lists:
            assert on.write(on.sheet) != b""
