"""What people judged of pairs of lines binds every later run; judgements that do not go together are told, not resolved.

*Same*: a link with probability 1, and both lines leave the competition. *Different*: never proposed again. *Unsure*:
stays for review. Lines judged the same form a chain (a = b, b = c); a chain with two lines that were judged different, or
with two lines of one list that nobody judged the same, contradicts itself: its pairs go to review, with a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.errors import Finding, Severity
from repatria.linkage.deciding.notes import Note


class Judgement(StrEnum):
    """Whether two lines are one person, as a human says; the words are those of the register."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement on two lines, of two lists or of one."""

    left_ref: str
    right_ref: str
    judgement: Judgement


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """Judgements, found in two lists.

    Attributes:
        left: int32: left lines of the judged pairs between the lists.
        right: int32: their right lines.
        notes: uint8: what is noted of each, see `Note`.
        within: For the left and for the right list, pairs of its lines, the earlier first, and what is noted of them.
        findings: Contradictions, and references that stand in neither list.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    notes: NDArray[np.uint8]
    within: tuple[Mapping[tuple[int, int], Note], Mapping[tuple[int, int], Note]]
    findings: tuple[Finding, ...]


NOTHING = Bound(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8), ({}, {}), ())

_NOTE = {
    Judgement.SAME: Note.JUDGED_SAME,
    Judgement.DIFFERENT: Note.JUDGED_DIFFERENT,
    Judgement.UNSURE: Note.JUDGED_UNSURE,
}
_Line = tuple[int, int]
"""Number of the list (0 left, from 1 on right lists) and of the line on its side."""
_Pair = tuple[_Line, _Line]


def bind(judged: Iterable[Judged], left: pa.Array, right: pa.Array, lists: NDArray[np.int32] | None = None) -> Bound:
    """Returns the judgements as pairs of line numbers, with what contradicts.

    Args:
        judged: In any order; a pair may be given either way round, and both lines may be of one list.
        left: References of the left list.
        right: References of the right list.
        lists: Which of several right lists each right line is of, from 0; None when it is one.
    """
    judged = list(judged)
    if not judged:
        return NOTHING
    findings: list[Finding] = []
    said = _said(judged, _places(judged, left), _places(judged, right), lists, findings)
    conflicts = _conflicting(said, findings, (left, right))
    between = sorted((pair for pair in said if pair[0][0] == 0 < pair[1][0]), key=lambda p: (p[0][1], p[1][1]))
    notes = [_noted(said[pair], contradicted=pair in conflicts) for pair in between]
    within: tuple[dict[tuple[int, int], Note], dict[tuple[int, int], Note]] = ({}, {})
    for (a, b), verdicts in said.items():
        if min(a[0], 1) == min(b[0], 1):
            within[min(a[0], 1)][a[1], b[1]] = _noted(verdicts, contradicted=(a, b) in conflicts)
    return Bound(
        np.array([a[1] for a, _ in between], np.int32), np.array([b[1] for _, b in between], np.int32),
        np.array(notes, np.uint8), within, tuple(findings),
    )  # fmt: skip


def _noted(verdicts: set[Judgement], *, contradicted: bool) -> Note:
    note = Note(0)
    for verdict in verdicts:
        note |= _NOTE[verdict]
    return note | Note.CONTRADICTED if contradicted else note


def _places(judged: Sequence[Judged], refs: pa.Array) -> dict[str, int]:
    """The numbers of the lines that the judgements speak of. Cost: one pass over the references."""
    wanted = pa.array(sorted({ref for one in judged for ref in (one.left_ref, one.right_ref)}), pa.string())
    at = pc.index_in(refs, value_set=wanted)
    lines = np.flatnonzero(at.is_valid().to_numpy(zero_copy_only=False))
    return {refs[line].as_py(): line for line in lines.tolist()}


def _said(
    judged: Sequence[Judged],
    left: Mapping[str, int],
    right: Mapping[str, int],
    lists: NDArray[np.int32] | None,
    findings: list[Finding],
) -> dict[_Pair, set[Judgement]]:
    """Everything said of each pair of lines, the earlier line first."""

    def of_right(ref: str) -> _Line:
        line = right[ref]
        return (1 if lists is None else 1 + int(lists[line]), line)

    said: dict[_Pair, set[Judgement]] = {}
    for one in judged:
        a, b = one.left_ref, one.right_ref
        if a in left and b in right:
            pair = ((0, left[a]), of_right(b))
        elif b in left and a in right:
            pair = ((0, left[b]), of_right(a))
        elif a in left and b in left:
            pair = ((0, left[a]), (0, left[b]))
        elif a in right and b in right:
            pair = (of_right(a), of_right(b))
        else:
            findings.append(_finding(Severity.NOTE, "judgement-of-unknown-line", (a, b), "a judged line is in no list"))
            continue
        if pair[0] == pair[1]:
            findings.append(_finding(Severity.WARNING, "judgement-of-one-line", (a, b), "a line is judged with itself"))
            continue
        said.setdefault((min(pair), max(pair)), set()).add(one.judgement)
    return said


def _finding(severity: Severity, code: str, refs: tuple[str, str], message: str, hint: str = "") -> Finding:
    return Finding(severity, code, " - ".join(refs), message, hint)


def _conflicting(
    said: Mapping[_Pair, set[Judgement]], findings: list[Finding], refs: tuple[pa.Array, pa.Array]
) -> set[_Pair]:
    """Pairs that are judged in more than one way, or whose chain contradicts itself."""

    def names(pair: _Pair) -> tuple[str, str]:
        one, other = sorted(str(refs[min(line[0], 1)][line[1]].as_py()) for line in pair)
        return one, other

    found = {pair for pair, verdicts in said.items() if len(verdicts) > 1}
    findings += [
        _finding(Severity.ERROR, "judgements-contradict", names(pair), "one pair is judged in several ways",
                 "look again, and keep one of the judgements")
        for pair in sorted(found)
    ]  # fmt: skip
    same = {pair for pair, verdicts in said.items() if verdicts == {Judgement.SAME}}
    chain, at_home = _joined(same), _joined(pair for pair in same if pair[0][0] == pair[1][0])
    broken = set()
    for pair in sorted(pair for pair, verdicts in said.items() if Judgement.DIFFERENT in verdicts):
        if pair[0] in chain and chain[pair[0]] == chain.get(pair[1]):
            broken.add(chain[pair[0]])
            findings.append(
                _finding(Severity.ERROR, "judgements-contradict", names(pair),
                         "two lines are judged different, and through others the same", "look at the whole chain again")
            )  # fmt: skip
    for pair in _crowded(chain, at_home):
        if chain[pair[0]] not in broken:
            broken.add(chain[pair[0]])
            findings.append(
                _finding(Severity.WARNING, "judged-same-twice", names(pair), "two lines of one list are the same through others",
                         "judge these two: one person listed twice, or a mistake")
            )  # fmt: skip
    return found | {pair for pair in same if chain[pair[0]] in broken}


def _joined(pairs: Iterable[_Pair]) -> dict[_Line, _Line]:
    """The first line of the chain that each line is in."""
    parent: dict[_Line, _Line] = {}

    def root(line: _Line) -> _Line:
        while parent.setdefault(line, line) != line:
            line = parent[line]
        return line

    for a, b in pairs:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    return {line: root(line) for line in list(parent)}


def _crowded(chain: Mapping[_Line, _Line], at_home: Mapping[_Line, _Line]) -> Iterator[_Pair]:
    """Pairs of lines of one list in one chain that no judgements within that list join."""
    first: dict[tuple[_Line, int], _Line] = {}
    for line in sorted(chain):
        one = first.setdefault((chain[line], line[0]), line)
        if one != line and at_home.get(one, one) != at_home.get(line, line):
            yield one, line
