import pickle

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.errors import InputNotUnderstood
from repatria.linkage.portions import Learned, weigh_portion
from repatria.linkage.said.lines import TEXT_COLUMNS


@pytest.fixture(scope="module")
def learned(linked):
    return Learned.of(linked)


@pytest.fixture(scope="module")
def portion(invented, linked):
    """The pairs of two linked lists, with both sides' columns."""
    sides = {"left_": (invented.left, linked.pairs.left), "right_": (invented.right, linked.pairs.right)}
    columns = {
        side + name: table[name].take(pa.array(lines)).combine_chunks()
        for side, (table, lines) in sides.items()
        for name in table.column_names
    }
    return pa.RecordBatch.from_pydict(columns)


def test_pairs_weigh_what_they_weigh_when_the_lists_are_linked(portion, learned, linked):
    assert (linked.encoded.left.exchanged.sum(), linked.encoded.right.exchanged.sum()) == (0, 0)
    found = weigh_portion(portion, learned)
    assert found.schema.names == ["left_ref", "right_ref", "weight_bits", "log2_odds"]
    assert found.column("weight_bits").to_pylist() == linked.pairs.weight_bits.tolist()
    assert found.column("left_ref").equals(portion.column("left_ref"))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_pair_weighs_the_same_in_every_portion(portion, learned, data):
    whole = weigh_portion(portion, learned).column("weight_bits").to_pylist()
    some = data.draw(st.lists(st.integers(0, portion.num_rows - 1), max_size=12))
    part = weigh_portion(
        pa.RecordBatch.from_struct_array(portion.to_struct_array().take(pa.array(some, pa.int32()))), learned
    )
    assert part.column("weight_bits").to_pylist() == [whole[n] for n in some]


def test_what_was_learned_can_be_sent_to_workers(portion, learned):
    again = pickle.loads(pickle.dumps(learned))
    assert weigh_portion(portion, again).equals(weigh_portion(portion, learned))


def test_values_that_were_never_seen_are_compared_by_their_letters(learned):
    lines = {"surname": ["Ґедзюринський"] * 3, "given_names": ["Олександр"] * 3, "date_of_birth": ["1971-03-04"] * 3}
    other = {
        "surname": ["Ґедзюринський", "Гедзюрінський", "Ткач"],
        **{k: lines[k] for k in ("given_names", "date_of_birth")},
    }
    columns = {f"left_{k}": v for k, v in lines.items()} | {f"right_{k}": v for k, v in other.items()}
    same, near, different = (
        weigh_portion(pa.RecordBatch.from_pydict(columns), learned).column("weight_bits").to_pylist()
    )
    assert same >= near > different


def test_empty_portions_have_an_answer(portion, learned):
    assert weigh_portion(portion.slice(0, 0), learned).num_rows == 0


def test_a_portion_without_one_side_is_refused(learned):
    with pytest.raises(InputNotUnderstood, match="the portion says nothing of one side"):
        weigh_portion(pa.RecordBatch.from_pydict({f"left_{name}": ["x"] for name in TEXT_COLUMNS}), learned)
