from __future__ import annotations

import re
import time

import numpy as np
import pyarrow as pa
import pytest

from repatria.errors import InputNotUnderstood
from repatria.linkage import Linked, Proposed, Settings, link, pieces, propose, rows
from repatria.linkage.deciding.judgements import Judged, Judgement
from repatria.linkage.telling import proposals

COLUMNS = ["left_ref", "right_ref", "weight_bits", "probability", "proposal", "reasons"]
FORMS = "Ялинчук Терновий Дубенко Липовий Сосновець Грабчак Кленовий Вербовець Осиковий Калинюк".split()


def table(refs: str, people: list[tuple[str, str, str]]) -> pa.Table:
    surname, given, born = (list(column) for column in zip(*people, strict=True)) if people else ([], [], [])
    texts = {"ref": [f"{refs}{n}" for n in range(len(people))], "surname": surname, "given_names": given}
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in (texts | {"date_of_birth": born}).items()})


BOTH = [(surname, "Сергій", f"19{60 + n}-0{1 + n % 9}-1{n % 10}") for n, surname in enumerate(FORMS)]
NAMESAKES = [("Ясеневий", "Петро", "1980")] * 5


@pytest.fixture(scope="module")
def lists() -> tuple[pa.Table, pa.Table]:
    """Ten people in both lists, one whom nobody resembles, and one with five namesakes on the right."""
    return table("L", [*BOTH, ("Явір", "Устим", "1931-03-04"), NAMESAKES[0]]), table("R", [*BOTH[::-1], *NAMESAKES])


@pytest.fixture(scope="module")
def linked(lists: tuple[pa.Table, pa.Table]) -> Linked:
    return link(*lists, settings=Settings(all_above=-200.0))


def test_each_left_line_has_its_link_or_its_best_reviews_or_nobody(lists, linked: Linked) -> None:
    found = rows(linked, propose(linked, settings=Settings()), left=lists[0], right=lists[1])
    counts = [(row["left_ref"], row["proposal"]) for row in found.to_pylist()]
    assert found.column_names == COLUMNS
    assert sorted(counts) == sorted([(f"L{n}", "link") for n in range(10)] + [("L10", "no")] + [("L11", "review")] * 3)
    assert {(row["left_ref"], row["right_ref"]) for row in found.to_pylist() if row["proposal"] == "link"} == {
        (f"L{n}", f"R{9 - n}") for n in range(10)
    }


def test_nobody_is_a_row_of_its_own(lists, linked: Linked) -> None:
    row = rows(linked, propose(linked, settings=Settings())).to_pylist()[-1]
    told = {**row, "weight_bits": str(row["weight_bits"]), "probability": str(row["probability"])}
    assert told == {
        "left_ref": "L10", "right_ref": "", "weight_bits": "0.0000", "probability": "0.000000", "proposal": "no",
        "reasons": "no line shares enough with this one",
    }  # fmt: skip


def test_all_above_writes_every_pair_and_nothing_else(linked: Linked) -> None:
    settings = Settings(all_above=1.0)
    found = rows(linked, propose(linked, settings=settings)).to_pylist()
    wanted = np.flatnonzero(linked.pairs.weight_bits >= 1.0)
    assert (len(found), {row["right_ref"] for row in found} & {""}) == (len(wanted), set())
    assert [row["proposal"] for row in found if row["left_ref"] == "L11"] == ["review"] * 5


def test_what_is_proposed_for_a_pair_is_the_same_in_both_forms(linked: Linked) -> None:
    one, other = propose(linked, settings=Settings()), propose(linked, settings=Settings(all_above=1.0))
    assert one.of_pairs.tolist() == other.of_pairs.tolist()
    assert (one.many(Proposed.LINK), one.many(Proposed.REVIEW), len(one.nobody)) == (10, 3, 1)


def test_rows_fall_by_weight_then_by_references(linked: Linked) -> None:
    found = rows(linked, propose(linked, settings=Settings(all_above=-200.0))).to_pylist()
    keys = [(-row["weight_bits"], row["left_ref"], row["right_ref"]) for row in found]
    assert (keys == sorted(keys), len(keys) > 10) == (True, True)


def test_numbers_have_fixed_decimals(linked: Linked) -> None:
    found = rows(linked, propose(linked, settings=Settings()))
    assert (found.schema.field("weight_bits").type, found.schema.field("probability").type) == (
        pa.decimal128(18, 4), pa.decimal128(18, 6),
    )  # fmt: skip
    best = max(row["weight_bits"] for row in found.to_pylist())
    assert float(best) == round(float(linked.pairs.weight_bits[linked.links].max()), 4)


