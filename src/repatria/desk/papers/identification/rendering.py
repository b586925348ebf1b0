"""From what explains a conclusion to a PDF: values put into words of one language, and set by typst."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from repatria.desk.papers import LANGUAGES, typeset, words
from repatria.kinship.evidence.drawing import draw
from repatria.kinship.evidence.fit import Fit
from repatria.remains.policy import EXCLUDED_WORDS, Check, Policy
from repatria.remains.policy.probability import cut

if TYPE_CHECKING:
    from repatria.desk.identification.explaining import Explained
    from repatria.kinship.evidence import MarkerLine
    from repatria.remains.conclusions import Conclusion, Conclusions

__all__ = ["LANGUAGES", "document", "render", "texts"]

PACKAGE: Final = "repatria.desk.papers.identification"


def render(
    explained: Explained,
    conclusions: Conclusions,
    *,
    language: str,
    policy: Policy,
    exclusion: bool,
    board: Sequence[str],
    digest: str,
    replay: str,
) -> bytes:
    """Returns the report as PDF/UA-1, without a date: the same arguments give the same bytes.

    Args:
        explained: One conclusion with its evidence.
        conclusions: The file that it stands in.
        language: One of `LANGUAGES`.
        policy: Against which it was held.
        exclusion: A report on why somebody is excluded, rather than on an identification.
        board: Who is to sign, as PARTY/ROLE-CODE; empty lines for as many as the policy asks when none is named.
        digest: SHA-256 of the file of conclusions.
        replay: The command that repeats the numbers.
    """
    data = document(
        explained, conclusions, language=language, policy=policy, exclusion=exclusion, board=board, digest=digest,
        replay=replay,
    )  # fmt: skip
    return typeset(PACKAGE, "report.typ", data)


def texts(language: str) -> Mapping[str, Any]:
    """Returns the words of a language."""
    return words(PACKAGE, language)


def document(
    explained: Explained,
    conclusions: Conclusions,
    *,
    language: str,
    policy: Policy,
    exclusion: bool,
    board: Sequence[str],
    digest: str,
    replay: str,
) -> dict[str, Any]:
    """Returns everything that the template shows."""
    one, said = explained.conclusion, texts(language)
    tree = explained.family.pedigree
    relatives = list(explained.evidence.lines[0].relatives) if explained.evidence.lines else []
    picture = draw(tree, typed=relatives, missing=one.missing, title=said["pedigree"])
    return {
        "language": language,
        "texts": {key: value for key, value in said.items() if isinstance(value, str)},
        "title": said["exclusion" if exclusion else "identification"],
        "reference": f"{one.profile} · {one.family}/{one.missing}",
        "profile": one.profile,
        "specimens": ", ".join(one.specimens) or said["none"],
        "same_person": ", ".join(explained.same_person) or said["none"],
        "missing": f"{one.family}/{one.missing}",
        "word": said["words"][one.word],
        "strength": _strength(one, said),
        "numbers": list(_numbers(one, conclusions, said)),
        "because": list(_because(explained, said)) if exclusion or one.word in EXCLUDED_WORDS else [],
        "policy": _policy(explained, policy, said),
        "pedigree": picture,
        "pedigree_width": float(picture.partition('viewBox="0 0 ')[2].split()[0]),
        "pedigree_alt": said["pedigree"],
        "heads": [said["marker"], said["remains"], *relatives, "log10 LR", said["fit"]],
        "lines": [_line(line, relatives, said) for line in explained.evidence.lines],
        "total": _decimal(explained.evidence.log10_lr, 2),
        "rivals": [
            [r.profile, f"{r.family}/{r.missing}", _decimal(r.log10_lr, 2), _cut(r.posterior, said)] for r in one.rivals
        ],
        "board": list(board) or [""] * policy.board,
        "basis": list(_basis(conclusions, digest, said)),
        "replay": replay,
    }


def _strength(one: Conclusion, said: Mapping[str, Any]) -> str:
    if not math.isfinite(one.log10_lr):
        return str(said["impossible"])
    key = "times_more" if one.log10_lr >= 0 else "times_less"
    return str(said[key]).replace("{times}", _times(abs(one.log10_lr)))


def _times(log10: float) -> str:
    """Returns a factor with two digits: ``2,000``, or ``3.1 × 10^12`` in superscript digits."""
    if log10 < 6:
        digits = 1 - math.floor(log10)
        return f"{round(10**log10, digits):,.{max(digits, 0)}f}"
    power = math.floor(log10)
    raised = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{10 ** (log10 - power):.1f} × 10{raised}"


def _numbers(one: Conclusion, conclusions: Conclusions, said: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    prior = str(said["prior"]).replace("{open}", _grouped(conclusions.open_missing, said))
    chance = str(said["chance"]).replace("{comparisons}", _grouped(conclusions.comparisons, said))
    yield said["lr"], _decimal(one.log10_lr, 2), ""
    yield said["posterior"], _cut(one.posterior, said), prior
    yield chance, said["unknown"] if one.chance_hits is None else f"{one.chance_hits:.2g}", ""
    yield said["shared"], str(one.shared_markers), ""
    yield said["exclusions"], str(one.exclusions), ""
    yield said["relatives"], f"{one.typed_relatives} ({one.close_relatives})", ""
    yield said["laboratories"], str(one.laboratories), ""


def _because(explained: Explained, said: Mapping[str, Any]) -> Iterator[str]:
    """Yields the markers that speak against the person, without genotypes: those stand in the table."""
    for line in explained.evidence.lines:
        if line.fit.fit in (Fit.IMPOSSIBLE, Fit.SILENT, Fit.ONE_STEP):
            yield f"{line.marker}: {_fit(line, said)}"


def _policy(explained: Explained, policy: Policy, said: Mapping[str, Any]) -> dict[str, Any]:
    verdict = explained.verdict
    return {
        "name": policy.name,
        "rules": [_rule(check, explained.conclusion, policy, said) for check in verdict.checks],
        "verdict": said[f"passes_{verdict.passes.value}"],
        "lead": said["lead"] if verdict.lead else "",
    }


def _rule(check: Check, one: Conclusion, policy: Policy, said: Mapping[str, Any]) -> list[str]:
    found, asked = {
        "words": (one.word, " / ".join(policy.words)),
        "least_posterior": (_cut(one.posterior, said), f"{policy.least_posterior:g}"),
        "least_close_relatives": (
            f"{one.close_relatives} / {len(one.methods)}", f"{policy.least_close_relatives} / {policy.or_methods}",
        ),
        "least_markers": (str(one.shared_markers), str(policy.least_markers)),
        "most_exclusions": (str(one.exclusions), str(policy.most_exclusions)),
        "laboratories": (str(one.laboratories), str(policy.laboratories)),
        "most_rivals": (str(len(one.rivals)), str(policy.most_rivals)),
        "alone": (", ".join(one.methods), ", ".join(sorted(policy.alone))),
    }[check.rule]  # fmt: skip
    return [said["rules"][check.rule], found, asked, said[check.met.value]]


def _line(line: MarkerLine, relatives: Sequence[str], said: Mapping[str, Any]) -> list[str]:
    cells = [line.marker, line.profile, *(line.relatives[who] for who in relatives)]
    return [*(cell if cell != "-/-" else "" for cell in cells), _decimal(line.log10_lr, 2), _fit(line, said)]


def _fit(line: MarkerLine, said: Mapping[str, Any]) -> str:
    told = str(said[f"fit_{line.fit.fit.name.lower()}"])
    if line.fit.against:
        told += ", " + str(said["against"]).replace("{who}", ", ".join(line.fit.against))
    return told


def _basis(conclusions: Conclusions, digest: str, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    files = conclusions.inputs
    yield said["model"], conclusions.model
    yield said["file_profiles"], files.profiles
    yield said["file_families"], files.families
    yield said["file_frequencies"], files.frequencies
    yield said["file_policy"], files.policy or said["default_policy"]
    yield said["file_conclusions"], digest


def _grouped(count: int, said: Mapping[str, Any]) -> str:
    return f"{count:,}".replace(",", said["group"])


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}" if math.isfinite(value) else ("−∞" if value < 0 else "∞")


def _cut(probability: float | None, said: Mapping[str, Any]) -> str:
    """Returns a probability cut to six decimals, never rounded up: nothing is certain."""
    if probability is None:
        return str(said["unknown"])
    return "> 0.999999" if probability > 0.999999 else cut(probability)
