"""Lineage markers: Y haplotypes run from father to son, mtDNA from a mother to all her children, as one piece.

A haplotype counts as one observation, however many markers it has: frequencies are of whole haplotypes, by counting
or by the kappa method, from a database that the laboratory names. Whether haplotypes fit a pedigree is read from the
pedigree: people of one father line (mother line) must have the same, but for mutations tolerated by argument.

A lineage ratio speaks for the line, not the person: every brother, and every cousin in the line, has the same. It is
kept apart from the autosomal LR: who multiplies the two must say so, above all where the autosomal LR has a theta, for a
shared line makes common descent likelier (Buckleton, Krawczak & Weir 2011, FSI: Genetics 5:78).
"""

from __future__ import annotations

from repatria.kinship.lineage.frequency import Count, Haplotype, LineageImpossible, count, counting, kappa, upper_bound
from repatria.kinship.lineage.lines import Line, LineagePair, check_lines, lineage_ratio, root, steps

__all__ = [
    "Count",
    "Haplotype",
    "Line",
    "LineageImpossible",
    "LineagePair",
    "check_lines",
    "count",
    "counting",
    "kappa",
    "lineage_ratio",
    "root",
    "steps",
    "upper_bound",
]
