"""Invents a consignment of remains and the families that look for them, and keeps the truth: who lies where.

What is assumed (each rate with its source stands in `rates.py`, and is written beside the files in ``assumptions.json``):

- One homogeneous population in Hardy-Weinberg proportions, 24 invented unlinked markers (synth24, CC0).
- Relatives are typed well: no dropout, now and then a result is missing. Alleles mutate by whole repeats, mostly one, more often
  from fathers, at a rate of each marker's own; the ladder has an end, where steps go back. The model that weighs the
  profiles (stationary stepwise, one rate for all markers) is therefore near the truth and not the truth.
- Of the relatives that families declare some are not: an unrelated person, a half sibling called a sibling, a child of
  the spouse with somebody else. A false relative is nobody else's relative.
- Brothers missing together are both reported by their family. (A brother whom nobody reports cannot be told from the one who is
  reported: no program mends that.) Brothers without any family who searches are among the dead too.
- Remains: each copy of an allele drops out by itself, at a rate of the profile's own; alleles drop in by frequency; markers fail
  whole; some profiles are much worse. The laboratory cannot tell one allele from two alike and writes ``13/-``; three alleles are
  written as three. Profiles are not mixed: one specimen is one person.
- Bags hold several people, people lie in several bags, at random; some of the dead are the other side's own and nobody here has
  given a reference for them.
"""
