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
        (Part.SURNAME, "Дубенко-Кленук Кленук-Дубенко Klenuk-Dubenko"),
    ],
)
def test_forms_of_one_name_have_one_class(part: Part, forms: str) -> None:
    assert len(set(class_keys(forms.split(), part))) == 1


def test_a_patronymic_leads_to_the_father() -> None:
    assert father_class("Николаевна") == class_of("Микола", Part.GIVEN)
    assert patronymic_of("Коля") == class_of("Миколайович", Part.PATRONYMIC)
    assert (father_class("Дубенко"), father_class(""), patronymic_of("")) == ("", "", "")


def test_a_word_may_stand_for_several_names() -> None:
    assert classes_of("Саша", Part.GIVEN) == tuple(class_of(w, Part.GIVEN) for w in ("Олександр", "Олександра"))
    assert {"stanislav", "miroslav", "iaroslav"} < set(classes_of("Славко", Part.GIVEN))
    assert (classes_of("Ostap", Part.GIVEN), classes_of("Kyulzar", Part.GIVEN)) == (("ostap",), ("kulzar",))
    assert (classes_of("", Part.GIVEN), classes_of("Біла", Part.SURNAME)) == ((), ("bel",))
