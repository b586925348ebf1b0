"""Whether what speaks for an identification meets a policy, rule by rule, with a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repatria.people.facts import Truth, all_of, truth
from repatria.remains.policy.probability import cut
from repatria.remains.policy.rules import EXCLUDED_WORDS, LEADS_ONLY, Method, Policy


@dataclass(frozen=True, slots=True)
class Basis:
    """What an identification rests on; no names, no genotypes.

    Attributes:
        log10_lr: Likelihood ratio of "is the missing person" against "is unrelated", log10.
        posterior: Probability with the prior stated beside it, among all candidates; None where none was computed.
        close_relatives: Parents, children and full siblings typed, counted as the policy says.
        typed_relatives: All relatives typed.
        methods: By which it was found.
        laboratories: How many typed independently.
        shared_markers: Autosomal markers with a result on both sides.
        exclusions: Markers impossible without mutation.
        word: The conclusion's word.
        rivals: Other candidates that were not set aside.
        chance_hits: Hits as good as this one that chance alone gives in a search of this size; None where not computed.
    """

    log10_lr: float
    posterior: float | None
    close_relatives: int
    typed_relatives: int
    methods: frozenset[Method]
    laboratories: int
    shared_markers: int
    exclusions: int
    word: str
    rivals: int
    chance_hits: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the policy, held against a basis.

    Attributes:
        rule: The policy's key, such as ``least_posterior``.
        met: Whether it is met.
        sentence: What was found and what is asked.
    """

    rule: str
    met: Truth
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says of a basis. It never decides: a board does.

    Attributes:
        passes: Whether every rule is met.
        reasons: Sentences of the rules that are not met or not known, and of why it is a lead; empty when it passes.
        lead: Something speaks for the person, and it may not be decided on yet.
        checks: Every rule that was asked, in the policy's order.
    """

    passes: Truth
    reasons: tuple[str, ...]
    lead: bool
    checks: tuple[Check, ...] = ()


def assess(policy: Policy, basis: Basis) -> Verdict:
    """Returns whether ``basis`` meets ``policy``, and why not."""
    checks = tuple(_checks(policy, basis))
    passes = all_of(check.met for check in checks)
    lead = passes is not Truth.YES and basis.log10_lr > 0 and not _speaks_against(policy, basis)
    reasons = [check.sentence for check in checks if check.met is not Truth.YES]
    if lead:
        reasons.append(_told_as_lead(basis))
    return Verdict(passes, tuple(reasons), lead, checks)


def can_ever_pass(policy: Policy, *, typed_close: int, typed: int, methods: frozenset[Method]) -> bool:
    """Returns whether a family as it stands could carry an identification, if the right remains were found.

    Args:
        policy: The rules.
        typed_close: Close relatives typed, counted as the policy says.
        typed: All relatives typed.
        methods: By which remains could be compared with this family.
    """
    return _carried(policy, typed_close, typed, methods)


def _carried(policy: Policy, close: int, typed: int, methods: frozenset[Method]) -> bool:
    """Whether relatives, methods or the person's own record suffice (`Policy`)."""
    by_relatives = typed > 0 and close >= policy.least_close_relatives
    by_methods = typed > 0 and 0 < policy.or_methods <= len(methods - LEADS_ONLY)
    return by_relatives or by_methods or bool(methods & policy.alone)


def _checks(policy: Policy, basis: Basis) -> Iterator[Check]:
    own = sorted(basis.methods & policy.alone)
    if own:
        yield Check("alone", Truth.YES, f"{', '.join(own)}: compared with the person's own record")
        yield _check("words", basis.word not in EXCLUDED_WORDS, f"the conclusion by DNA is {basis.word}")
    else:
        yield from _checks_by_dna(policy, basis)
    yield _check("most_exclusions", basis.exclusions <= policy.most_exclusions,
                 f"{basis.exclusions} markers contradict; at most {policy.most_exclusions} may")  # fmt: skip
    yield _check("laboratories", basis.laboratories >= policy.laboratories,
                 f"typed by {basis.laboratories}, asked are {policy.laboratories} (laboratories)")  # fmt: skip
    if policy.most_rivals is not None:
        yield _check("most_rivals", basis.rivals <= policy.most_rivals,
                     f"{basis.rivals} other candidates are left; at most {policy.most_rivals} may be")  # fmt: skip


def _checks_by_dna(policy: Policy, basis: Basis) -> Iterator[Check]:
    yield _check("words", basis.word in policy.words,
                 f"the conclusion is {basis.word}; it may be {' or '.join(policy.words)}")  # fmt: skip
    if basis.posterior is None:
        yield Check(
            "least_posterior", Truth.UNKNOWN, "no posterior was computed; state the number of open missing persons"
        )
    else:
        yield _check("least_posterior", basis.posterior >= policy.least_posterior,
                     f"the posterior is {cut(basis.posterior)}; at least {policy.least_posterior:g} is asked")  # fmt: skip
    yield _check("least_close_relatives", _carried(policy, basis.close_relatives, basis.typed_relatives, basis.methods),
                 _relatives(policy, basis))  # fmt: skip
    yield _check("least_markers", basis.shared_markers >= policy.least_markers,
                 f"{basis.shared_markers} markers are shared; at least {policy.least_markers} are asked")  # fmt: skip


def _check(rule: str, met: bool, sentence: str) -> Check:
    return Check(rule, truth(met), sentence)


def _relatives(policy: Policy, basis: Basis) -> str:
    instead = f", or {policy.or_methods} methods with one relative" if policy.or_methods else ""
    counted = len(basis.methods - LEADS_ONLY)
    return (
        f"{basis.close_relatives} close of {basis.typed_relatives} relatives typed, by {counted} methods that count; "
        f"asked are {policy.least_close_relatives} close relatives{instead}"
    )


def _speaks_against(policy: Policy, basis: Basis) -> bool:
    return basis.word in EXCLUDED_WORDS or basis.exclusions > policy.most_exclusions


def _told_as_lead(basis: Basis) -> str:
    by = "one close relative" if basis.close_relatives == 1 else f"{basis.close_relatives} close relatives"
    chance = (
        ""
        if basis.chance_hits is None
        else f"; a search of this size gives up to {basis.chance_hits:.2g} as good by chance"
    )
    return f"a lead by {by}, not an identification{chance}"
