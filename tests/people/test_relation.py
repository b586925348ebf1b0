"""Relations are read "is the ... of": each that has an opposite has it here, too."""

from __future__ import annotations

from repatria.people.relation import Relation

OPPOSITE = {
    Relation.PARENT: Relation.CHILD,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.AUNT_OR_UNCLE: Relation.NIECE_OR_NEPHEW,
}
MUTUAL = {Relation.SIBLING, Relation.HALF_SIBLING, Relation.COUSIN, Relation.SPOUSE}
OF_NOBODY = {Relation.GUARDIAN, Relation.NO_KNOWN_RELATIVE}


def test_every_relation_is_mutual_has_its_opposite_or_names_no_blood_relation() -> None:
    assert {*OPPOSITE, *OPPOSITE.values(), *MUTUAL, *OF_NOBODY} == set(Relation)
