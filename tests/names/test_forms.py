"""The parts of a name and their keys."""

from __future__ import annotations

import pytest

from repatria.names.forms import analyse, given_key, is_patronymic, patronymic_key, surname_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Олександр", "Oleksandr"), ("Олександр", "Александр"), ("Наталія", "Наталия"), ("Григорій", "Hryhorii"),
        ("Hryhorii", "Grigory"), ("Serhii", "Sergey"), ("Yevhen", "Evgeny"), ("Микола", "Nikolay"), ("Коля", "Mykola"),
        ("Юлія", "Julia"), ("Андрій", "Андрей"), ("Ihor", "Игорь"), ("Xenia", "Kseniia"), ("Пётр", "Pyotr"),
        ("Олена", "Elena"), ("Ганна", "Анна"),
    ],
)  # fmt: skip
def test_forms_of_one_given_name_have_one_key(a, b):
    assert given_key(a) == given_key(b)


@pytest.mark.parametrize(("a", "b"), [("Олександр", "Олексій"), ("Марія", "Марина"), ("Роман", "Руслан")])
def test_different_given_names_have_different_keys(a, b):
    assert given_key(a) != given_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Дем'янчук", "Демянчук"), ("Щербак", "Shcherbak"), ("Щербак", "Scherbak"), ("Зелінський", "Зелинский"),
        ("Ковальська", "Kowalski"), ("Шевченко", "Schewtschenko"), ("Цимбал", "Tsymbal"), ("Іванова", "Ivanov"),
        ("ІВАНЕНКО", "іваненко"), ("Бойко-Ткач", "Tkach-Boiko"), ("Вільховий", "Vilkhovyi"),
    ],
)  # fmt: skip
def test_forms_of_one_surname_have_one_key(a, b):
    assert surname_key(a) == surname_key(b)


@pytest.mark.parametrize(("a", "b"), [("Ткачук", "Ткаченко"), ("Мороз", "Морозюк"), ("Бондар", "Бойко")])
def test_different_surnames_have_different_keys(a, b):
    assert surname_key(a) != surname_key(b)


@pytest.mark.parametrize(
    ("patronymic", "father"),
    [
        ("Петрович", "Петро"), ("Петровна", "Pyotr"), ("Миколайович", "Николай"), ("Николаевна", "Микола"),
        ("Сергійович", "Сергей"), ("Дмитриевна", "Дмитро"), ("Ілліч", "Илья"), ("Олександрівна", "Александр"),
        ("Юрьевна", "Юрій"), ("Mykhailovych", "Михаил"), ("Яковлевна", "Яків"),
    ],
)  # fmt: skip
def test_a_patronymic_has_the_key_of_the_fathers_name(patronymic, father):
    assert patronymic_key(patronymic) == given_key(father)


@pytest.mark.parametrize(
    "whole", ["Іваненко Олена Петрівна", "Елена Петровна Иваненко", "IVANENKO Olena Petrivna", "Olena Ivanenko"]
)
def test_the_parts_of_a_whole_name_are_told_whatever_their_order(whole):
    form = analyse(full=whole)
    assert (form.surname_key, form.given_key) == (surname_key("Іваненко"), given_key("Олена"))


def test_an_order_that_cannot_be_told_is_not_guessed():
    form = analyse(full="Вільха Криниця")
    assert (form.surname, form.given) == ("", "")
    assert form.whole_key == analyse(full="Криниця Вільха").whole_key


def test_a_patronymic_in_the_given_names_cell_is_found():
    form = analyse(surname="Бойко", given="Тарас Іванович")
    assert (form.given, form.patronymic) == ("Тарас", "Іванович")


@pytest.mark.parametrize(
    ("word", "is_one"), [("Петрович", True), ("Petrivna", True), ("Ильич", True), ("Іваненко", False)]
)
def test_patronymics_are_known_by_their_form(word, is_one):
    assert is_patronymic(word) is is_one


def test_a_latin_letter_in_a_cyrillic_word_does_not_change_the_key():
    assert surname_key("Iваненкo") == surname_key("Іваненко")


def test_a_name_in_another_script_equals_only_itself():
    assert surname_key("خوري") == surname_key("خوري") != surname_key("حداد")
