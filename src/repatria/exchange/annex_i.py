"""GC III Annex I, part I, as a coded checklist: who is "seriously wounded or seriously sick", yes, no or unknown.

A code is ``I.A.1.a`` and the like; a shorter one (``I.A``) stands for all below it. The words of the items are shortened in
``annex_i.toml``, which says what is left out. Doctors examine and a mixed medical commission decides (GC III art. 112); this
module only adds up what they found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from repatria.people.facts import Fact, FactKind, Truth
from repatria.people.refs import PartyId


@dataclass(frozen=True, slots=True)
class Examination:
    """What one examiner found on one item.

    Attributes:
        code: Code of the item or of a group of items.
        truth: Meets it, does not meet it, or not examined.
        said_by: Party or mediator whose staff examined.
        source: In what capacity (``commission``, ``camp doctor``).
        on: Day of the examination.
    """

    code: str
    truth: Truth
    said_by: PartyId
    source: str = ""
    on: date | None = None


@lru_cache(maxsize=1)
def items() -> Mapping[str, str]:
    """Returns the short words of every item and group, by code, in the order of the treaty."""
    text = resources.files("repatria.exchange").joinpath("annex_i.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["items"])


def is_code(text: str) -> bool:
    """Returns whether a text is a code of the checklist."""
    return text in items()


@cache
def leaves(code: str) -> tuple[str, ...]:
    """Returns the items at or below a code that have none below them."""
    below = [c for c in items() if _covers(code, c)]
    return tuple(c for c in below if not any(_covers(c, d) and c != d for d in below))


def examined(facts: Iterable[Fact]) -> tuple[Examination, ...]:
    """Returns the examinations among facts whose value is a code of the checklist, in the order in which they were entered."""
    return tuple(
        Examination(f.value, f.truth, f.said_by, f.source, f.on)
        for f in facts
        if f.what is FactKind.MEDICAL_EXAMINATION and is_code(f.value)
    )


def checklist(found: Iterable[Examination], *, part: str = "I") -> Mapping[str, Truth]:
    """Returns every item of a part with its result; items nobody examined are unknown."""
    found = tuple(found)
    return {code: seriously_wounded_or_sick(found, codes=(code,)) for code in leaves(part)}


def seriously_wounded_or_sick(found: Iterable[Examination], *, codes: Iterable[str] = ("I",)) -> Truth:
    """Returns whether somebody meets any item at or below the codes.

    Yes when an examiner found one met; no when an examiner found all not met; unknown when not all were examined or when
    examiners contradict each other. A later finding of the same examiner replaces an earlier one.
    """
    views = _by_examiner(tuple(found)).values()
    answers = {_together({_view(own, code) for own in views}) for code in codes}
    return Truth.YES if Truth.YES in answers else Truth.NO if answers == {Truth.NO} else Truth.UNKNOWN


def _by_examiner(found: tuple[Examination, ...]) -> Mapping[tuple[PartyId, str], Mapping[str, Truth]]:
    """Returns what each examiner holds true now, by code."""
    views: dict[tuple[PartyId, str], dict[str, Truth]] = {}
    for f in found:
        view = views.setdefault((f.said_by, f.source), {})
        for code in [c for c in view if _replaces(f, c, view[c])]:
            del view[code]
        if f.truth is not Truth.UNKNOWN:
            view[f.code] = f.truth
    return views


def _replaces(later: Examination, code: str, earlier: Truth) -> bool:
    """A later finding replaces what the same examiner said below it; "met" also replaces "none met" above it."""
    return _covers(later.code, code) or (later.truth is Truth.YES and earlier is Truth.NO and _covers(code, later.code))


def _view(view: Mapping[str, Truth], part: str) -> Truth:
    if any(t is Truth.YES and _covers(part, code) for code, t in view.items()):
        return Truth.YES
    refused = [code for code, t in view.items() if t is Truth.NO]
    if refused and all(any(_covers(r, leaf) for r in refused) for leaf in leaves(part)):
        return Truth.NO
    return Truth.UNKNOWN


def _together(views: set[Truth]) -> Truth:
    decided = views - {Truth.UNKNOWN}
    return decided.pop() if len(decided) == 1 else Truth.UNKNOWN


def _covers(code: str, other: str) -> bool:
    return other == code or other.startswith(code + ".")
