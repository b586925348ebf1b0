"""The identification desk: blind search, joint identification, and conclusions for a board.

`read_material` brings the files together, `search` gives the hits, `conclude` what they come to. It only composes:
likelihood ratios are `repatria.kinship`'s, the policy is `repatria.remains`'. Nothing is entered here, and nobody decided on.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_WHERE: Final = {
    "Concluded": "concluding",
    "Found": "searching",
    "Material": "inputs",
    "close_relatives": "relatives",
    "conclude": "concluding",
    "read_hits": "searching",
    "read_material": "inputs",
    "search": "searching",
    "threshold_for": "searching",
    "to_parquet": "searching",
    "typed_relatives": "relatives",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'repatria.desk.identification' has no attribute {name!r}")
    found = getattr(import_module(f"repatria.desk.identification.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
