"""A policy of identification: every threshold with its source, and the methods that may carry a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Method(StrEnum):
    """By what a name is given to remains.

    INTERPOL calls friction ridges, teeth and DNA primary identifiers, each reliable by itself, and all else secondary
    (INTERPOL DVI Guide 2018, annexure 12, "Methods of identification").
    """

    AUTOSOMAL = "autosomal STR"
    Y = "Y haplotype"
    MT = "mtDNA"
    DIRECT = "own sample before death"  # a blood card, a toothbrush: whose it was is itself a claim
    DENTAL = "dental"
    FINGERPRINTS = "fingerprints"
    MEDICAL = "medical findings"  # the kinds from here on give leads only
    ANTHROPOLOGY = "anthropology"
    EFFECTS = "effects"
    VISUAL = "visual"


LEADS_ONLY: Final = frozenset({Method.MEDICAL, Method.ANTHROPOLOGY, Method.EFFECTS, Method.VISUAL})
"""Secondary identifiers: they never carry a name here, and do not count as one of two methods."""

DNA: Final = frozenset({Method.AUTOSOMAL, Method.Y, Method.MT, Method.DIRECT})
"""Methods of a DNA laboratory; a likelihood ratio speaks for them."""

ALONE: Final = frozenset({Method.DENTAL, Method.FINGERPRINTS})
"""Primary identifiers that compare remains with the person's own record, so that no relative is needed."""

WORDS: Final = (
    "Undisputed",
    "Match (GLR)",
    "Symmetric match",
    "Probable",
    "Disputed",
    "Inconclusive",
    "No match",
    "Excluded",
    "Nonidentifiable",
)
"""Words of a conclusion, as dvir (Vigeland & Egeland) has them; `kinship` writes the same ones."""

EXCLUDED_WORDS: Final = frozenset({"No match", "Excluded", "Nonidentifiable"})
"""Words that say that nothing speaks for the person, or that something speaks against them."""


class UnseenAllele(StrEnum):
    """What is done with an allele that the table of frequencies does not have; never silently (`kinship` has the same)."""

    REFUSE = "refuse"
    FIVE_OVER_2N = "5/2N"  # five copies among the table's 2N: National Research Council 1996, The Evaluation of Forensic DNA Evidence
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Policy:
    """What an identification must have. The defaults are what stands in public rules; each names its source.

    Attributes:
        name: Short name, lower-case words joined by hyphens; safe to print.
        least_posterior: Least posterior probability by DNA: 0.9995, the figure that ICMP reports from (Parsons et al. 2019,
            Large scale DNA identification: the ICMP experience, Forensic Sci. Int. Genet. 38).
        least_close_relatives: Parents, children and full siblings typed, nobody counted twice; a spouse and the child of
            both count as the child. Two: rule of one side since February 2026 (unn.ua); ISFG asks for more than one
            first-degree relative as well (Prinz et al. 2007, Forensic Sci. Int. Genet. 1).
        or_methods: Independent methods that serve instead, with one relative of any degree; 0 when nothing serves instead.
            Two: the same rule.
        least_markers: Autosomal markers that remains and family have in common: 12, the least that ISFG asks of a set for
            victims of disasters (Prinz et al. 2007).
        most_exclusions: Markers impossible without mutation: 2, as dvir excludes above it (Vigeland & Egeland, dvir 3).
        laboratories: Laboratories that must have typed independently. One; a second examination is what was advised and not
            done in the case above, and parties may ask for two.
        board: Least members who sign. Two, as issue and act require (one is never a board).
        both_parties_for_wrong_side: Whether both parties sit on the board when remains are found to be the sender's own.
        words: Words of conclusions that may be decided on. A symmetric match names a set, not a person, and is not one.
        alone: Methods that carry by themselves, by the person's own record: fingerprints and teeth (INTERPOL, above).
        most_rivals: Other candidates that may be left; None for no bound, as the posterior has weighed them already.
        unseen_allele: What is done with alleles that the table does not have (National Research Council 1996: 5/2N).
        fixed_frequency: Their frequency when it is fixed; None otherwise.
    """

    name: str = "default"
    least_posterior: float = 0.9995
    least_close_relatives: int = 2
    or_methods: int = 2
    least_markers: int = 12
    most_exclusions: int = 2
    laboratories: int = 1
    board: int = 2
    both_parties_for_wrong_side: bool = True
    words: tuple[str, ...] = ("Undisputed", "Match (GLR)")
    alone: frozenset[Method] = ALONE
    most_rivals: int | None = None
    unseen_allele: UnseenAllele = UnseenAllele.FIVE_OVER_2N
    fixed_frequency: float | None = None


DEFAULT: Final = Policy()
"""The policy where parties have adopted none and one is needed."""
