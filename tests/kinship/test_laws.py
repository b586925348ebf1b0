"""Laws of likelihoods, tried on random small families."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.kinship import (
    Convention,
    Inheritance,
    Marker,
    Mutation,
    Observation,
    Pedigree,
    Sex,
    enumeration,
    likelihood_ratio,
    log_likelihood,
)
from repatria.kinship.mutation import Kind
from repatria.kinship.peeling import plan as planning

ALLELES = ("8", "9", "9.3")
MODELS = (
    Mutation(),
    Mutation(Kind.EQUAL, male=0.1, female=0.05),
    Mutation(Kind.PROPORTIONAL, male=0.1, female=0.05),
    Mutation(Kind.STEPWISE, 0.1, 0.04, (0.02, 0.03)),
    Mutation(Kind.STEPWISE, 0.02, 0.01, (0.01, 0.01), transform="PM"),
)
RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def pedigrees(draw: st.DrawFn, *, most: int = 4) -> Pedigree:
    """Returns a small pedigree, with loops where it happens."""
    fathers, mothers, sexes = [], [], []
    for person in range(draw(st.integers(2, most))):
        males = [other for other in range(person) if sexes[other] is Sex.MALE]
        females = [other for other in range(person) if sexes[other] is Sex.FEMALE]
        born = bool(males and females) and draw(st.integers(0, 3)) > 0
        fathers.append(draw(st.sampled_from(males)) if born else -1)
        mothers.append(draw(st.sampled_from(females)) if born else -1)
        sexes.append(draw(st.sampled_from([Sex.MALE, Sex.FEMALE])))
    ids = tuple(f"P{person}" for person in range(len(sexes)))
    return Pedigree(ids, tuple(fathers), tuple(mothers), tuple(sexes))


@st.composite
def markers(draw: st.DrawFn, *, alleles: int = 3, silent: bool = True) -> Marker:
    """Returns a marker of two or three alleles."""
    names = ALLELES[: draw(st.integers(2, alleles))]
    weights = np.array([draw(st.integers(1, 9)) for _ in names], float)
    return Marker.of(
        "M",
        dict(zip(names, (weights / weights.sum()).tolist(), strict=True)),
        mutation=draw(st.sampled_from(MODELS)),
        inheritance=draw(st.sampled_from(Inheritance)),
        silent=draw(st.sampled_from([0.0, 0.1])) if silent and len(names) == 2 else 0.0,
    )


def seen(draw: st.DrawFn, pedigree: Pedigree, marker: Marker, *, count: int = 1) -> dict[str, list[Any]]:
    """Returns what was seen of some of the persons."""

    def one(sex: Sex) -> str | Observation:
        a, b = (draw(st.sampled_from(marker.alleles)) for _ in range(2))
        single = marker.inheritance is Inheritance.X and sex is Sex.MALE
        full = a if single else f"{a}/{b}"
        degraded = Observation((a,), dropout=0.2, dropin=0.05)
        return draw(st.sampled_from([full, full, full, f"{a}/-", "-/-", degraded]))

    typed = draw(st.sets(st.sampled_from(pedigree.ids), min_size=1))
    return {
        person: [one(sex) for _ in range(count)]
        for person, sex in zip(pedigree.ids, pedigree.sexes, strict=True)
        if person in typed
    }


@st.composite
def families(draw: st.DrawFn, *, alleles: int = 3, silent: bool = True) -> tuple[Pedigree, Marker, dict[str, Any]]:
    """Returns a pedigree, a marker and what was seen."""
    pedigree, marker = draw(pedigrees()), draw(markers(alleles=alleles, silent=silent))
    return pedigree, marker, seen(draw, pedigree, marker)


def same(computed: np.ndarray, expected: np.ndarray) -> bool:
    """Whether two logarithms are one number."""
    return bool(np.all((computed == expected) | np.isclose(computed, expected, rtol=0, atol=1e-10)))


@RELAXED
@given(families(), st.sampled_from([0.0, 0.03, 0.4]), st.sampled_from(Convention))
def test_the_engine_is_its_slow_twin(family: tuple[Any, ...], theta: float, convention: Convention) -> None:
    pedigree, marker, observed = family
    more: dict[str, Any] = {"theta": theta, "convention": convention}
    twin = enumeration.log_likelihood(pedigree, [marker], observed, **more)
    assert same(log_likelihood(pedigree, [marker], observed, **more), twin)


@settings(RELAXED, max_examples=10)  # 65,536 states of four persons at two markers
@given(st.data(), st.sampled_from([0.0, 0.1, 0.5]))
def test_linked_markers_are_as_the_slow_twin_has_them(data: st.DataObject, rho: float) -> None:
    pedigree, marker = data.draw(pedigrees()), data.draw(markers(alleles=2, silent=False))
    other = Marker("N", marker.alleles, marker.frequencies[::-1], marker.inheritance, marker.female, marker.male)
    observed = seen(data.draw, pedigree, marker, count=2)
    twin = enumeration.log_likelihood(pedigree, [marker, other], observed, rho=rho)
    assert same(log_likelihood(pedigree, [marker, other], observed, rho=rho), twin)


@RELAXED
@given(families(), st.floats(0, 1))
def test_inbred_founders_are_as_the_slow_twin_has_them(family: tuple[Any, ...], f: float) -> None:
    pedigree, marker, observed = family
    inbred = {
        person: f
        for place, person in enumerate(pedigree.ids)
        if pedigree.is_founder(place)
        and not (marker.inheritance is Inheritance.X and pedigree.sexes[place] is Sex.MALE)
    }
    twin = enumeration.log_likelihood(pedigree, [marker], observed, founder_inbreeding=inbred)
    assert same(log_likelihood(pedigree, [marker], observed, founder_inbreeding=inbred), twin)


@RELAXED
@given(families(), st.sampled_from([0.0, 0.03]))
def test_lumping_changes_nothing(family: tuple[Any, ...], theta: float) -> None:
    pedigree, marker, observed = family
    on, off = (log_likelihood(pedigree, [marker], observed, lump=lump, theta=theta) for lump in (True, False))
    assert same(on, off)


@RELAXED
@given(families(silent=False), st.permutations(range(3)))
def test_relabelling_alleles_changes_nothing(family: tuple[Any, ...], order: list[int]) -> None:
    pedigree, marker, observed = family
    order = [place for place in order if place < len(marker.alleles)]
    matrices = [None if m is None else m[np.ix_(order, order)] for m in (marker.female, marker.male)]
    names = tuple(marker.alleles[place] for place in order)
    other = Marker("M", names, marker.frequencies[order], marker.inheritance, *matrices)
    assert same(log_likelihood(pedigree, [other], observed), log_likelihood(pedigree, [marker], observed))


@RELAXED
@given(pedigrees(), st.data())
def test_exchanging_fathers_and_mothers_changes_nothing_at_equal_rates(pedigree: Pedigree, data: st.DataObject) -> None:
    model = Mutation(Kind.STEPWISE, 0.03, 0.03, (0.01, 0.01))
    marker = Marker.of("M", {"8": 0.2, "9": 0.3, "9.3": 0.5}, mutation=model)
    observed = seen(data.draw, pedigree, marker)
    turned = Pedigree(
        pedigree.ids,
        pedigree.mothers,
        pedigree.fathers,
        tuple(Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE for sex in pedigree.sexes),
    )
    assert same(log_likelihood(turned, [marker], observed), log_likelihood(pedigree, [marker], observed))


@RELAXED
@given(families(), st.randoms(use_true_random=False))
def test_order_of_persons_changes_nothing(family: tuple[Any, ...], chance: Any) -> None:
    pedigree, marker, observed = family
    order = list(range(len(pedigree.ids)))
    chance.shuffle(order)
    back = {old: new for new, old in enumerate(order)} | {-1: -1}
    other = Pedigree(
        tuple(pedigree.ids[i] for i in order),
        tuple(back[pedigree.fathers[i]] for i in order),
        tuple(back[pedigree.mothers[i]] for i in order),
        tuple(pedigree.sexes[i] for i in order),
    )
    assert same(log_likelihood(other, [marker], observed), log_likelihood(pedigree, [marker], observed))


@RELAXED
@given(families())
def test_order_of_peeling_changes_nothing(family: tuple[Any, ...]) -> None:
    pedigree, marker, observed = family
    expected, rules = log_likelihood(pedigree, [marker], observed), planning.RULES
    try:
        for weights in ((-1, 0, 0), (0, -1, 1)):  # the dearest variable first
            planning.RULES = (weights,)
            planning.cheapest.cache_clear()
            assert same(log_likelihood(pedigree, [marker], observed), expected)
    finally:
        planning.RULES = rules
        planning.cheapest.cache_clear()


@RELAXED
@given(families())
def test_a_marker_without_results_has_likelihood_one(family: tuple[Any, ...]) -> None:
    pedigree, marker, observed = family
    empty = {person: ["-/-"] for person in observed}
    assert log_likelihood(pedigree, [marker], empty).tolist() == [0.0]
    assert likelihood_ratio(pedigree, pedigree, [marker], empty).total == 0.0


@RELAXED
@given(families(silent=False), st.data())
def test_all_genotypes_of_a_person_sum_to_what_the_others_have(family: tuple[Any, ...], data: st.DataObject) -> None:
    pedigree, marker, observed = family
    person = data.draw(st.sampled_from(pedigree.ids))
    rest = {other: row for other, row in observed.items() if other != person}
    single = marker.inheritance is Inheritance.X and pedigree.sexes[pedigree.index(person)] is Sex.MALE
    possible = (
        list(marker.alleles)
        if single
        else [f"{a}/{b}" for k, a in enumerate(marker.alleles) for b in marker.alleles[k:]]
    )
    parts = [log_likelihood(pedigree, [marker], {**rest, person: [one]})[0] for one in possible]
    assert same(np.logaddexp.reduce(parts), log_likelihood(pedigree, [marker], rest)[0])


@RELAXED
@given(st.lists(st.integers(1, 99), min_size=2, max_size=8), st.sampled_from(Kind), st.booleans())
def test_rows_of_mutation_matrices_are_distributions_and_pm_keeps_frequencies(
    weights: list[int], kind: Kind, pm: bool
) -> None:
    frequencies = np.array(weights) / sum(weights)
    alleles = [str(8 + place) for place in range(len(weights))]
    if kind is Kind.CUSTOM:
        return
    model = Mutation(kind, 0.003, 0.001, (0.0, 0.0), transform="PM" if pm else None)
    made = model.matrices(alleles, frequencies)[1]
    if made is not None:
        np.testing.assert_allclose(made.sum(axis=1), 1, atol=1e-12)
        if pm or kind in (Kind.PROPORTIONAL, Kind.DAWID):
            np.testing.assert_allclose(frequencies @ made, frequencies, atol=1e-12)
