"""The mutation models of a laboratory: one for all markers, or each marker's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from repatria.kinship.files.naming import marker_name
from repatria.kinship.mutation import Mutation, MutationImpossible

MOST_NAMED = 3
"""Models by marker that a result names in full."""


@dataclass(frozen=True, slots=True)
class Models:
    """Mutation by marker.

    Attributes:
        one: Of all markers; None where each has its own.
        by_marker: Marker, in the one form of its name → model.
    """

    one: Mutation | None
    by_marker: Mapping[str, Mutation] = field(default_factory=dict)

    @classmethod
    def of_json(cls, value: Mapping[str, Any] | None) -> Self:
        """Returns the models of a case's ``mutation``: a model, null for none, or an object of these by marker.

        Raises:
            MutationImpossible: A model or a number is not understood; the place is the marker.
        """
        if value is None or "model" in value or "name" in value:
            return cls(Mutation.of_json(value))
        made: dict[str, Mutation] = {}
        for marker, given in value.items():
            name = marker_name(marker)
            if name in made or not (given is None or isinstance(given, Mapping)):
                raise MutationImpossible(
                    "mutation is neither a model nor models by marker", hint="a model or null for each marker, once",
                    place=marker,
                )  # fmt: skip
            try:
                made[name] = Mutation.of_json(given)
            except MutationImpossible as wrong:
                wrong.place = wrong.place or marker
                raise
        if not made:
            raise MutationImpossible("there is no mutation model", hint="write null for no mutation")
        return cls(None, made)

    def of(self, marker: str) -> Mutation:
        """Returns the model of a marker.

        Raises:
            MutationImpossible: The markers have models of their own, and this one has none.
        """
        if self.one is not None:
            return self.one
        try:
            return self.by_marker[marker_name(marker)]
        except KeyError:
            raise MutationImpossible("a marker has no mutation model", hint="give one, or null", place=marker) from None

    @property
    def name(self) -> str:
        """The models in words, for results; many are counted by kind."""
        if self.one is not None:
            return self.one.name
        names = Counter(model.name for model in self.by_marker.values())
        if len(names) > MOST_NAMED:
            names = Counter(f"{model.kind}" for model in self.by_marker.values())
        return "by marker: " + "; ".join(f"{count} {name}" for name, count in names.items())
