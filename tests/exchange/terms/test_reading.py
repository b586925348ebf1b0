from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from repatria.exchange.terms import Age, Counts, Formula, Overlap, Status, Substitution, Terms, read_terms

HEAD = 'format = 1\nexchange = "e-2031"\nversion = 1\nparties = ["north", "south"]\nstatus = "proposed"\n'


def problems(text: str) -> list[tuple[str, str]]:
    read = read_terms(text)
    assert read.terms is None
    return [(f.code, f.place) for f in read.findings]


def test_an_example_is_read_whole(golden: Callable[[str], Terms]) -> None:
    terms = golden("thousand")
    assert (terms.exchange, terms.version, terms.status, terms.review_days) == ("thousand-2031", 1, Status.PROPOSED, 7)
    assert terms.overlap is Overlap.ANY_CLAUSE
    assert terms.categories[0].age == Age(lower=18, lower_inclusive=True)
    assert terms.age_day(terms.categories[0]) == date(2031, 6, 2)
    assert terms.categories[1].certified_by == ("north", "south")
    clause = terms.clauses[0]
    assert (clause.formula, clause.counts, clause.both, clause.category) == (
        Formula.N_FOR_N,
        Counts.PERSON,
        True,
        "prisoners",
    )
    assert clause.numbers == {"north": 880, "south": 880}
    assert [(s.number, s.first_on, s.last_on, s.parity) for s in terms.stages] == [
        (1, date(2031, 6, 6), date(2031, 6, 6), 0),
        (2, date(2031, 6, 7), date(2031, 6, 7), 0),
        (3, date(2031, 6, 8), date(2031, 6, 8), 0),
    ]
    assert terms.stages[0].category_caps == {"civilians": {"north": 120, "south": 120}}


def test_named_persons_and_substitution_are_read(golden: Callable[[str], Terms]) -> None:
    clause = golden("children").clauses[0]
    assert clause.persons == ("north-1:1", "north-1:2", "north-1:3")
    assert (clause.holder, clause.receiver) == ("south", "north")
    assert clause.substitution == Substitution(allowed=False)
    assert clause.number("south") == 3  # type: ignore[arg-type]


def test_all_problems_are_told_at_once_with_their_paths() -> None:
    text = """
format = 2
exchange = "Example 2031"
version = 0
parties = ["North", "south"]
status = "agreed"
colour = "blue"

[[category]]
id = "young"
age = { from = "18", too = 25 }

[[clause]]
id = "all"
wording = "all"
formula = "everybody"
persons = ["north-1"]
both = true
from = "north"
"""
    assert problems(text) == [
        ("terms-format-not-known", "format"),
        ("terms-reference-not-understood", "parties"),
        ("terms-reference-not-understood", "exchange"),
        ("terms-number-out-of-range", "version"),
        ("terms-word-not-known", "status"),
        ("terms-value-of-wrong-kind", "category[1].age.from"),
        ("terms-key-not-known", "category[1].age.too"),
        ("terms-key-missing", "category[1].wording"),
        ("terms-word-not-known", "clause[1].formula"),
        ("clause-direction-said-twice", "clause[1].both"),
        ("terms-reference-not-understood", "clause[1].persons"),
        ("terms-key-not-known", "colour"),
        ("terms-party-not-known", "clause.all.from"),
    ]


def test_a_misspelt_key_is_told_with_the_nearest() -> None:
    read = read_terms(HEAD + "reveiw_days = 7\n")
    assert [f.hint for f in read.findings] == ["did you mean review_days?"]


@pytest.mark.parametrize(
    "text", ["[[", 'a = "', "x = " + "[" * 5_000, "n = " + "9" * 5_000, "a = 1\na = 2", "d = 2031-13-01"]
)  # fmt: skip
def test_what_is_not_toml_is_a_finding(text: str) -> None:
    assert [code for code, _ in problems(text)] == ["terms-not-toml"]


def test_a_text_too_long_is_not_parsed() -> None:
    assert problems("#" * 8_000_001) == [("terms-too-long", "terms")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[priority]]\nid = "a"\nwording = "w"\ncategory = "none"\n', ("terms-category-not-known", "priority.a.category")),
        ("[[stage]]\nnumber = 1\ncaps = { east = 3 }\n", ("terms-party-not-known", "stage.1.caps")),
        ("[[stage]]\nnumber = 1\n[[stage]]\nnumber = 1\n", ("terms-id-twice", "stage[2].id")),
        ("[[stage]]\nnumber = 1\non = 2031-06-02\nuntil = 2031-06-03\n", ("stage-day-said-twice", "stage[1].on")),
        ('[[category]]\nid = "Not An Id"\nwording = "w"\n', ("terms-id-not-understood", "category[1].id")),
        ('[[category]]\nid = "c"\nwording = "w"\nexcludes = ["d"]\n', ("terms-category-not-known", "category.c.excludes")),
        ("category = 3\n", ("terms-value-of-wrong-kind", "category")),
        ("version2 = 1979-05-27T07:32:00\n", ("terms-key-not-known", "version2")),
    ],
)  # fmt: skip
def test_one_problem_one_finding(text: str, expected: tuple[str, str]) -> None:
    assert problems(HEAD + text) == [expected]


def test_a_stage_of_a_clause_must_be_there(golden_text: Callable[[str], str]) -> None:
    text = golden_text("thousand").replace("stages = [1, 2, 3]", "stages = [1, 4]", 1)
    assert problems(text) == [("terms-stage-not-known", "clause.military.stages")]


@pytest.mark.parametrize("secret", ["somebody born 1987", "Aster", "Aster_Una"])
def test_free_text_in_a_key_is_not_repeated(secret: str) -> None:
    read = read_terms(HEAD + f'"{secret}" = 1\n')
    assert [f.code for f in read.findings] == ["terms-key-not-known"]
    assert [secret in f"{f.place} {f.message} {f.hint}" for f in read.findings] == [False]


@pytest.mark.parametrize("hidden", ["\\u202e", "\\u2067", "\\u0007", "\\u0085"])
def test_a_text_reads_as_it_is_written(hidden: str) -> None:
    assert problems(HEAD + f'title = "aged 18 to {hidden}25"\n') == [("terms-hidden-characters", "title")]
    assert problems(HEAD + f'[[truce]]\nareas = ["{hidden}"]\n') == [("terms-hidden-characters", "truce[1].areas")]


def test_any_script_may_be_written() -> None:
    read = read_terms(HEAD + 'title = "Обмін полоненими — تبادل الأسرى"\n')
    assert read.findings == ()


def test_an_agreement_has_at_most_two_hundred_of_a_kind() -> None:
    truce = "[[truce]]\nfrom = 2031-06-02T06:00:00Z\nuntil = 2031-06-02T09:00:00Z\n"
    assert read_terms(HEAD + 200 * truce).findings == ()
    assert problems(HEAD + 201 * truce) == [("terms-too-many", "truce")]
