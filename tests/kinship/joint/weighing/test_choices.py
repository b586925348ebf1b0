from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from repatria.kinship.joint.weighing.choices import NOBODY, Choices, count_assignments


def test_choices_give_no_victim_twice_and_begin_with_nobody():
    choices = Choices({0: (0, 1), 2: (1,)})
    assert choices.rows((0, 2)).tolist() == [[NOBODY, NOBODY], [NOBODY, 1], [0, NOBODY], [0, 1], [1, NOBODY]]


def test_at_most_one_victim_makes_single_pairs():
    choices = Choices({0: (0, 1), 2: (1,)}, most=1)
    assert choices.rows((0, 2)).tolist() == [[NOBODY, NOBODY], [NOBODY, 1], [0, NOBODY], [1, NOBODY]]


def test_part_of_each_choice_is_found():
    choices = Choices({0: (0, 1), 1: (2,), 2: (1, 300)})
    whole, part = (0, 1, 2), (0, 2)
    index = choices.index(whole, part)
    assert choices.rows(part)[index].tolist() == choices.rows(whole)[:, [0, 2]].tolist()
    assert choices.index(part, part) is None


def test_count_of_two_sexes_is_the_product():
    # 16 victims and 13 missing of one sex: sum over k of C(16,k) C(13,k) k!, as dvir counts exclusionExample
    assert count_assignments([[True] * 13] * 16) == 40476722545169
    assert count_assignments([[True, False]] * 2 + [[False, True]] * 3) == 3 * 4


def test_count_of_nobody_is_one():
    assert count_assignments([]) == 1
    assert count_assignments([[], []]) == 1


def test_count_is_exact_beyond_machine_numbers():
    # all injections of 30 into 30 and fewer: A002720(30)
    assert count_assignments([[True] * 30] * 30) == sum(_choose(30, k) ** 2 * _factorial(k) for k in range(31))


def _factorial(n: int) -> int:
    return 1 if n == 0 else n * _factorial(n - 1)


def _choose(n: int, k: int) -> int:
    return _factorial(n) // _factorial(k) // _factorial(n - k)


@given(st.integers(0, 4).flatmap(lambda m: st.lists(st.lists(st.booleans(), min_size=m, max_size=m), max_size=4)))
def test_count_equals_listing(allowed: list[list[bool]]):
    persons = len(allowed[0]) if allowed else 0
    ways = 0
    for way in product(*([None, *range(persons)] for _ in allowed)):
        some = [one for one in way if one is not None]
        ways += len(set(some)) == len(some) and all(
            one is None or row[one] for one, row in zip(way, allowed, strict=True)
        )
    assert count_assignments(allowed) == ways
