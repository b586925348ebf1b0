import gzip
from pathlib import Path

import pytest

from repatria.names.fold import equal_key, equivalents, fold, skeleton, words
from repatria.names.tables import read_table

ONE_NAME = [
    "Олександр Александр Oleksandr Alexandr Aleksander Alexander Aleksandr Сашко",
    "Наталія Наталия Наталья Natalya Nataliia Natalija Natalia Наташа",
    "Микола Николай Mykola Nikolay Nikolaj Коля",
    "Євген Евгений Yevhen Ievgen Evgenij Yevgeny",
    "Дар'я Дарья Дар’я Daria Darya Дарія",
    "Щербак Shcherbak Szczerbak Ščerbak Schtscherbak Chtcherbak",
    "Висоцький Высоцкий Wysocki Vysotskyi Vysotskiy Vysotsky",
    "Соловйов Соловьёв Соловьев Solovyov Solovjov Solovyev",
    "Дергачов Дергачев Dergachev Dergachov Derhachov",
    "Харченко Kharchenko Harchenko",
    "Згурський Згурский Zghurskyi Zgurskiy",
    "Лук'яненко Лукьяненко Lukianenko Lukyanenko",
    "Жук Zhuk Żuk Žuk",
    "Сергійович Сергеевич Serhiiovych Sergeevich",
    "Андріївна Андреевна Andriivna Andreevna",
]


@pytest.mark.parametrize("spellings", ONE_NAME)
def test_spellings_of_one_name_have_one_key(spellings: str) -> None:
    assert len({equal_key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("a", "b"), [("Іван", "Іванна"), ("Марія", "Марина"), ("Юрій", "Георгій"), ("Гнатюк", "Гнатенко")]
)
def test_other_names_have_other_keys(a: str, b: str) -> None:
    assert equal_key(a) != equal_key(b)


def test_short_forms_of_several_names_are_not_decided() -> None:
    assert equivalents("Саша") == {"Олександр", "Олександра"}
    assert equivalents("Сашко") == {"Олександр"}
    assert equal_key("Славко") == fold("Славко")
    assert equivalents("Дубенко") == frozenset()


def test_words() -> None:
    assert words("Дубенко-Кленук,  О'Ніл  (Zоряна) 5") == ("Дубенко", "Кленук", "О'Ніл", "Zоряна")
    assert words("Iван\u200b") == ("Іван",)


def test_other_scripts_fold_by_their_letters() -> None:
    assert [fold(word) for word in ("دوبينكو", "Δουμπένκο", "დუბენკო", "Դուբենկո", "")] == [
        "dubinku",
        "dumpenko",
        "dubenko",
        "dubenko",
        "",
    ]
    assert skeleton(fold("محمد")) == skeleton(fold("Мухаммад"))
    assert fold("杜边科") == "杜边科"


def test_the_table_of_given_names_is_whole() -> None:
    rows = read_table("given_names.tsv")
    assert len({name for name, _, _ in rows}) == len(rows)
    assert {gender for _, gender, _ in rows} == {"m", "f"}
    assert [form for _, _, forms in rows for form in forms.split() if not fold(form)] == []


@pytest.mark.reference
@pytest.mark.parametrize(("kind", "share"), [("first", 0.99), ("patronymic", 0.98), ("last", 0.98)])
def test_ukrainian_and_russian_forms_share_a_key(reference: Path, kind: str, share: float) -> None:
    with gzip.open(reference / "linkage" / "names" / "uk_ru.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.startswith(kind + "\t")][::5]
    equal = sum(any(equal_key(uk) == equal_key(ru) for ru in rus) for _, uk, *rus in rows)
    assert equal / len(rows) > share
