"""The shapes of families: who is typed, who is missing. How common each is was invented; 1 to 5 relatives, seldom far ones.

X and Y are missing (Y a brother of X), F and M their parents, A, B, C full siblings, S the spouse of X, K and L children of
the two, T and Z those of Y, H a half sibling by another father P, U a brother of F and of the grandparents G, I.
"""

from __future__ import annotations

from dataclasses import dataclass

from invented_remains.rates import rate

PEOPLE = {
    "G": ("0", "0", 1), "I": ("0", "0", 2), "U": ("G", "I", 1), "F": ("0", "0", 1), "M": ("0", "0", 2),
    "X": ("F", "M", 1), "Y": ("F", "M", 1), "A": ("F", "M", 2), "B": ("F", "M", 1), "C": ("F", "M", 2),
    "P": ("0", "0", 1), "H": ("P", "M", 1), "S": ("0", "0", 2), "K": ("X", "S", 1), "L": ("X", "S", 2),
    "T": ("0", "0", 2), "Z": ("Y", "T", 1),
}  # fmt: skip
"""Id → father, mother, sex; parents stand before their children."""

WEIGHTS = {
    "M": 0.12, "F": 0.04, "K": 0.05, "A": 0.05, "H": 0.01, "U": 0.01,
    "M F": 0.13, "M A": 0.09, "A B": 0.03, "S K": 0.09, "M K": 0.02, "M H": 0.01,
    "M F A": 0.07, "M S K": 0.05, "S K L": 0.05, "M A B": 0.03, "A B C": 0.01,
    "M F A B": 0.04, "M F S K": 0.03, "M S K L": 0.02, "M A S K": 0.02,
    "M F A S K": 0.015, "M F A B C": 0.01, "M F S K L": 0.005,
}  # fmt: skip
"""Typed relatives → how common, where one is missing."""

BROTHERS = {"M F": 0.004, "M A": 0.004, "M F S K": 0.004, "M S K T Z": 0.003}
"""The same where two brothers are missing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What families have in common.

    Attributes:
        typed: Who gave a sample.
        missing: Who is looked for.
        woman: Whether X is a woman.
        share: How common it is.
    """

    typed: tuple[str, ...]
    missing: tuple[str, ...]
    woman: bool
    share: float

    def people(self) -> dict[str, tuple[str, str, int]]:
        """Returns everybody who is typed, missing or needed to link them: id → father, mother, sex."""
        needed = {*self.typed, *self.missing}
        parents = bool(needed & {"M", "F", "A", "B", "C", "H", "U", "Y"})
        needed |= {"F", "M"} if parents else set()
        needed |= {"G", "I"} if "U" in needed else set()
        needed |= {"P"} if "H" in needed else set()
        needed |= {"S"} if needed & {"K", "L"} else set()
        found = {who: said for who, said in PEOPLE.items() if who in needed}
        if not parents:
            found["X"] = ("0", "0", 1)
        if "U" in needed:
            found["F"] = ("G", "I", 1)
        return self._of_a_woman(found) if self.woman else found

    def _of_a_woman(self, people: dict[str, tuple[str, str, int]]) -> dict[str, tuple[str, str, int]]:
        turned = {"K": ("S", "X", 1), "L": ("S", "X", 2), "S": ("0", "0", 1)}
        father, mother, _ = people["X"]
        return {who: (father, mother, 2) if who == "X" else turned.get(who, said) for who, said in people.items()}


def shapes() -> tuple[Shape, ...]:
    """Returns all shapes, their shares summing to 1."""
    women, together = rate("missing.women"), sum(BROTHERS.values())
    alone = {typed: weight * (1 - together) / sum(WEIGHTS.values()) for typed, weight in WEIGHTS.items()}
    found = [Shape(tuple(typed.split()), ("X", "Y"), woman=False, share=share) for typed, share in BROTHERS.items()]
    for typed, share in alone.items():
        found += [
            Shape(tuple(typed.split()), ("X",), woman=woman, share=share * (women if woman else 1 - women))
            for woman in (False, True)
        ]
    return tuple(found)