def test_negative_weights_are_written_as_such(linked: Linked) -> None:
    found = rows(linked, propose(linked, settings=Settings(all_above=-200.0)))
    assert float(min(row["weight_bits"] for row in found.to_pylist())) == round(
        float(linked.pairs.weight_bits.min()), 4
    )


def test_exchanging_the_lists_mirrors_the_pairs(lists, linked: Linked) -> None:
    settings = Settings(all_above=-200.0)
    mirrored = link(lists[1], lists[0], settings=settings)
    one = rows(linked, propose(linked, settings=settings), left=lists[0], right=lists[1]).to_pylist()
    other = rows(mirrored, propose(mirrored, settings=settings), left=lists[1], right=lists[0]).to_pylist()
    words = {"left": "right", "right": "left"}
    turned = [
        {
            **row,
            "left_ref": row["right_ref"],
            "right_ref": row["left_ref"],
            "reasons": re.sub(r"\b(left|right)\b(?= list)", lambda word: words[word[0]], row["reasons"]),
        }
        for row in other
    ]
    assert sorted(map(repr, turned)) == sorted(map(repr, one))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [([], [], []), ([], BOTH, []), (BOTH[:1], [], [("L0", "", "no")]), (BOTH[:1], BOTH[:1], None)],
)
def test_empty_lists_and_single_lines(left, right, expected) -> None:
    linked = link(table("L", left), table("R", right))
    found = rows(linked, propose(linked, settings=Settings())).to_pylist()
    told = [(row["left_ref"], row["right_ref"], row["proposal"]) for row in found]
    assert told == expected if expected is not None else told in ([("L0", "R0", "link")], [("L0", "R0", "review")])


def test_what_people_judged_is_proposed_and_told(lists) -> None:
    judged = [
        Judged("L0", "R9", Judgement.DIFFERENT),
        Judged("L1", "R8", Judgement.UNSURE),
        Judged("L11", "R10", Judgement.SAME),
    ]
    linked = link(*lists, judgements=judged, settings=Settings(all_above=-200.0))
    found = rows(linked, propose(linked, settings=Settings(all_above=-200.0))).to_pylist()
    told = {(row["left_ref"], row["right_ref"]): (row["proposal"], row["reasons"].split("; ")) for row in found}
    said = {pair: (word, [text for text in texts if text.startswith("judged")]) for pair, (word, texts) in told.items()}
    assert said["L0", "R9"] == ("no", ["judged different"])
    assert said["L1", "R8"] == ("review", ["judged unsure"])
    assert said["L11", "R10"] == ("link", ["judged the same"])
    assert said["L2", "R7"] == ("link", [])


def test_rows_are_the_same_however_many_are_put_into_words_at_once(lists, linked: Linked, monkeypatch) -> None:
    found = propose(linked, settings=Settings())
    whole = rows(linked, found, left=lists[0], right=lists[1])
    monkeypatch.setattr(proposals, "AT_ONCE", 4)
    parts = list(pieces(linked, found, left=lists[0], right=lists[1]))
    assert ([len(part) for part in parts], pa.concat_tables(parts).to_pylist()) == ([4, 4, 4, 2], whole.to_pylist())


class Foreign:
    """A table of another library, as Arrow's C stream interface shows it."""

    def __init__(self, held: pa.Table) -> None:
        self._held = held

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._held.__arrow_c_stream__(requested_schema)


def test_tables_of_other_libraries_are_taken(lists) -> None:
    foreign = [
        Foreign(
            pa.table(
                {
                    name: column.cast(pa.large_string())
                    for name, column in zip(side.column_names, side.columns, strict=True)
                }
            )
        )
        for side in lists
    ]
    one, other = link(*lists), link(*foreign)
    found = [
        rows(k, propose(k, settings=Settings()), left=a, right=b).to_pylist()
        for k, (a, b) in ((one, lists), (other, foreign))
    ]
    assert found[0] == found[1]


def test_what_is_no_table_is_refused(lists) -> None:
    with pytest.raises(InputNotUnderstood, match="not a table"):
        link("left.csv", lists[1])


@pytest.mark.parametrize("many", [0, 1, 2, 7])
def test_pieces_made_side_by_side_come_in_order(many: int) -> None:
    def slower_at_first(n: int) -> pa.Table:
        time.sleep(0.002 * (many - n))
        return pa.table({"n": [n]})

    assert [piece["n"][0].as_py() for piece in proposals.side_by_side(slower_at_first, range(many))] == list(
        range(many)
    )
