"""Whether a basis meets a policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from repatria.people.facts import Truth
from repatria.remains.policy import DEFAULT, Basis, Method, Policy, assess, can_ever_pass

AUTOSOMAL = frozenset({Method.AUTOSOMAL})
GOOD = Basis(
    log10_lr=12.0,
    posterior=0.99999,
    close_relatives=2,
    typed_relatives=3,
    methods=AUTOSOMAL,
    laboratories=1,
    shared_markers=22,
    exclusions=0,
    word="Undisputed",
    rivals=0,
)


def refused(policy: Policy, basis: Basis) -> list[str]:
    return [check.rule for check in assess(policy, basis).checks if check.met is not Truth.YES]


def test_two_close_relatives_and_a_posterior_above_the_threshold_pass():
    verdict = assess(DEFAULT, GOOD)
    assert (verdict.passes, verdict.reasons, verdict.lead) == (Truth.YES, (), False)
    assert [check.rule for check in verdict.checks] == [
        "words", "least_posterior", "least_close_relatives", "least_markers", "most_exclusions", "laboratories",
    ]  # fmt: skip


def test_the_case_of_february_2026_is_a_lead():
    mother_alone = replace(
        GOOD, log10_lr=5.9, posterior=0.9999987, close_relatives=1, typed_relatives=1, chance_hits=550.0
    )
    verdict = assess(DEFAULT, mother_alone)
    assert (verdict.passes, verdict.lead) == (Truth.NO, True)
    assert verdict.reasons == (
        "1 close of 1 relatives typed, by 1 methods that count; asked are 2 close relatives, or 2 methods with one relative",
        "a lead by one close relative, not an identification; a search of this size gives up to 5.5e+02 as good by chance",
    )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"posterior": 0.9994999}, "least_posterior"),
        ({"posterior": None}, "least_posterior"),
        ({"word": "Symmetric match"}, "words"),
        ({"shared_markers": 11}, "least_markers"),
        ({"exclusions": 3}, "most_exclusions"),
        ({"laboratories": 0}, "laboratories"),
        ({"typed_relatives": 0, "close_relatives": 0}, "least_close_relatives"),
    ],
)
def test_each_rule_alone_is_enough_to_refuse(change: dict[str, object], rule: str):
    assert refused(DEFAULT, replace(GOOD, **change)) == [rule]  # type: ignore[arg-type]


def test_a_threshold_met_exactly_is_met():
    edge = replace(GOOD, posterior=0.9995, shared_markers=12, exclusions=2)
    assert refused(DEFAULT, edge) == []


def test_an_unknown_posterior_is_unknown_and_not_a_no():
    assert assess(DEFAULT, replace(GOOD, posterior=None)).passes is Truth.UNKNOWN


def test_one_relative_by_two_methods_serves_instead_and_secondary_identifiers_do_not_count():
    one = replace(GOOD, close_relatives=1, typed_relatives=1)
    assert refused(DEFAULT, replace(one, methods=AUTOSOMAL | {Method.MT})) == []
    assert refused(DEFAULT, replace(one, methods=AUTOSOMAL | {Method.EFFECTS, Method.VISUAL})) == [
        "least_close_relatives"
    ]
    assert refused(Policy(or_methods=0), replace(one, methods=AUTOSOMAL | {Method.MT})) == ["least_close_relatives"]


def test_the_persons_own_record_needs_no_relative_but_a_contradiction_by_dna_still_counts():
    prints = replace(
        GOOD, methods=frozenset({Method.FINGERPRINTS}), posterior=None, close_relatives=0, typed_relatives=0,
        shared_markers=0, word="Inconclusive",
    )  # fmt: skip
    assert refused(DEFAULT, prints) == []
    assert refused(DEFAULT, replace(prints, word="Excluded")) == ["words"]
    assert refused(Policy(alone=frozenset()), prints) == [
        "words",
        "least_posterior",
        "least_close_relatives",
        "least_markers",
    ]


def test_rivals_are_bounded_only_where_the_policy_bounds_them():
    assert refused(DEFAULT, replace(GOOD, rivals=5)) == []
    assert refused(Policy(most_rivals=4), replace(GOOD, rivals=5)) == ["most_rivals"]


def test_what_speaks_against_the_person_is_no_lead():
    assert assess(DEFAULT, replace(GOOD, exclusions=3)).lead is False
    assert assess(DEFAULT, replace(GOOD, word="Excluded")).lead is False
    assert assess(DEFAULT, replace(GOOD, log10_lr=-1.0, posterior=0.1)).lead is False


def test_a_posterior_is_never_rounded_up_to_one():
    sentences = {check.rule: check.sentence for check in assess(DEFAULT, replace(GOOD, posterior=0.99999999)).checks}
    assert sentences["least_posterior"] == "the posterior is 0.999999; at least 0.9995 is asked"


@pytest.mark.parametrize(
    ("close", "typed", "methods", "able"),
    [
        (2, 2, AUTOSOMAL, True),
        (1, 4, AUTOSOMAL, False),
        (0, 1, AUTOSOMAL | {Method.Y}, True),
        (0, 0, AUTOSOMAL | {Method.Y}, False),
        (0, 0, frozenset({Method.DENTAL}), True),
        (0, 0, frozenset({Method.DIRECT}), False),
    ],
)
def test_whether_a_family_can_ever_carry_an_identification(
    close: int, typed: int, methods: frozenset[Method], able: bool
):
    assert can_ever_pass(DEFAULT, typed_close=close, typed=typed, methods=methods) is able
