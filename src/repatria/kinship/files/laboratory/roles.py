"""Who among the samples of a file is none: ladders, controls, staff, relatives, samples from before death.

A sample type (GeneMapper's column, CMF's specimen category) decides; without one, a label that is nothing but a word for a
control. A label that is only the name of a usual control may be anybody's number: it is told and stays.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a sample is for."""

    SAMPLE = "sample"
    LADDER = "allelic ladder"
    POSITIVE = "positive control"
    NEGATIVE = "negative control"
    STAFF = "staff"
    RELATIVE = "relative"
    OWN = "own sample from before death"
    OTHER = "of another kind"  # population samples, proficiency tests


_TYPES: Final = {
    "sample": Role.SAMPLE, "unknown": Role.SAMPLE, "specimen": Role.SAMPLE, "": Role.SAMPLE, "remains": Role.SAMPLE,
    "allelic ladder": Role.LADDER, "ladder": Role.LADDER,
    "positive control": Role.POSITIVE, "positive": Role.POSITIVE, "custom control": Role.POSITIVE,
    "negative control": Role.NEGATIVE, "negative": Role.NEGATIVE, "reagent blank": Role.NEGATIVE,
    "extraction blank": Role.NEGATIVE, "blank": Role.NEGATIVE, "no template control": Role.NEGATIVE,
    # specimen categories of CODIS CMF 3.2 (the enumeration of its schema)
    "unidentified person": Role.SAMPLE, "deceased": Role.SAMPLE, "forensic, unknown": Role.SAMPLE,
    "forensic partial": Role.SAMPLE, "forensic mixture": Role.SAMPLE, "forensic targeted": Role.SAMPLE,
    "victim, known": Role.SAMPLE, "deduced victim known": Role.SAMPLE, "other": Role.SAMPLE,
    "missing person": Role.OWN, "deduced missing person": Role.OWN,
    "staff": Role.STAFF, "elimination, known": Role.STAFF,
    "biological mother": Role.RELATIVE, "biological father": Role.RELATIVE, "biological sibling": Role.RELATIVE,
    "biological child": Role.RELATIVE, "alleged mother": Role.RELATIVE, "alleged father": Role.RELATIVE,
    "maternal relative": Role.RELATIVE, "paternal relative": Role.RELATIVE, "spouse": Role.RELATIVE,
    "population": Role.OTHER, "proficiency": Role.OTHER, "arrestee": Role.OTHER, "convicted offender": Role.OTHER,
    "co duplicate": Role.OTHER, "deduced suspect": Role.OTHER, "detainee": Role.OTHER, "juvenile": Role.OTHER,
    "legal": Role.OTHER, "multi-allelic offender": Role.OTHER, "suspect, known": Role.OTHER,
    "unreviewed offender": Role.OTHER, "volunteer": Role.OTHER,
}  # fmt: skip

_LABELS: Final = (
    (Role.LADDER, re.compile(r"(allelic ?)?ladder|al ?ladder|lad")),
    (Role.POSITIVE, re.compile(r"(positive|pos) ?(control|ctrl|ctl)|positive|pos|control dna")),
    (
        Role.NEGATIVE,
        re.compile(r"(negative|neg|amp|extraction|reagent) ?(control|ctrl|ctl|blank)|negative|neg|blank|ntc"),
    ),
)
_NUMBERED: Final = re.compile(r"[ _.:#-]*[0-9]{0,4}\Z")
_PERHAPS: Final = re.compile(r"007|9947a|9948|2800m|k562|(control|ctrl|pc|nc)[0-9]?")
"""Control DNA of the usual kits: 007 (GlobalFiler, VeriFiler Plus), 2800M (PowerPlex), 9947A and 9948, K562; and short words."""


def role_of(label: str, type_: str) -> Role | None:
    """Returns what a sample is for, None where its type is not a known word."""
    said = _TYPES.get(" ".join(type_.casefold().replace("_", " ").split()))
    if type_ and said is not Role.SAMPLE:
        return said
    plain = _NUMBERED.sub("", " ".join(label.casefold().replace("_", " ").replace("-", " ").split()))
    return next((role for role, words in _LABELS if words.fullmatch(plain)), Role.SAMPLE)


def may_be_control(label: str) -> bool:
    """Whether a label is that of a usual control, which may also be a body's number."""
    return bool(_PERHAPS.fullmatch(label.casefold().replace(" ", "").replace("-", "").replace("+", "")))
