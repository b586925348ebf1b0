from __future__ import annotations

from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.plain import weigh_names
from repatria.names.comparing.reasons import NOTHING, code_of, sentence
from repatria.names.comparing.words import spellings


def reason(a: str, b: str, birth: BirthLevel = BirthLevel.NONE) -> str:
    return sentence(code_of(weigh_names(spellings(a), spellings(b)), birth))


def test_given_name_then_surname_then_patronymic_then_birth() -> None:
    assert reason("Гончар Тарас Петрович", "Taras Gonchal", BirthLevel.SWAPPED) == (
        "given name: one name in two spellings; surname: one or two letters differ; patronymic missing on one side; "
        "date of birth: day and month swapped"
    )


def test_a_surname_is_called_so_only_beside_a_given_name() -> None:
    assert reason("Gorse", "Birk") == "name: different"
    assert reason("Taras Gorse", "Taras Birk") == "given name: the same; surname: different"


def test_words_in_another_order_are_told_only_where_they_are_of_one_kind() -> None:
    assert reason("Gorse Holloway", "Holloway Gorse") == "name: the same; words in another order"
    assert reason("Gorse Taras", "Taras Gorse") == "given name: the same; surname: the same"


def test_nothing_to_compare() -> None:
    assert reason("", "Taras") == NOTHING
    assert reason("Dr", "dr") == "only titles or particles to compare"


def test_a_long_name_tells_its_first_words() -> None:
    long = " ".join(f"Gorse{end}" for end in "berk dorn falk gurm holt jark lorn mund nost".split())
    assert reason(long, long.lower()) == "name: the same"
