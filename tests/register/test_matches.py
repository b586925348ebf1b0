"""Who is who: pairs join when every party concerned says *same*, and part when one no longer does."""

from __future__ import annotations

import pytest

from repatria.register.acts import Judgement
from repatria.register.matches import Matches

NORTH, SOUTH, MEDIATOR = 0, 1, 2
BOTH = 0b11
SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE


def judged(*said: tuple[int, int, int, Judgement], needed: int = BOTH) -> Matches:
    matches = Matches()
    for a, b, judge, judgement in said:
        matches.judge(a, b, judge=judge, judgement=judgement, needed=needed)
    return matches


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ([], (1,)),
        ([(1, 2, NORTH, SAME)], (1,)),
        ([(1, 2, NORTH, SAME), (1, 2, MEDIATOR, SAME)], (1,)),
        ([(1, 2, NORTH, SAME), (1, 2, SOUTH, SAME)], (1, 2)),
        ([(1, 2, NORTH, SAME), (1, 2, SOUTH, SAME), (1, 2, MEDIATOR, DIFFERENT)], (1, 2)),
        ([(1, 2, NORTH, SAME), (1, 2, SOUTH, SAME), (1, 2, NORTH, UNSURE)], (1,)),
        ([(1, 2, NORTH, SAME), (1, 2, SOUTH, UNSURE), (1, 2, SOUTH, SAME)], (1, 2)),
    ],
)
def test_who_must_say_same(said: list[tuple[int, int, int, Judgement]], group: tuple[int, ...]) -> None:
    assert judged(*said).group(1) == group


def test_one_party_decides_on_two_lines_of_its_own() -> None:
    assert judged((1, 2, SOUTH, SAME), needed=0b10).group(2) == (1, 2)


def test_chains_join_and_part() -> None:
    matches = judged(*((a, a + 1, judge, SAME) for a in range(1, 4) for judge in (NORTH, SOUTH)))
    assert [matches.group(line) for line in (1, 4, 5)] == [(1, 2, 3, 4), (1, 2, 3, 4), (5,)]
    matches.judge(2, 3, judge=NORTH, judgement=DIFFERENT, needed=BOTH)
    assert [matches.group(line) for line in (1, 4)] == [(1, 2), (3, 4)]


def test_what_parts_leaves_nothing_joined() -> None:
    matches = judged((1, 2, NORTH, SAME), (1, 2, SOUTH, SAME), (1, 2, SOUTH, DIFFERENT))
    assert matches.joined == {}
    assert matches.of(1, 2) == {NORTH: SAME, SOUTH: DIFFERENT}
    assert matches.of(1, 3) == {}


def test_would_join_says_what_judge_then_does() -> None:
    matches = judged((1, 2, NORTH, SAME))
    for judgement, joins in ((SAME, True), (UNSURE, False), (DIFFERENT, False)):
        assert matches.would_join(1, 2, judge=SOUTH, judgement=judgement, needed=BOTH) is joins
    assert matches == judged((1, 2, NORTH, SAME))


def test_contradictions_are_pairs_called_different_though_a_chain_joins_them() -> None:
    chain = [(a, b, judge, SAME) for a, b in ((1, 2), (2, 3)) for judge in (NORTH, SOUTH)]
    assert list(judged(*chain).contradictions()) == []
    assert list(judged(*chain, (1, 3, NORTH, DIFFERENT)).contradictions()) == [(1, 3)]
    assert list(judged(*chain, (1, 3, MEDIATOR, DIFFERENT)).contradictions()) == []
    assert list(judged(*chain, (1, 4, NORTH, DIFFERENT)).contradictions()) == []


def test_a_line_is_contested_when_a_party_calls_it_different_from_one_of_the_others() -> None:
    matches = judged((1, 3, SOUTH, DIFFERENT), (2, 3, MEDIATOR, DIFFERENT))
    assert [matches.is_contested(line, (1, 2, 3)) for line in (1, 2, 3)] == [True, False, True]
    assert matches.is_contested(1, (1, 2)) is False


def test_line_numbers_up_to_a_thousand_million_are_kept_apart() -> None:
    matches = judged((999_999_998, 999_999_999, NORTH, SAME), (999_999_998, 999_999_999, SOUTH, SAME))
    assert matches.group(999_999_999) == (999_999_998, 999_999_999)
    assert Matches() != "matches"


def test_pairs_are_those_that_anybody_judged_in_order_of_the_first_judgement() -> None:
    matches = judged((4, 9, MEDIATOR, SAME), (1, 2, NORTH, UNSURE), (4, 9, SOUTH, DIFFERENT))
    assert list(matches.pairs()) == [(4, 9), (1, 2)]


def test_what_one_judge_said_of_many_pairs() -> None:
    matches = judged((1, 2, 0, Judgement.SAME), (1, 2, 2, Judgement.UNSURE), (1, 3, 1, Judgement.DIFFERENT))
    pairs = [(1, 2), (1, 3), (2, 3)]
    assert [matches.said_by(judge, pairs) for judge in (0, 1, 2)] == [
        [Judgement.SAME, None, None], [None, Judgement.DIFFERENT, None], [Judgement.UNSURE, None, None],
    ]  # fmt: skip
