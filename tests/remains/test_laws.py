"""Laws of the room: nothing is dropped, nothing raises, no message repeats a cell, and order changes only what it must."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.people.refs import LineRef, ListId, bag_of
from repatria.remains.counting import minimum_individuals
from repatria.remains.custody import Item, chain, check
from repatria.remains.graph import Contents, Graph, Kind
from repatria.remains.reading import named_rows, read_contents, read_custody, read_effects, tags_of

SOUTH_5 = ListId("south-5")
BAGS = tags_of([(LineRef(f"{SOUTH_5}:{n}"), f"S-{n}") for n in (1, 2, 3)]).bags
CONTENTS = ["bag", "specimen", "part", "sample", "taken_on", "sex", "age_from", "age_to", "stature_cm", "recovered_on"]
CUSTODY = ["item", "kind", "from", "to", "at", "seal", "new_seal", "photograph"]
EFFECTS = ["bag", "specimen", "what", "says", "photograph"]
SECRET = "Zzyzx-7731"  # no word of ours: if it is in a message, a cell was repeated

known = st.sampled_from(
    ["S-1", "s-2", "south-5:3", "S-9", "a", "b", "L1", "left femur", "2031-06-02", "male", "30", "label", ""]
)
cells = known | st.just(SECRET) | st.text(max_size=6)
days = st.sampled_from(["2031-06-01", "2031-06-02T08:00Z", "2031-06-02T20:00+03:00", "2031-06-03", "2031-06-04"])
people = st.sampled_from(["x", "y", "z", ""])
items = st.sampled_from(["south-5", "S-1", "S-2", "a", "b", "L1"])


def tables(width: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8)


def contents_of(body: list[list[str]]) -> Contents:
    rows = named_rows(CONTENTS, enumerate(body, start=2), kind="contents")
    return read_contents(rows, bags=BAGS, consignment=SOUTH_5, said_by="north")


@given(tables(len(CONTENTS)))
def test_law_every_row_is_in_a_bag_or_told(body):
    found = contents_of(body)
    placed = [row for row in body if " ".join(row[0].split()).upper() in BAGS]
    assert found.unplaced == len(body) - len(placed)
    assert sum(found.numbers(3)) == len(found.specimens) == len(set(found.refs))
    bags_of_rows = {BAGS[" ".join(row[0].split()).upper()] for row in placed}
    assert {bag_of(one.ref) for one in found.specimens} == bags_of_rows


@given(tables(len(CONTENTS)), tables(len(EFFECTS)), tables(len(CUSTODY)))
@settings(max_examples=60)
def test_law_nothing_raises_and_no_message_repeats_a_cell(body, effects, custody):
    found = contents_of(body)
    effect = read_effects(named_rows(EFFECTS, enumerate(effects, start=2), kind="effects"), bags=BAGS, contents=found)
    handed = read_custody(named_rows(CUSTODY, enumerate(custody, start=2), kind="custody"), bags=BAGS, contents=found)
    every = [Item(link.lower_kind, link.lower) for link in found.links]
    graph = Graph(found.links)
    told = [*found.findings, *effect.findings, *handed.findings, *graph.contradictions()]
    told += check(every, handings=handed.handings, graph=graph)
    assert [f for f in told if SECRET in f"{f.place} {f.message} {f.hint} {f.column}"] == []


@given(st.lists(st.sampled_from([["S-1", "a"], ["S-1", "b"], ["S-2", "c"], ["S-2", "d"], ["S-3", ""]]), max_size=8))
def test_law_rows_of_other_bags_do_not_change_a_specimens_number(body):
    alone = {
        one.ref: one.label
        for bag in ("S-1", "S-2", "S-3")
        for one in contents_of([row + [""] * 8 for row in body if row[0] == bag]).specimens
    }
    assert {one.ref: one.label for one in contents_of([row + [""] * 8 for row in body]).specimens} == alone


@given(st.lists(st.tuples(items, people, people, days), max_size=8))
@settings(max_examples=60)
def test_law_a_chain_is_in_order_of_days_and_holds_only_the_item_and_what_contains_it(rows):
    found = contents_of([["S-1", "a", "", "L1", *[""] * 6], ["S-2", "b", *[""] * 8]])
    body = [[item, "", giver, taker, at, "", "", ""] for item, giver, taker, at in rows]
    handed = read_custody(named_rows(CUSTODY, enumerate(body, start=2), kind="custody"), bags=BAGS, contents=found)
    steps = chain(Item(Kind.SAMPLE, "L1"), handings=handed.handings, graph=Graph(found.links))
    days_of = [step.handing.at.day for step in steps]
    assert days_of == sorted(days_of)
    allowed = {("consignment", "south-5"), ("bag", "south-5:1"), ("specimen", "south-5:1/1"), ("sample", "L1")}
    assert {(step.handing.item.kind, step.handing.item.ref) for step in steps} <= allowed
    own = [h for h in handed.handings if h.item == Item(Kind.SAMPLE, "L1")]
    assert sum(not step.inherited for step in steps) == len(own)


@given(tables(len(CONTENTS)), st.data())
@settings(max_examples=40)
def test_law_people_of_two_handovers_are_not_added_up(body, data):
    """One person may lie in both: together they are at least as many as in the one, and at most as many as in each."""
    parts = {specimen.ref: specimen.part for specimen in contents_of(body).specimens}
    first = {ref for ref in parts if data.draw(st.booleans())}
    sides = [{ref: part for ref, part in parts.items() if (ref in first) is here} for here in (True, False)]
    most = [minimum_individuals(side).value for side in sides]
    assert max(most) <= minimum_individuals(parts).value <= sum(most)
    assert minimum_individuals(parts).value <= len(parts)
