"""Sentences of the desk: found again in the catalogue whole, by pattern, piece by piece; else marked as English."""

from __future__ import annotations

import time

import pytest
from django.utils import translation
from django.utils.safestring import SafeString

from repatria.web.speech import messages
from repatria.web.speech.messages import joined, said, told, translated


def test_a_whole_sentence() -> None:
    with translation.override("uk"):
        assert said("no such line") == "такого рядка немає"


def test_a_sentence_with_values_in_it() -> None:
    with translation.override("ru"):
        assert said("no leaf 7 in a log of 5") == "нет листа \u20687\u2069 в протоколе из \u20685\u2069"


def test_a_value_that_is_a_word_of_ours_is_translated_too() -> None:
    with translation.override("uk"):
        assert (
            said("'held' is no answer to a line that seeks") == "«є у сторони» — не відповідь на рядок, який розшукує"
        )


def test_sentences_that_are_put_together() -> None:
    with translation.override("uk"):
        assert said("line: not a line's reference") == "\u2068line\u2069: не посилання на рядок"
        assert said("ask the sender; check it") == "запитайте відправника; перевірте"


def test_what_nobody_translated_is_marked_as_english() -> None:
    with translation.override("ar"):
        assert said("a <new> sentence") == '<span lang="en" dir="ltr">a &lt;new&gt; sentence</span>'
        assert isinstance(said("a new sentence"), SafeString)
        assert said("") == ""
    with translation.override("en"):
        assert said("a <new> sentence") == "a <new> sentence"


def test_a_reference_is_no_sentence() -> None:
    with translation.override("ar"):
        assert said("north-3:14") == "north-3:14"


def test_message_and_hint() -> None:
    with translation.override("ru"):
        assert told("no such line", "check it") == "такой строки нет: проверьте"
        assert told("no such line", "") == "такой строки нет"
        assert told("no such line", "nobody said this") == (
            'такой строки нет: <span lang="en" dir="ltr">nobody said this</span>'
        )


def test_joined_text_stays_text_and_markup_stays_escaped() -> None:
    assert joined("a<b", "c") == "a<b: c"
    assert joined("a<b", SafeString("<i>c</i>")) == "a&lt;b: <i>c</i>"


@pytest.mark.parametrize("text", ["{0}", "100 %", "%(n)s", "\x00", "{", "no leaf { in a log of }"])
def test_hostile_text_breaks_nothing(text: str) -> None:
    with translation.override("uk"):
        assert isinstance(said(text), str)


def test_finding_a_sentence_costs_less_than_a_thousandth_of_a_second() -> None:
    """The slowest: one that no pattern fits, after the patterns are there. About 0.1 ms on a quiet machine."""
    with translation.override("uk"):
        said("the first one reads the patterns")
        translated.cache_clear()
        started = time.perf_counter()
        for n in range(100):
            said(f"nobody ever said this number {n} of sentences, and nobody will")
        assert (time.perf_counter() - started) / 100 < 0.02  # twenty times, for a machine that has other work


def test_patterns_are_told_apart_by_their_words() -> None:
    shapes = [pattern.text for pattern in messages._patterns()]
    assert len(shapes) == len(set(shapes))
    assert shapes == sorted(shapes, key=lambda text: -len(messages._Pattern(text)._shape.pattern)) or len(shapes) > 1


def test_a_step_with_its_number() -> None:
    from repatria.web.templatetags.words import word

    with translation.override("uk"):
        assert word("visit 2") == f"{word('visit')} 2" != "visit 2"
        assert (word("north 2"), word("2"), word("")) == ("north 2", "2", "")
