"""What two parties agreed, as a file that a lawyer can read and a program can run.

`read_terms` reads it and notes every problem at once; `repatria.exchange.check` then says whether the terms can be applied.
"""

from repatria.exchange.terms.clauses import Clause, Counts, Formula, Fragments, Substitution
from repatria.exchange.terms.model import (
    Age,
    Category,
    Children,
    Health,
    Overlap,
    Priority,
    Stage,
    Status,
    Terms,
    Truce,
    Voluntariness,
)
from repatria.exchange.terms.reading import ReadTerms, read_terms

__all__ = [
    "Age",
    "Category",
    "Children",
    "Clause",
    "Counts",
    "Formula",
    "Fragments",
    "Health",
    "Overlap",
    "Priority",
    "ReadTerms",
    "Stage",
    "Status",
    "Substitution",
    "Terms",
    "Truce",
    "Voluntariness",
    "read_terms",
]
