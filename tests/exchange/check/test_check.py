from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.exchange.check import check, refused
from repatria.exchange.terms import Terms, read_terms

EXAMPLES = ("children", "prisoners", "thousand", "remains")

SPOILT = [
    (
        "children",
        (
        'formula = "named persons"\ncounts = "person"\nfrom = "south"\nto = "north"\n'
        'persons = ["north-1:1", "north-1:2", "north-1:3"]\nsubstitution = { allowed = false }'
        ),
        'formula = "n for n"\ncounts = "person"\nboth = true\nnumber = 29',
        ["category-missing", "children-formula", "overlap-unsaid"],
    ),
    ("children", "best_interests = ", "# best_interests = ", ["best-interests-unsaid"]),
    ("prisoners", "aged 18 to 25, both included,", "under 25", ["age-words-differ"]),
    ("prisoners", 'health = "GC III Annex I, part I"\n', "", ["health-undefined"]),
    ("prisoners", 'overlap = "the earlier clause counts"\n', "", ["overlap-unsaid"]),
    ("thousand", "caps = { north = 303, south = 303 }", "caps = { north = 303, south = 300 }", ["stages-below-number"]),
    ("thousand", 'age = { from = 18, from_inclusive = true }\ncertified = true\nevidence = "a capture card"',
     'certified = true\nevidence = "a capture card"', ["age-bounds-missing", "children-formula"]),
    ("remains", 'counts = "body"\n', "", ["counts-unsaid"]),
    ("remains", 'fragments = "not counted"\n', "", ["fragments-unsaid"]),
    ("remains", "until = 2031-06-10T18:00:00+03:00", "until = 2031-06-10T05:00:00+03:00", ["window-ends-before"]),
]  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_accepted(golden: Callable[[str], Terms], name: str) -> None:
    assert check(golden(name)) == ()


@pytest.mark.parametrize(("name", "words", "instead", "expected"), SPOILT)
def test_each_spoilt_example_is_refused(
    golden_text: Callable[[str], str], name: str, words: str, instead: str, expected: list[str]
) -> None:
    text = golden_text(name)
    assert text.count(words) >= 1
    read = read_terms(text.replace(words, instead, 1))
    assert read.findings == ()
    assert read.terms is not None
    found = check(read.terms)
    codes = {f.code for f in found}
    assert set(expected) - codes == set()
    assert refused(found) is True


def test_the_finding_quotes_the_words_and_says_what_would_mend_them(golden_text: Callable[[str], str]) -> None:
    read = read_terms(golden_text("prisoners").replace("aged 18 to 25, both included,", "under 25"))
    assert read.terms is not None
    (finding,) = check(read.terms)
    assert finding.place == "category.young.wording"
    assert finding.message == 'the words "under 25" mean at most 24; the category\'s age is 18 to 25'
    assert finding.hint == (
        'agree on one: write the wording "18 to 25 completed years", or '
        "age = { to = 24, to_inclusive = true, on = 2031-06-02 }"
    )
