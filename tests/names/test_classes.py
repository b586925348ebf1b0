import pytest

from repatria.names.classes import Part, class_keys, class_of, classes_of, father_class, patronymic_of


@pytest.mark.parametrize(
    ("part", "forms"),
    [
        (Part.GIVEN, "Микола Николай Коля Mykola Nikolay Nikolaj Nikolai МИКОЛА"),
        (Part.PATRONYMIC, "Миколайович Николаевич Mykolaiovych Миколаївна Николаевна Nikolayevna"),
        (Part.PATRONYMIC, "Ілліч Ильинична Іллівна Illich"),
        (Part.SURNAME, "Білова Білов Bilova Bilov"),
        (Part.SURNAME, "Ковальська Ковальская Kovalska Ковальський Ковальский Kowalski"),
        (Part.GIVEN, "Петро Пётр Petro Pyotr Петра"),
        (Part.GIVEN, "Олена Елена Олени Лена Yelena"),
        (Part.GIVEN, "Зінаїда Зинаида Sinaida Zinaida"),
        (Part.GIVEN, "Микита Никита Nikita Mykyta"),
        (Part.PATRONYMIC, "Якович Яковлевна Яківна Jakowlewitsch"),
        (Part.PATRONYMIC, "Йосипович Иосифович Йосипівна Iosifovna Йосиповича"),
        (Part.PATRONYMIC, "Павлівна Павловна Pavlivna Павлович Павловны"),
        (Part.SURNAME, "Біла Білий Белая Белый Bila Bilyi Білого Белой"),
        (Part.SURNAME, "Сірий Серый Сіра Seraya Siryi"),
        (Part.SURNAME, "Нагорна Нагорный Нагорний Nagornaya"),
        (Part.SURNAME, "Шевченко Шевченка Schewtschenko Szewczenko Chevtchenko Ševčenko Sevcenko Shevchenko"),
        (Part.SURNAME, "Ковальов Ковалёва Kovalev Kovalov Kovalyova"),
        (Part.SURNAME, "Баранівський Барановская Baranivska Baranowski"),
        (Part.SURNAME, "Захарова Захаров Sacharowa Zakharov Zacharow Захарів"),
        (Part.SURNAME, "Висоцький Высоцкая Wysocki Wysozkyj Vysotska Vysockij"),
        (Part.SURNAME, "Дубенко-Кленук Кленук-Дубенко Klenuk-Dubenko"),
    ],
)
def test_forms_of_one_name_have_one_class(part: Part, forms: str) -> None:
    assert len(set(class_keys(forms.split(), part))) == 1


def test_a_patronymic_leads_to_the_father() -> None:
    assert father_class("Николаевна") == class_of("Микола", Part.GIVEN)
    assert patronymic_of("Коля") == class_of("Миколайович", Part.PATRONYMIC)
    assert (father_class("Дубенко"), father_class(""), patronymic_of("")) == ("", "", "")


def test_other_names_have_other_classes() -> None:
    for part, names in {
        Part.GIVEN: "Діана Дана Марія Марина Марта Юрій Георгій Єгор Олеся Олена",
        Part.SURNAME: "Коваль Коваленко Ковальчук Ковалевський Ковальов Білик Білий",
        Part.PATRONYMIC: "Іванович Петрович Олексійович Олександрович",
    }.items():
        assert len(set(class_keys(names.split(), part))) == len(names.split())


def test_turkic_patronymics() -> None:
    assert len(set(class_keys(["Гусейн оглы", "Гусейнович", "Гусейн кызы", "Huseyn oglu"], Part.PATRONYMIC))) == 1


def test_in_bulk_as_one_by_one() -> None:
    cells = ["Шевченко", "Дубенко-Кленук", "", "Schewtschenko", " Iваненко ", "Ševčenko", "12", "О'Ніл", "Sevcenko"]
    for part in Part:
        assert class_keys(cells, part) == [class_of(cell, part) for cell in cells]


def test_a_word_may_stand_for_several_names() -> None:
    assert classes_of("Саша", Part.GIVEN) == tuple(class_of(w, Part.GIVEN) for w in ("Олександр", "Олександра"))
    assert {"stanislav", "miroslav", "iaroslav"} < set(classes_of("Славко", Part.GIVEN))
    assert (classes_of("Ostap", Part.GIVEN), classes_of("Kyulzar", Part.GIVEN)) == (("ostap",), ("kulzar",))
    assert (classes_of("", Part.GIVEN), classes_of("Біла", Part.SURNAME)) == ((), ("bel",))
