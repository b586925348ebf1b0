"""Conclusions written to a file and read from it: what is read was checked, what is written is the same each time."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import msgspec

from repatria.errors import InputNotUnderstood
from repatria.people.facts import Truth
from repatria.people.refs import sha256, specimen_ref
from repatria.remains.conclusions.values import Conclusion, Conclusions, Inputs, Rival
from repatria.remains.policy import WORDS, Method

FORMAT: Final = "repatria-conclusions-1"
"""The one form that is read and written."""

_PATH: Final = re.compile(r"at `\$\.?([^`]*)`\Z")
_MOST_BYTES: Final = 400_000_000
"""Longest file: 6,000 conclusions take about 4 MB; room for a hundred times as many."""


def to_json(conclusions: Conclusions) -> bytes:
    """Returns the file, a conclusion a line; equal conclusions in any order give equal bytes."""
    rows = sorted(conclusions.conclusions, key=lambda one: (one.profile, one.family, one.missing))
    head = {
        "format": FORMAT,
        "model": conclusions.model,
        "inputs": asdict(conclusions.inputs),
        "open_missing": conclusions.open_missing,
        "comparisons": conclusions.comparisons,
    }
    body = ",\n".join(_dumped(_row(one)) for one in rows)
    return f'{_dumped(head)[:-1]}, "conclusions": [\n{body}\n]}}\n'.encode()


def from_json(content: bytes) -> Conclusions:
    """Returns the conclusions in a file that `to_json` wrote.

    Raises:
        InputNotUnderstood: Another form, a key missing, or a value that cannot be; the place is a path in the file.
    """
    if len(content) > _MOST_BYTES:
        raise InputNotUnderstood(
            f"longer than {_MOST_BYTES} bytes", hint="search fewer profiles at once", place="conclusions"
        )
    try:
        file = _DECODER.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as broken:
        found = _PATH.search(str(broken))
        raise _refused(found[1] if found else "conclusions", "a value is missing or of another kind") from None
    if file.format != FORMAT:
        raise _refused("format", "this form of conclusions is not known")
    for place, wrong in _wrong(file):
        raise _refused(place, wrong)
    return Conclusions(
        file.model, file.inputs, file.open_missing, file.comparisons, tuple(one.read() for one in file.conclusions)
    )


class _RivalRow(msgspec.Struct, forbid_unknown_fields=True):
    profile: str
    family: str
    missing: str
    log10_lr: float | None
    posterior: float | None

    def read(self) -> Rival:
        """Returns the rival."""
        return Rival(self.profile, self.family, self.missing, _ratio(self.log10_lr), self.posterior)


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    profile: str
    specimens: tuple[str, ...]
    family: str
    missing: str
    word: str
    log10_lr: float | None
    posterior: float | None
    close_relatives: int
    typed_relatives: int
    methods: tuple[Method, ...]
    laboratories: int
    shared_markers: int
    exclusions: int
    chance_hits: float | None
    rivals: tuple[_RivalRow, ...]
    passes: Truth
    reasons: tuple[str, ...]

    def read(self) -> Conclusion:
        """Returns the conclusion."""
        cells = {name: getattr(self, name) for name in self.__struct_fields__}
        changed = {
            "specimens": tuple(specimen_ref(text) for text in self.specimens),
            "log10_lr": _ratio(self.log10_lr),
            "rivals": tuple(one.read() for one in self.rivals),
        }
        return Conclusion(**{**cells, **changed})

    def counts(self) -> tuple[int, ...]:
        """Returns every whole number, none of which may be negative."""
        return (self.close_relatives, self.typed_relatives, self.laboratories, self.shared_markers, self.exclusions)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    model: str
    inputs: Inputs
    open_missing: int
    comparisons: int
    conclusions: tuple[_Row, ...]


_DECODER: Final = msgspec.json.Decoder(_File)


def _wrong(file: _File) -> Iterator[tuple[str, str]]:
    """Yields place and message of what types cannot say."""
    if min(file.open_missing, file.comparisons) < 0:
        yield "open_missing", "a number is below 0"
    if len({(row.profile, row.family, row.missing) for row in file.conclusions}) < len(file.conclusions):
        yield "conclusions", "a pair of profile and missing person stands here twice"
    yield from _wrong_digests(file.inputs)
    for number, row in enumerate(file.conclusions):
        place = f"conclusions[{number}]"
        if row.word not in WORDS:
            yield f"{place}.word", "not a word of conclusions"
        if min(row.counts()) < 0 or (row.chance_hits or 0.0) < 0:
            yield place, "a number is below 0"
        yield from _wrong_numbers(row.log10_lr, row.posterior, place)
        for rival in row.rivals:
            yield from _wrong_numbers(rival.log10_lr, rival.posterior, f"{place}.rivals")
        yield from _wrong_specimens(row, place)


def _wrong_numbers(log10_lr: float | None, posterior: float | None, place: str) -> Iterator[tuple[str, str]]:
    if posterior is not None and not 0 <= posterior <= 1:
        yield f"{place}.posterior", "not a probability"
    if log10_lr is not None and not math.isfinite(log10_lr):
        yield f"{place}.log10_lr", "not a number; null where the pair is impossible"


def _wrong_digests(inputs: Inputs) -> Iterator[tuple[str, str]]:
    for name, digest in asdict(inputs).items():
        try:
            sha256(digest or "0" * 64)
        except InputNotUnderstood as wrong:
            yield f"inputs.{name}", wrong.message


def _wrong_specimens(row: _Row, place: str) -> Iterator[tuple[str, str]]:
    for text in row.specimens:
        try:
            specimen_ref(text)
        except InputNotUnderstood as wrong:
            yield f"{place}.specimens", wrong.message


def _refused(place: str, message: str) -> InputNotUnderstood:
    return InputNotUnderstood(message, hint="write the file with `repatria remains joint`", place=place)


def _ratio(log10_lr: float | None) -> float:
    return -math.inf if log10_lr is None else log10_lr


def _row(one: Conclusion) -> dict[str, Any]:
    """A conclusion as it is written, keys in the order of the class."""
    rivals = [
        {**asdict(rival), "log10_lr": _rounded(rival.log10_lr), "posterior": _cut(rival.posterior)}
        for rival in one.rivals
    ]
    return asdict(one) | {
        "log10_lr": _rounded(one.log10_lr),
        "posterior": _cut(one.posterior),
        "chance_hits": _rounded(one.chance_hits),
        "rivals": rivals,
    }


def _rounded(value: float | None) -> float | None:
    """A number to six significant digits; None for minus infinity."""
    return None if value is None or value == -math.inf else float(f"{value:.6g}")


def _cut(probability: float | None) -> float | None:
    """A probability to nine decimals, cut; what is short of the next by the error of a sum (1e-15) counts as there."""
    return None if probability is None else math.floor(probability * 1e9 + 1e-6) / 1e9


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
