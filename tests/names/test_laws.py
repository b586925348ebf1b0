"""Laws of names, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repatria.names import analyse, equal_key, fold, repair, visible, words

letters = st.text(
    st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъabcdefghijklmnopqrstuvwxyz'’-ščžł"), max_size=12
)
names = st.lists(letters | st.text(max_size=10), max_size=4).map(" ".join)


@given(letters | st.text(max_size=20))
def test_case_does_not_matter(word: str) -> None:
    assert fold(word.upper().lower()) == fold(word.lower())


@given(names)
def test_what_cannot_be_seen_does_not_matter(text: str) -> None:
    assert equal_key("\u200b".join(text)) == equal_key(visible(text))


@given(names)
def test_seeing_and_repairing_again_changes_nothing(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert [repair(repair(word)) for word in words(text)] == [repair(word) for word in words(text)]


@given(st.lists(letters, max_size=4), st.randoms(use_true_random=False))
def test_the_key_of_a_whole_name_knows_no_order(parts: list[str], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert analyse(" ".join(shuffled)).key == analyse(" ".join(parts)).key


@given(names)
def test_parts_are_words_of_the_name(text: str) -> None:
    form = analyse(text)
    whole = visible(text)
    assert all(part in whole for part in (form.surname, form.given, form.patronymic))
