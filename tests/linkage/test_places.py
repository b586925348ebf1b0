"""Places as keys."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage.said import places
from repatria.linkage.said.places import place_key, place_keys


@pytest.mark.parametrize("text", ["місто Нижні Соснки", "г. Нижние Соснки", "Nyzhni Sosnky"])
def test_places_are_compared_without_the_words_for_town(text: str) -> None:
    assert place_key(text).split(" ")[1] == place_key("Нижні Соснки").split(" ")[1]


words = st.sampled_from(
    "м. смт. СЕЛО г. Нижні Нижние Ая Уа ао Івано-Франкове Kra'sne Красне漢 , 12 漢字 ьь ьььь".split()
)
found = st.lists(st.lists(words, max_size=5).map(" ".join) | st.text(max_size=8), max_size=6)


@settings(deadline=None)  # the first one loads the kernels
@given(found)
def test_many_places_have_the_keys_of_each(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "FEW", -1)
        assert place_keys(pa.array(texts, pa.string())).to_pylist() == [place_key(text) for text in texts]
