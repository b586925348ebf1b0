"""Laws of the room: what holds for whatever input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.exchange.allocation import Candidate, Impossible, allocate
from repatria.exchange.allocation.conflict import _words
from repatria.exchange.allocation.exhaustive import best, broken
from repatria.exchange.allocation.solver import Model
from repatria.exchange.allocation.units import dissolve, gather
from repatria.exchange.check import check, refused
from repatria.exchange.eligibility import age_truth, assess
from repatria.exchange.handover import Tally, compare_check_offs, settlement
from repatria.exchange.manifest import Manifest, Place, Window, from_bytes, movement, to_bytes
from repatria.exchange.outcome import Outcome
from repatria.exchange.stages import ORDER, ExchangeStage, Standing, furthest, hindrances
from repatria.exchange.terms import (
    Age,
    Category,
    Children,
    Clause,
    Counts,
    Formula,
    Overlap,
    Stage,
    Status,
    Substitution,
    Terms,
    Voluntariness,
    read_terms,
)
from repatria.people.dates import PartialDate
from repatria.people.facts import Truth
from repatria.people.fields import Field
from repatria.people.record import PersonFile, Record

PARTIES = ("north", "south")
ADULT = Age(18, None, lower_inclusive=True)
DAY = date(2031, 6, 2)

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- allocation ---


@st.composite
def stages(draw: st.DrawFn) -> Stage:
    cap = st.none() | st.integers(0, 3)
    caps = {p: n for p in PARTIES if (n := draw(cap)) is not None}
    of_category = {p: n for p in PARTIES if (n := draw(cap)) is not None}
    return Stage(
        1,
        caps=caps,
        total_cap=draw(st.none() | st.integers(0, 5)),
        category_caps={draw(st.sampled_from("AB")): of_category} if of_category else {},
        parity=draw(st.none() | st.integers(0, 2)),
        exposure=draw(st.none() | st.integers(0, 2)),
    )


@st.composite
def clauses(draw: st.DrawFn, name: str, numbers: Sequence[int]) -> Clause:
    formula = draw(st.sampled_from(Formula))
    both = formula in (Formula.ALL_FOR_ALL, Formula.N_FOR_N, Formula.AT_LEAST_N)
    holder = None if both else draw(st.sampled_from(PARTIES))
    n = draw(st.integers(0, 2)) if formula in (Formula.N_FOR_N, Formula.AT_LEAST_N) else None
    if formula is Formula.UNILATERAL:
        n = draw(st.none() | st.integers(0, 2))
    return Clause(
        name,
        name,
        formula,
        draw(st.sampled_from([Counts.PERSON, Counts.PERSON, Counts.BODY])),
        holder=holder,
        receiver=None if holder is None else PARTIES[holder == "north"],
        both=both,
        category=draw(st.sampled_from("AB")),
        numbers=None if n is None else dict.fromkeys(PARTIES if both else (holder,), n),
        stages=tuple(sorted(draw(st.sets(st.sampled_from(numbers))))) if numbers else (),
    )


@st.composite
def allocations(draw: st.DrawFn) -> tuple[Terms, list[Candidate]]:
    some = tuple(replace(s, number=n) for n, s in enumerate(draw(st.lists(stages(), max_size=2)), start=1))
    named = [draw(clauses(name, [s.number for s in some])) for name in "ab"[: draw(st.integers(1, 2))]]
    terms = Terms(
        "law-2031", 1, "", PARTIES, Status.PROPOSED, tuple(named),
        categories=(Category("A", "A", age=ADULT), Category("B", "B", age=draw(st.sampled_from([None, ADULT])))),
        stages=some, reference_date=DAY, overlap=draw(st.sampled_from([None, *Overlap])),
    )  # fmt: skip
    people = []
    for n in range(draw(st.integers(0, 5))):
        holder = draw(st.sampled_from(PARTIES))
        may = [c.id for c in named if holder in c.holders(PARTIES)]
        if may:
            under = frozenset(draw(st.sets(st.sampled_from(may), min_size=1)))
            people.append(
                Candidate(f"P-{n}", holder, under, draw(st.integers(0, 2)), draw(st.sampled_from(["", "", "S", "T"])))
            )
    return terms, people


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(allocations())
def test_the_solver_and_the_slow_twin_agree(case: tuple[Terms, list[Candidate]]) -> None:
    terms, people = case
    plan, expected = allocate(candidates=people, terms=terms), best(candidates=people, terms=terms)
    if isinstance(plan, Impossible):
        assert expected is None
        assert len(plan.conflict) > 0
        return
    assert expected == (plan.placed, plan.waiting)
    assert (plan.most, plan.bound) == (plan.placed, plan.waiting)
    by_person = {p.person: p for p in plan.placements}
    assert not broken([by_person.get(c.person) for c in people], candidates=people, terms=terms)
    assert sorted([*by_person, *plan.left]) == sorted(c.person for c in people)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(allocations())
def test_of_a_conflict_nothing_can_be_left_out(case: tuple[Terms, list[Candidate]]) -> None:
    terms, people = case
    plan = allocate(candidates=people, terms=terms)
    if not isinstance(plan, Impossible):
        return
    together = plan.conflict[-1].code == "promise-together"
    kinds = gather(people if together else dissolve(people), terms)
    keys = {key for key, finding in _words(people, terms).items() if finding in plan.conflict}

    def impossible(left: set[str]) -> bool:
        return Model(kinds, terms, keys=left).is_impossible(effort=1.0)[0]

    assert impossible(keys)
    assert [key for key in keys if impossible(keys - {key})] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(allocations(), st.permutations(range(5)))
def test_the_order_of_candidates_changes_who_but_not_how_many(
    case: tuple[Terms, list[Candidate]], order: list[int]
) -> None:
    terms, people = case
    shuffled = [people[i] for i in order if i < len(people)]
    one, two = allocate(candidates=people, terms=terms), allocate(candidates=shuffled, terms=terms)
    if isinstance(one, Impossible) or isinstance(two, Impossible):
        assert type(one) is type(two)
        return
    assert (one.placed, one.waiting) == (two.placed, two.waiting)


# --- the law on children ---


@quick
@given(
    formula=st.sampled_from(Formula),
    lower=st.none() | st.integers(0, 30),
    inclusive=st.sampled_from([None, True, False]),
    upper=st.none() | st.integers(0, 30),
    on=st.none() | st.dates(date(2030, 1, 1), date(2033, 1, 1)),
    marked=st.booleans(),
    substitution=st.booleans(),
    stage=stages(),
    best_interests=st.booleans(),
)
def test_terms_that_pass_never_weigh_a_child_against_another(
    formula: Formula, lower: int | None, inclusive: bool | None, upper: int | None, on: date | None, marked: bool,
    substitution: bool, stage: Stage, best_interests: bool,
) -> None:  # fmt: skip
    named = formula is Formula.NAMED_PERSONS
    both = formula in (Formula.N_FOR_N, Formula.ALL_FOR_ALL, Formula.AT_LEAST_N)
    clause = Clause(
        "c", "c", formula, Counts.PERSON, None if both else "north", None if both else "south", both, "k",
        dict.fromkeys(PARTIES, 0) if formula in (Formula.N_FOR_N, Formula.AT_LEAST_N) else None,
        ("north-1:1",) if named else (),
        substitution=Substitution(substitution, ("declined",), "north", 7),
    )  # fmt: skip
    category = Category("k", "k", Age(lower, upper, inclusive, True, on), children=marked)
    terms = Terms(
        "law-2031", 1, "", PARTIES, Status.PROPOSED, (clause,), (category,), (replace(stage, category_caps={}),),
        reference_date=DAY, voluntariness=Voluntariness(True, "mediator"), review_days=7,
        children=Children("a panel" if best_interests else "", siblings_together=True),
    )  # fmt: skip
    if refused(check(terms)):
        return
    youngest_birthday = None if lower is None else lower + (inclusive is False)
    surely_adult = youngest_birthday is not None and youngest_birthday >= 18 and not marked and (on or DAY) <= DAY
    if not surely_adult:
        waits = (stage.parity, stage.exposure, stage.total_cap)
        assert (formula, substitution, waits, best_interests) == (Formula.NAMED_PERSONS, False, (None,) * 3, True)


# --- three values ---


@st.composite
def births(draw: st.DrawFn) -> PartialDate:
    first = draw(st.dates(date(1950, 1, 1), date(2025, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 2000)))
    return PartialDate("", first, last, approximate=draw(st.booleans()))


def person(*born: PartialDate | None) -> PersonFile:
    records = tuple(
        Record(f"north-1:{n}", "north", {}, {} if b is None else {Field.DATE_OF_BIRTH: b})
        for n, b in enumerate(born, 1)
    )
    return PersonFile("P-0001", records)


bounds = st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans(), st.booleans()).map(
    lambda b: Age(min(b[0], b[1]), max(b[0], b[1]), b[2], b[3])
)


@quick
@given(st.lists(births(), min_size=1, max_size=3), bounds, st.data())
def test_learning_more_never_turns_yes_into_no(born: list[PartialDate], age: Age, data: st.DataObject) -> None:
    """If the sources decide, the true day decides alike, wherever in what all sources leave open it lies."""
    answer = age_truth(person(*born), age, DAY)
    low, high = max(b.bounds()[0] for b in born), min(b.bounds()[1] for b in born)
    if low > high:
        return
    true_day = data.draw(st.dates(low, high))
    truth = age_truth(person(PartialDate("", true_day, true_day)), age, DAY)
    assert answer in (truth, Truth.UNKNOWN)


@quick
@given(st.lists(births(), max_size=3), bounds)
def test_order_of_sources_and_silent_sources_change_nothing(born: list[PartialDate], age: Age) -> None:
    answer = age_truth(person(*born), age, DAY)
    assert age_truth(person(*reversed(born)), age, DAY) is answer
    assert age_truth(person(None, *born, None), age, DAY) is answer


@quick
@given(births(), bounds, st.sampled_from([*PARTIES, None]))
def test_only_unknown_says_what_would_settle_it(born: PartialDate, age: Age, holder: str | None) -> None:
    clause = Clause("c", "c", Formula.ALL_FOR_ALL, Counts.PERSON, both=True, category="k")
    terms = Terms(
        "law-2031", 1, "", PARTIES, Status.PROPOSED, (clause,), (Category("k", "k", age),), reference_date=DAY
    )
    found = assess(terms, "c", person(born), holder)
    assert (found.truth is Truth.UNKNOWN) == bool(found.would_settle)
    assert len(found.reasons) > 0


# --- reading ---


@quick
@given(st.text(max_size=200))
def test_reading_never_raises(text: str) -> None:
    read = read_terms(text)
    assert (read.terms is None) == bool(read.findings)


VALUES = st.recursive(
    st.sampled_from(["1", "-3", '"x"', "true", "2031-06-02", "2031-06-02T06:00:00", "1.5", '""', '"north"']),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda v: "[" + ", ".join(v) + "]")
        | st.lists(inner, max_size=2).map(lambda v: "{ " + ", ".join(f"k{i} = {x}" for i, x in enumerate(v)) + " }")
    ),
    max_leaves=4,
)
KEYS = [
    "format", "exchange", "version", "title", "parties", "status", "reference_date", "overlap", "review_days", "category",
    "clause", "stage", "truce", "priority", "voluntariness", "children", "age", "persons", "number", "numbers", "both",
    "from", "until", "areas", "caps", "category_caps", "substitution", "wordings", "id", "formula",
]  # fmt: skip


@quick
@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6),
    st.sampled_from(["", "[[clause]]", "[[category]]", "[[stage]]", "[[truce]]", "[[priority]]", "[children]"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6),
)
def test_values_of_any_kind_under_any_key_never_raise(top: dict[str, str], head: str, inner: dict[str, str]) -> None:
    lines = [f"{k} = {v}" for k, v in top.items()] + [head] + [f"{k} = {v}" for k, v in inner.items() if head]
    read = read_terms("\n".join(lines))
    assert (read.terms is None) == bool(read.findings)


# --- manifest ---


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    zone = timezone(timedelta(minutes=draw(st.integers(-14 * 60, 14 * 60))))
    opens = draw(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1))).replace(tzinfo=zone)
    lines = sorted(draw(st.sets(st.integers(1, 99), min_size=0, max_size=6)))
    cut = draw(st.integers(0, len(lines)))
    degrees = st.floats(-90, 90, allow_nan=False)
    point = draw(st.none() | st.tuples(degrees, degrees))
    return Manifest(
        f"M-{draw(st.integers(1, 9999)):04}",
        "law-2031",
        "0" * 64,
        draw(st.none() | st.integers(1, 9)),
        Window(opens, opens + timedelta(minutes=draw(st.integers(1, 999)))),
        Place({"north": draw(st.text(min_size=1, max_size=8).filter(str.isprintable))}, *(point or (None, None))),
        tuple(
            movement(from_party=a, to_party=b, lines=tuple(f"{b}-1:{n}" for n in part))
            for a, b, part in (("north", "south", lines[:cut]), ("south", "north", lines[cut:]))
        ),
        opens,
    )


@quick
@given(manifests())
def test_bytes_of_a_manifest_read_back(manifest: Manifest) -> None:
    data = to_bytes(manifest)
    assert from_bytes(data) == manifest
    assert to_bytes(from_bytes(data)) == data


# --- handover ---

check_offs = st.dictionaries(st.integers(1, 12).map(lambda n: f"north-1:{n}"), st.sampled_from(Outcome))


@quick
@given(check_offs, check_offs)
def test_every_line_is_agreed_or_different_and_the_numbers_add_up(
    sender: dict[str, Outcome], receiver: dict[str, Outcome]
) -> None:
    found = compare_check_offs(sender=sender, receiver=receiver)
    lines = [*found.agreed, *(d.line for d in found.differences)]
    assert sorted(lines) == sorted(sender.keys() | receiver.keys())
    assert [sum(n[i] for n in found.counts.values()) for i in (0, 1)] == [len(sender), len(receiver)]
    other = compare_check_offs(sender=receiver, receiver=sender)
    assert {(d.line, d.receiver, d.sender) for d in other.differences} == {
        (d.line, d.sender, d.receiver) for d in found.differences
    }


@quick
@given(n=st.integers(0, 50), north=st.integers(0, 60), south=st.integers(0, 60), later=st.integers(0, 60))
def test_what_one_party_hands_over_never_changes_what_the_other_owes(
    n: int, north: int, south: int, later: int
) -> None:
    clause = Clause("c", "c", Formula.N_FOR_N, Counts.BODY, both=True, numbers=dict.fromkeys(PARTIES, n))
    terms = Terms("law-2031", 1, "", PARTIES, Status.PROPOSED, (clause,))
    one, two = (
        settlement(terms=terms, tallies={("c", "north"): Tally(moved), ("c", "south"): Tally(south)})
        for moved in (north, later)
    )
    assert one[1] == two[1]
    assert one[0].owed is not None
    assert one[0].moved + one[0].owed - one[0].above == n


# --- stages ---

standings = st.builds(
    Standing,
    st.just(frozenset(PARTIES)),
    listed_by=st.frozensets(st.sampled_from(PARTIES)),
    unanswered=st.integers(0, 1),
    unremarked=st.integers(0, 1),
    signed_by=st.frozensets(st.sampled_from(PARTIES)),
    terms_bind=st.booleans(),
    manifests=st.integers(0, 1),
    owed=st.integers(0, 1),
    unknown=st.integers(0, 1),
)


@quick
@given(standings, st.sampled_from(ORDER))
def test_the_furthest_stage_is_reached_step_by_step(standing: Standing, now: ExchangeStage) -> None:
    reached = furthest(now=now, standing=standing)
    steps = ORDER[ORDER.index(now) : ORDER.index(reached) + 1]
    assert [hindrances(now=a, to=b, standing=standing) for a, b in pairwise(steps)] == [()] * (len(steps) - 1)
    if reached is not ORDER[-1]:
        assert hindrances(now=reached, to=ORDER[ORDER.index(reached) + 1], standing=standing) != ()
