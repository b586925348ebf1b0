"""What an index holds, and how it begins and grows.

Invariant: lines, values and lists keep their numbers for good; whatever is added stands at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.linkage.blocking import Joined, Rule, ingredients, keys_of
from repatria.linkage.book.values import translated
from repatria.linkage.learning.calibration import Calibration
from repatria.linkage.linking import Linked
from repatria.linkage.said.lines import Encoded, Lines, encode
from repatria.linkage.said.vocabulary import Vocabulary
from repatria.linkage.weighing.levels import Compared
from repatria.linkage.weighing.model import Model

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What a list may be called: it stands before its references (``north/14``)."""


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list of the index: its name, which stands before its references, and how many lines it has."""

    name: str
    lines: int


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """The lines of an index in the order of their keys under a rule; lines without a key are left out.

    Attributes:
        rule: What lines with one key share.
        keys: uint64, rising.
        order: int32: the lines.
    """

    rule: Rule
    keys: NDArray[np.uint64]
    order: NDArray[np.int32]

    def count(self, some: NDArray[np.uint64]) -> int:
        """Returns how many pairs `join` makes, without making them."""
        said = some[some != 0]
        return int((np.searchsorted(self.keys, said, "right") - np.searchsorted(self.keys, said, "left")).sum())

    def join(self, some: NDArray[np.uint64]) -> Joined:
        """Returns who shares a key with whom, for a few left keys: only their partners are taken out."""
        begin = np.searchsorted(self.keys, some, "left")
        many = np.where(some != 0, np.searchsorted(self.keys, some, "right") - begin, 0)
        end = np.cumsum(many)
        places = np.arange(int(many.sum())) + np.repeat(begin - (end - many), many)
        return Joined(
            self.rule, (end - many).astype(np.int32), end.astype(np.int32), np.asarray(self.order[places]), len(places)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Earlier lists as numbers, and what was learned from them.

    Attributes:
        lists: The lists, in the order in which they came.
        lines: All their lines; references are ``list/reference``.
        vocabularies: Their values.
        model: What levels weigh.
        calibration: How probabilities are set right.
        rules: The lines in the order of their keys, for each rule that the lists were linked by.
    """

    lists: tuple[KeptList, ...]
    lines: Lines
    vocabularies: Mapping[Compared, Vocabulary]
    model: Model
    calibration: Calibration
    rules: tuple[Ordered, ...]

    @property
    def list_of_line(self) -> NDArray[np.int32]:
        """The number of the list that each line is of."""
        return np.repeat(np.arange(len(self.lists), dtype=np.int32), [of.lines for of in self.lists])

    def encode(self, new: pa.Table) -> Encoded:
        """Returns a new list as the left one and the index as the right one, as numbers.

        Raises:
            InputNotUnderstood: The list has no references, or one twice.
        """
        alone = encode(new, new.slice(0, 0))
        rows, vocabularies = translated(alone.left, alone.vocabularies, self.vocabularies, self.lines.rows)
        return Encoded(replace(alone.left, rows=rows), self.lines, vocabularies)


def begin(linked: Linked, *, left: str, right: str) -> Index:
    """Returns the index of two lists that were linked.

    Args:
        linked: From `linkage.link`.
        left: What the left list is to be called.
        right: What the right list is to be called.

    Raises:
        InputNotUnderstood: A name that cannot be one, or both the same.
    """
    encoded = linked.encoded
    lists = _named((), left, len(encoded.left))
    lists = _named(lists, right, len(encoded.right))
    lines = _together(_called(encoded.left, left), _called(encoded.right, right))
    rules = tuple(joined.rule for joined in linked.blocking.joined)
    ordered = _ordered(rules, lines, encoded.vocabularies)
    return Index(lists, lines, encoded.vocabularies, linked.model, linked.calibration, ordered)


def extended(index: Index, linked: Linked, *, name: str) -> Index:
    """Returns the index with a list that was linked against it; the model stays.

    Args:
        index: The index.
        linked: From `link_new` with this index.
        name: What the list is to be called.

    Raises:
        InputNotUnderstood: A name that cannot be one, or that a list of the index has.
    """
    encoded = linked.encoded
    lists = _named(index.lists, name, len(encoded.left))
    lines = _together(index.lines, _called(encoded.left, name))
    ordered = _ordered(tuple(of.rule for of in index.rules), lines, encoded.vocabularies)
    return replace(index, lists=lists, lines=lines, vocabularies=encoded.vocabularies, rules=ordered)


def _named(lists: tuple[KeptList, ...], name: str, lines: int) -> tuple[KeptList, ...]:
    if not NAME.fullmatch(name):
        raise InputNotUnderstood(
            "a list cannot be called so", place="name of the list", hint="letters a to z, digits, dots and dashes only"
        )
    if any(of.name == name for of in lists):
        raise InputNotUnderstood(
            "the index has a list of this name", place="name of the list", hint="give the new list another name"
        )
    return (*lists, KeptList(name, lines))


def _called(lines: Lines, name: str) -> Lines:
    return replace(lines, refs=pc.binary_join_element_wise(name, lines.refs, "/"))


def _together(one: Lines, other: Lines) -> Lines:
    return Lines(
        pa.concat_arrays([one.refs, other.refs]), np.concatenate([one.rows, other.rows]), one.unread + other.unread,
        np.concatenate([one.exchanged, other.exchanged]),
    )  # fmt: skip


def _ordered(rules: tuple[Rule, ...], lines: Lines, vocabularies: Mapping[Compared, Vocabulary]) -> tuple[Ordered, ...]:
    """Cost: one sort of the lines a rule."""
    said = ingredients(lines, vocabularies)
    found = []
    for rule in rules:
        keys = keys_of(rule, said)
        order = np.argsort(keys, kind="stable").astype(np.int32)
        order = order[np.count_nonzero(keys == 0) :]
        found.append(Ordered(rule, keys[order], order))
    return tuple(found)
