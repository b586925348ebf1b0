"""The catalogues: whole, faithful to what they translate, and compiled."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from repatria.web.catalogues import files
from repatria.web.catalogues.files import strings, texts

LANGUAGES = tuple(files.PLURALS)
FORMS = {"uk": 4, "ru": 4, "ar": 6}
SAME = {
    "Symmetric match": (), "{0} (column {1})": (), "{0}: {1}": (),
}  # fmt: skip
_PERCENT = re.compile(r"%\(\w+\)s|%%")
_BRACES = re.compile(r"\{\w+\}|\{\{|\}\}")
_TAG = re.compile(r"</?[a-z]+[^>]*>")
_LETTERS = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile("[А-Яа-яІіЇїЄєҐґ]|[\u0600-\u06ff]")


def messages(catalog: Catalog) -> list[Message]:
    """Returns what a catalogue translates."""
    return [message for message in catalog if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [one.id for one in messages(files.read(language)) if one.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_kept(language: str) -> None:
    wrong = []
    for message in messages(files.read(language)):
        source = texts(message)[-1]
        for form in strings(message):
            if any(Counter(kind.findall(form)) != Counter(kind.findall(source)) for kind in (_PERCENT, _TAG)):
                wrong.append(source)
            if set(_BRACES.findall(form)) != set(_BRACES.findall(source)):
                wrong.append(source)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_its_form(language: str) -> None:
    wrong = [
        one.id for one in messages(files.read(language)) if len(texts(one)) > 1 and len(strings(one)) != FORMS[language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_as_it_was(language: str) -> None:
    same = {
        text
        for message in messages(files.read(language))
        for text in strings(message)
        if text in texts(message) and len(_LETTERS.findall(re.sub(r"%\(\w+\)s", "", text))) > 1
    }
    assert same <= set(SAME)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_written_in_its_own_letters(language: str) -> None:
    own = re.compile("[\u0600-\u06ff]" if language == "ar" else "[А-Яа-яІіЇїЄєҐґ]")
    other = re.compile({"uk": "[ыэъёЫЭЪЁ\u0600-\u06ff]", "ru": "[іїєґІЇЄҐ\u0600-\u06ff]", "ar": "[А-Яа-я]"}[language])
    wrong = []
    for message in messages(files.read(language)):
        for form in strings(message):
            plain = _TAG.sub("", _PERCENT.sub("", _BRACES.sub("", form)))
            if other.search(plain) or (_LETTERS.search(plain) and not own.search(plain) and form not in SAME):
                wrong.append(form)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language: str) -> None:
    compiled = files.po_of(language).with_suffix(".mo").read_bytes()
    assert compiled == files.mo_bytes(language, files.read(language)), "python3 run.py strings compiles them"
    read = read_mo(io.BytesIO(compiled))
    assert {texts(one): strings(one) for one in read if one.id} == {
        texts(one): strings(one) for one in messages(files.read(language))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_rules_agree_with_django(language: str) -> None:
    from django.utils.translation import trans_real

    trans_real.translation(language)
    django = trans_real.DjangoTranslation(language, domain="django", localedirs=None)
    from gettext import c2py

    ours = c2py(files.PLURALS[language].partition("plural=")[2])
    assert [ours(n) for n in range(200)] == [django.plural(n) for n in range(200)]
