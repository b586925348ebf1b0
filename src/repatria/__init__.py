"""Repatria: bring people home across a front line, and account for everyone.

The names below are the Python API; they are imported when first used, so that ``import repatria`` costs nothing. Their types stand in ``__init__.pyi``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__version__ = "0.1.0"

_WHERE: Final = {
    "Account": ("register.account", "Account"),
    "Book": ("register.book", "Book"),
    "Desk": ("desk.session", "Desk"),
    "Field": ("people.fields", "Field"),
    "Finding": ("errors", "Finding"),
    "MemoryArchive": ("desk.memory", "MemoryArchive"),
    "PartialDate": ("people.dates", "PartialDate"),
    "PersonFile": ("people.record", "PersonFile"),
    "ReadList": ("lists", "ReadList"),
    "Record": ("people.record", "Record"),
    "RepatriaError": ("errors", "RepatriaError"),
    "State": ("register.states", "State"),
    "Terms": ("exchange.terms", "Terms"),
    "account": ("register.account", "account"),
    "allocate": ("exchange.allocation", "allocate"),
    "assess": ("exchange.eligibility", "assess"),
    "check_terms": ("exchange.check", "check"),
    "link_lists": ("linkage", "link"),
    "open_desk": ("desk.session", "open_desk"),
    "partial_date": ("people.dates", "partial_date"),
    "read_list": ("lists", "read"),
    "read_terms": ("exchange.terms", "read_terms"),
    "replay": ("register.book", "replay"),
    "verify_log": ("log.verify", "verify_log"),
}

__all__ = [
    "Account",
    "Book",
    "Desk",
    "Field",
    "Finding",
    "MemoryArchive",
    "PartialDate",
    "PersonFile",
    "ReadList",
    "Record",
    "RepatriaError",
    "State",
    "Terms",
    "account",
    "allocate",
    "assess",
    "check_terms",
    "link_lists",
    "open_desk",
    "partial_date",
    "read_list",
    "read_terms",
    "replay",
    "verify_log",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'repatria' has no attribute {name!r}")
    module, attribute = _WHERE[name]
    found = getattr(import_module(f"repatria.{module}"), attribute)
    globals()[name] = found
    return found
