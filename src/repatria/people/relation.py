"""Relations between people, as families and lists name them."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """How one person is related to another, read "is the … of"."""

    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    HALF_SIBLING = "half sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    AUNT_OR_UNCLE = "aunt or uncle"
    NIECE_OR_NEPHEW = "niece or nephew"
    COUSIN = "cousin"
    SPOUSE = "spouse"
    GUARDIAN = "guardian"
    NO_KNOWN_RELATIVE = "no known relative"
