"""Conclusions as a file."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.errors import InputNotUnderstood
from repatria.people.facts import Truth
from repatria.people.refs import Sha256, SpecimenRef
from repatria.remains.conclusions import Conclusion, Conclusions, Inputs, Rival, from_json, to_json
from repatria.remains.policy import DEFAULT, WORDS, Method, assess

ONE = Conclusion(
    profile="L-17",
    specimens=(SpecimenRef("south-5:17/1"),),
    family="F17",
    missing="M",
    word="Undisputed",
    log10_lr=12.345678901,
    posterior=0.99999,
    close_relatives=2,
    typed_relatives=3,
    methods=(Method.AUTOSOMAL,),
    laboratories=1,
    shared_markers=22,
    exclusions=0,
    chance_hits=0.00012345678,
    rivals=(Rival("L-18", "F17", "M", -math.inf, None),),
    passes=Truth.YES,
    reasons=(),
)
DIGEST = Sha256("0" * 64)
ALL = Conclusions("stepwise", Inputs(DIGEST, DIGEST, DIGEST), 70_000, 420_000_000, (ONE,))


def rewritten(**changes: object) -> bytes:
    cells = json.loads(to_json(ALL))
    cells["conclusions"][0].update({k: v for k, v in changes.items() if k in cells["conclusions"][0]})
    cells.update({k: v for k, v in changes.items() if k not in cells["conclusions"][0]})
    return json.dumps(cells).encode()


def test_the_form_of_a_conclusion_in_the_file():
    assert json.loads(to_json(ALL)) == {
        "format": "repatria-conclusions-1",
        "model": "stepwise",
        "inputs": {"profiles": DIGEST, "families": DIGEST, "frequencies": DIGEST, "policy": None},
        "open_missing": 70_000,
        "comparisons": 420_000_000,
        "conclusions": [
            {
                "profile": "L-17", "specimens": ["south-5:17/1"], "family": "F17", "missing": "M", "word": "Undisputed",
                "log10_lr": 12.3457, "posterior": 0.99999, "close_relatives": 2, "typed_relatives": 3,
                "methods": ["autosomal STR"], "laboratories": 1, "shared_markers": 22, "exclusions": 0,
                "chance_hits": 0.000123457,
                "rivals": [{"profile": "L-18", "family": "F17", "missing": "M", "log10_lr": None, "posterior": None}],
                "passes": "yes", "reasons": [],
            }
        ],
    }  # fmt: skip


def test_a_basis_has_what_the_policy_asks_for():
    assert assess(DEFAULT, ONE.basis).passes is Truth.YES
    assert ONE.basis.rivals == 1


def test_writing_never_lifts_a_posterior_over_a_threshold():
    short = replace(ONE, posterior=0.99949999996)
    (read,) = from_json(to_json(replace(ALL, conclusions=(short,)))).conclusions
    assert read.posterior == 0.999499999
    assert (assess(DEFAULT, short.basis).passes, assess(DEFAULT, read.basis).passes) == (Truth.NO, Truth.NO)


def test_a_half_short_by_the_error_of_a_sum_is_written_as_a_half():
    (read,) = from_json(to_json(replace(ALL, conclusions=(replace(ONE, posterior=0.5 - 1e-16),)))).conclusions
    assert read.posterior == 0.5


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "conclusions"),
        (b"[", "conclusions"),
        (b"\xff", "conclusions"),
        (b"[" * 100_000, "conclusions"),
        (rewritten(format="repatria-conclusions-2"), "format"),
        (rewritten(open_missing=-1), "open_missing"),
        (rewritten(open_missing="many"), "open_missing"),
        (rewritten(inputs={"profiles": "x", "families": DIGEST, "frequencies": DIGEST}), "inputs.profiles"),
        (rewritten(word="Surely"), "conclusions[0].word"),
        (rewritten(posterior=1.5), "conclusions[0].posterior"),
        (rewritten(close_relatives=-1), "conclusions[0]"),
        (rewritten(specimens=["a name"]), "conclusions[0].specimens"),
        (rewritten(methods=["guess"]), "conclusions[0].methods[0]"),
        (rewritten(name="a person"), "conclusions"),
        (to_json(replace(ALL, conclusions=(ONE, ONE))), "conclusions"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(content: bytes, place: str):
    with pytest.raises(InputNotUnderstood) as refused:
        from_json(content)
    assert refused.value.place == place
    assert "name" not in str(refused.value)


probabilities = st.floats(0, 1)
ratios = st.floats(-300, 300) | st.just(-math.inf)
labels = st.text(st.characters(codec="utf-8"), max_size=8)
rivals = st.builds(Rival, labels, labels, labels, ratios, st.none() | probabilities)
conclusion = st.builds(
    Conclusion,
    profile=labels,
    specimens=st.lists(st.sampled_from(["south-5:17/1", "south-5:18/2"]), max_size=2).map(tuple),
    family=labels,
    missing=labels,
    word=st.sampled_from(WORDS),
    log10_lr=ratios,
    posterior=st.none() | probabilities,
    close_relatives=st.integers(0, 9),
    typed_relatives=st.integers(0, 9),
    methods=st.lists(st.sampled_from(Method), max_size=3).map(tuple),
    laboratories=st.integers(0, 3),
    shared_markers=st.integers(0, 24),
    exclusions=st.integers(0, 24),
    chance_hits=st.none() | st.floats(0, 1e9),
    rivals=st.lists(rivals, max_size=2).map(tuple),
    passes=st.sampled_from(Truth),
    reasons=st.lists(labels, max_size=2).map(tuple),
)
many = st.lists(conclusion, max_size=4, unique_by=lambda one: (one.profile, one.family, one.missing))


@settings(max_examples=25)
@given(many)
def test_what_was_written_is_read_and_written_again_as_the_same_bytes(rows: list[Conclusion]):
    written = to_json(replace(ALL, conclusions=tuple(rows)))
    assert to_json(from_json(written)) == written


@settings(max_examples=25)
@given(many)
def test_order_changes_no_byte(rows: list[Conclusion]):
    assert to_json(replace(ALL, conclusions=tuple(rows))) == to_json(replace(ALL, conclusions=tuple(reversed(rows))))
