"""Who the nameless dead are: pedigrees and DNA markers in, likelihood ratios and conclusions out.

A library that stands alone: it uses `people` and `errors` of ours and nothing else. The names below are imported when first used; their
types stand in ``__init__.pyi``. A likelihood ratio compares two stories (H1, H2) of how people are related::

    from repatria.kinship import Marker, Mutation, Pedigree, likelihood_ratio
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_WHERE: Final = {
    "Convention": "peeling",
    "Evidence": "evidence",
    "Family": "files",
    "Frequencies": "files",
    "FrequenciesImpossible": "markers",
    "FrequencyTable": "markers",
    "GenotypeNotUnderstood": "genotypes",
    "Inheritance": "markers",
    "Marker": "markers",
    "Mutation": "mutation",
    "MutationImpossible": "mutation",
    "Observation": "genotypes",
    "Pedigree": "pedigree",
    "PedigreeImpossible": "pedigree",
    "Ratio": "ratios",
    "Sex": "pedigree",
    "Unseen": "markers",
    "ask": "power",
    "check_lines": "lineage",
    "conclude": "joint",
    "explain": "evidence",
    "identify": "joint",
    "likelihood_ratio": "ratios",
    "log_likelihood": "peeling",
    "measure": "power",
    "read_case": "joint",
    "read_fam": "files.familias",
    "read_families": "files",
    "read_frequencies": "files",
    "read_profiles": "files",
    "read_relatives": "files",
    "screen": "search.arrow",
    "statement": "evidence",
}

__all__ = [
    "Convention",
    "Evidence",
    "Family",
    "Frequencies",
    "FrequenciesImpossible",
    "FrequencyTable",
    "GenotypeNotUnderstood",
    "Inheritance",
    "Marker",
    "Mutation",
    "MutationImpossible",
    "Observation",
    "Pedigree",
    "PedigreeImpossible",
    "Ratio",
    "Sex",
    "Unseen",
    "ask",
    "check_lines",
    "conclude",
    "explain",
    "identify",
    "likelihood_ratio",
    "log_likelihood",
    "measure",
    "read_case",
    "read_fam",
    "read_families",
    "read_frequencies",
    "read_profiles",
    "read_relatives",
    "screen",
    "statement",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'repatria.kinship' has no attribute {name!r}")
    found = getattr(import_module(f"repatria.kinship.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
