import pytest

from repatria.names.classes import Part, class_of
from repatria.names.frequencies import share, shares_of


def test_frequent_names_have_larger_shares_than_rare_and_unknown_ones() -> None:
    surnames = [class_of(word, Part.SURNAME) for word in ("Іваненко", "Бойківський", "Зюзяненчук")]
    found = [share(key, Part.SURNAME) for key in surnames]
    assert found == sorted(found, reverse=True)
    assert found[-1] == shares_of(Part.SURNAME).floor


@pytest.mark.parametrize("part", Part)
def test_shares_add_up_to_less_than_all(part: Part) -> None:
    shares = shares_of(part)
    assert 0.85 < sum(shares.known.values()) < 1
    assert 0 < shares.floor <= min(shares.known.values())


def test_several_words_and_none() -> None:
    single = share(class_of("Шевченко", Part.SURNAME), Part.SURNAME)
    both = share(class_of("Шевченко-Іваненко", Part.SURNAME), Part.SURNAME)
    assert shares_of(Part.SURNAME).floor <= both < single
    assert share("", Part.GIVEN) == 1
