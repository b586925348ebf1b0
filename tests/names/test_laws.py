"""Laws of the keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repatria.names.fold import fold
from repatria.names.forms import analyse, surname_key

CYRILLIC = st.text(st.sampled_from("абвгґдежзиіїйклмнопрстуфхцчшщьюяєыэё'"), min_size=1, max_size=20)


@given(CYRILLIC)
def test_case_does_not_matter(word):
    assert fold(word.upper()) == fold(word)


@given(CYRILLIC, CYRILLIC)
def test_order_of_a_double_surname_does_not_matter(a, b):
    assert surname_key(f"{a}-{b}") == surname_key(f"{b}-{a}")


@given(st.text(max_size=60))
def test_any_text_has_a_form(text):
    form = analyse(full=text)
    assert form.whole_key == analyse(full=text).whole_key
