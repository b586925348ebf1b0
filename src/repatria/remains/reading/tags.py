"""Tags of bags: how a bag is found by the tag on it, or by its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repatria.errors import Finding, Severity
from repatria.people.refs import LineRef


@dataclass(frozen=True, slots=True)
class Tags:
    """Bags by folded tag and by line, and a finding for each tag that the paper has twice (found by line alone)."""

    bags: Mapping[str, LineRef]
    findings: tuple[Finding, ...]


def tags_of(paper: Iterable[tuple[LineRef, str]]) -> Tags:
    """Returns how the bags of a paper are found, from each line and its tag."""
    lines: dict[str, list[LineRef]] = {}
    bags: dict[str, LineRef] = {}
    for line, tag in paper:
        bags[folded(line)] = line
        lines.setdefault(folded(tag), []).append(line)
    findings = tuple(
        Finding(
            Severity.WARNING,
            "tag-twice",
            of[1],
            f"{len(of)} lines of the paper have this tag",
            "name the bag by its line",
        )
        for tag, of in lines.items()
        if tag and len(of) > 1
    )
    return Tags({tag: of[0] for tag, of in lines.items() if tag and len(of) == 1} | bags, findings)


def folded(tag: str) -> str:
    """Returns a tag as it is compared: capitals, single spaces."""
    return " ".join(tag.split()).upper()


def bag_in(bags: Mapping[str, LineRef], cell: str) -> LineRef | None:
    """Returns the bag that a cell names by tag or by line; ``bags`` may have its tags in any capitals."""
    return bags.get(folded(cell)) or bags.get(cell)
