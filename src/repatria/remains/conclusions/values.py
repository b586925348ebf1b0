"""A conclusion and all that stands with it, as values."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.people.facts import Truth
from repatria.people.refs import Sha256, SpecimenRef
from repatria.remains.policy import Basis, Method


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of the files that the conclusions were computed from; ``policy`` is None where the default served."""

    profiles: Sha256
    families: Sha256
    frequencies: Sha256
    policy: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another candidate: the same profile as somebody else, or another profile as the same missing person.

    Attributes:
        profile: The laboratory's label.
        family: Reference of the family.
        missing: Reference of the missing person in it.
        log10_lr: As of a conclusion.
        posterior: As of a conclusion.
    """

    profile: str
    family: str
    missing: str
    log10_lr: float
    posterior: float | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is concluded of one profile and one missing person. A board decides on it; it decides nothing.

    Attributes:
        profile: The laboratory's label of the profile.
        specimens: What it was taken from; empty where nobody has said.
        family: Reference of the family.
        missing: Reference of the missing person in it.
        word: One of `repatria.remains.policy.WORDS`.
        log10_lr: Likelihood ratio, log10; minus infinity where the pair is impossible (written null).
        posterior: Probability among all candidates with the prior of ``open_missing``; None where it was not computed.
        close_relatives: Parents, children and full siblings typed, nobody counted twice.
        typed_relatives: All relatives typed.
        methods: By which, in the order of `Method`.
        laboratories: How many typed independently.
        shared_markers: Autosomal markers with a result on both sides.
        exclusions: Markers impossible without mutation.
        chance_hits: Hits as good as this one that chance gives in a search of this size; None where not computed.
        rivals: Other candidates, best first.
        passes: What the policy says.
        reasons: Why it does not, or is not known to.
    """

    profile: str
    specimens: tuple[SpecimenRef, ...]
    family: str
    missing: str
    word: str
    log10_lr: float
    posterior: float | None
    close_relatives: int
    typed_relatives: int
    methods: tuple[Method, ...]
    laboratories: int
    shared_markers: int
    exclusions: int
    chance_hits: float | None
    rivals: tuple[Rival, ...]
    passes: Truth
    reasons: tuple[str, ...]

    @property
    def basis(self) -> Basis:
        """What a policy is held against."""
        return Basis(
            log10_lr=self.log10_lr,
            posterior=self.posterior,
            close_relatives=self.close_relatives,
            typed_relatives=self.typed_relatives,
            methods=frozenset(self.methods),
            laboratories=self.laboratories,
            shared_markers=self.shared_markers,
            exclusions=self.exclusions,
            word=self.word,
            rivals=len(self.rivals),
            chance_hits=self.chance_hits,
        )


@dataclass(frozen=True, slots=True)
class Conclusions:
    """A search's conclusions with what they rest on.

    Attributes:
        model: The model in words: mutation, theta, dropout, alleles that were not in the table.
        inputs: Digests of the files.
        open_missing: Number of open missing persons, from which the prior is made.
        comparisons: Pairs of profile and missing person that were searched.
        conclusions: In order of profile, family and missing person.
    """

    model: str
    inputs: Inputs
    open_missing: int
    comparisons: int
    conclusions: tuple[Conclusion, ...]
