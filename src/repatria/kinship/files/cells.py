"""Cells of genotype tables: which alleles and which sex they say, and by which rule where that is not plain.

Each rule is a finding where it was used: three alleles at a marker give no result there (`tri-allele`); a peak outside
the ladder (``OL``, ``OMR``, ``<9``) gives none (`off-ladder`, `outside-range`, `beyond-ladder`); one allele alone means
that the other is not known (`one-allele`), unless the caller says that a lone allele is a homozygote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from repatria.errors import Finding, Severity

NO_RESULT = "-/-"
_EMPTY = {"", "-", "na", "n/a", "nr", "?", "0", "-9"}
_SEXES = {"m": 1, "male": 1, "1": 1, "f": 2, "female": 2, "2": 2, "": 0, "0": 0, "u": 0, "unknown": 0, "?": 0, "-": 0}
_ALLELE = re.compile(r"[0-9]+(\.[0-9]+)?|[A-Za-z][A-Za-z0-9 .]*")
_BETWEEN = re.compile(r"[/,|;]")
_FORM = re.compile(r"\A0+(?=[0-9])|\.0+\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_ONE_COMMA = re.compile(r"[0-9]+,[0-9]")


class LoneAllele(StrEnum):
    """What one allele alone in a cell means."""

    PARTIAL = "partial"  # the other allele is not known: 13/-
    HOMOZYGOTE = "homozygote"  # both are this one: 13/13


def canonical(allele: str) -> str:
    """Returns an allele's name in one form: ``09`` and ``9.0`` are ``9``."""
    return _FORM.sub("", allele.strip())


_RULES: Final = {
    "off-ladder": (Severity.WARNING, "an allele outside the ladder: no result at this marker", "size it, or leave it empty"),
    "outside-range": (
        Severity.WARNING, "an allele outside the marker's range (OMR): no result at this marker", "look at its neighbours",
    ),
    "beyond-ladder": (
        Severity.WARNING, "an allele said only as below or above the ladder: no result at this marker", "size it",
    ),
    "date-in-cell": (
        Severity.WARNING, "a spreadsheet has made a date of an allele: no result at this marker",
        "export the table anew, its columns as text",
    ),
    "comma-ambiguous": (
        Severity.WARNING, "one allele or two, as the comma is read: no result at this marker", "write 9.3 or 9/3",
    ),
    "allele-not-understood": (
        Severity.WARNING, "an allele is not understood: no result at this marker", "write alleles as 13 or 9.3",
    ),
    "tri-allele": (
        Severity.WARNING, "three alleles or more (rule tri-allele): no result at this marker", "weigh this marker by hand",
    ),
    "one-allele": (
        Severity.NOTE, "one allele alone: the other is taken as not known", "write it twice for a homozygote",
    ),
}  # fmt: skip
"""Rules by their code: how much it matters, what is told, what to do."""


def genotype(said: tuple[str, ...], *, lone: LoneAllele, place: str, marker: str) -> tuple[str, tuple[Finding, ...]]:
    """Returns what cells say of one marker as ``13/14``, ``13/-`` or ``-/-``, and findings of the rules used.

    Args:
        said: The one cell, or the cells of several columns.
        lone: What one allele alone means; ``13/-`` always means that the other is not known.
        place: For findings.
        marker: For findings.
    """
    found, rule = read(said, lone)
    return found, (told(rule, place=place, marker=marker),) if rule else ()


def told(rule: str, *, place: str, marker: str) -> Finding:
    """Returns the finding that a rule was used."""
    severity, message, hint = _RULES[rule]
    return Finding(severity, rule, place, message, hint, marker)


def parts(said: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the alleles that cells name, as written, empty ones among them."""
    return tuple(part for cell in said for part in _BETWEEN.split(cell))


@lru_cache(maxsize=2**16)
def read(said: tuple[str, ...], lone: LoneAllele) -> tuple[str, str]:
    """Returns a genotype and the code of the rule used, empty for none; the same few cells come again and again."""
    if len(said) == 1 and _ONE_COMMA.fullmatch(said[0].strip()):
        return NO_RESULT, "comma-ambiguous"
    if any(_DATE.fullmatch(text) for text in said):
        return NO_RESULT, "date-in-cell"
    stated = [canonical(text) for text in parts(said)]
    alleles = [text for text in stated if text.casefold() not in _EMPTY]
    if any(text.upper().startswith("OL") for text in alleles):
        return NO_RESULT, "off-ladder"
    if any(text.upper() == "OMR" for text in alleles):
        return NO_RESULT, "outside-range"
    if any(text.startswith(("<", ">")) for text in alleles):
        return NO_RESULT, "beyond-ladder"
    if not all(_ALLELE.fullmatch(text) for text in alleles):
        return NO_RESULT, "allele-not-understood"
    if len(alleles) > 2:
        return NO_RESULT, "tri-allele"
    if len(alleles) != 1:
        return "/".join(alleles) or NO_RESULT, ""
    if "-" not in stated and lone is LoneAllele.HOMOZYGOTE:
        return f"{alleles[0]}/{alleles[0]}", ""
    return f"{alleles[0]}/-", "" if "-" in stated else "one-allele"


def sex(said: str, amelogenin: Sequence[str], *, place: str) -> tuple[int, tuple[Finding, ...]]:
    """Returns a sex (1 male, 2 female, 0 not known) and findings.

    Args:
        said: The cell of sex.
        amelogenin: Alleles seen at amelogenin. X alone, once, says nothing: the Y may have dropped out.
        place: For findings.
    """
    stated = _SEXES.get(said.casefold())
    found: list[Finding] = []
    if stated is None:
        message, hint = "the sex is not understood and taken as not known", "write M, F, 1, 2 or nothing"
        found.append(Finding(Severity.ERROR, "sex-not-understood", place, message, hint))
    seen = [text.strip().upper() for text in amelogenin if text.strip() not in ("", "-")]
    typed = 1 if "Y" in seen else 2 if seen == ["X", "X"] else 0
    if stated and typed and stated != typed:
        message = "the sex and the amelogenin marker contradict each other: taken as not known"
        found.append(Finding(Severity.WARNING, "sex-contradicted", place, message, "check the sample"))
        return 0, tuple(found)
    return stated or typed, tuple(found)
