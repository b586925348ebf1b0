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
    "Comparison": "telling.explaining",
    "Explained": "telling.explaining",
    "Index": "book",
    "Judged": "deciding.judgements",
    "Judgement": "deciding.judgements",
    "Learned": "portions",
    "Linked": "linking",
    "Proposals": "telling.proposals",
    "Proposed": "linking",
    "Settings": "linking",
    "Step": "telling.explaining",
    "begin": "book",
    "clusters": "within",
    "explain": "telling.explaining",
    "extended": "book",
    "keep": "book",
    "link": "linking",
    "link_new": "book",
    "link_within": "within",
    "open_index": "book",
    "pieces": "telling.proposals",
    "propose": "telling.proposals",
    "rows": "telling.proposals",
    "weigh_portion": "portions",
}

__all__ = [
    "Comparison",
    "Explained",
    "Index",
    "Judged",
    "Judgement",
    "Learned",
    "Linked",
    "Proposals",
    "Proposed",
    "Settings",
    "Step",
    "begin",
    "clusters",
    "explain",
    "extended",
    "keep",
    "link",
    "link_new",
    "link_within",
    "open_index",
    "pieces",
    "propose",
    "rows",
    "weigh_portion",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'repatria.linkage' has no attribute {name!r}")
    found = getattr(import_module(f"repatria.linkage.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
