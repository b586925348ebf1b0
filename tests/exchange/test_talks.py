from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from repatria.errors import InputNotUnderstood
from repatria.exchange.talks import Proposal, Talk, compare
from repatria.exchange.terms import Terms, read_terms

PARTIES = ("north", "south")


@pytest.fixture
def proposal(golden_text: Callable[[str], str]) -> Callable[..., Proposal]:
    def proposal(party: str, day: int, *changes: tuple[str, str]) -> Proposal:
        text = golden_text("prisoners")
        for words, instead in changes:
            assert words in text
            text = text.replace(words, instead)
        read = read_terms(text)
        assert isinstance(read.terms, Terms)
        return Proposal(party, date(2031, 6, day), read.terms)

    return proposal


UNDER_25 = (
    (
        'wording = "prisoners of war aged 18 to 25, both included, on 2 June 2031"\n'
        "age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true, on = 2031-06-02 }"
    ),
    'wording = "prisoners of war under 25"\nage = { to = 25, to_inclusive = false, on = 2031-06-02 }',
)
WITHOUT_YOUNG = (
    (
        '[[clause]]\nid = "all-young"\n'
        'wording = "Each party hands over all prisoners of war aged 18 to 25."\nformula = "all for all"\n'
        'counts = "person"\nboth = true\ncategory = "young"\n'
    ),
    "",
)


def test_the_same_clause_from_both_is_agreed(proposal: Callable[..., Proposal]) -> None:
    found = compare(proposals=[proposal("north", 2), proposal("south", 3)], parties=PARTIES, today=date(2031, 7, 1))
    assert [(c.clause, c.talk, c.differing, c.awaited, c.overdue_since) for c in found] == [
        ("all-gravely-ill", Talk.AGREED, (), (), None),
        ("all-young", Talk.AGREED, (), (), None),
    ]


def test_different_parameters_are_named(proposal: Callable[..., Proposal]) -> None:
    found = compare(
        proposals=[proposal("north", 2), proposal("south", 3, UNDER_25)], parties=PARTIES, today=date(2031, 6, 10)
    )
    assert [(c.talk, c.differing) for c in found] == [
        (Talk.AGREED, ()),
        (
            Talk.WORDED_DIFFERENTLY,
            ("category.wording", "category.age.from", "category.age.from_inclusive", "category.age.to_inclusive"),
        ),
    ]
    assert found[1].awaited == ("north",)
    assert (found[1].due_on, found[1].overdue_since) == (date(2031, 6, 10), None)


def test_both_wordings_stand_side_by_side(proposal: Callable[..., Proposal]) -> None:
    words = ("Each party hands over all prisoners of war aged 18 to 25.", "Each party hands over the young.")
    found = compare(
        proposals=[proposal("north", 2), proposal("south", 3, words)], parties=PARTIES, today=date(2031, 6, 3)
    )
    assert found[1].wordings == {"north": words[0], "south": words[1]}
    assert found[1].differing == ("wording",)


@pytest.mark.parametrize(("today", "overdue"), [(9, None), (10, date(2031, 6, 10)), (30, date(2031, 6, 10))])
def test_an_answer_is_overdue_after_the_review_period(
    proposal: Callable[..., Proposal], today: int, overdue: date | None
) -> None:
    (_, young) = compare(proposals=[proposal("north", 2)], parties=PARTIES, today=date(2031, 6, today))
    assert (young.talk, young.awaited, young.due_on, young.overdue_since) == (
        Talk.OPEN,
        ("south",),
        date(2031, 6, 9),
        overdue,
    )


def test_a_counter_proposal_turns_the_question_round(proposal: Callable[..., Proposal]) -> None:
    talks = [proposal("north", 2), proposal("south", 5, WITHOUT_YOUNG)]
    found = compare(proposals=talks, parties=PARTIES, today=date(2031, 6, 30))
    assert [(c.clause, c.talk, c.awaited) for c in found] == [
        ("all-gravely-ill", Talk.AGREED, ()),
        ("all-young", Talk.OPEN, ()),  # south has answered, without it
    ]
    talks += [proposal("north", 6, UNDER_25)]
    (_, young) = compare(proposals=talks, parties=PARTIES, today=date(2031, 6, 30))
    assert (young.awaited, young.overdue_since) == (("south",), date(2031, 6, 14))


def test_proposals_stand_in_order_and_come_from_parties(proposal: Callable[..., Proposal]) -> None:
    with pytest.raises(InputNotUnderstood):
        compare(proposals=[proposal("north", 3), proposal("south", 2)], parties=PARTIES, today=date(2031, 6, 30))
    with pytest.raises(InputNotUnderstood):
        compare(proposals=[proposal("east", 3)], parties=PARTIES, today=date(2031, 6, 30))
