"""Evidence in words that a board reads: what was compared, what fits, what does not, and what the number is not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from repatria.kinship.evidence.fit import Fit
from repatria.kinship.evidence.weighing import Evidence, MarkerLine

MOST_RIVALS = 3
"""Other candidates that are named; the table has them all."""


def statement(evidence: Evidence) -> tuple[str, ...]:
    """Returns sentences, each a paragraph, without genotypes."""
    return (*_strength(evidence), *_fits(evidence), *_sensitivity(evidence), *_by_chance(evidence), *_rivals(evidence), (
        "this is no probability that the body is the missing person: for that, prior odds and all other evidence count, "
        "and a board decides"
    ))  # fmt: skip


def times(log10_lr: float) -> str:
    """Returns a log10 LR in words: ``2,000 times more likely``, ``3e+09 times less likely``."""
    if math.isinf(log10_lr) or math.isnan(log10_lr):
        return "impossible" if log10_lr < 0 else "without a number"
    factor = 10.0 ** min(abs(log10_lr), 300)
    digits = 1 - math.floor(math.log10(factor))
    rounded = round(factor, digits)
    told = f"{rounded:,.{max(digits, 0)}f}" if rounded < 1e6 else f"{rounded:.1e}"
    return f"{told} times {'more' if log10_lr >= 0 else 'less'} likely"


def _strength(evidence: Evidence) -> Iterator[str]:
    compared = sum(line.fit.fit is not Fit.NO_RESULT for line in evidence.lines)
    markers = "1 marker" if compared == 1 else f"{compared} markers"
    yield f"profile {evidence.profile} and family {evidence.family}: {_number(evidence.log10_lr)} over {markers}, {evidence.model}"
    strength = times(evidence.log10_lr)
    if strength in ("impossible", "without a number"):
        wrong = ", ".join(line.marker for line in evidence.lines if not math.isfinite(line.log10_lr))
        yield f"under this model the profiles are {strength} if the body is {evidence.missing} (at {wrong})"
    else:
        yield f"the profiles are {strength} if the body is {evidence.missing} than if it is unrelated to the family"
    if evidence.sexes is False:
        yield "the sexes of profile and missing person differ: check the samples before anything else"


def _number(log10_lr: float) -> str:
    if math.isnan(log10_lr):
        return "no log10 LR"
    return f"log10 LR {log10_lr:.2f}" if math.isfinite(log10_lr) else "log10 LR minus infinity"


def _fits(evidence: Evidence) -> Iterator[str]:
    shared = sum(line.fit.fit is Fit.SHARED for line in evidence.lines)
    yield f"{_markers(shared)} by inheritance alone; {_others(evidence.exclusions)}"
    for line in evidence.lines:
        if line.fit.steps != 0:
            yield f"at {line.marker}: {_needed(line)}{_against(line.fit.against)}"
        if line.fit.relatives_alone:
            yield f"at {line.marker}: the relatives need a mutation among themselves, whoever the body is"


def _markers(count: int) -> str:
    return "1 marker fits" if count == 1 else f"{count} markers fit"


def _others(count: int) -> str:
    return {0: "none needs anything else", 1: "1 needs something else"}.get(count, f"{count} need something else")


def _needed(line: MarkerLine) -> str:
    if line.fit.steps is None:
        told = "impossible without a mutation to another fraction of a repeat"
    elif line.fit.steps == 1:
        told = "a mutation by one step is needed"
    else:
        told = f"impossible without mutations by {line.fit.steps} steps in all"
    return f"{told}, or a silent allele" if line.fit.silent else told


def _against(people: Sequence[str]) -> str:
    return f" (against {', '.join(people)})" if people else " (against the relatives together)"


def _sensitivity(evidence: Evidence) -> Iterator[str]:
    if evidence.others:
        low, high = evidence.range
        yield f"by {len(evidence.others) + 1} tables and models log10 LR runs from {low:.2f} to {high:.2f}: argue from the least"


def _by_chance(evidence: Evidence) -> Iterator[str]:
    search = evidence.search
    if evidence.bound is not None:
        yield (
            f"among {search.profiles:,} profiles and {search.families:,} families at most {evidence.bound:.2g} hits of this "
            "strength or more are expected by chance alone"
        )
    if evidence.chance is not None:
        yield f"with this family alone {evidence.chance.expected:.2g} are expected among {search.profiles:,} unrelated profiles"


def _rivals(evidence: Evidence) -> Iterator[str]:
    for rival in evidence.rivals[:MOST_RIVALS]:
        other = f"profile {rival.profile}" if rival.family == evidence.family else f"family {rival.family}"
        whose = "the same family" if rival.family == evidence.family else "the same profile"
        yield f"a competing candidate: {other} with {whose}, log10 LR {rival.log10_lr:.2f}"
    if not evidence.rivals and evidence.search.hits:
        yield "no other hit of the search has this profile or this family"
