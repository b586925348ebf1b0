"""How alleles change from parent to child: the models that laboratories use, as matrices [from, to].

Definitions are those of the R package pedmut 0.9 (Egeland, Mostad, Vigeland), so that numbers can be compared:

- ``equal``: every other allele alike.
- ``proportional``: in proportion to the frequency of the allele it becomes.
- ``stepwise``: within alleles of the same fraction (9.3, 10.3) `range` times less likely for each further step, at the
  rate ``rate``; to alleles of another fraction at ``rate2``, all alike.
- ``onestep``: to the neighbours only; whole repeats only.
- ``dawid``: reversible stepwise (Dawid, Mortera, Pascali, van Boxel 2002), whole repeats only.
- ``custom``: a matrix of the laboratory's own.

``PM`` makes a model stationary: frequencies stay the same from one generation to the next (Simonsson & Mostad 2016,
doi:10.1016/j.fsigen.2016.04.005). Stationary stepwise is the default of this library (`Mutation.usual`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood

Matrix = NDArray[np.float64]

SUM_WITHIN = 1e-6
"""How far a row of a matrix may be from 1."""


class MutationImpossible(InputNotUnderstood):
    """A mutation model cannot be had with these alleles or rates; the message names the rule."""


class Kind(StrEnum):
    """The models."""

    NONE = "none"
    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    STEPWISE = "stepwise"
    ONESTEP = "onestep"
    DAWID = "dawid"
    CUSTOM = "custom"


NEEDS_RATE2 = frozenset({Kind.STEPWISE})
NEEDS_RANGE = frozenset({Kind.STEPWISE, Kind.DAWID})


def matrix(
    kind: Kind | str,
    alleles: Sequence[str],
    frequencies: Matrix,
    *,
    rate: float = 0.0,
    rate2: float = 0.0,
    range_: float = 0.1,
    custom: Matrix | None = None,
    transform: str | None = None,
    silent: float = 0.0,
) -> Matrix:
    """Returns the probability [from, to] that an allele becomes another in one meiosis; rows sum to 1.

    Args:
        kind: The model.
        alleles: Labels; numbers of repeats (``9.3``) where the model counts steps.
        frequencies: Of the alleles, summing to 1 (without a silent one).
        rate: Mutations a meiosis.
        rate2: Mutations a meiosis to alleles of another fraction (``stepwise``).
        range_: How much less likely each further step is (``stepwise``, ``dawid``).
        custom: The matrix of ``custom``.
        transform: ``PM`` for a stationary model, else None.
        silent: Frequency of a silent allele, which never mutates. Familias scales ``proportional`` by it.

    Raises:
        MutationImpossible: The rates, the labels or the transformation allow no such model.
    """
    kind = _kind(kind)
    _check_numbers(kind, rate=rate, rate2=rate2, range_=range_)
    made = np.eye(len(alleles))
    if len(alleles) > 1:
        match kind:
            case Kind.EQUAL:
                made = _equal(len(alleles), rate)
            case Kind.PROPORTIONAL:
                made = _proportional(frequencies, rate / (1 - silent))
            case Kind.CUSTOM:
                made = _custom(alleles, custom)
            case _:
                made = _by_steps(kind, alleles, frequencies, rate, rate2, range_)
    if transform is None:
        return checked(made)
    if transform != "PM":
        raise MutationImpossible("this transformation of mutation models is not known", hint="use PM, or none")
    return checked(stationary(made, frequencies))


def _by_steps(
    kind: Kind, alleles: Sequence[str], frequencies: Matrix, rate: float, rate2: float, range_: float
) -> Matrix:
    match kind:
        case Kind.STEPWISE:
            return _stepwise(alleles, rate, rate2, range_)
        case Kind.ONESTEP:
            return _onestep(alleles, rate)
        case Kind.DAWID:
            return _dawid(alleles, frequencies, rate, range_)
        case _:
            return np.eye(len(alleles))


def _kind(kind: Kind | str) -> Kind:
    try:
        return Kind("none" if kind == "trivial" else kind)
    except ValueError:
        raise MutationImpossible("this mutation model is not known", hint=f"use one of {', '.join(Kind)}") from None


def _check_numbers(kind: Kind, *, rate: float, rate2: float, range_: float) -> None:
    if not 0 <= rate <= 1 or not 0 <= rate2 <= 1 or rate + rate2 > 1:
        raise MutationImpossible("mutation rates are not between 0 and 1", hint="rates are per meiosis, as 0.002")
    if kind in NEEDS_RANGE and not range_ > 0:
        raise MutationImpossible("the range of a stepwise model is not above 0", hint="0.1 is usual")


def _equal(n: int, rate: float) -> Matrix:
    made = np.full((n, n), rate / (n - 1))
    np.fill_diagonal(made, 1 - rate)
    return made


def _proportional(frequencies: Matrix, rate: float) -> Matrix:
    spread = frequencies / frequencies.sum()
    alpha = rate / float((frequencies * (1 - frequencies)).sum())
    made = np.broadcast_to(alpha * spread, (len(spread), len(spread))).copy()
    np.fill_diagonal(made, 0.0)
    np.fill_diagonal(made, 1 - made.sum(axis=1))
    return made


def _repeats(alleles: Sequence[str]) -> tuple[Matrix, NDArray[np.int64]]:
    """Returns repeats as numbers, and the class of each allele: its tenths of a repeat."""
    try:
        tenths = np.array([float(allele) * 10 for allele in alleles])
    except ValueError:
        raise MutationImpossible(
            "a model that counts steps needs alleles named by repeats",
            hint="choose equal or proportional for this marker",
        ) from None
    whole = np.rint(tenths)
    if not np.isfinite(tenths).all() or np.abs(tenths - whole).max() > 1e-6:
        raise MutationImpossible("an allele has more than one decimal", hint="write microvariants as 9.3")
    return whole / 10, whole.astype(np.int64) % 10


def _stepwise(alleles: Sequence[str], rate: float, rate2: float, range_: float) -> Matrix:
    repeats, fraction = _repeats(alleles)
    steps = np.rint(np.abs(repeats[:, None] - repeats))
    same = fraction[:, None] == fraction
    near = np.where(same, range_**steps, 0.0)
    np.fill_diagonal(near, 0.0)
    near_sum, others = near.sum(axis=1), (~same).sum(axis=1)
    made: Matrix = near * np.divide(rate, near_sum, out=np.zeros_like(near_sum), where=near_sum > 0)[:, None]
    made += np.where(same, 0.0, np.divide(rate2, others, out=np.zeros(len(others)), where=others > 0)[:, None])
    np.fill_diagonal(made, 1 - rate * (near_sum > 0) - rate2 * (others > 0))
    return made


def _whole(alleles: Sequence[str], model: str) -> Matrix:
    repeats, fraction = _repeats(alleles)
    if fraction.any():
        raise MutationImpossible(f"the {model} model knows whole repeats only", hint="use stepwise for microvariants")
    return repeats


def _onestep(alleles: Sequence[str], rate: float) -> Matrix:
    repeats = _whole(alleles, "onestep")
    neighbour = np.abs(repeats[:, None] - repeats) == 1
    count = neighbour.sum(axis=1)
    made: Matrix = neighbour * np.divide(rate, count, out=np.zeros(len(count)), where=count > 0)[:, None]
    np.fill_diagonal(made, np.where(count > 0, 1 - rate, 1.0))
    return made


def _dawid(alleles: Sequence[str], frequencies: Matrix, rate: float, range_: float) -> Matrix:
    """Steps are counted along the ladder of alleles that exist, as pedmut does; the overall rate is ``rate``."""
    if range_ >= 1:
        raise MutationImpossible("the range of the dawid model is not below 1", hint="0.1 is usual")
    rank = np.argsort(np.argsort(_whole(alleles, "dawid")))
    n = len(alleles)
    weight = range_ ** np.abs(rank[:, None] - rank).astype(np.float64)
    a = (1 - range_**n) / (1 - range_)
    made: Matrix = rate * (1 - range_) * weight / (2 * range_ * (n - a)) / frequencies[:, None]
    np.fill_diagonal(made, 0.0)
    np.fill_diagonal(made, 1 - made.sum(axis=1))
    return made


def _custom(alleles: Sequence[str], given: Matrix | None) -> Matrix:
    if given is None or np.shape(given) != (len(alleles), len(alleles)):
        raise MutationImpossible("the custom matrix does not have one row and column an allele", hint="check its size")
    return np.asarray(given, np.float64)


def checked(made: Matrix) -> Matrix:
    """Returns a matrix, read-only, once its entries are probabilities and its rows sum to 1."""
    within = np.isfinite(made).all() and (made >= -1e-15).all() and (np.abs(made.sum(axis=1) - 1) <= SUM_WITHIN).all()
    if not within:
        raise MutationImpossible(
            "the rates allow no such mutation model: a row is no distribution", hint="lower the rate"
        )
    held = np.maximum(made, 0.0)
    held.flags.writeable = False
    return held


def stationary(made: Matrix, frequencies: Matrix) -> Matrix:
    """Returns the PM transformation: the same model, its rates scaled by row so that frequencies stay as they are.

    With v the distribution that the model itself keeps, row i's mutations are scaled by R v_i / (p_i S), where R and S
    are the overall rates under p and v: the overall rate remains (Simonsson & Mostad 2016).

    Raises:
        MutationImpossible: A scaled row would be no distribution, or the model keeps more than one distribution.
    """
    n, stays = len(made), np.diag(made)
    overall = 1 - float(stays @ frequencies)
    if overall <= 0:
        return made
    system = made.T - np.eye(n)
    system[-1] = 1
    try:
        kept = np.linalg.solve(system, np.eye(n)[-1])
    except np.linalg.LinAlgError:
        raise MutationImpossible(
            "this mutation model cannot be made stationary: some alleles never become others",
            hint="give a rate2 above 0",
        ) from None
    with np.errstate(divide="ignore", invalid="ignore"):  # where nothing mutates under v; told below
        scale = overall * kept / ((1 - stays @ kept) * frequencies)
    if not np.isfinite(scale).all() or (scale < -1e-12).any() or (scale * (1 - stays) > 1 + 1e-12).any():
        raise MutationImpossible("this mutation model cannot be made stationary (PM)", hint="lower the rates")
    result: Matrix = (made - np.eye(n)) * scale[:, None] + np.eye(n)
    return result


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutation model with its numbers for fathers and mothers, before it meets a marker's alleles.

    Attributes:
        kind: The model.
        male: Rate in a father's meiosis.
        female: Rate in a mother's meiosis.
        rate2: Rate to alleles of another fraction (``stepwise``), as (male, female).
        range_: Ratio of each further step, as (male, female).
        transform: ``PM`` or None.
        custom: Matrices (male, female) of ``custom``.
    """

    kind: Kind = Kind.NONE
    male: float = 0.0
    female: float = 0.0
    rate2: tuple[float, float] = (0.0, 0.0)
    range_: tuple[float, float] = (0.1, 0.1)
    transform: str | None = None
    custom: tuple[Matrix, Matrix] | None = field(default=None, compare=False)

    @classmethod
    def usual(cls, *, male: float = 0.003, female: float = 0.001, rate2: float = 1e-5, range_: float = 0.1) -> Self:
        """Returns the default of this library, stationary stepwise; rates as in the reference cases."""
        return cls(Kind.STEPWISE, male, female, (rate2, rate2), (range_, range_), "PM")

    @classmethod
    def of_json(cls, value: Mapping[str, Any] | None) -> Self:
        """Returns the model of a case's ``mutation``; None is no mutation.

        ``{"model": "stepwise", "rate": {"male": 0.003, "female": 0.001}, "rate2": 1e-05, "range": 0.1, "transform": "PM"}``;
        each number may be one for both sexes or an object of two; ``custom`` has ``matrix`` [from, to], or ``male`` and ``female``.

        Raises:
            MutationImpossible: The model or a number is not understood.
        """
        if value is None:
            return cls()
        kind = _kind(str(value.get("model", value.get("name"))))
        male, female = _both(value, "rate", needed=kind not in (Kind.NONE, Kind.CUSTOM))
        return cls(
            kind=kind,
            male=male,
            female=female,
            rate2=_both(value, "rate2", needed=kind in NEEDS_RATE2),
            range_=_both(value, "range", needed=kind in NEEDS_RANGE, absent=0.1),
            transform=value.get("transform"),
            custom=_matrices(value) if kind is Kind.CUSTOM else None,
        )

    @property
    def name(self) -> str:
        """The model in words, for results: ``stepwise (male 0.003, female 0.001, rate2 1e-05, range 0.1), PM-stationary``."""
        if self.kind is Kind.NONE:
            return "no mutation"
        numbers = [] if self.kind is Kind.CUSTOM else [f"male {self.male:g}", f"female {self.female:g}"]
        if self.kind in NEEDS_RATE2:
            numbers.append(f"rate2 {_pair(self.rate2)}")
        if self.kind in NEEDS_RANGE:
            numbers.append(f"range {_pair(self.range_)}")
        told = f"{self.kind} ({', '.join(numbers)})" if numbers else str(self.kind)
        return f"{told}, PM-stationary" if self.transform == "PM" else told

    def matrices(
        self, alleles: Sequence[str], frequencies: Matrix, *, silent: float = 0.0
    ) -> tuple[Matrix, Matrix] | tuple[None, None]:
        """Returns the matrices (female, male) for a marker's alleles, (None, None) without mutation.

        Raises:
            MutationImpossible: As `matrix` does.
        """
        if self.kind is Kind.NONE:
            return None, None
        made = [
            matrix(
                self.kind, alleles, frequencies, rate=rate, rate2=rate2, range_=range_, silent=silent,
                custom=custom, transform=self.transform,
            )
            for rate, rate2, range_, custom in zip(
                (self.male, self.female), self.rate2, self.range_, self.custom or (None, None), strict=True
            )
        ]  # fmt: skip
        return made[1], made[0]


def _pair(numbers: tuple[float, float]) -> str:
    male, female = numbers
    return f"{male:g}" if male == female else f"male {male:g}, female {female:g}"


def _both(value: Mapping[str, Any], key: str, *, needed: bool, absent: float = 0.0) -> tuple[float, float]:
    """Returns a number for (male, female) that may be given once for both."""
    given = value.get(key)
    if given is None and not needed:
        return absent, absent
    try:
        if isinstance(given, Mapping):
            return float(given["male"]), float(given["female"])
        return float(given), float(given)  # type: ignore[arg-type]  # None and others are refused below
    except (TypeError, ValueError, KeyError):
        raise MutationImpossible(
            f"the mutation model has no number for {key}", hint='write it as {"male": 0.003, "female": 0.001}'
        ) from None


def _matrices(value: Mapping[str, Any]) -> tuple[Matrix, Matrix]:
    given = value.get("matrix", value)
    male, female = (
        (given["male"], given["female"]) if isinstance(given, Mapping) and "male" in given else (given, given)
    )
    try:
        return np.array(male, np.float64), np.array(female, np.float64)
    except (TypeError, ValueError):
        raise MutationImpossible("the custom matrix has something else than numbers", hint="rows of numbers") from None
