from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.linkage.telling.ordering import in_order, ranks

WORDS = st.text(alphabet="a\0bЖ€𝄞0", max_size=12)


@given(st.lists(WORDS, max_size=30), st.sampled_from(["", "north/", "Ж"]), st.integers(0, 2))
def test_texts_are_ranked_as_their_bytes_are_sorted(words: list[str], beginning: str, left_out: int) -> None:
    texts = [beginning + word for word in words]
    found = ranks(pa.array(texts, pa.string()).slice(left_out))
    texts = texts[left_out:]
    order = sorted(range(len(texts)), key=lambda n: texts[n].encode())
    assert np.argsort(found).tolist() == order


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 1)), max_size=40))
def test_rows_with_equal_keys_are_ordered_by_the_others(rows: list[tuple[int, int, int]]) -> None:
    keys = np.array(rows, np.int64).reshape(-1, 3)
    found = in_order(keys[:, 0], lambda some: (keys[some, 2], keys[some, 1]))
    assert found.tolist() == sorted(range(len(rows)), key=lambda n: rows[n])


def test_further_keys_are_asked_only_where_the_first_ties() -> None:
    asked: list[int] = []

    def then(some: np.ndarray) -> tuple[np.ndarray, ...]:
        asked.extend(some.tolist())
        return (np.array([9, 8])[: len(some)],)

    assert (in_order(np.array([3, 1, 2, 1]), then).tolist(), asked) == ([3, 1, 2, 0], [1, 3])


@pytest.mark.parametrize("texts", [[], ["one"], ["", ""], ["a" * 30 + "2", "a" * 30 + "1", "a" * 30 + "1"]])
def test_few_and_long_texts_are_ranked_too(texts: list[str]) -> None:
    found = ranks(pa.array(texts, pa.string())).tolist()
    assert found == np.argsort(np.argsort(np.array(texts, object), kind="stable")).tolist()
