"""One list with keys: the same whether it is long or short, and however Arrow holds its cells."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage.said import keying, places
from repatria.linkage.said.columns import TEXT_COLUMNS
from repatria.linkage.said.keying import Keyed
from repatria.linkage.said.keying import key as key_of
from repatria.names import classes

NAMES = st.lists(
    st.sampled_from(
        "Оксана Левчук ОКСАНА Левчук-Оксана Oksana Levčuk Славко Анна-Марія Іванович Гусейн оглы Д’яченко Гецмaн І. Kowalsky".split()
    ),
    max_size=3,
)
CELLS = {
    "document": st.sampled_from(["", "ав 12-3", "AB_123", "ab\n12", "straße 1", "№ 7"]),
    "date_of_birth": st.sampled_from(
        ["", "1984-03-09", "1984-13-09", "0000-00-00", "1984", "198X", " 1984-03-09", "١٩٨٤-٠٣-٠٩"]
    ),
    "sex": st.sampled_from(["", "чол.", "F", "?"]),
}
lines = st.fixed_dictionaries({name: CELLS.get(name, NAMES.map(" ".join)) for name in TEXT_COLUMNS})
lists = st.lists(
    lines | lines.map(lambda line: line | {"surname": "", "given_names": "", "patronymic": ""}), max_size=6
)


def table_of(found: list[dict[str, str]]) -> pa.Table:
    columns = {name: pa.array([line[name] for line in found], pa.string()) for name in TEXT_COLUMNS}
    return pa.table(columns | {"ref": pa.array(map(str, range(len(found))), pa.string())})


def key(table: pa.Table) -> Keyed:
    return key_of(table, side="left")


def plain(of: Keyed) -> tuple[dict[str, list[object]], int]:
    keys = {
        column.name: [cells.texts[code].as_py() for code in cells.codes.tolist()] for column, cells in of.keys.items()
    }
    told: dict[str, list[object]] = {
        "refs": of.lines.refs.to_pylist(), "rows": of.lines.rows.tolist(), "exchanged": of.lines.exchanged.tolist(),
    }  # fmt: skip
    return told | keys, of.lines.unread


@settings(deadline=None)  # the first one loads the kernels
@given(lists)
def test_long_lists_have_the_keys_of_short_ones(found: list[dict[str, str]]) -> None:
    short = plain(key(table_of(found)))
    with pytest.MonkeyPatch.context() as patch:
        for room in (classes, keying, places):
            patch.setattr(room, "FEW", -1)
        assert plain(key(table_of(found))) == short


@settings(deadline=None)
@given(lists, st.integers(0, 6))
def test_dictionaries_and_pieces_of_them_have_the_keys_of_texts(found: list[dict[str, str]], cut: int) -> None:
    table = table_of(found)
    coded = pa.table({name: table.column(name).dictionary_encode() for name in table.column_names})
    pieces = pa.concat_tables([coded.slice(0, cut), coded.slice(cut)])
    assert plain(key(coded)) == plain(key(pieces)) == plain(key(table))
    assert plain(key(coded.slice(cut))) == plain(key(table.slice(cut)))


def test_cells_that_are_null_are_empty() -> None:
    empty = pa.table({"ref": ["1", "2"], "surname": ["Левчук", ""]})
    for null in (pa.array(["Левчук", None]), pa.array(["Левчук", None]).dictionary_encode(),
                 pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["Левчук", None]))):  # fmt: skip
        assert plain(key(pa.table({"ref": ["1", "2"], "surname": null}))) == plain(key(empty))


@given(st.lists(st.text(max_size=9), max_size=5))
def test_documents_are_letters_and_figures(texts: list[str]) -> None:
    found = key(
        pa.table({"ref": pa.array(map(str, range(len(texts))), pa.string()), "document": pa.array(texts, pa.string())})
    )
    assert plain(found)[0]["DOCUMENT"] == [re.sub(r"[\W_]+", "", text).upper() for text in texts]
