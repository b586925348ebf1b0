"""One conclusion explained: the LR of each marker, what fits, and what chance gives, as the search weighed it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from repatria.desk.identification.inputs import Material
from repatria.desk.identification.relatives import close_relatives, typed_relatives
from repatria.desk.identification.weighing import written
from repatria.errors import InputNotUnderstood
from repatria.kinship.evidence import Evidence, Model, Rival, Search, explain
from repatria.kinship.evidence.fit import Fit
from repatria.kinship.files import Family
from repatria.kinship.files.cells import NO_RESULT
from repatria.kinship.joint import Word
from repatria.people.facts import Truth
from repatria.remains.conclusions import Conclusion, Conclusions
from repatria.remains.policy import Method, Verdict, assess

NOT_YET: Final = ""
"""Word of a pair before it is weighed."""

SAME_WITHIN: Final = 1e-4
"""By how much the log10 LR of a conclusion, written with six digits, may differ from what the files give now."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A conclusion with everything that a report shows.

    Attributes:
        conclusion: As the file has it.
        family: The reference family.
        evidence: Marker by marker.
        verdict: The policy, rule by rule.
        same_person: Profiles that were judged to be of the same person.
    """

    conclusion: Conclusion
    family: Family
    evidence: Evidence
    verdict: Verdict
    same_person: tuple[str, ...]


def explain_conclusion(
    material: Material, conclusions: Conclusions, *, profile: str, missing: str = "", draws: int = 10_000, seed: int = 1
) -> Explained:
    """Returns what speaks for and against one conclusion.

    Args:
        material: The files that the conclusions were computed from.
        conclusions: The file of conclusions.
        profile: The laboratory's label.
        missing: family/person; needed where the file has several conclusions on the profile, or none: a pair that is among no
            hits is then weighed by itself, for a report on why somebody is excluded.
        draws: Profiles drawn to say what chance gives.
        seed: Whence they come.

    Raises:
        InputNotUnderstood: There is no such conclusion, or the files are not those that it was computed from.
    """
    if (material.inputs.profiles, material.inputs.families, material.inputs.frequencies) != (
        conclusions.inputs.profiles, conclusions.inputs.families, conclusions.inputs.frequencies,
    ):  # fmt: skip
        raise InputNotUnderstood(
            "the files are not those that this was concluded from", hint="give the same files", place="conclusions"
        )
    one = _found(conclusions, profile, missing) or _not_concluded(material, profile, missing)
    family = _family(material, one)
    evidence = _evidence(material, conclusions, one, family, draws, seed)
    if one.word == NOT_YET:
        one = _as_weighed(material, one, family, evidence)
    elif abs(evidence.log10_lr - one.log10_lr) > SAME_WITHIN * max(1.0, abs(one.log10_lr)):
        raise InputNotUnderstood(
            "the files give another likelihood ratio than the conclusion has",
            hint="give the same policy, model and judgements as for `remains joint`", place="conclusions",
        )  # fmt: skip
    parts = next((mine for mine in material.people.parts.values() if profile in mine), (profile,))
    same = tuple(other for other in parts if other != profile)
    return Explained(one, family, evidence, assess(material.policy, one.basis), same)


def _found(conclusions: Conclusions, profile: str, missing: str) -> Conclusion | None:
    """Returns the conclusion on a profile; None where a missing person is named with whom the search saw no hit."""
    found = [
        one
        for one in conclusions.conclusions
        if one.profile == profile and missing in ("", f"{one.family}/{one.missing}")
    ]
    if len(found) > 1 or (not found and not missing):
        several = "several conclusions on this profile" if found else "no conclusion on this profile"
        raise InputNotUnderstood(several, hint="name the missing person as FAMILY/PERSON", place="conclusions")
    return found[0] if found else None


def _not_concluded(material: Material, profile: str, missing: str) -> Conclusion:
    """Returns an empty conclusion on a pair that was searched and is among no hits."""
    if not any(profile in parts for parts in material.people.parts.values()):
        raise InputNotUnderstood("there is no such profile", hint="check its label", place="profiles")
    family, _, person = missing.rpartition("/")
    return Conclusion(
        profile=profile, specimens=(), family=family, missing=person, word=NOT_YET, log10_lr=0.0, posterior=None,
        close_relatives=0, typed_relatives=0, methods=(Method.AUTOSOMAL,), laboratories=1, shared_markers=0,
        exclusions=0, chance_hits=None, rivals=(), passes=Truth.NO, reasons=(),
    )  # fmt: skip


def _as_weighed(material: Material, one: Conclusion, family: Family, evidence: Evidence) -> Conclusion:
    """Returns what a pair comes to by itself: excluded, no match, or inconclusive; never more."""
    excluded = evidence.exclusions > material.policy.most_exclusions or evidence.log10_lr == -math.inf
    word = Word.EXCLUDED if excluded else Word.NO_MATCH if evidence.log10_lr < 0 else Word.INCONCLUSIVE
    least = material.policy.least_markers
    return replace(
        one,
        word=word.value,
        log10_lr=evidence.log10_lr,
        close_relatives=len(close_relatives(family, least_markers=least)),
        typed_relatives=len(typed_relatives(family)),
        shared_markers=sum(line.fit.fit is not Fit.NO_RESULT for line in evidence.lines),
        exclusions=evidence.exclusions,
    )


def _family(material: Material, one: Conclusion) -> Family:
    for row in material.references.missing:
        if (row.family, row.person) == (one.family, one.missing):
            return next(family for _, family in material.references.families([row.row]))
    raise InputNotUnderstood("the family is not in the file", hint="give the same families", place="families")


def _evidence(
    material: Material, conclusions: Conclusions, one: Conclusion, family: Family, draws: int, seed: int
) -> Evidence:
    markers = material.panel.markers
    whole = next(name for name, parts in material.people.parts.items() if one.profile in parts)
    place = material.profiles.names.index(whole)
    seen = [
        written(said, marker.alleles) or NO_RESULT
        for said, marker in zip(material.profiles.seen[place], markers, strict=True)
    ]
    observations = {
        person: [
            written(material.panel.understand(k, said.get(marker.name)), marker.alleles) or NO_RESULT
            for k, marker in enumerate(markers)
        ]
        for person, said in sorted(family.genotypes.items())
        if person != family.missing
    }
    rivals = tuple(Rival(rival.profile, f"{rival.family}/{rival.missing}", rival.log10_lr) for rival in one.rivals)
    profiles = len(material.profiles)
    return explain(
        family.pedigree, profile=one.profile, family=one.family, missing=one.missing, genotypes=seen,
        sex=int(material.profiles.sexes[place]), observations=observations,
        models=[Model(conclusions.model, markers)],
        search=Search(profiles, max(1, conclusions.comparisons // max(1, profiles)), rivals), draws=draws, seed=seed,
    )  # fmt: skip
