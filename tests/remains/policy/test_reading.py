"""Policies as files."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.kinship.joint.words import Word
from repatria.kinship.markers import Unseen
from repatria.remains.policy import (
    DEFAULT,
    LEADS_ONLY,
    WORDS,
    Method,
    Policy,
    PolicyNotUnderstood,
    UnseenAllele,
    read_policy,
    to_toml,
)
from repatria.remains.policy.reading import _KEYS, _MEANING


def test_words_and_rules_are_those_that_kinship_writes():
    assert tuple(Word) == WORDS
    assert tuple(UnseenAllele) == tuple(Unseen)


def test_every_key_is_told():
    assert {*_MEANING, "format"} == {*_KEYS}
    assert set(_MEANING) == {one.name for one in fields(Policy)}


def test_a_file_with_its_form_alone_is_the_default():
    assert read_policy(b"format = 1\n") == DEFAULT


def test_keys_change_what_they_name_and_nothing_else():
    text = b'format = 1\nname = "two-laboratories"\nlaboratories = 2\nalone = []\nwords = ["Undisputed"]\n'
    assert read_policy(text) == Policy(
        name="two-laboratories", laboratories=2, alone=frozenset(), words=("Undisputed",)
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (b"", ["format"]),
        (b"format = 2", ["format"]),
        (b"format = 1\nleast_posteriour = 0.9", ["least_posteriour"]),
        (b'format = 1\nleast_posterior = 1\nboard = 1\nname = "A Person"', ["least_posterior", "board", "name"]),
        (b"format = 1\nlaboratories = true", ["laboratories"]),
        (b'format = 1\nalone = ["visual"]', ["alone"]),
        (b'format = 1\nwords = ["Surely"]', ["words"]),
        (b'format = 1\nunseen_allele = "fixed"', ["fixed_frequency"]),
        (b"format = 1\nfixed_frequency = 0.001", ["fixed_frequency"]),
        (b"format = 1\nleast_posterior = nan", ["least_posterior"]),
        (b'format = 1\n"A Person" = 1', ["(a key of other characters)"]),
        (b"\xff\xfe", ["file"]),
        (b"format = ", ["file"]),
        (b"a=" + b"[" * 50_000, ["file"]),
        (b"#" * 100_001, ["file"]),
    ],
)
def test_what_is_not_understood_is_refused_with_every_place(text: bytes, places: list[str]):
    with pytest.raises(PolicyNotUnderstood) as refused:
        read_policy(text)
    assert [finding.place for finding in refused.value.findings] == places


def test_a_key_misspelt_is_told_the_near_one():
    with pytest.raises(PolicyNotUnderstood) as refused:
        read_policy(b"format = 1\nleast_posteriour = 0.9")
    assert refused.value.hint == "did you mean least_posterior?"


policies = st.builds(
    Policy,
    name=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    least_posterior=st.floats(0.5, 1, exclude_min=True, exclude_max=True),
    least_close_relatives=st.integers(0, 20),
    or_methods=st.integers(0, 10),
    least_markers=st.integers(1, 1000),
    most_exclusions=st.integers(0, 100),
    laboratories=st.integers(1, 10),
    board=st.integers(2, 50),
    both_parties_for_wrong_side=st.booleans(),
    words=st.sets(st.sampled_from(WORDS), min_size=1).map(lambda chosen: tuple(w for w in WORDS if w in chosen)),
    alone=st.frozensets(st.sampled_from([m for m in Method if m not in LEADS_ONLY])),
    most_rivals=st.none() | st.integers(0, 1_000_000),
)


@given(policies)
def test_a_policy_written_is_read_again(policy: Policy):
    assert read_policy(to_toml(policy)) == policy


def test_a_fixed_frequency_is_written_and_read_again():
    policy = Policy(unseen_allele=UnseenAllele.FIXED, fixed_frequency=0.0025)
    assert read_policy(to_toml(policy)) == policy
