"""Which records are one person: two lists in, match weights in bits and proposals with reasons out; people decide.

`link` weighs the pairs of two Arrow tables, `propose` says what to do with each, `rows` writes that as a table, `explain`
takes pairs apart. The names below are imported when first used: neither the compiler nor Arrow is loaded before. Their
types stand in ``__init__.pyi``::

    from repatria.linkage import Settings, link, propose, rows
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_WHERE: Final = {
    "Comparison": "explaining",
    "Explained": "explaining",
    "Linked": "linking",
    "Proposals": "proposals",
    "Proposed": "linking",
    "Settings": "linking",
    "Step": "explaining",
    "explain": "explaining",
    "link": "linking",
    "pieces": "proposals",
    "propose": "proposals",
    "rows": "proposals",
}

__all__ = [
    "Comparison",
    "Explained",
    "Linked",
    "Proposals",
    "Proposed",
    "Settings",
    "Step",
    "explain",
    "link",
    "pieces",
    "propose",
    "rows",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'repatria.linkage' has no attribute {name!r}")
    found = getattr(import_module(f"repatria.linkage.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
